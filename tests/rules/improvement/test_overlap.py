"""Several at once on one question cannot be told apart [statistics.md, "Did it help?"]."""

from datetime import date, timedelta

import pytest

from medverk.rules.improvement.overlap import Stretch, find_inseparable
from medverk.rules.improvement.states import FOLLOWED_FOR

DAY = date(2026, 6, 1)
ONE = Stretch(1, "conversation", frozenset({"goal"}), DAY)


def other(starts=0, questionnaire="conversation", questions=("goal",), stopped=None):
    starts_on = DAY + timedelta(days=starts)
    stopped_on = None if stopped is None else DAY + timedelta(days=stopped)
    return Stretch(2, questionnaire, frozenset(questions), starts_on, stopped_on)


@pytest.mark.parametrize(
    ("another", "mixed"),
    [
        (other(), True),
        (other(starts=FOLLOWED_FOR.days), True),
        (other(starts=FOLLOWED_FOR.days + 1), False),
        (other(starts=-FOLLOWED_FOR.days), True),
        (other(starts=-FOLLOWED_FOR.days - 1), False),
        (other(starts=-30, stopped=-1), False),
        (other(starts=-30, stopped=0), True),
        (other(questions=("heard",)), False),
        (other(questions=("heard", "goal")), True),
        (other(questionnaire="employer"), False),
    ],
)
def test_they_are_inseparable_when_time_and_question_are_shared(another, mixed):
    assert find_inseparable(ONE, [another]) == ([2] if mixed else [])
    assert bool(find_inseparable(another, [ONE])) is mixed


def test_nothing_is_inseparable_from_itself():
    assert find_inseparable(ONE, [ONE]) == []
