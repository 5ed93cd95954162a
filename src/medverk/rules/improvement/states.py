"""An improvement's life as a table, and what may be done to it when [L1]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Source(StrEnum):
    """Where a finding comes from."""

    SIGNAL = "signal"
    COMPLAINTS = "complaints"
    EXCHANGE = "exchange"
    REVIEW = "review"
    COUNCIL = "council"
    COMPETENCE = "competence"
    EXPERIENCE = "experience"


class Kind(StrEnum):
    """What is done about a finding [F7, L5]."""

    GUIDANCE = "guidance"
    COMPETENCE = "competence"
    PRACTICE = "practice"


class ImprovementState(StrEnum):
    """Where an improvement is."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    RUNNING = "running"
    EVALUATING = "evaluating"
    ENDED = "ended"
    DROPPED = "dropped"


class ImprovementEvent(StrEnum):
    """What moves it on."""

    PLAN = "plan"
    START = "start"
    EVALUATE = "evaluate"
    END = "end"
    DROP = "drop"


class Refusal(StrEnum):
    """Why something cannot be done to an improvement now."""

    WRONG_STATE = "wrong_state"
    BEFORE_START = "before_start"
    STARTED_BEFORE = "started_before"
    DEADLINE_BEFORE_START = "deadline_before_start"
    TOO_LONG = "too_long"


_S, _E = ImprovementState, ImprovementEvent

TRANSITIONS: Mapping[tuple[ImprovementState, ImprovementEvent], ImprovementState] = {
    (_S.PROPOSED, _E.PLAN): _S.PLANNED,
    (_S.PLANNED, _E.PLAN): _S.PLANNED,
    (_S.PLANNED, _E.START): _S.RUNNING,
    (_S.RUNNING, _E.EVALUATE): _S.EVALUATING,
    (_S.EVALUATING, _E.END): _S.ENDED,
    (_S.PROPOSED, _E.DROP): _S.DROPPED,
    (_S.PLANNED, _E.DROP): _S.DROPPED,
    (_S.RUNNING, _E.DROP): _S.DROPPED,
    (_S.EVALUATING, _E.DROP): _S.DROPPED,
}

OPEN = frozenset({_S.PROPOSED, _S.PLANNED, _S.RUNNING, _S.EVALUATING})
STARTED = frozenset({_S.RUNNING, _S.EVALUATING, _S.ENDED})
"""Whose effect is looked for in each new release, until FOLLOWED_FOR is over."""

FOLLOWED_FOR = timedelta(weeks=52)
"""So long after the start new figures may change the verdict. Later, other things have happened."""

LONGEST = timedelta(days=731)  # from start to deadline
WARNED_BEFORE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules need to know about one improvement; no dates while it is only proposed."""

    state: ImprovementState
    starts_on: date | None
    deadline: date | None


def judge_event(situation: Situation, event: ImprovementEvent, today: date) -> Refusal | None:
    """Why this cannot be done today, or None when it can [L1]."""
    if (situation.state, event) not in TRANSITIONS:
        return Refusal.WRONG_STATE
    if event is ImprovementEvent.START and not has_begun(situation.starts_on, today):
        return Refusal.BEFORE_START
    return None


def has_begun(starts_on: date | None, today: date) -> bool:
    return starts_on is not None and starts_on <= today


def is_followed_on(starts_on: date | None, day: date) -> bool:
    """Whether figures of this day may still change the verdict; both ends count."""
    return starts_on is not None and starts_on <= day <= starts_on + FOLLOWED_FOR


def judge_plan(starts_on: date, deadline: date, today: date) -> Refusal | None:
    """Why a plan cannot be registered today [statistics.md, "Did it help?"].

    The start is today or later: what is registered after the data cannot be told from luck.
    """
    if starts_on < today:
        return Refusal.STARTED_BEFORE
    if deadline <= starts_on:
        return Refusal.DEADLINE_BEFORE_START
    return Refusal.TOO_LONG if deadline - starts_on > LONGEST else None


def find_due_event(situation: Situation, today: date) -> ImprovementEvent | None:
    """What the calendar alone does today: starts it, or asks to evaluate after the deadline."""
    if situation.state is ImprovementState.PLANNED and has_begun(situation.starts_on, today):
        return ImprovementEvent.START
    past = situation.deadline is not None and today > situation.deadline
    if situation.state is ImprovementState.RUNNING and past:
        return ImprovementEvent.EVALUATE
    return None


class Reminder(StrEnum):
    """What the responsible person is reminded of, once each."""

    STARTS = "starts"
    DEADLINE_NEAR = "deadline_near"
    EVALUATE = "evaluate"


def find_reminder(situation: Situation, today: date) -> Reminder | None:
    """What is due to be said today: it has started, the deadline is a week away, or has passed."""
    match situation.state:
        case ImprovementState.EVALUATING:
            return Reminder.EVALUATE
        case ImprovementState.RUNNING:
            return remind_running(situation, today)
        case _:
            return None


def remind_running(situation: Situation, today: date) -> Reminder:
    near = situation.deadline is not None and today >= situation.deadline - WARNED_BEFORE
    return Reminder.DEADLINE_NEAR if near else Reminder.STARTS
