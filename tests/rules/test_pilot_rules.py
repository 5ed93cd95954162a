"""A pilot's life [F9]."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.pilots import (
    TRANSITIONS,
    PilotEvent,
    PilotState,
    Refusal,
    Situation,
    find_clash,
    find_due_event,
    find_weeks,
    judge_event,
    points_at_person,
)
from medverk.rules.weeks import Week

PLANNED, RUNNING, EVALUATING, DECIDED = PilotState
START, END, DECIDE = PilotEvent
FIRST, LAST = date(2026, 10, 15), date(2027, 1, 31)
BEFORE, DURING, AFTER = date(2026, 10, 14), date(2026, 12, 24), date(2027, 2, 1)


def situation(
    state: PilotState = PLANNED,
    offices: frozenset[int] = frozenset({1, 2}),
    *,
    begins_on: date = FIRST,
    ends_on: date = LAST,
    answers_published: bool = False,
) -> Situation:
    return Situation(state, offices, begins_on, ends_on, answers_published)


def test_it_has_one_way_through_life():
    assert TRANSITIONS == {
        (PLANNED, START): RUNNING,
        (RUNNING, END): EVALUATING,
        (EVALUATING, DECIDE): DECIDED,
    }


@pytest.mark.parametrize("state", PilotState)
@pytest.mark.parametrize("event", PilotEvent)
def test_it_refuses_every_step_that_the_table_does_not_have(state, event):
    refusal = judge_event(situation(state, answers_published=True), event, DURING)
    assert refusal == (None if (state, event) in TRANSITIONS else Refusal.WRONG_STATE)


@pytest.mark.parametrize(
    ("today", "refusal"),
    [
        (BEFORE, Refusal.BEFORE_FIRST_DAY),
        (FIRST, None),
        (DURING, None),
        (LAST, None),
        (AFTER, Refusal.AFTER_LAST_DAY),
    ],
)
def test_it_starts_only_within_its_period(today, refusal):
    assert judge_event(situation(), START, today) == refusal


def test_it_does_not_start_without_offices():
    assert judge_event(situation(offices=frozenset()), START, DURING) == Refusal.NO_OFFICES


def test_it_is_decided_only_when_the_last_answers_are_published():
    waiting = situation(EVALUATING)
    assert judge_event(waiting, DECIDE, AFTER) == Refusal.ANSWERS_NOT_PUBLISHED
    assert judge_event(situation(EVALUATING, answers_published=True), DECIDE, AFTER) is None


@pytest.mark.parametrize(
    ("state", "today", "event"),
    [
        (PLANNED, BEFORE, None),
        (PLANNED, FIRST, START),
        (PLANNED, AFTER, None),
        (RUNNING, LAST, None),
        (RUNNING, AFTER, END),
        (EVALUATING, AFTER, None),
        (DECIDED, AFTER, None),
    ],
)
def test_the_calendar_starts_and_ends_it_and_never_decides(state, today, event):
    assert find_due_event(situation(state), today) == event


def test_its_weeks_last_as_long_as_an_invitation_from_its_last_day():
    assert find_weeks(FIRST, LAST) == (Week(2026, 42), Week(2027, 6))
    monday = date(2027, 2, 1)
    assert find_weeks(monday, monday) == (Week(2027, 5), Week(2027, 7))


@pytest.mark.parametrize(
    ("begins_on", "clash"),
    [
        (date(2027, 2, 14), frozenset({2})),  # the Sunday of the week in which answers still come
        (date(2027, 2, 15), frozenset()),
    ],
)
def test_an_office_is_in_one_pilot_a_week(begins_on, clash):
    later = situation(offices=frozenset({2, 3}), begins_on=begins_on, ends_on=date(2027, 6, 1))
    assert find_clash(situation(), later) == clash
    assert find_clash(later, situation()) == clash


DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(st.lists(DAYS, min_size=4, max_size=4))
def test_pilots_that_do_not_clash_share_no_office_and_week(days):
    one = situation(begins_on=min(days[:2]), ends_on=max(days[:2]))
    other = situation(begins_on=min(days[2:]), ends_on=max(days[2:]))
    weeks = [weeks_of(each) for each in (one, other)]
    assert bool(find_clash(one, other)) == bool(weeks[0] & weeks[1])


def weeks_of(each: Situation) -> set[Week]:
    first, last = find_weeks(each.begins_on, each.ends_on)
    weeks = {first}
    while (first := first.next()) <= last:
        weeks.add(first)
    return weeks


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Ring 412 34 567", True),
        ("41234567 svarte ikkje", True),
        ("+47 41 23 45 67", True),
        ("fødd 010190 12345", True),
        ("01019012345", True),
        ("skriv til nokon@example.org", True),
        ("Frå 15.10.2026 til 31.01.2027 fekk vi 1 204 svar, 81 % nøgde", False),
        ("Lenkja kom fram innan 2 minutt.", False),
        ("Vi sende 20000 meldingar", False),
        ("", False),
    ],
)
def test_it_sees_numbers_and_addresses_of_persons(text, points):
    assert points_at_person(text) == points
