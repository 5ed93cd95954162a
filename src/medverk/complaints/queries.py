"""Reads about complaints. Lists never open what was written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from medverk.complaints.models import Complaint
from medverk.people.access import ACCESS, Action, Scope, Standing
from medverk.people.finding import AT_WORK
from medverk.people.models import Unit
from medverk.people.queries import units_below
from medverk.rules.complaints.deadlines import (
    REMIND_BEFORE,
    Urgency,
    judge_answer,
    judge_fault,
)
from medverk.rules.complaints.life import OPEN_STATES, ComplaintState

SHOWN_DONE = 50
READS = {grant.role: grant.scope for grant in ACCESS if grant.action is Action.SEE_COMPLAINTS}
_OPEN = [state.value for state in OPEN_STATES]


@dataclass(frozen=True, slots=True)
class Turn:
    """A complaint in a list, with how its deadlines stand."""

    complaint: Complaint
    urgency: Urgency
    fault: Urgency | None


def units_to_hand_over_to(unit: Unit) -> QuerySet[Unit]:
    """Every other unit at work that can answer."""
    return Unit.objects.filter(status__in=AT_WORK).exclude(pk=unit.pk).order_by("name", "number")


def readable_units(standings: Iterable[Standing]) -> frozenset[int]:
    """The units whose complaints somebody with these standings may read."""
    reach: set[int] = set()
    for standing in standings:
        scope = READS.get(standing.role)
        if scope is Scope.UNIT:
            reach.add(standing.unit)
        elif scope is Scope.BELOW:
            reach |= standing.reach
    return frozenset(reach)


def complaints_of(unit: Unit, standings: Sequence[Standing]) -> QuerySet[Complaint]:
    """Those of the unit and of all units below it that the reader may open."""
    known = next((held.reach for held in standings if held.unit == unit.pk), None)
    below = (known or units_below([unit.pk])[unit.pk]) & readable_units(standings)
    return Complaint.objects.filter(unit__in=below).select_related("unit", "handler")


def open_complaints(found: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """What is not answered, the most urgent first."""
    return found.filter(state__in=_OPEN).order_by("due_on", "received_at", "pk")


def done_complaints(found: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """The latest that are answered, sent on or closed."""
    return found.exclude(state__in=_OPEN).order_by("-received_at", "-pk")[:SHOWN_DONE]


def turn_of(complaint: Complaint, today: date) -> Turn:
    waits = complaint.is_fault and complaint.fault_reported_at is None
    fault_due = complaint.fault_due_on if waits else None
    state = ComplaintState(complaint.state)
    return Turn(
        complaint,
        judge_answer(state, complaint.due_on, today),
        judge_fault(state, fault_due, today),
    )


def due_soon(today: date) -> QuerySet[Complaint]:
    """What somebody should be reminded of: soon due, overdue, or a fault that is not reported."""
    soon = Q(due_on__lte=today + REMIND_BEFORE)
    fault = Q(is_fault=True, fault_reported_at=None, fault_due_on__lte=today + timedelta(days=1))
    return Complaint.objects.filter(soon | fault, state__in=_OPEN)


def over_since(day: date) -> QuerySet[Complaint]:
    """Closed on that day or before, with words that are still kept."""
    return Complaint.objects.filter(closed_at__date__lte=day, words__isnull=False)


def state_of(reference: str) -> tuple[ComplaintState, date] | None:
    """All that the reference tells: the state, and the last day for an answer."""
    found = Complaint.objects.filter(reference=reference).values_list("state", "due_on").first()
    return (ComplaintState(found[0]), found[1]) if found else None


def counted_in(year: int) -> QuerySet[Complaint]:
    """The complaints of a year in Norway, for the yearly report."""
    return Complaint.objects.filter(received_at__year=year).annotate(parent=F("unit__parent"))
