"""ISO weeks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.weeks import Week


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 18), "2026-W47"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_it_knows_the_week_of_a_day(day: date, week: str) -> None:
    assert str(Week.of_date(day)) == week
    assert Week.parse(week) == Week.of_date(day)


def test_it_steps_over_the_end_of_long_and_short_years() -> None:
    assert Week(2026, 53).next() == Week(2027, 1)
    assert Week(2025, 52).next() == Week(2026, 1)
    assert Week(2027, 1).plus(-1) == Week(2026, 53)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_it_sorts_in_time_and_starts_on_a_monday(day: date) -> None:
    week = Week.of_date(day)
    assert week.plus(-1) < week < week.next()
    assert week.first_day().weekday() == 0
    assert 0 <= (day - week.first_day()).days < 7
    assert Week.parse(str(week)) == week


@pytest.mark.parametrize(
    "text", ["2026-W54", "2025-W53", "2026-W00", "2026-47", "W47", "2026-W7", ""]
)
def test_it_refuses_what_is_no_week(text: str) -> None:
    with pytest.raises(ValueError):
        Week.parse(text)
