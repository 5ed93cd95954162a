"""The life of feedback between units, its deadlines and reminders [L3]."""

from datetime import date, timedelta
from itertools import product

import pytest

from medverk.rules.exchange import (
    TRANSITIONS,
    ExchangeEvent,
    ExchangeState,
    Kind,
    Refusal,
    Reminder,
    Side,
    Situation,
    find_answering_event,
    find_deadline,
    find_events,
    find_reminder,
    is_late,
    judge_event,
    judge_sending,
)

SENT, ANSWERED, CLOSED, WITHDRAWN = ExchangeState
ANSWER, THANK, TELL, WITHDRAW = ExchangeEvent
DAY = date(2026, 3, 2)


def test_it_has_these_ways_through_life_and_no_other():
    possible = {
        (state, event): judge_event(state, event) is None
        for state, event in product(ExchangeState, ExchangeEvent)
    }
    assert {pair for pair, may in possible.items() if may} == {
        (SENT, ANSWER), (SENT, THANK), (SENT, WITHDRAW), (ANSWERED, TELL),
    }  # fmt: skip
    assert set(TRANSITIONS.values()) == {ANSWERED, CLOSED, WITHDRAWN}


@pytest.mark.parametrize(
    ("kind", "event"), [(Kind.PRAISE, THANK), (Kind.IMPROVE, ANSWER), (Kind.QUESTION, ANSWER)]
)
def test_an_answer_ends_praise_and_begins_the_rest(kind, event):
    assert find_answering_event(kind) is event


OPEN_TO = {
    (SENT, Kind.PRAISE, Side.RECEIVER): {THANK},
    (SENT, Kind.IMPROVE, Side.RECEIVER): {ANSWER},
    (SENT, Kind.QUESTION, Side.RECEIVER): {ANSWER},
    (SENT, Kind.PRAISE, Side.SENDER): {WITHDRAW},
    (SENT, Kind.IMPROVE, Side.SENDER): {WITHDRAW},
    (SENT, Kind.QUESTION, Side.SENDER): {WITHDRAW},
    (ANSWERED, Kind.PRAISE, Side.RECEIVER): {TELL},
    (ANSWERED, Kind.IMPROVE, Side.RECEIVER): {TELL},
    (ANSWERED, Kind.QUESTION, Side.RECEIVER): {TELL},
}


@pytest.mark.parametrize(("state", "kind", "side"), [*product(ExchangeState, Kind, Side)])
def test_each_side_can_do_this_and_no_more(state, kind, side):
    assert find_events(state, kind, side) == OPEN_TO.get((state, kind, side), set())


@pytest.mark.parametrize(
    ("sender", "receiver", "answered_there", "refusal"),
    [
        (1, 2, True, None),
        (1, 1, True, Refusal.OWN_UNIT),
        (1, 2, False, Refusal.NOBODY_ANSWERS),
    ],
)
def test_a_unit_sends_to_another_where_somebody_answers(sender, receiver, answered_there, refusal):
    assert judge_sending(sender, receiver, is_answered_there=answered_there) is refusal


@pytest.mark.parametrize(
    ("situation", "deadline"),
    [
        (Situation(SENT, DAY), date(2026, 3, 16)),
        (Situation(ANSWERED, DAY, date(2026, 3, 10)), date(2026, 5, 9)),
        (Situation(CLOSED, DAY, date(2026, 3, 10)), None),
        (Situation(WITHDRAWN, DAY), None),
    ],
)
def test_it_is_answered_within_two_weeks_and_told_of_within_sixty_days(situation, deadline):
    assert find_deadline(situation) == deadline
    if deadline:
        assert not is_late(situation, deadline)
        assert is_late(situation, deadline + timedelta(days=1))
    else:
        assert not is_late(situation, date(2030, 1, 1))


@pytest.mark.parametrize(
    ("situation", "days", "reminder"),
    [
        (Situation(SENT, DAY), 0, Reminder.NEW),
        (Situation(SENT, DAY), 10, Reminder.NEW),
        (Situation(SENT, DAY), 11, Reminder.ANSWER_SOON),
        (Situation(SENT, DAY), 14, Reminder.ANSWER_SOON),
        (Situation(SENT, DAY), 15, Reminder.ANSWER_LATE),
        (Situation(ANSWERED, DAY, DAY), 56, None),
        (Situation(ANSWERED, DAY, DAY), 57, Reminder.TELL_SOON),
        (Situation(ANSWERED, DAY, DAY), 61, Reminder.TELL_LATE),
        (Situation(CLOSED, DAY, DAY), 99, None),
        (Situation(WITHDRAWN, DAY), 99, None),
    ],
)
def test_it_reminds_before_and_after_the_deadline(situation, days, reminder):
    assert find_reminder(situation, DAY + timedelta(days=days)) is reminder
