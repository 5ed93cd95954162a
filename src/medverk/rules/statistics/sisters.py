"""Did a unit change more than its sister units over the same time [statistics.md, "Did it help?"]?

What a unit would have changed by itself is taken out first, and what is left is measured in the
unit's own usual variation, since a small office swings more than a large one. When nothing was
done, every unit is as likely as the others to have the largest such score, however much successive
values resemble each other: that holds the false alarms near 1 in (sisters + 1), where a t-test
loses count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import copysign, inf, isfinite, sqrt
from statistics import fmean, median, stdev

from medverk.rules.statistics.charts import Measurement
from medverk.rules.statistics.limits import FEWEST_FROZEN
from medverk.rules.statistics.student import student_quantile
from medverk.rules.statistics.unaided import find_excess

FEWEST_AFTER = 7  # points after the start; before, it is too early
FEWEST_BEFORE = FEWEST_FROZEN
FEWEST_FOR_LARGEST = 12  # sisters: being the largest of 13 by chance is 1 in 13
FEWEST_FOR_SPREAD = 5  # sisters
BEYOND = 0.95  # share of chance changes that lie within the sisters' spread


@dataclass(frozen=True, slots=True)
class Period:
    """What is compared: dates before `baseline_ends`, with dates from `starts`, in one series.

    What lies between belongs to neither. A unit that was picked since a result was poor has a
    baseline that ends before that result. Raises ValueError when the periods overlap.
    """

    baseline_ends: date
    starts: date

    def __post_init__(self) -> None:
        if self.baseline_ends > self.starts:
            raise ValueError(f"the baseline goes on after the start on {self.starts}")


@dataclass(frozen=True, slots=True)
class Around:
    """The values of one unit before and after, in date order; missing values are left out."""

    before: tuple[float, ...]
    after: tuple[float, ...]

    @property
    def baseline(self) -> float:
        """Mean before, in the unit of the values."""
        return fmean(self.before)

    @property
    def change(self) -> float:
        """Mean after less mean before, in the unit of the values."""
        return fmean(self.after) - self.baseline

    @property
    def noise(self) -> float:
        """The standard error of the change: s · √(1/n + 1/m), with s from within both periods."""
        squares = sum(
            (value - centre) ** 2
            for part, centre in ((self.before, self.baseline), (self.after, fmean(self.after)))
            for value in part
        )
        before, after = len(self.before), len(self.after)
        return sqrt(squares / (before + after - 2) * (1 / before + 1 / after))

    @property
    def is_long_enough(self) -> bool:
        return len(self.before) >= FEWEST_BEFORE and len(self.after) >= FEWEST_AFTER


def split_around(series: Sequence[Measurement], period: Period) -> Around:
    ordered = sorted(series, key=lambda each: each.on)
    values = [(each.on, each.value) for each in ordered if each.value is not None]
    return Around(
        tuple(value for on, value in values if on < period.baseline_ends),
        tuple(value for on, value in values if on >= period.starts),
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """A unit's change beside its sisters'.

    change, sister_changes: in the unit of the values. score, sister_scores: what is left of it in
    the expected direction, in standard errors of each unit's own.
    """

    change: float
    sister_changes: tuple[float, ...]
    score: float
    sister_scores: tuple[float, ...]
    is_largest: bool
    is_beyond_spread: bool

    @property
    def stands_out(self) -> bool:
        return self.is_largest or self.is_beyond_spread


def compare_with_sisters(unit: Around, sisters: Sequence[Around], *, rises: bool) -> Comparison:
    """Whether the unit's change is the largest, or beyond the sisters' spread.

    rises: which way is larger. Sisters with too few points before or after are left out. Largest:
    only among 12 sisters or more, and a tie is not the largest. Beyond their spread: above
    mean + t · s · √(1 + 1/m) of the scores of m sisters, with t at 95 % of m - 1 degrees of
    freedom, and 5 sisters or more.
    """
    compared = [sister for sister in sisters if sister.is_long_enough]
    everybody = [unit, *compared]
    score, *others = find_scores(everybody, rises=rises)
    return Comparison(
        unit.change,
        tuple(each.change for each in compared),
        score,
        tuple(others),
        is_largest=len(others) >= FEWEST_FOR_LARGEST and score > max(others),
        is_beyond_spread=is_beyond_spread(score, others),
    )


def find_scores(units: Sequence[Around], *, rises: bool) -> list[float]:
    """Each unit's change beyond what it would have changed by itself, in its own noise.

    A unit that hardly varies counts as half as noisy as the median unit, so that a speck is not a
    signal.
    """
    excess = find_excess([each.baseline for each in units], [each.change for each in units])
    noises = [each.noise for each in units]
    least = median(noises) / 2
    sign = 1 if rises else -1
    return [
        measure_in(max(noise, least), sign * each)
        for noise, each in zip(noises, excess, strict=True)
    ]


def measure_in(noise: float, excess: float) -> float:
    if noise:
        return excess / noise
    return copysign(inf, excess) if excess else 0.0


def is_beyond_spread(score: float, others: Sequence[float]) -> bool:
    if len(others) < FEWEST_FOR_SPREAD or not all(map(isfinite, others)):
        return False
    reach = student_quantile(BEYOND, len(others) - 1) * sqrt(1 + 1 / len(others))
    return score > fmean(others) + reach * stdev(others)
