"""The front: visitors learn what Medverk is, those who work there go to what they need first."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from medverk.pages.outstanding import Notice, notices_of
from medverk.pages.places import Entry, address, entries_of
from medverk.pages.results import asked_for, questionnaires_of, read_unit, section_of
from medverk.pages.views.office import place_of, sisters_beside
from medverk.pages.views.rebase import page_of
from medverk.people.access import Role, Standing
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest, VisitorRequest
from medverk.people.role_names import ERRANDS, ROLES
from medverk.releases.streams import current_policy

MOST_LED = 3  # units whose figures are read for one page


@require_GET
def start(request: VisitorRequest) -> HttpResponse:
    """Visitors get the front page; a person with one role the page that the role needs first;
    who has several chooses, and who has none is told what to do."""
    if not request.person:
        return render(
            request,
            "pages/front.html",
            {"demo": settings.DEMO, "policy": current_policy(), "code_page": address("code_page")},
        )
    standings = tuple(request.standings)  # it is read when needed
    if len(standings) == 1 and (entries := entries_of(standings, None, request.path)):
        return redirect(entries[0].address)
    if standings:
        return redirect("my_pages")
    return render(request, "pages/choose.html", {"groups": []})


@require_GET
def my_pages(request: PersonRequest) -> HttpResponse:
    """Everything that the person's roles lead to."""
    context = {"groups": groups_of(tuple(request.standings)), "led": led_by(request)}
    return render(request, "pages/choose.html", context)


def led_by(request: PersonRequest) -> list[tuple[Unit, list[Notice]]]:
    """What stands out in each unit that the person leads: after conversations, or calls."""
    ids = {s.unit for s in request.standings if s.role is Role.OFFICE_LEADER}
    units = Unit.objects.filter(pk__in=ids).order_by("name")[:MOST_LED] if ids else ()
    return [(unit, notices_in(request, unit)) for unit in units]


def notices_in(request: PersonRequest, unit: Unit) -> list[Notice]:
    asked = asked_for(request, list(questionnaires_of(unit)))
    results, history = read_unit(asked, unit)
    section = section_of(asked, results, None, history=history)
    place = place_of(request, asked, unit, page_of(unit), here=False)
    return notices_of(section.readings, place, sisters_beside(unit, asked, section))


def groups_of(standings: tuple[Standing, ...]) -> list[dict[str, object]]:
    """What each of the person's roles leads to. One query."""
    names = dict(Unit.objects.filter(pk__in={s.unit for s in standings}).values_list("pk", "name"))
    return [
        {
            "role": ROLES[standing.role],
            "errand": ERRANDS[standing.role],
            "unit": names[standing.unit],
            "entries": leading(standing),
        }
        for standing in standings
    ]


def leading(standing: Standing) -> list[Entry]:
    return entries_of((standing,), standing.unit, "")
