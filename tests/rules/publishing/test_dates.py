"""When figures come, and when a year ends."""

import pytest

from medverk.rules.publishing.dates import (
    Dates,
    ends_year,
    is_due,
    next_date,
    weeks_due,
    year_ends_before,
)
from medverk.rules.weeks import Week


def week(text: str) -> Week:
    return Week.parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-W53", True), ("2026-W52", False), ("2027-W52", True), ("2027-W01", False)],
)
def test_it_knows_the_last_week_of_a_year(text: str, expected: bool) -> None:
    assert ends_year(week(text)) is expected


@pytest.mark.parametrize(
    ("text", "weekly", "monthly"),
    [
        ("2026-W44", True, True),  # its next Monday is 2 November, the month's first
        ("2026-W45", True, False),
        ("2026-W49", True, True),  # 7 December
        ("2026-W22", True, True),  # 1 June is a Monday, and the 8th is not the first
        ("2026-W23", True, False),
        ("2027-W52", True, True),  # the year ends
    ],
)
def test_it_publishes_on_first_mondays_or_on_all(text: str, weekly: bool, monthly: bool) -> None:
    assert is_due(week(text), Dates.WEEKLY) is weekly
    assert is_due(week(text), Dates.MONTHLY) is monthly


def test_it_lists_the_weeks_that_are_over() -> None:
    due = weeks_due(week("2026-W51"), week("2027-W02"), Dates.WEEKLY)
    assert [str(each) for each in due] == ["2026-W51", "2026-W52", "2026-W53", "2027-W01"]
    assert list(weeks_due(week("2027-W02"), week("2027-W02"), Dates.WEEKLY)) == []


def test_it_finds_the_ends_of_years_on_the_way() -> None:
    ends = year_ends_before(week("2025-W10"), week("2027-W52"))
    assert [str(each) for each in ends] == ["2025-W52", "2026-W53"]
    assert list(year_ends_before(week("2026-W53"), week("2026-W53"))) == []


@pytest.mark.parametrize(
    ("now", "weekly", "monthly"),
    [
        ("2026-W44", "2026-11-02", "2026-11-02"),
        ("2026-W45", "2026-11-09", "2026-12-07"),
        ("2026-W50", "2026-12-14", "2027-01-04"),  # the year ends
    ],
)
def test_it_says_when_the_next_figures_come(now: str, weekly: str, monthly: str) -> None:
    assert next_date(week(now), Dates.WEEKLY).isoformat() == weekly
    assert next_date(week(now), Dates.MONTHLY).isoformat() == monthly
