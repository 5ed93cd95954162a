"""Mean and process limits of an XmR chart [statistics.md, "Control chart"].

Moving range MR_i = |x_i - x_(i-1)|; limits = mean ± 2.66 · mean(MR); near limits lie two thirds of
the way. The rules and names of NHS England's Making Data Count.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

FEWEST_POINTS = 13  # a segment with fewer has no limits
FEWEST_FROZEN = 12  # a baseline rests on as many at least
REACH = Fraction("2.66")  # 3 / 1.128, the published rounding
SCREEN = Fraction("3.267")  # the upper limit of a moving range, in mean moving ranges


@dataclass(frozen=True, slots=True)
class Limits:
    """Exact, in the unit of the values. `reach` is from the mean to each limit, 0 or more."""

    mean: Fraction
    reach: Fraction

    @property
    def lower(self) -> Fraction:
        return self.mean - self.reach

    @property
    def upper(self) -> Fraction:
        return self.mean + self.reach

    @property
    def near_lower(self) -> Fraction:
        return self.mean - self.reach * 2 / 3

    @property
    def near_upper(self) -> Fraction:
        return self.mean + self.reach * 2 / 3


def find_limits(
    values: Sequence[Fraction], *, freeze: int | None = None, screening: bool = True
) -> Limits | None:
    """The limits of one segment, from its values in date order; None when they are too few.

    freeze: how many of the first values are the baseline (all of them). Raises ValueError when
    that is fewer than 12. screening: leave out, once, the moving ranges that are too large to be
    usual, and average again.
    """
    if freeze is not None and freeze < FEWEST_FROZEN:
        raise ValueError(f"a baseline of {freeze} points is too short: {FEWEST_FROZEN} or more")
    if len(values) < FEWEST_POINTS:
        return None
    baseline = values[:freeze]
    ranges = [abs(value - previous) for previous, value in pairwise(baseline)]
    kept = screen(ranges) if screening else ranges
    if stands_still(baseline, kept):
        return Limits(usual_value(baseline), Fraction(0))
    return Limits(mean(baseline), REACH * mean(kept))


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def screen(ranges: Sequence[Fraction]) -> list[Fraction]:
    """One pass: without the ranges of 3.267 mean ranges or more; none is left when all are 0."""
    too_large = SCREEN * mean(ranges)
    return [each for each in ranges if each < too_large]


def stands_still(values: Sequence[Fraction], ranges: Sequence[Fraction]) -> bool:
    """Whether the values are constant but for jumps, so that they have no usual variation.

    True when no movement is left, or when there are two values and one way there and back. The
    mean then lies at none of them, and every point would be outside or shifted.
    """
    jumps = sum(value != previous for previous, value in pairwise(values))
    return not any(ranges) or (len(set(values)) == 2 and jumps <= 2)


def usual_value(values: Sequence[Fraction]) -> Fraction:
    """The value at which the series stood still the longest; of equals, the earliest."""
    return Counter(values).most_common(1)[0][0]
