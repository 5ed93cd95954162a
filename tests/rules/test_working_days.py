"""Norwegian working days, held against calendars that were printed [S4]."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.working_days import (
    add_working_days,
    easter_sunday,
    is_working_day,
    next_working_day,
    public_holidays,
)

DAYS = st.dates(date(1990, 1, 1), date(2150, 12, 1))


@pytest.mark.parametrize(
    "easter",
    [
        date(1943, 4, 25), date(1961, 4, 2), date(2000, 4, 23), date(2008, 3, 23),
        date(2019, 4, 21), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5),
        date(2027, 3, 28), date(2038, 4, 25), date(2049, 4, 18), date(2076, 4, 19),
    ],
)  # fmt: skip
def test_easter_is_when_it_was_and_will_be(easter):
    assert easter_sunday(easter.year) == easter


def test_it_knows_all_holidays_of_a_year():
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1), date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 5), date(2026, 4, 6),
        date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 17), date(2026, 5, 24),
        date(2026, 5, 25), date(2026, 12, 25), date(2026, 12, 26),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 18), 2, date(2026, 11, 20)),  # Wednesday to Friday
        (date(2026, 11, 20), 2, date(2026, 11, 24)),  # over a weekend
        (date(2026, 11, 21), 2, date(2026, 11, 24)),  # from a Saturday
        (date(2026, 4, 1), 2, date(2026, 4, 8)),  # over Easter
        (date(2026, 12, 24), 2, date(2026, 12, 29)),  # Christmas Eve is a working day
        (date(2026, 12, 31), 2, date(2027, 1, 5)),  # over the new year
        (date(2026, 5, 13), 1, date(2026, 5, 15)),  # Ascension Day
    ],
)
def test_it_counts_working_days(start, days, end):
    assert add_working_days(start, days) == end


@given(DAYS, st.integers(1, 30))
def test_there_are_just_so_many_working_days_on_the_way(start, days):
    end = add_working_days(start, days)
    between = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    assert sum(map(is_working_day, between)) == days
    assert is_working_day(end)


@given(DAYS)
def test_the_next_working_day_is_today_or_later_with_none_between(day):
    found = next_working_day(day)
    assert is_working_day(found)
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((found - day).days))


@pytest.mark.parametrize("days", [0, -1])
def test_it_refuses_to_count_backwards(days):
    with pytest.raises(ValueError, match="1 or more"):
        add_working_days(date(2026, 1, 1), days)
