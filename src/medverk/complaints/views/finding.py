"""A complaint of a unit, for the pages of those who work on it."""

from datetime import date

from django.http import Http404
from django.utils import timezone

from medverk.complaints.models import Complaint
from medverk.people.access import Action, allows
from medverk.people.models import Unit
from medverk.people.requests import PersonRequest


def complaint_or_404(unit: Unit, number: int) -> Complaint:
    """A complaint whose turn it is in this very unit."""
    people = ("handler", "answered_by", "routed_by", "fault_reported_by")
    rows = Complaint.objects.select_related("unit", "words", *people)
    found = rows.filter(pk=number, unit=unit).first()
    if found is None:
        raise Http404
    return found


def may_handle(request: PersonRequest, unit: Unit) -> bool:
    return allows(request.standings, Action.HANDLE_COMPLAINTS, unit.pk)


def today(request: PersonRequest) -> date:
    return timezone.localdate(request.now)
