"""The life of a round and of a case, half-years, differences and reminders [Q1, Q4]."""

from datetime import date
from itertools import product

import pytest

from medverk.rules.reviews import (
    CASE_TRANSITIONS,
    CaseEvent,
    CaseState,
    HalfYear,
    Met,
    Refusal,
    Reminder,
    RoundEvent,
    RoundState,
    count_pairs,
    find_case_event,
    find_differences,
    find_reminder,
    judge_round,
)

PLANNED, REVIEWING, CLOSED, CANCELLED = RoundState
DRAW, CLOSE, CANCEL = RoundEvent
DUE = date(2026, 12, 31)


def test_a_round_has_these_ways_through_life_and_no_other():
    possible = {
        (state, event)
        for state, event in product(RoundState, RoundEvent)
        if judge_round(state, event) is None
    }
    assert possible == {
        (PLANNED, DRAW), (PLANNED, CANCEL), (REVIEWING, CLOSE), (REVIEWING, CANCEL),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cases", "refusal"),
    [
        ((CaseState.DONE, CaseState.DONE), None),
        ((CaseState.DONE, CaseState.WAITING), Refusal.NOT_FINISHED),
        ((CaseState.DISAGREED,), Refusal.NOT_FINISHED),
    ],
)
def test_it_closes_when_every_case_is_done_and_settled(cases, refusal):
    assert judge_round(REVIEWING, CLOSE, cases) is refusal
    assert judge_round(REVIEWING, CANCEL, cases) is None


def test_a_case_where_two_differ_is_done_when_they_have_settled():
    assert CASE_TRANSITIONS == {
        (CaseState.WAITING, CaseEvent.AGREE): CaseState.DONE,
        (CaseState.WAITING, CaseEvent.DISAGREE): CaseState.DISAGREED,
        (CaseState.DISAGREED, CaseEvent.SETTLE): CaseState.DONE,
    }


@pytest.mark.parametrize(
    ("answers", "different", "event"),
    [
        ([{"a": Met.YES, "b": Met.NO}], (), CaseEvent.AGREE),
        ([{"a": Met.YES, "b": Met.NO}] * 2, (), CaseEvent.AGREE),
        (
            [{"a": Met.YES, "b": Met.NO}, {"a": Met.YES, "b": Met.PARTLY}],
            ("b",),
            CaseEvent.DISAGREE,
        ),
    ],
)
def test_it_finds_where_two_reviewers_differ(answers, different, event):
    assert find_differences(answers) == different
    assert find_case_event(answers) is event


def test_it_counts_pairs_first_by_row_and_second_by_column():
    pairs = [(Met.YES, Met.NO), (Met.YES, Met.YES), (Met.YES, Met.NO)]
    assert count_pairs(pairs, (Met.YES, Met.NO)) == [[1, 2], [0, 0]]


@pytest.mark.parametrize(
    ("day", "half", "last", "before"),
    [
        (date(2026, 1, 1), "2026-H1", date(2026, 6, 30), "2025-H2"),
        (date(2026, 6, 30), "2026-H1", date(2026, 6, 30), "2025-H2"),
        (date(2026, 7, 1), "2026-H2", date(2026, 12, 31), "2026-H1"),
    ],
)
def test_a_year_has_two_halves(day, half, last, before):
    found = HalfYear.of_date(day)
    assert (str(found), found.last_day(), str(found.previous())) == (half, last, before)


@pytest.mark.parametrize("wrong", [(2026, 0), (2026, 3), (0, 1), (9999, 1)])
def test_there_is_no_third_half(wrong):
    with pytest.raises(ValueError, match="there is no half"):
        HalfYear(*wrong)


@pytest.mark.parametrize(
    ("today", "reminder"),
    [
        (date(2026, 12, 16), None),
        (date(2026, 12, 17), (Reminder.SOON, date(2026, 12, 17))),
        (date(2026, 12, 31), (Reminder.SOON, date(2026, 12, 17))),
        (date(2027, 1, 1), (Reminder.LATE, DUE)),
        (date(2027, 1, 6), (Reminder.LATE, DUE)),
        (date(2027, 1, 7), (Reminder.LATE, date(2027, 1, 7))),
        (date(2027, 1, 20), (Reminder.LATE, date(2027, 1, 14))),
    ],
)
def test_it_reminds_once_before_and_weekly_after(today, reminder):
    assert find_reminder(DUE, today) == reminder


@pytest.mark.parametrize(
    ("year", "half", "there_is"),
    [
        (1999, 2, False),
        (2000, 1, True),
        (2200, 2, True),
        (2201, 1, False),
        (2026, 0, False),
        (2026, 3, False),
    ],
)
def test_it_refuses_a_half_year_that_there_is_not(year, half, there_is):
    if there_is:
        assert str(HalfYear(year, half)) == f"{year}-H{half}"
        return
    with pytest.raises(ValueError, match=f"no half {half} of {year}"):
        HalfYear(year, half)
