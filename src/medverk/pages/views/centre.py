"""The contact centre: who got help, per publication, here and nationally [K2, K3]."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medverk.pages.outstanding import notices_of
from medverk.pages.results import (
    CALL,
    Asked,
    Section,
    asked_for,
    frame_of,
    read_unit,
    section_of,
)
from medverk.pages.views.office import invited_to, place_of, state_of
from medverk.people.models import Unit, UnitType
from medverk.people.requests import PersonRequest
from medverk.people.routes import address_for


@require_GET
def centre_results(request: PersonRequest, unit: Unit) -> HttpResponse:
    """Yes, partly, no: this centre's and the country's."""
    asked = asked_for(request, [CALL])
    results, history = read_unit(asked, unit)
    section = section_of(asked, results, invited_to(unit, asked, results), history=history)
    country = Unit.objects.filter(type=UnitType.DIRECTORATE).first()
    nationally = read_section(asked, country) if country else None
    return render(
        request,
        "pages/centre_results.html",
        frame_of(asked, unit)
        | {
            "section": section,
            "nationally": nationally if says_more(nationally, section) else None,
            "state": state_of(section),
            "notices": notices_of(section.readings, place_of(request, asked, unit)),
            "rebase": address_for(request.standings, "rebase", unit.pk),
        },
    )


def says_more(country: Section | None, centre: Section) -> bool:
    """Whether others have answered too: the country holds what the centre holds, so as many answers
    are the same answers."""
    return country is not None and country.n > centre.n


def read_section(asked: Asked, unit: Unit) -> Section:
    results, history = read_unit(asked, unit)
    return section_of(asked, results, None, history=history)
