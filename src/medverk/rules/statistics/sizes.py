"""Do small and large units differ? [L6]: the mean share of the smaller half against the larger.

A mean of shares leans to no side, whatever the sizes. On the funnel's arcsine scale small units
with high shares look better than they are: with 300 offices one page in three would see a
difference that is none. Each unit is weighted by its own uncertainty and by how much units differ
anyway, and the uncertainty of the means is taken from how the units really vary (Welch). By
simulation false alarms then stay at 1 to 8 %, from 6 offices to 300. A unit is never named: the
question is about size.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import atan, sqrt
from typing import TypeVar

from medverk.rules.statistics.funnel import Count
from medverk.rules.statistics.outside import find_usual_differences
from medverk.rules.statistics.student import share_within

FEWEST = 6
"""Units; three in each half. With fewer nothing is said."""

FALSE_ALARMS = 0.05

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Halves:
    """The typical share of small and of large units; `chance` that they differ so by chance."""

    small: float
    large: float
    chance: float


@dataclass(frozen=True, slots=True)
class Half:
    """The weighted mean share, its squared error, and how many units that rests on, less one."""

    mean: float
    variance: float
    freedom: float


def compare_sizes(units: Sequence[Count]) -> Halves | None:
    """The smaller half against the larger half; None where there are too few units to say.

    The unit in the middle of an odd number is in neither.
    """
    if len(units) < FEWEST:
        return None
    share = sum(unit.chosen for unit in units) / sum(unit.answered for unit in units)
    if not 0 < share < 1:
        return Halves(share, share, 1.0)
    ordered = sorted(units, key=lambda unit: (unit.answered, unit.chosen))
    half = len(ordered) // 2
    between = 4 * find_usual_differences(units)
    small = pool(ordered[:half], between)
    large = pool(ordered[-half:], between)
    return Halves(small.mean, large.mean, find_chance(small, large))


def pool(units: Sequence[Count], between: float) -> Half:
    """The mean share. between: the variance of units' own shares, by share · (1 - share)."""
    weights = [1 / (1 / unit.answered + between) for unit in units]
    total = sum(weights)
    parts = [weight / total for weight in weights]
    mean = sum(part * unit.share for part, unit in zip(parts, units, strict=True))
    variance = sum(
        part**2 * (unit.share - mean) ** 2 / (1 - part)
        for part, unit in zip(parts, units, strict=True)
    )
    return Half(mean, variance, 1 / sum(part**2 for part in parts) - 1)


def find_chance(one: Half, other: Half) -> float:
    """Welch's test, with whole degrees of freedom, rounded down: two-sided."""
    variance = one.variance + other.variance
    if not variance:
        return 1.0 if one.mean == other.mean else 0.0
    freedom = variance**2 / (one.variance**2 / one.freedom + other.variance**2 / other.freedom)
    whole = max(1, int(freedom))
    score = abs(one.mean - other.mean) / sqrt(variance)
    return 1 - share_within(atan(score / sqrt(whole)), whole)


def find_size_differences(questions: Mapping[Key, Halves]) -> list[Key]:
    """The questions in which small and large units differ, by Holm's method over all of them."""
    family = sorted(questions, key=lambda key: questions[key].chance)
    kept: list[Key] = []
    for place, key in enumerate(family):
        if questions[key].chance > FALSE_ALARMS / (len(family) - place):
            break
        kept.append(key)
    return kept
