"""The control chart of a series: what is usual, and which points are not [statistics.md].

A missing value is no point: it takes part in no rule, and the points on either side of it are
neighbours. Each segment is read by itself.
"""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from medverk.rules.statistics.assurance import Assurance, Direction, assure_target
from medverk.rules.statistics.exact import take_as_written
from medverk.rules.statistics.limits import Limits, find_limits, mean
from medverk.rules.statistics.special_causes import (
    Mark,
    RuleSet,
    Side,
    SpecialCause,
    mark_points,
)


class Variation(StrEnum):
    """What a point says; the last point's is the icon of the chart."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    HIGH = "high"  # a signal of which we do not say whether it is good
    LOW = "low"
    NO_POINT = "no_point"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value of a series; None is missing."""

    on: date
    value: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """How a chart is read.

    rebase: dates that each start a new segment, since a person decided that the process is another.
    freeze: how many of a segment's first points are its baseline. target: in the values' unit.
    """

    ruleset: RuleSet = RuleSet.MDC_2023
    direction: Direction = Direction.UP
    target: float | None = None
    rebase: Collection[date] = ()
    freeze: int | None = None
    screening: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """A measurement, the lines at its date, and what it says. Segments are numbered from 1.

    mean: None in a segment without any value. limits: None in a segment of fewer than 13 points,
    where nothing is marked either.
    """

    on: date
    value: float | None
    segment: int
    mean: float | None
    limits: Limits | None
    cause: SpecialCause | None
    variation: Variation


@dataclass(frozen=True, slots=True)
class Chart:
    """All points in date order, what the last one says, and what the limits say of the target."""

    points: tuple[Point, ...]
    variation: Variation
    assurance: Assurance


def draw_chart(series: Sequence[Measurement], plan: Plan) -> Chart:
    """Read a series as an XmR chart.

    Raises ValueError when two measurements have one date, a value or the target is not finite, or
    the frozen baseline is shorter than 12 points.
    """
    ordered = sorted(series, key=lambda each: each.on)
    for earlier, later in pairwise(ordered):
        if earlier.on == later.on:
            raise ValueError(f"{later.on} has two values")
    points: list[Point] = []
    for number, segment in enumerate(split(ordered, plan.rebase), 1):
        points += read_segment(segment, number, plan)
    said = [each.variation for each in points if each.value is not None]
    limits = points[-1].limits if points else None
    assurance = assure_target(plan.target, plan.direction, limits)
    return Chart(tuple(points), said[-1] if said else Variation.NO_POINT, assurance)


def split(ordered: Sequence[Measurement], rebase: Collection[date]) -> list[Sequence[Measurement]]:
    """The series cut before each date of rebasing; a cut that would leave nothing is no cut."""
    begins = (bisect_left(ordered, day, key=lambda each: each.on) for day in rebase)
    edges = sorted({0, *begins, len(ordered)})
    return [ordered[first:last] for first, last in pairwise(edges)]


def read_segment(segment: Sequence[Measurement], number: int, plan: Plan) -> list[Point]:
    values = [take_as_written(each.value) for each in segment if each.value is not None]
    limits = find_limits(values, freeze=plan.freeze, screening=plan.screening)
    marks = iter(mark_points(values, limits, plan.ruleset) if limits else [None] * len(values))
    centre = find_centre(values, limits)
    return [
        read_point(each, number, centre, limits, next(marks), plan.direction)
        if each.value is not None
        else Point(each.on, None, number, centre, limits, None, Variation.NO_POINT)
        for each in segment
    ]


def find_centre(values: Sequence[Fraction], limits: Limits | None) -> float | None:
    if limits:
        return float(limits.mean)
    return float(mean(values)) if values else None


def read_point(
    measured: Measurement,
    number: int,
    centre: float | None,
    limits: Limits | None,
    mark: Mark | None,
    direction: Direction,
) -> Point:
    cause = mark.cause if mark else None
    variation = judge(mark, direction)
    return Point(measured.on, measured.value, number, centre, limits, cause, variation)


def judge(mark: Mark | None, direction: Direction) -> Variation:
    """A trend is judged by where it goes, the other causes by the side of the mean."""
    if mark is None:
        return Variation.COMMON_CAUSE
    high = mark.side is Side.HIGH
    if direction is Direction.NEUTRAL:
        return Variation.HIGH if high else Variation.LOW
    return Variation.IMPROVEMENT if high is (direction is Direction.UP) else Variation.CONCERN
