"""The points of several questions together, and how sisters moved [statistics.md]."""

from datetime import date

import pytest

from medverk.rules.improvement.baseline import SeriesPoint
from medverk.rules.improvement.series import Moved, QuestionFigure, compare_sisters, join_questions
from medverk.rules.improvement.states import is_followed_on
from medverk.rules.statistics.sisters import Period
from medverk.rules.weeks import Week

FIRST = Week(2026, 1)


def figure(week: int, agree: int, answered: int, length: int = 1) -> QuestionFigure:
    return QuestionFigure(FIRST.plus(week), FIRST.plus(week + length - 1), agree, answered)


def test_it_joins_the_weeks_in_which_every_question_has_a_figure() -> None:
    figures = [
        figure(2, 10, 20), figure(0, 10, 20), figure(1, 9, 20),
        figure(0, 17, 21), figure(2, 13, 19),
    ]  # fmt: skip
    assert join_questions(figures, 2) == [
        SeriesPoint(FIRST, FIRST, 0.6585, 41),
        SeriesPoint(FIRST.plus(2), FIRST.plus(2), 0.5897, 39),
    ]


def test_a_figure_without_answers_is_none() -> None:
    assert join_questions([figure(0, 0, 0), figure(1, 3, 4)], 1) == [
        SeriesPoint(FIRST.plus(1), FIRST.plus(1), 0.75, 4)
    ]


def test_blocks_of_other_weeks_are_not_joined() -> None:
    assert join_questions([figure(0, 1, 2, length=2), figure(1, 1, 2)], 2) == []
    ends = join_questions([figure(1, 1, 2), figure(0, 1, 4, length=2), figure(0, 1, 8)], 1)
    assert [(point.from_week, point.to_week) for point in ends] == [
        (FIRST, FIRST), (FIRST, FIRST.plus(1)), (FIRST.plus(1), FIRST.plus(1)),
    ]  # fmt: skip


def series(before: float, after: float, points: int = 20) -> list[SeriesPoint]:
    """Twelve weeks before the start on 30 March, the rest after."""
    return [
        SeriesPoint(FIRST.plus(n), FIRST.plus(n), before if n < 12 else after, 30)
        for n in range(points)
    ]


START = FIRST.plus(12).first_day()


def test_it_compares_the_sisters_that_have_enough_points() -> None:
    sisters = {7: series(0.5, 0.75), 8: series(0.5, 0.25, points=18), 9: series(0.75, 0.5, 19)}
    moved = compare_sisters(sisters, Period(START, START))
    assert moved == (Moved(7, 0.5, 0.75), Moved(9, 0.75, 0.5))


@pytest.mark.parametrize(
    ("starts_on", "day", "followed"),
    [
        (None, date(2026, 3, 1), False),
        (date(2026, 3, 2), date(2026, 3, 1), False),
        (date(2026, 3, 2), date(2026, 3, 2), True),
        (date(2026, 3, 2), date(2027, 3, 1), True),
        (date(2026, 3, 2), date(2027, 3, 2), False),
    ],
)
def test_it_is_followed_for_a_year(starts_on: date | None, day: date, followed: bool) -> None:
    assert is_followed_on(starts_on, day) is followed
