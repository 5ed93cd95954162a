"""What the calendar does, and what somebody is reminded of."""

from datetime import date, timedelta

import pytest

from medverk.rules.improvement.paths import is_own_path
from medverk.rules.improvement.states import (
    ImprovementEvent,
    ImprovementState,
    Reminder,
    Situation,
    find_due_event,
    find_reminder,
)

DAY = date(2026, 6, 1)
DEADLINE = DAY + timedelta(days=60)


def at(state):
    return Situation(state, DAY, DEADLINE)


@pytest.mark.parametrize(
    ("state", "day", "event"),
    [
        ("planned", DAY - timedelta(days=1), None),
        ("planned", DAY, ImprovementEvent.START),
        ("running", DEADLINE, None),
        ("running", DEADLINE + timedelta(days=1), ImprovementEvent.EVALUATE),
        ("evaluating", DEADLINE + timedelta(days=9), None),
        ("ended", DEADLINE + timedelta(days=9), None),
        ("dropped", DEADLINE + timedelta(days=9), None),
    ],
)
def test_it_does_what_is_due(state, day, event):
    assert find_due_event(at(ImprovementState(state)), day) is event


def test_nothing_is_due_where_nothing_is_planned():
    assert find_due_event(Situation(ImprovementState.PROPOSED, None, None), DAY) is None


@pytest.mark.parametrize(
    ("state", "day", "reminder"),
    [
        ("planned", DAY, None),
        ("running", DAY, Reminder.STARTS),
        ("running", DEADLINE - timedelta(days=8), Reminder.STARTS),
        ("running", DEADLINE - timedelta(days=7), Reminder.DEADLINE_NEAR),
        ("evaluating", DEADLINE, Reminder.EVALUATE),
        ("ended", DEADLINE, None),
    ],
)
def test_it_reminds_of_the_newest_thing(state, day, reminder):
    assert find_reminder(at(ImprovementState(state)), day) is reminder


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/", True),
        ("/units/7/results/?questionnaire=trust&x=a%20b", True),
        ("", False),
        ("units/7/", False),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("/a\\b", False),
        ("https://evil.example/", False),
        ("javascript:alert(1)", False),
        ("/a\nb", False),
        ("/a b", False),
        ("/" + "a" * 299, True),
        ("/" + "a" * 300, False),
    ],
)
def test_a_reference_is_a_path_of_this_site(path, own):
    assert is_own_path(path) is own
