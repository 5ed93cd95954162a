"""How long invitations last, when people may be disturbed, and how patient the sender is [F14]."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.invitations.periods import Periods, monday_from

PERIODS = Periods(
    remind_after_days=3,
    expire_after_days=14,
    ask_again_after_days=30,
    first_hour=9,
    last_hour=20,
    backoff_seconds=30,
    claim_seconds=120,
)
WEDNESDAY = date(2026, 11, 18)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(WEDNESDAY, time(hour, minute))


@pytest.mark.parametrize(
    ("local", "may", "opens"),
    [
        (at(0), False, at(9)),
        (at(8, 59), False, at(9)),
        (at(9), True, at(9) + timedelta(days=1)),
        (at(19, 59), True, at(9) + timedelta(days=1)),
        (at(20), False, at(9) + timedelta(days=1)),
        (at(23, 59), False, at(9) + timedelta(days=1)),
    ],
)
def test_it_disturbs_people_by_day_only(local: datetime, may: bool, opens: datetime) -> None:
    assert (PERIODS.may_send(local), PERIODS.next_opening(local)) == (may, opens)


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (21, 3600), (5000, 3600)],
)
def test_it_waits_twice_as_long_each_time_and_an_hour_at_most(tries: int, seconds: int) -> None:
    assert PERIODS.wait_after(tries) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, None), (2, None), (3, 30), (4, 60), (10, 3600)]
)
def test_it_leaves_a_gateway_alone_after_three_failures(failures: int, seconds: int | None) -> None:
    wait = None if seconds is None else timedelta(seconds=seconds)
    assert PERIODS.leave_alone_after(failures) == wait


@pytest.mark.parametrize(
    ("last_day", "reminded"),
    [
        (date(2026, 11, 20), None),
        (date(2026, 11, 21), date(2026, 11, 21)),
        (date(2026, 12, 2), date(2026, 11, 21)),
    ],
)
def test_it_reminds_once_while_there_is_something_to_answer(
    last_day: date, reminded: date | None
) -> None:
    assert PERIODS.remind_on(WEDNESDAY, last_day) == reminded


def test_it_counts_from_the_day_of_asking() -> None:
    assert PERIODS.last_day(WEDNESDAY) == date(2026, 12, 2)
    assert PERIODS.ask_again_on(WEDNESDAY) == date(2026, 12, 21)  # 18 December is a Friday
    assert PERIODS.forget_reply_on(WEDNESDAY) == date(2026, 12, 7)  # 3 December is a Thursday


@pytest.mark.parametrize(
    ("asked_on", "forgotten_on"),
    [
        (date(2026, 11, 15), date(2026, 11, 30)),  # the last day is a Sunday
        (date(2026, 11, 16), date(2026, 12, 7)),  # a Monday: that day a reply is still heard
    ],
)
def test_a_number_can_reply_on_the_last_day(asked_on: date, forgotten_on: date) -> None:
    assert PERIODS.forget_reply_on(asked_on) == forgotten_on


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_contact_is_kept_until_the_next_monday(day: date) -> None:
    monday = monday_from(day)
    assert monday.weekday() == 0
    assert timedelta(0) <= monday - day < timedelta(days=7)
