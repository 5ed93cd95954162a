"""Half-yearly reviews of own work: the life of a round and of a case as tables, and deadlines [Q1].

A round is one checklist in one unit in one half-year. Its sample is drawn once, each case is
reviewed by one or two who do not see each other's answers, where two disagree they settle a joint
answer, and when the round closes only counts are left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class RoundState(StrEnum):
    """Where a round is."""

    PLANNED = "planned"
    REVIEWING = "reviewing"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class RoundEvent(StrEnum):
    """What moves a round on."""

    DRAW = "draw"
    CLOSE = "close"
    CANCEL = "cancel"


ROUND_TRANSITIONS: Mapping[tuple[RoundState, RoundEvent], RoundState] = {
    (RoundState.PLANNED, RoundEvent.DRAW): RoundState.REVIEWING,
    (RoundState.PLANNED, RoundEvent.CANCEL): RoundState.CANCELLED,
    (RoundState.REVIEWING, RoundEvent.CLOSE): RoundState.CLOSED,
    (RoundState.REVIEWING, RoundEvent.CANCEL): RoundState.CANCELLED,
}


class CaseState(StrEnum):
    """Where a case of the sample is."""

    WAITING = "waiting"
    DISAGREED = "disagreed"
    DONE = "done"


class CaseEvent(StrEnum):
    """What moves a case on."""

    AGREE = "agree"  # the last reviewer is done, and there is nothing to settle
    DISAGREE = "disagree"  # the last reviewer is done, and answers differ
    SETTLE = "settle"


CASE_TRANSITIONS: Mapping[tuple[CaseState, CaseEvent], CaseState] = {
    (CaseState.WAITING, CaseEvent.AGREE): CaseState.DONE,
    (CaseState.WAITING, CaseEvent.DISAGREE): CaseState.DISAGREED,
    (CaseState.DISAGREED, CaseEvent.SETTLE): CaseState.DONE,
}


class Refusal(StrEnum):
    """Why something cannot be done to a round or a case now."""

    WRONG_STATE = "wrong_state"
    NOT_FINISHED = "not_finished"
    ALREADY_THIS_HALF_YEAR = "already_this_half_year"
    TOO_FEW_REVIEWERS = "too_few_reviewers"
    NOT_YOURS = "not_yours"


class Met(StrEnum):
    """How a case stands on one item of a checklist; the first three are ordered."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_RELEVANT = "not_relevant"


ORDERED = (Met.NO, Met.PARTLY, Met.YES)

Answers = Mapping[str, Met]
"""One reviewer's answers about one case, by item."""


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """January to June is the first, July to December the second."""

    year: int
    half: int

    def __post_init__(self) -> None:
        if self.half not in (1, 2) or not 2000 <= self.year <= 2200:
            raise ValueError(f"there is no half {self.half} of {self.year}")

    @classmethod
    def of_date(cls, day: date) -> HalfYear:
        return cls(day.year, 1 if day.month <= 6 else 2)

    def last_day(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    def previous(self) -> HalfYear:
        return HalfYear(self.year, 1) if self.half == 2 else HalfYear(self.year - 1, 2)

    def __str__(self) -> str:
        return f"{self.year}-H{self.half}"


def judge_round(
    state: RoundState, event: RoundEvent, cases: Sequence[CaseState] = ()
) -> Refusal | None:
    """Why this cannot be done to the round, or None. It closes when every case is done."""
    if (state, event) not in ROUND_TRANSITIONS:
        return Refusal.WRONG_STATE
    if event is RoundEvent.CLOSE and any(case is not CaseState.DONE for case in cases):
        return Refusal.NOT_FINISHED
    return None


def find_differences(answers: Sequence[Answers]) -> tuple[str, ...]:
    """The items that the reviewers of a case answered unlike, in the checklist's order."""
    first, *others = answers
    return tuple(item for item in first if any(other[item] != first[item] for other in others))


def find_case_event(answers: Sequence[Answers]) -> CaseEvent:
    """What happens to a case when its last reviewer is done [Q4]."""
    return CaseEvent.DISAGREE if find_differences(answers) else CaseEvent.AGREE


def count_pairs(pairs: Sequence[tuple[Met, Met]], options: Sequence[Met]) -> list[list[int]]:
    """How often the first reviewer said the row while the second said the column."""
    table = [[0] * len(options) for _ in options]
    for first, second in pairs:
        table[options.index(first)][options.index(second)] += 1
    return table


SOON = timedelta(days=14)


class Reminder(StrEnum):
    """What is told by e-mail about a round that is not finished; each once, late ones weekly."""

    SOON = "soon"
    LATE = "late"


def find_reminder(due_on: date, today: date) -> tuple[Reminder, date] | None:
    """The reminder of today, and the day it counts for, so that it is told once a week at most."""
    if today > due_on:
        weeks = (today - due_on).days // 7
        return Reminder.LATE, due_on + timedelta(weeks=weeks)
    if today >= due_on - SOON:
        return Reminder.SOON, due_on - SOON
    return None
