"""Half-years: named, closed and counted in weeks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.publishing.dates import ends_year
from medverk.rules.publishing.half_years import half_year_of, half_years_over, weeks_of
from medverk.rules.weeks import Week


def week(text: str) -> Week:
    return Week.parse(text)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2026-H1", "2026-W01", "2026-W26"),
        ("2026-H2", "2026-W27", "2026-W53"),
        ("2027-H2", "2027-W27", "2027-W52"),
    ],
)
def test_a_half_year_has_these_weeks(name: str, first: str, last: str) -> None:
    assert weeks_of(name) == (week(first), week(last))


@given(st.integers(2000, 2100), st.integers(1, 52))
def test_every_week_is_in_the_half_year_it_names(year: int, number: int) -> None:
    first, last = weeks_of(half_year_of(Week(year, number)))
    assert first <= Week(year, number) <= last
    assert half_year_of(first) == half_year_of(last) != half_year_of(last.next())
    assert ends_year(last) is (last.number != 26)


@pytest.mark.parametrize(
    ("start", "until", "over"),
    [
        ("2026-W01", "2026-W25", []),
        ("2026-W01", "2026-W26", ["2026-H1"]),
        ("2026-W26", "2026-W26", ["2026-H1"]),
        ("2026-W27", "2026-W52", []),  # 2026 has a week 53
        ("2026-W27", "2026-W53", ["2026-H2"]),
        ("2025-W40", "2026-W53", ["2025-H2", "2026-H1", "2026-H2"]),
        ("2026-W27", "2026-W26", []),
    ],
)
def test_it_lists_the_half_years_that_are_over(start: str, until: str, over: list[str]) -> None:
    assert list(half_years_over(week(start), week(until))) == over
