"""The points of an indicator that several questions make together, and how sisters moved
[statistics.md, "Did it help?"]."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from medverk.rules.improvement.baseline import SeriesPoint, split_points
from medverk.rules.statistics.sisters import Period, split_around
from medverk.rules.weeks import Week


@dataclass(frozen=True, slots=True)
class QuestionFigure:
    """One question in one block: how many answered, and how many of them agreed."""

    from_week: Week
    to_week: Week
    agree: int
    answered: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit's mean share before and after."""

    unit: int
    before: float
    after: float


def join_questions(figures: Iterable[QuestionFigure], questions: int) -> list[SeriesPoint]:
    """The weeks in which every question of the indicator has a figure, so that they are alike."""
    together: dict[tuple[Week, Week], list[QuestionFigure]] = {}
    for figure in figures:
        if figure.answered:
            together.setdefault((figure.to_week, figure.from_week), []).append(figure)
    return [join(found) for _, found in sorted(together.items()) if len(found) == questions]


def join(figures: Sequence[QuestionFigure]) -> SeriesPoint:
    """The share of all answers to these questions, to four decimals."""
    answered = sum(figure.answered for figure in figures)
    share = round(sum(figure.agree for figure in figures) / answered, 4)
    return SeriesPoint(figures[0].from_week, figures[0].to_week, share, answered)


def compare_sisters(
    sisters: Mapping[int, Sequence[SeriesPoint]], period: Period
) -> tuple[Moved, ...]:
    """How each sister moved that has enough points before and after."""
    moved = []
    for unit, points in sisters.items():
        around = split_around(split_points(points, period.baseline_ends, period.starts), period)
        if around.is_long_enough:
            before = around.baseline
            moved.append(Moved(unit, before, before + around.change))
    return tuple(moved)
