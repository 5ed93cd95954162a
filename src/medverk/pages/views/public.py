"""For everybody: what users say about an office, and the way there. Open figures only."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from medverk.pages.below import AT_WORK
from medverk.pages.results import CALL, asked_for, frame_of, section_of
from medverk.people.models import Unit, UnitType
from medverk.people.requests import VisitorRequest
from medverk.releases.queries import unit_results

LISTED = (UnitType.COUNTY, UnitType.REGION, UnitType.OFFICE, UnitType.CONTACT_CENTRE)


@require_GET
def public_offices(request: VisitorRequest) -> HttpResponse:
    """Every office, under its county, by name."""
    units = Unit.objects.filter(type__in=LISTED, status__in=AT_WORK).order_by("name")
    return render(request, "pages/public_offices.html", {"counties": by_county(list(units))})


def by_county(units: list[Unit]) -> list[tuple[Unit | None, list[Unit]]]:
    """Counties by name with their offices; centres, which serve all, come last without one."""
    known = {unit.pk: unit for unit in units}
    offices: dict[int | None, list[Unit]] = {}
    for unit in units:
        if unit.type in (UnitType.OFFICE, UnitType.CONTACT_CENTRE):
            offices.setdefault(county_above(unit, known), []).append(unit)
    counties = [unit.pk for unit in units if unit.type == UnitType.COUNTY and unit.pk in offices]
    order: list[int | None] = [*counties, *([None] if None in offices else [])]
    return [(known[key] if key else None, offices[key]) for key in order]


def county_above(unit: Unit, known: dict[int, Unit]) -> int | None:
    above = known.get(unit.parent_id or 0)
    while above is not None and above.type != UnitType.COUNTY:
        above = known.get(above.parent_id or 0)
    return above.pk if above else None


@require_GET
def public_office(request: VisitorRequest, unit: int) -> HttpResponse:
    """Short and plain: how many have answered, and what they say."""
    office = get_object_or_404(Unit, pk=unit)
    questionnaire = CALL if office.type == UnitType.CONTACT_CENTRE else "conversation"
    asked = asked_for(request, [questionnaire])
    section = section_of(asked, unit_results(office.pk, questionnaire, since=asked.since), None)
    return render(
        request,
        "pages/public_office.html",
        frame_of(asked, office) | {"section": section, "centre": questionnaire == CALL},
    )
