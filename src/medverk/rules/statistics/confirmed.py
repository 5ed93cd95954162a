"""Which signals of a control chart are sure enough to tell a busy person [statistics.md].

A chart marks one point in forty when nothing has changed: with eight charts on a page, something
would be marked every fifth week. A signal is confirmed when it is a trend of seven, a run of nine
on one side of the mean [Nelson 1984], or two marked points beside each other that say the same and
of which one lies outside the limits. When nothing has changed, that is so for one point in 250.
"""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise, takewhile

from medverk.rules.statistics.charts import Chart, Point, Variation
from medverk.rules.statistics.exact import take_as_written
from medverk.rules.statistics.special_causes import Side, SpecialCause, side_of

LONG_RUN = 9  # points on one side of the mean


class Sign(StrEnum):
    """What a busy person should leave with."""

    TOO_EARLY = "too_early"  # fewer than 13 points since the series last began anew
    AS_USUAL = "as_usual"
    BETTER = "better"
    WEAKER = "weaker"


def read_sign(chart: Chart) -> Sign:
    """What the chart says for sure of the last point. Without a direction nothing is better."""
    points = last_segment(chart)
    if not points or points[-1].limits is None:
        return Sign.TOO_EARLY
    if not is_confirmed(chart):
        return Sign.AS_USUAL
    signs = {Variation.IMPROVEMENT: Sign.BETTER, Variation.CONCERN: Sign.WEAKER}
    return signs.get(points[-1].variation, Sign.AS_USUAL)


def is_confirmed(chart: Chart) -> bool:
    """Whether the last point is a confirmed signal of its segment."""
    points = last_segment(chart)
    if not points or points[-1].cause is None:
        return False
    if points[-1].cause is SpecialCause.TREND or count_side(points) >= LONG_RUN:
        return True
    return is_repeated(points)


def is_repeated(points: Sequence[Point]) -> bool:
    """Whether the last two are marked and say the same, one of them outside the limits."""
    last_two = points[-2:]
    marked = len(last_two) == 2 and all(point.cause for point in last_two)
    alike = len({point.variation for point in last_two}) == 1
    return marked and alike and any(point.cause is SpecialCause.OUTSIDE for point in last_two)


def last_segment(chart: Chart) -> list[Point]:
    """The points with a value since the series last began anew."""
    held = [point for point in chart.points if point.value is not None]
    return [point for point in held if point.segment == held[-1].segment]


def count_side(points: Sequence[Point]) -> int:
    """How many points up to the last lie on its side of the mean, in one segment; 0 when it lies
    on it."""
    sides = [find_side(point) for point in points if point.value is not None]
    if not sides or sides[-1] is Side.LEVEL:
        return 0
    return sum(1 for _ in takewhile(lambda side: side is sides[-1], reversed(sides)))


def find_side(point: Point) -> Side:
    """LEVEL where there are no limits, which hold the exact mean."""
    if point.limits is None or point.value is None:
        return Side.LEVEL
    return side_of(take_as_written(point.value), point.limits.mean)


def count_trend(points: Sequence[Point]) -> int:
    """How many points up to the last rise, or fall, each from the one before; 1 after a tie."""
    values = [take_as_written(point.value) for point in points if point.value is not None]
    moves = [side_of(later, earlier) for earlier, later in pairwise(values)]
    if not moves or moves[-1] is Side.LEVEL:
        return min(1, len(values))
    return 1 + sum(1 for _ in takewhile(lambda move: move is moves[-1], reversed(moves)))
