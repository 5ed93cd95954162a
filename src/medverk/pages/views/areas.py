"""A county's offices and the country's counties: state and figures by name, never a ranking."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from medverk.pages.below import read_beside, units_under
from medverk.pages.comparison import comparison_of
from medverk.pages.importance import importance_of
from medverk.pages.outstanding import notices_of
from medverk.pages.results import (
    OFFICE_QUESTIONNAIRES,
    asked_for,
    frame_of,
    read_unit,
    section_of,
    tabs,
)
from medverk.pages.views.office import invited_to, place_of, state_of
from medverk.people.access import Action, Standing, allows
from medverk.people.models import Unit, UnitType
from medverk.people.requests import PersonRequest
from medverk.people.routes import address_for
from medverk.releases.queries import Below, results_below
from medverk.releases.reasons import short


@require_GET
def county_results(request: PersonRequest, unit: Unit) -> HttpResponse:
    """The county as a whole, and its offices."""
    words: dict[str, object] = {
        "title": _("The county’s offices"),
        "beside_title": _("Office by office"),
    }
    return area_page(request, unit, UnitType.OFFICE, Action.SEE_OFFICE_RESULTS, words)


@require_GET
def country_results(request: PersonRequest) -> HttpResponse:
    """The whole country, and its counties."""
    unit = get_object_or_404(Unit, type=UnitType.DIRECTORATE)
    words: dict[str, object] = {"title": _("The counties"), "beside_title": _("County by county")}
    return area_page(request, unit, UnitType.COUNTY, Action.SEE_COUNTY_RESULTS, words)


def area_page(
    request: PersonRequest,
    unit: Unit,
    kind: UnitType,
    action: Action,
    words: dict[str, object],
) -> HttpResponse:
    """kind: of the units below; action: what opens one of their pages."""
    asked = asked_for(request, list(OFFICE_QUESTIONNAIRES))
    ids = units_under(unit, kind)
    results, history = read_unit(asked, unit)
    below = results_below(ids, asked.questionnaire, since=asked.since)
    section = section_of(asked, results, invited_to(unit, asked, results), history=history)
    return render(
        request,
        "pages/area_results.html",
        frame_of(asked, unit)
        | words
        | {
            "section": section,
            "themes": section.themes,
            "tabs": tabs(asked),
            "rows": rows_of(below, tuple(request.standings), action),
            "of_county": kind is UnitType.OFFICE,
            "beside": read_beside(asked.content, below) if asked.content else {},
            "state": state_of(section),
            "notices": notices_of(section.readings, place_of(request, asked, unit)),
            "importance": importance_of(asked.content, results, history.results),
            "comparison": comparison_of(asked.content, below, request.GET.get("compare")),
            "rebase": address_for(request.standings, "rebase", unit.pk),
        },
    )


def rows_of(
    below: Below, standings: tuple[Standing, ...], action: Action
) -> list[dict[str, object]]:
    """Each unit's state, why it waits, and whether this person may open its page."""
    return [
        {
            "state": state,
            "waits": short(state.waits) if state.waits else "",
            "may_open": allows(standings, action, state.unit),
        }
        for state in below.units
    ]
