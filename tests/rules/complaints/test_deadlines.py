"""When a complaint and a fault must be dealt with, and who is late [S4]."""

from datetime import date, timedelta

import pytest

from medverk.rules.complaints.deadlines import (
    Urgency,
    answer_due,
    fault_due,
    is_in_time,
    judge_answer,
    judge_deadline,
    judge_fault,
    year_to_report,
)
from medverk.rules.complaints.life import ComplaintState

CALM, SOON, OVERDUE = Urgency
DUE = date(2026, 3, 16)
AFTER = date(2026, 3, 17)
OPEN = {ComplaintState.RECEIVED, ComplaintState.IN_PROGRESS}


@pytest.mark.parametrize(
    ("days", "urgency"), [(-5, CALM), (-4, SOON), (0, SOON), (1, OVERDUE), (99, OVERDUE)]
)
def test_it_is_soon_in_the_four_days_before(days: int, urgency: Urgency) -> None:
    assert judge_deadline(DUE, DUE + timedelta(days=days)) is urgency


@pytest.mark.parametrize("state", ComplaintState)
def test_deadlines_run_while_the_complaint_is_open(state: ComplaintState) -> None:
    runs = state in OPEN
    assert judge_answer(state, DUE, AFTER) is (OVERDUE if runs else CALM)
    assert judge_fault(state, DUE, AFTER) is (OVERDUE if runs else None)
    assert judge_fault(state, None, AFTER) is None


def test_an_answer_is_due_after_three_weeks_and_a_fault_after_two_working_days() -> None:
    assert answer_due(date(2026, 2, 23)) == DUE
    assert fault_due(date(2026, 4, 1)) == date(2026, 4, 8)  # Easter lies between
    assert is_in_time(date(2026, 2, 23), DUE)
    assert not is_in_time(date(2026, 2, 23), AFTER)


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2027, 1, 1), 2025),
        (date(2027, 1, 31), 2025),
        (date(2027, 2, 1), 2026),
        (date(2027, 12, 31), 2026),
    ],
)
def test_a_year_is_reported_from_february_on(today: date, year: int) -> None:
    assert year_to_report(today) == year
