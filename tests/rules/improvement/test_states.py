"""What may be done to an improvement, and which plans can be registered [L1]."""

from datetime import date, timedelta
from itertools import product

import pytest

from medverk.rules.improvement.states import (
    OPEN,
    STARTED,
    TRANSITIONS,
    ImprovementEvent,
    ImprovementState,
    Refusal,
    Situation,
    judge_event,
    judge_plan,
)

PROPOSED, PLANNED, RUNNING, EVALUATING, ENDED, DROPPED = ImprovementState
PLAN, START, EVALUATE, END, DROP = ImprovementEvent
DAY = date(2026, 6, 1)
ONE = timedelta(days=1)
POSSIBLE = {
    (PROPOSED, PLAN), (PROPOSED, DROP),
    (PLANNED, PLAN), (PLANNED, START), (PLANNED, DROP),
    (RUNNING, EVALUATE), (RUNNING, DROP),
    (EVALUATING, END), (EVALUATING, DROP),
}  # fmt: skip


@pytest.mark.parametrize(("state", "event"), [*product(ImprovementState, ImprovementEvent)])
def test_this_may_be_done_and_nothing_else(
    state: ImprovementState, event: ImprovementEvent
) -> None:
    refusal = judge_event(Situation(state, DAY, DAY + 60 * ONE), event, DAY)
    assert refusal is (None if (state, event) in POSSIBLE else Refusal.WRONG_STATE)


@pytest.mark.parametrize(
    ("starts_on", "today", "refusal"),
    [
        (DAY, DAY - ONE, Refusal.BEFORE_START),
        (DAY, DAY, None),
        (DAY, DAY + ONE, None),
        (None, DAY, Refusal.BEFORE_START),
    ],
)
def test_it_starts_on_its_day(starts_on: date | None, today: date, refusal: Refusal | None) -> None:
    assert judge_event(Situation(PLANNED, starts_on, None), START, today) is refusal
    assert judge_event(Situation(PLANNED, starts_on, None), PLAN, today) is None


@pytest.mark.parametrize(
    ("starts_on", "deadline", "refusal"),
    [
        (DAY - ONE, DAY + 60 * ONE, Refusal.STARTED_BEFORE),
        (DAY, DAY, Refusal.DEADLINE_BEFORE_START),
        (DAY, DAY - ONE, Refusal.DEADLINE_BEFORE_START),
        (DAY, DAY + ONE, None),
        (DAY + ONE, DAY + 60 * ONE, None),
        (DAY, date(2028, 6, 1), None),  # two years, of which one is a leap year
        (DAY, date(2028, 6, 2), Refusal.TOO_LONG),
        (DAY - ONE, DAY - ONE, Refusal.STARTED_BEFORE),
    ],
)
def test_a_plan_begins_today_or_later_and_ends_within_two_years(
    starts_on: date, deadline: date, refusal: Refusal | None
) -> None:
    assert judge_plan(starts_on, deadline, DAY) is refusal


def test_its_life_ends_in_two_states() -> None:
    assert set(ImprovementState) - OPEN == {ENDED, DROPPED}
    assert {RUNNING, EVALUATING, ENDED} == STARTED
    assert {state for state, _ in TRANSITIONS} == OPEN
