"""What the last point of a control chart says, before it becomes words [look, rules 1 and 2].

A segment is the points since the series last began anew; its last point has a value.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Point, Variation
from medverk.rules.statistics.confirmed import count_side, count_trend
from medverk.rules.statistics.special_causes import RUN, SpecialCause


class Pattern(StrEnum):
    """How a point is more than chance, to somebody who reads the chart."""

    BEYOND = "beyond"  # what is usual
    TREND = "trend"
    RUN = "run"  # on one side of the mean
    NEAR = "near"  # two of the last three, to the end of what is usual


@dataclass(frozen=True, slots=True)
class Signal:
    """up: it goes, or lies, high. points: how many say it, up to the last."""

    pattern: Pattern
    up: bool
    points: int


def find_signal(segment: Sequence[Point]) -> Signal | None:
    """Why the last point is more than chance; a long run says more than two of three."""
    last = segment[-1]
    side = count_side(segment)
    match last.cause:
        case None:
            return None
        case SpecialCause.TREND:
            return Signal(Pattern.TREND, goes_up(segment), count_trend(segment))
        case SpecialCause.OUTSIDE:
            return Signal(Pattern.BEYOND, is_high(last), 1)
        case SpecialCause.TWO_OF_THREE if side < RUN:
            return Signal(Pattern.NEAR, is_high(last), 2)
        case _:
            return Signal(Pattern.RUN, is_high(last), side)


def has_moved(segment: Sequence[Point]) -> bool:
    """Whether the series has been on one level and then on another: as many as a run are marked on
    each side. One run alone is met by chance in every third series of a year."""
    sides = Counter(point.variation for point in segment if point.cause)
    return len(sides) == 2 and min(sides.values()) >= RUN


def points_up(variation: Variation, direction: Direction) -> bool:
    """Whether a signal goes, or lies, high."""
    if direction is Direction.NEUTRAL:
        return variation is Variation.HIGH
    return (variation is Variation.IMPROVEMENT) is (direction is Direction.UP)


def is_high(point: Point) -> bool:
    """Whether the point is at the mean or above it."""
    return point.mean is None or (point.value or 0.0) >= point.mean


def goes_up(segment: Sequence[Point]) -> bool:
    """Whether the last is higher than the one before."""
    values = [point.value for point in segment if point.value is not None]
    return values[-1] > values[-2]
