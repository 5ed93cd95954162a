"""The contact centre: who got help, per publication, here and nationally [K2, K3]."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medverk.pages.results import CALL, asked_for, frame_of, section_of
from medverk.pages.views.office import invited_to, state_of
from medverk.people.models import Unit, UnitType
from medverk.people.requests import PersonRequest
from medverk.releases.queries import unit_results


@require_GET
def centre_results(request: PersonRequest, unit: Unit) -> HttpResponse:
    """Yes, partly, no: this centre's and the country's."""
    asked = asked_for(request, [CALL])
    results = unit_results(unit.pk, CALL, since=asked.since)
    section = section_of(asked, results, invited_to(unit, asked, results))
    country = Unit.objects.filter(type=UnitType.DIRECTORATE).first()
    nationally = (
        section_of(asked, unit_results(country.pk, CALL, since=asked.since), None)
        if country
        else None
    )
    return render(
        request,
        "pages/centre_results.html",
        frame_of(asked, unit)
        | {"section": section, "nationally": nationally, "state": state_of(section)},
    )
