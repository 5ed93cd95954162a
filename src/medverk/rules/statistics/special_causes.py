"""Which points of a segment are more than chance [statistics.md, "Control chart"].

Four rules, each of which looks at the values in date order. A point that several rules mark has the
cause that stands first in `SpecialCause`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction
from itertools import groupby, pairwise

from medverk.rules.statistics.limits import Limits

RUN = 7  # points of a trend, and of a shift


class RuleSet(StrEnum):
    """Versions of NHS England's Making Data Count.

    Since November 2023 points beyond the limits count among the "two of three".
    """

    MDC_2019 = "mdc-2019"
    MDC_2023 = "mdc-2023"


class SpecialCause(StrEnum):
    """In order of precedence."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    SHIFT = "shift"


class Side(IntEnum):
    """Of a trend: where it goes. Of the other causes: where the point lies from the mean."""

    LOW = -1
    LEVEL = 0
    HIGH = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a point is marked, and which way it points."""

    cause: SpecialCause
    side: Side


Sides = Mapping[int, Side]
"""The marked points by their place, from 0."""


def mark_points(
    values: Sequence[Fraction], limits: Limits, ruleset: RuleSet = RuleSet.MDC_2023
) -> tuple[Mark | None, ...]:
    """The special cause of each point of one segment, None for what is usual."""
    sides = [side_of(value, limits.mean) for value in values]
    found: dict[SpecialCause, Sides] = {
        SpecialCause.OUTSIDE: mark_outside(values, limits),
        SpecialCause.TREND: mark_trends(values),
        SpecialCause.TWO_OF_THREE: mark_two_of_three(values, sides, limits, ruleset),
        SpecialCause.SHIFT: mark_shifts(sides),
    }
    return tuple(first_mark(found, place) for place in range(len(values)))


def first_mark(found: Mapping[SpecialCause, Sides], place: int) -> Mark | None:
    marks = (Mark(cause, found[cause][place]) for cause in SpecialCause if place in found[cause])
    return next(marks, None)


def side_of(value: Fraction, centre: Fraction) -> Side:
    return Side((value > centre) - (value < centre))


def mark_outside(values: Sequence[Fraction], limits: Limits) -> Sides:
    """Points beyond a limit; a point on it is inside."""
    return {
        place: side_of(value, limits.mean)
        for place, value in enumerate(values)
        if abs(value - limits.mean) > limits.reach
    }


def mark_trends(values: Sequence[Fraction]) -> Sides:
    """All points of seven or more that rise, or fall, each from the one before; a tie breaks it.

    Where a rise turns into a fall, the turning point belongs to the trend that led to it.
    """
    moves = [side_of(value, previous) for previous, value in pairwise(values)]
    marked: dict[int, Side] = {}
    for first, last, side in runs(moves, RUN - 1):
        for place in range(first, last + 2):
            marked.setdefault(place, side)
    return marked


def mark_two_of_three(
    values: Sequence[Fraction], sides: Sequence[Side], limits: Limits, ruleset: RuleSet
) -> Sides:
    """The close points of any three neighbours of which two are close, all on one side of the mean.

    Close is beyond a near limit and, in mdc-2019, not beyond the limit.
    """
    farthest = limits.reach if ruleset is RuleSet.MDC_2019 else None
    close = [is_close(abs(value - limits.mean), limits.reach * 2 / 3, farthest) for value in values]
    marked: dict[int, Side] = {}
    for first in range(len(values) - 2):
        three = range(first, first + 3)
        alike = len(set(sides[first : first + 3])) == 1
        if alike and sum(close[first : first + 3]) >= 2:
            marked |= {place: sides[place] for place in three if close[place]}
    return marked


def is_close(distance: Fraction, nearest: Fraction, farthest: Fraction | None) -> bool:
    return distance > nearest and (farthest is None or distance <= farthest)


def mark_shifts(sides: Sequence[Side]) -> Sides:
    """All points of seven or more on one side of the mean; a point on the mean breaks it."""
    return {
        place: side for first, last, side in runs(sides, RUN) for place in range(first, last + 1)
    }


def runs(sides: Sequence[Side], fewest: int) -> Iterator[tuple[int, int, Side]]:
    """First and last place of each longest run of one side, high or low, of `fewest` or more."""
    for side, run in groupby(range(len(sides)), key=lambda place: sides[place]):
        places = list(run)
        if side is not Side.LEVEL and len(places) >= fewest:
            yield places[0], places[-1], side
