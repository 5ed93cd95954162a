"""The office's results: for its leader and its counsellors, never a single counsellor [F5]."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from medverk.invitations.queries import invited_in
from medverk.pages.importance import importance_of
from medverk.pages.outstanding import Place, notices_of
from medverk.pages.places import address
from medverk.pages.results import (
    OFFICE_QUESTIONNAIRES,
    Asked,
    Section,
    asked_for,
    frame_of,
    is_centre,
    read_unit,
    section_of,
    tabs,
)
from medverk.pages.sisters import AmongSisters, among_sisters
from medverk.people.access import Action, allows
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.people.routes import address_for
from medverk.releases.queries import Results, parts_behind


@require_GET
def office_results(request: PersonRequest, unit: Unit) -> HttpResponse:
    """Theme by theme, block by block, with what is withheld and why."""
    if is_centre(unit):
        return redirect("centre_results", unit=unit.pk)
    asked = asked_for(request, list(OFFICE_QUESTIONNAIRES))
    results, history = read_unit(asked, unit)
    section = section_of(asked, results, invited_to(unit, asked, results), history=history)
    sisters = sisters_beside(unit, asked, section)
    place = place_of(request, asked, unit)
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
            "notices": notices_of(section.readings, place, sisters),
            "sisters": sisters,
            "importance": importance_of(asked.content, results, history.results),
            "rebase": address_for(request.standings, "rebase", unit.pk),
        },
    )


def sisters_beside(unit: Unit, asked: Asked, section: Section) -> Mapping[str, AmongSisters]:
    """Nothing is compared while nothing is shown."""
    if asked.content is None or not section.themes:
        return {}
    return among_sisters(unit, asked.content, asked.questionnaire, since=asked.since)


def place_of(
    request: PersonRequest, asked: Asked, unit: Unit, path: str = "", *, here: bool = True
) -> Place:
    """Where what stands out has its figures: on this page, or on that of the path."""
    standings = tuple(request.standings)
    year = asked.this_year
    return Place(unit.pk, asked.questionnaire, path or request.path, standings, year, here)


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
