"""Overviews: an office's rounds and one's own cases, a county's offices, a checklist over time."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medverk.people.access import Action
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest
from medverk.people.routes import address_for
from medverk.reviews import queries
from medverk.reviews.checklists import CHECKLISTS, latest, versions_of
from medverk.reviews.pictures import picture_course
from medverk.reviews.results import read_courses
from medverk.reviews.views.finding import may, office_or_404, today
from medverk.rules.reviews import HalfYear


@require_GET
def reviews(request: PersonRequest, unit: Unit) -> HttpResponse:
    """What waits for this person, the rounds, and the checklists; a county sees its offices."""
    if not queries.is_office(unit):
        return units(request, unit)
    context = {
        "unit": unit,
        "today": today(request),
        "rounds": queries.rounds_of(unit),
        "to_review": queries.to_review(request.person, unit),
        "to_settle": queries.to_settle(request.person, unit),
        "checklists": [latest(key) for key in CHECKLISTS],
        "manages": may(request, Action.MANAGE_REVIEWS, unit),
    }
    return render(request, "reviews/reviews.html", context)


@require_GET
def units(request: PersonRequest, unit: Unit) -> HttpResponse:
    """The offices of a county and their rounds of this half-year; a contact centre has none."""
    half_year = HalfYear.of_date(today(request))
    context = {
        "unit": unit,
        "today": today(request),
        "half_year": half_year,
        "rows": queries.rounds_below(unit, half_year),
    }
    return render(request, "reviews/units.html", context)


@require_GET
def course(request: PersonRequest, unit: Unit, checklist: str) -> HttpResponse:
    """What a checklist asks, and how each item has gone over the half-years."""
    if not versions_of(checklist):
        raise Http404
    rounds = queries.closed_rounds(office_or_404(unit), checklist)
    context = {
        "unit": unit,
        "checklist": latest(checklist),
        "courses": [(each, picture_course(each)) for each in read_courses(rounds)],
        "rounds": rounds,
        "finding": address_for(request.standings, "finding-new", unit.pk),
    }
    return render(request, "reviews/course.html", context)
