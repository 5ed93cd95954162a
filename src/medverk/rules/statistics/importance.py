"""Which theme goes together with the overall judgement, and how surely (importance × performance).

One point is one publication (or one unit): the theme's mean and the mean of the rest, from open
figures. Their correlation says whether publications in which users are more content with the theme
are those in which they are more content with the rest as well. It is no proof of cause, and what
makes all answers rise at once, such as a drift over the years, makes everything go together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import atanh, sqrt, tanh
from statistics import fmean

from medverk.rules.statistics.intervals import Z95, Estimate
from medverk.rules.statistics.limits import FEWEST_POINTS

CLOSE = 0.5  # the interval's lower end of a close tie
NEARLY_ONE = 1 - 1e-9  # of which atanh is finite


class Together(StrEnum):
    """What may be said of a tie."""

    TOO_FEW = "too_few"  # fewer than 13 points
    UNCLEAR = "unclear"  # the interval holds 0, or nothing varies
    SOMEWHAT = "somewhat"
    CLOSELY = "closely"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Tie:
    """correlation: from -1 to 1 with its 95 % interval; None where it cannot be computed."""

    points: int
    correlation: Estimate | None

    @property
    def together(self) -> Together:
        if self.points < FEWEST_POINTS:
            return Together.TOO_FEW
        if self.correlation is None:
            return Together.UNCLEAR
        if self.correlation.high < 0:
            return Together.AGAINST
        if self.correlation.low <= 0:
            return Together.UNCLEAR
        return Together.CLOSELY if self.correlation.low >= CLOSE else Together.SOMEWHAT

    @property
    def is_sure(self) -> bool:
        return self.together in (Together.SOMEWHAT, Together.CLOSELY)


def find_tie(theme: Sequence[float], rest: Sequence[float]) -> Tie:
    """Pearson's r = Σ(x - x̄)(y - ȳ) / √(Σ(x - x̄)²·Σ(y - ȳ)²), with Fisher's interval
    tanh(atanh r ± z/√(n - 3)).

    theme, rest: the means of the same publications, in one order; raises ValueError when they are
    not as many.
    """
    points = len(theme)
    correlation = correlate(theme, rest)
    if points < FEWEST_POINTS or correlation is None:
        return Tie(points, None)
    centre = atanh(min(max(correlation, -NEARLY_ONE), NEARLY_ONE))
    reach = Z95 / sqrt(points - 3)
    low, high = tanh(centre - reach), tanh(centre + reach)
    return Tie(points, Estimate(correlation, min(low, correlation), max(high, correlation)))


def correlate(first: Sequence[float], second: Sequence[float]) -> float | None:
    """r; None when one of them does not vary."""
    if len(first) != len(second):
        raise ValueError(f"{len(first)} values go with {len(second)}")
    if not first:
        return None
    away = [value - fmean(first) for value in first]
    off = [value - fmean(second) for value in second]
    squares = sum(x * x for x in away) * sum(y * y for y in off)
    if squares <= 1e-18:
        return None
    products = sum(x * y for x, y in zip(away, off, strict=True))
    return min(max(products / sqrt(squares), -1.0), 1.0)
