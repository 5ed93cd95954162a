"""A counsellor's own results: for that counsellor only, never compared with others [F6].

Those who answer calls at a contact centre have them too, of the question after calls [K1].
"""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medverk.invitations.queries import invited_by
from medverk.pages.outstanding import Place, notices_of
from medverk.pages.reading import History
from medverk.pages.results import (
    Asked,
    asked_for,
    frame_of,
    is_centre,
    questionnaires_of,
    recent,
    section_of,
    span_of,
    tabs,
)
from medverk.people.access import Role
from medverk.people.models import Membership, Person, Unit
from medverk.people.requests import PersonRequest
from medverk.releases.queries import Results, own_results

MEETS_PEOPLE = (Role.COUNSELLOR, Role.CONTACT_CENTRE)


@require_GET
def own_page(request: PersonRequest) -> HttpResponse:
    """The person's own figures from one office; `?unit=` chooses among several."""
    person = request.person
    offices = offices_of(person)
    if not offices:
        raise Http404
    unit = chosen(request, offices)
    asked = asked_for(request, list(questionnaires_of(unit)))
    long = own_results(
        person.pk, asked.questionnaire, since=asked.history_since, unit_id=unit.pk, now=asked.now
    )
    results = recent(long, asked.since)
    invited = invited_oneself(person, unit, asked, results)
    section = section_of(asked, results, invited, own=True, history=History(long, {}))
    place = Place(None, asked.questionnaire, request.path, (), asked.this_year)
    return render(
        request,
        "pages/own_results.html",
        frame_of(asked, unit)
        | {
            "section": section,
            "themes": section.themes,
            "tabs": tabs(asked, questionnaires_of(unit)),
            "offices": offices,
            "calls": is_centre(unit),
            "notices": notices_of(section.readings, place),
        },
    )


def offices_of(person: Person) -> list[Unit]:
    """Where the person meets people or did, whether anybody has answered there or not: to list
    only offices with answers would tell who invited one person that this person answered."""
    worked = Membership.objects.filter(person=person, role__in=MEETS_PEOPLE)
    return list(Unit.objects.filter(pk__in=worked.values("unit")).order_by("name"))


def chosen(request: PersonRequest, offices: list[Unit]) -> Unit:
    """The office that the address names; the first when it names none. 404 for any other."""
    wanted = request.GET.get("unit", str(offices[0].pk))
    for unit in offices:
        if str(unit.pk) == wanted:
            return unit
    raise Http404


def invited_oneself(person: Person, unit: Unit, asked: Asked, results: Results) -> int | None:
    span = span_of(results)
    return invited_by(person, *span, asked.questionnaire, unit) if span else None
