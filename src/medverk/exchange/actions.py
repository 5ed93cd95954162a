"""Writes about feedback between units: send, answer, tell what came of it, withdraw [L3]."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from medverk.exchange.models import Feedback
from medverk.exchange.queries import is_answered_there
from medverk.people.actions import log
from medverk.people.models import Person, Unit
from medverk.rules.exchange import (
    TRANSITIONS,
    ExchangeEvent,
    ExchangeState,
    Kind,
    Outcome,
    Refusal,
    find_answering_event,
    judge_event,
    judge_sending,
)


class RefusedError(Exception):
    """The rules say no; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@transaction.atomic
def send(
    *, from_unit: Unit, to_unit: Unit, kind: Kind, text: str, by: Person, now: datetime
) -> Feedback:
    """Someone says something to another unit on behalf of their own. Raises RefusedError."""
    answered_there = is_answered_there(to_unit, timezone.localdate(now))
    refuse(judge_sending(from_unit.pk, to_unit.pk, is_answered_there=answered_there))
    feedback = Feedback.objects.create(
        from_unit=from_unit, to_unit=to_unit, kind=kind, text=text, sent_by=by, sent_at=now
    )
    log(by=by, action="feedback_sent", now=now, unit=from_unit, about=name_of(feedback))
    return feedback


@transaction.atomic
def answer(*, feedback: Feedback, text: str, by: Person, now: datetime) -> Feedback:
    """The receiving unit's leader answers; praise ends with that. Raises RefusedError."""
    feedback = lock(feedback)
    advance(feedback, find_answering_event(Kind(feedback.kind)))
    feedback.answer, feedback.answered_by, feedback.answered_at = text, by, now
    feedback.save()
    log(by=by, action="feedback_answered", now=now, unit=feedback.to_unit, about=name_of(feedback))
    return feedback


@transaction.atomic
def tell(*, feedback: Feedback, outcome: Outcome, text: str, by: Person, now: datetime) -> Feedback:
    """The receiving unit's leader says what came of it. Raises RefusedError."""
    feedback = lock(feedback)
    advance(feedback, ExchangeEvent.TELL)
    feedback.outcome, feedback.told = outcome, text
    feedback.told_by, feedback.told_at = by, now
    feedback.save()
    log(by=by, action="feedback_told", now=now, unit=feedback.to_unit, about=name_of(feedback))
    return feedback


@transaction.atomic
def withdraw(*, feedback: Feedback, by: Person, now: datetime) -> Feedback:
    """The sending unit takes back what nobody has answered; the text is erased.

    Raises RefusedError.
    """
    feedback = lock(feedback)
    advance(feedback, ExchangeEvent.WITHDRAW)
    feedback.text = ""
    feedback.save()
    log(
        by=by, action="feedback_withdrawn", now=now, unit=feedback.from_unit,
        about=name_of(feedback),
    )  # fmt: skip
    return feedback


def lock(feedback: Feedback) -> Feedback:
    rows = Feedback.objects.select_for_update(of=("self",))
    return rows.select_related("from_unit", "to_unit").get(pk=feedback.pk)


def refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise RefusedError(refusal)


def advance(feedback: Feedback, event: ExchangeEvent) -> None:
    state = ExchangeState(feedback.state)
    refuse(judge_event(state, event))
    feedback.state = TRANSITIONS[state, event]


def name_of(feedback: Feedback) -> str:
    return f"feedback {feedback.pk}"
