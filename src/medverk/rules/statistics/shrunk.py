"""Estimates that lean on the other units as far as their own answers are few.

Empirical Bayes with normal errors: with y and s each unit's estimate and standard error, μ their
mean weighted by 1/(s² + τ²) and B = τ²/(τ² + s²), the shrunk estimate is μ + B(y - μ), and its
variance B·s² + (1 - B)²/Σ(1/(s² + τ²)) [Morris 1983; DerSimonian and Laird 1986 for τ²].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from medverk.rules.statistics.funnel import Count, find_error, to_angle, to_share
from medverk.rules.statistics.intervals import Z95, Estimate
from medverk.rules.statistics.overdispersion import find_ratio, find_variance_between


@dataclass(frozen=True, slots=True)
class Observed:
    """A unit's own estimate and its standard error (above 0), in one unit of measurement."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Shrunk:
    """What is believed of a unit when all are seen: value and error, in the same measurement.

    own: how much rests on the unit's own answers, from 0 to 1. spread: the error that is the
    unit's alone (√(B·s²)), without what is unknown about the mean of all.
    """

    value: float
    error: float
    own: float
    spread: float


def shrink(units: Sequence[Observed]) -> list[Shrunk]:
    """Each unit's shrunk estimate, in the same order. Raises ValueError without units."""
    between = find_between(units)
    weights = [1 / (unit.error**2 + between) for unit in units]
    centre = weighted_mean(units, weights)
    return [shrink_one(unit, centre, between, 1 / sum(weights)) for unit in units]


def shrink_one(unit: Observed, centre: float, between: float, unsure: float) -> Shrunk:
    """unsure: the variance of the centre."""
    own = between / (between + unit.error**2)
    spread = sqrt(own) * unit.error
    error = sqrt(spread**2 + (1 - own) ** 2 * unsure)
    return Shrunk(centre + own * (unit.value - centre), error, own, spread)


def find_between(units: Sequence[Observed]) -> float:
    """τ² about the mean weighted by 1/s², of all units as they are (not winsorised)."""
    if not units:
        raise ValueError("no units cannot be shrunk")
    errors = [unit.error for unit in units]
    centre = weighted_mean(units, [1 / error**2 for error in errors])
    ratio = find_ratio([(unit.value - centre) / unit.error for unit in units])
    return find_variance_between(ratio, errors)


def weighted_mean(units: Sequence[Observed], weights: Sequence[float]) -> float:
    pairs = zip(units, weights, strict=True)
    return sum(unit.value * weight for unit, weight in pairs) / sum(weights)


def observe_share(unit: Count) -> Observed:
    """A proportion on the arcsine scale, where its error depends on the answers alone."""
    return Observed(to_angle(unit.share), find_error(unit.answered))


def shrink_shares(units: Sequence[Count]) -> list[Estimate]:
    """Shrunk proportions with 95 % intervals, in the same order. Raises ValueError without any."""
    return [
        Estimate(
            to_share(each.value),
            to_share(each.value - Z95 * each.error),
            to_share(each.value + Z95 * each.error),
        )
        for each in shrink([observe_share(unit) for unit in units])
    ]
