"""Writes of those who work on a complaint: each step locks the row and asks the rules [S3, S4].

The log names the complaint's reference and never what was written.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from medverk.complaints.catalogue import numbered
from medverk.complaints.codes import AnswerChannel, Elsewhere
from medverk.complaints.letters import queue_letter
from medverk.complaints.models import Complaint, ComplaintWords
from medverk.complaints.sealing import seal_text
from medverk.people.actions import log
from medverk.people.models import Person, Unit
from medverk.rules.complaints.life import (
    TRANSITIONS,
    Case,
    ComplaintEvent,
    ComplaintState,
    Missing,
    judge_event,
)


class RefusedError(Exception):
    """The rules say no; `missing` says why."""

    def __init__(self, missing: Iterable[Missing]) -> None:
        self.missing = tuple(missing)
        super().__init__(", ".join(self.missing))


@dataclass(frozen=True, slots=True)
class Classed:
    """What somebody found out about a complaint. Empty text: not said yet."""

    theme: str
    subtheme: str
    benefit: str
    outcome: str
    cause: str
    measure: str
    is_fault: bool


@transaction.atomic
def take(*, complaint: Complaint, by: Person, now: datetime) -> Complaint:
    """Somebody begins to work on it. Raises RefusedError."""
    found = move(complaint, ComplaintEvent.TAKE)
    found.handler = by
    return keep(found, ComplaintEvent.TAKE, by, now)


@transaction.atomic
def classify(*, complaint: Complaint, classed: Classed, by: Person, now: datetime) -> Complaint:
    """Theme, benefit, outcome, cause and measure [S3]. Raises RefusedError."""
    found = lock(complaint)
    version = numbered(found.classification, timezone.localdate(now))
    if not version.knows(classed.theme, classed.subtheme, classed.benefit):
        raise RefusedError([Missing.THEME])
    case = Case(
        ComplaintState(found.state), classed.theme, classed.outcome, classed.cause, classed.measure
    )
    refuse(judge_event(case, ComplaintEvent.CLASSIFY))
    found.classification = version.version
    found.theme, found.subtheme = classed.theme, classed.subtheme
    found.benefit, found.outcome = classed.benefit, classed.outcome
    found.cause, found.measure = classed.cause, classed.measure
    found.is_fault = classed.is_fault or found.fault_reported_at is not None
    return keep(found, ComplaintEvent.CLASSIFY, by, now)


@transaction.atomic
def answer(
    *, complaint: Complaint, channel: AnswerChannel, text: str, by: Person, now: datetime
) -> Complaint:
    """Record the answer; by e-mail it is queued for the worker. Raises RefusedError,
    NoAddressError when there is no e-mail address."""
    found = move(complaint, ComplaintEvent.ANSWER)
    if channel == AnswerChannel.EMAIL:
        queue_letter(complaint=found, text=text)
    found.answered_at, found.answered_by, found.answer_channel = now, by, channel
    if text:
        ComplaintWords.objects.filter(complaint=found).update(answer=seal_text(text))
    return keep(found, ComplaintEvent.ANSWER, by, now)


@transaction.atomic
def route_out(
    *, complaint: Complaint, to: Elsewhere, name: str, by: Person, now: datetime
) -> Complaint:
    """It is no service complaint; where it belongs is recorded [S4]. Raises RefusedError."""
    found = move(complaint, ComplaintEvent.ROUTE_OUT)
    found.routed_at, found.routed_by = now, by
    found.routed_to, found.routed_name = to, name
    return keep(found, ComplaintEvent.ROUTE_OUT, by, now)


@transaction.atomic
def hand_over(*, complaint: Complaint, unit: Unit, by: Person, now: datetime) -> Complaint:
    """Another unit answers; the deadline stays. Logged for both. Raises RefusedError."""
    found = move(complaint, ComplaintEvent.HAND_OVER)
    keep(found, ComplaintEvent.HAND_OVER, by, now)
    found.unit, found.handler = unit, None
    return keep(found, ComplaintEvent.HAND_OVER, by, now)


@transaction.atomic
def take_back(*, complaint: Complaint, by: Person, now: datetime) -> Complaint:
    """Work on it again, also after a mistake: the answer or the routing is no longer the last
    word. Raises RefusedError."""
    found = move(complaint, ComplaintEvent.TAKE_BACK)
    found.handler = by
    found.answered_at, found.answered_by, found.answer_channel = None, None, ""
    found.routed_at, found.routed_by, found.routed_to, found.routed_name = None, None, "", ""
    return keep(found, ComplaintEvent.TAKE_BACK, by, now)


@transaction.atomic
def close(*, complaint: Complaint, by: Person | None, now: datetime) -> Complaint:
    """Nothing more will be done; from now the retention runs. Raises RefusedError."""
    found = move(complaint, ComplaintEvent.CLOSE)
    found.closed_at, found.closed_by = now, by
    return keep(found, ComplaintEvent.CLOSE, by, now)


@transaction.atomic
def report_fault(*, complaint: Complaint, by: Person, now: datetime) -> Complaint:
    """The fault is reported to those who can mend it [S4]. Raises RefusedError."""
    found = lock(complaint)
    if not found.is_fault or found.fault_reported_at or found.state == ComplaintState.CLOSED:
        raise RefusedError([Missing.WRONG_STATE])
    found.fault_reported_at, found.fault_reported_by = now, by
    found.save()
    log(by=by, action="complaint_fault_reported", now=now, unit=found.unit, about=found.reference)
    return found


def move(complaint: Complaint, event: ComplaintEvent) -> Complaint:
    """The locked row in its next state, not yet stored. Raises RefusedError."""
    found = lock(complaint)
    refuse(judge_event(found.case, event))
    found.state = TRANSITIONS[ComplaintState(found.state), event]
    return found


def lock(complaint: Complaint) -> Complaint:
    rows = Complaint.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=complaint.pk)


def refuse(missing: tuple[Missing, ...]) -> None:
    if missing:
        raise RefusedError(missing)


def keep(
    complaint: Complaint, event: ComplaintEvent, by: Person | None, now: datetime
) -> Complaint:
    complaint.save()
    about = complaint.reference
    log(by=by, action=f"complaint_{event}", now=now, unit=complaint.unit, about=about)
    return complaint
