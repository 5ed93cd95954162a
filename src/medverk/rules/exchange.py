"""Feedback from unit to unit: its life as a table, its deadlines and its reminders [L3].

A unit tells another what it did well or could do better, or asks. The other unit's leader answers,
and later says what came of it. Praise asks for no more than an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What the feedback is."""

    PRAISE = "praise"
    IMPROVE = "improve"
    QUESTION = "question"


class ExchangeState(StrEnum):
    """Where it is."""

    SENT = "sent"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class ExchangeEvent(StrEnum):
    """What moves it on."""

    ANSWER = "answer"
    THANK = "thank"
    TELL = "tell"
    WITHDRAW = "withdraw"


class Side(StrEnum):
    """Which of the two units somebody acts for."""

    SENDER = "sender"
    RECEIVER = "receiver"


class Outcome(StrEnum):
    """What came of it."""

    CHANGED = "changed"  # we do something in another way now
    EXPLAINED = "explained"  # it stays as it is, and the answer says why
    SHARED = "shared"  # colleagues, or other units, have learnt from it
    NOTHING = "nothing"  # we did not get to it


class Refusal(StrEnum):
    """Why something cannot be done to a feedback now."""

    WRONG_STATE = "wrong_state"
    OWN_UNIT = "own_unit"
    NOBODY_ANSWERS = "nobody_answers"


TRANSITIONS: Mapping[tuple[ExchangeState, ExchangeEvent], ExchangeState] = {
    (ExchangeState.SENT, ExchangeEvent.ANSWER): ExchangeState.ANSWERED,
    (ExchangeState.SENT, ExchangeEvent.THANK): ExchangeState.CLOSED,
    (ExchangeState.SENT, ExchangeEvent.WITHDRAW): ExchangeState.WITHDRAWN,
    (ExchangeState.ANSWERED, ExchangeEvent.TELL): ExchangeState.CLOSED,
}

ACTS: Mapping[ExchangeEvent, Side] = {
    ExchangeEvent.ANSWER: Side.RECEIVER,
    ExchangeEvent.THANK: Side.RECEIVER,
    ExchangeEvent.TELL: Side.RECEIVER,
    ExchangeEvent.WITHDRAW: Side.SENDER,
}
"""Who moves it on."""

ANSWER_WITHIN = timedelta(days=14)
TELL_WITHIN = timedelta(days=60)
"""Counted from the answer: long enough to have tried something."""
SOON = timedelta(days=3)


class Reminder(StrEnum):
    """What a leader is told by e-mail; each at most once for a feedback."""

    NEW = "new"
    ANSWER_SOON = "answer_soon"
    ANSWER_LATE = "answer_late"
    TELL_SOON = "tell_soon"
    TELL_LATE = "tell_late"


class News(StrEnum):
    """What the one who wrote is told by e-mail; each at most once for a feedback."""

    ANSWER = "answer"
    OUTCOME = "outcome"


NEWS_FOR = timedelta(days=30)
"""What came back earlier is no news any more."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules need to know about one feedback. Days are local."""

    state: ExchangeState
    sent_on: date
    answered_on: date | None = None


def find_answering_event(kind: Kind) -> ExchangeEvent:
    """An answer to praise is the end of it; to the rest, the beginning [L3]."""
    return ExchangeEvent.THANK if kind is Kind.PRAISE else ExchangeEvent.ANSWER


def judge_event(state: ExchangeState, event: ExchangeEvent) -> Refusal | None:
    """Why this cannot be done now, or None when it can."""
    return None if (state, event) in TRANSITIONS else Refusal.WRONG_STATE


def find_events(state: ExchangeState, kind: Kind, side: Side) -> frozenset[ExchangeEvent]:
    """What those on one side can do with it now; of the two ways to answer, the one that fits."""
    unfit = {ExchangeEvent.ANSWER, ExchangeEvent.THANK} - {find_answering_event(kind)}
    possible = {event for event in ExchangeEvent if judge_event(state, event) is None}
    return frozenset(event for event in possible - unfit if ACTS[event] is side)


def judge_sending(sender: int, receiver: int, *, is_answered_there: bool) -> Refusal | None:
    """Why a unit cannot send to another; units by their ids [L3: the leader is responsible]."""
    if sender == receiver:
        return Refusal.OWN_UNIT
    return None if is_answered_there else Refusal.NOBODY_ANSWERS


def find_deadline(situation: Situation) -> date | None:
    """The last day for what the receiving unit owes now, or None when it owes nothing."""
    if situation.state is ExchangeState.SENT:
        return situation.sent_on + ANSWER_WITHIN
    if situation.state is ExchangeState.ANSWERED and situation.answered_on:
        return situation.answered_on + TELL_WITHIN
    return None


def find_news(answered_on: date | None, told_on: date | None, today: date) -> frozenset[News]:
    """What has come back to the one who wrote, in the last 30 days; days are local [L3]."""
    came = {News.ANSWER: answered_on, News.OUTCOME: told_on}
    return frozenset(news for news, day in came.items() if day and today - day <= NEWS_FOR)


def is_late(situation: Situation, today: date) -> bool:
    """Whether the deadline has passed."""
    deadline = find_deadline(situation)
    return deadline is not None and today > deadline


def find_reminder(situation: Situation, today: date) -> Reminder | None:
    """What the leader should be told of today; what was told before is the caller's to know."""
    deadline = find_deadline(situation)
    if deadline is None:
        return None
    answers = situation.state is ExchangeState.SENT
    if today > deadline:
        return Reminder.ANSWER_LATE if answers else Reminder.TELL_LATE
    if today >= deadline - SOON:
        return Reminder.ANSWER_SOON if answers else Reminder.TELL_SOON
    return Reminder.NEW if answers else None
