"""The office's results: for its leader and its counsellors, never a single counsellor [F5]."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from medverk.invitations.queries import invited_in
from medverk.pages.places import address
from medverk.pages.results import (
    OFFICE_QUESTIONNAIRES,
    Asked,
    Section,
    asked_for,
    frame_of,
    is_centre,
    section_of,
    tabs,
)
from medverk.people.access import Action, allows
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.releases.queries import Results, parts_behind, unit_results


@require_GET
def office_results(request: PersonRequest, unit: Unit) -> HttpResponse:
    """Theme by theme, block by block, with what is withheld and why."""
    if is_centre(unit):
        return redirect("centre_results", unit=unit.pk)
    asked = asked_for(request, list(OFFICE_QUESTIONNAIRES))
    results = unit_results(unit.pk, asked.questionnaire, since=asked.since)
    section = section_of(asked, results, invited_to(unit, asked, results))
    may_invite = allows(request.standings, Action.INVITE, unit.pk)
    return render(
        request,
        "pages/office_results.html",
        frame_of(asked, unit)
        | {
            "section": section,
            "themes": section.themes,
            "tabs": tabs(asked),
            "invite": address("invite", unit) if may_invite else None,
            "state": state_of(section),
        },
    )


def state_of(section: Section) -> str:
    """Which of the page's three faces is shown."""
    if section.themes:
        return "results"
    return "withheld" if section.notes else "empty"


def invited_to(unit: Unit, asked: Asked, results: Results) -> int | None:
    """How many were invited in just the weeks, office by office, that the unit's figures rest on.

    None where no number of responses is shown. Weeks that are withheld, or were deleted or pooled,
    are in neither number of the rate.
    """
    if not results.n:
        return None
    parts = parts_behind([unit.pk], asked.questionnaire, since=asked.since)
    return invited_in(parts, asked.questionnaire)
