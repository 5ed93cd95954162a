"""What several units that did the same can tell together, and the next that thinks of doing it.

Units differ in how it goes, so that effects are random: weights are 1/(s² + τ²) with τ² by
DerSimonian and Laird (1986). The interval of the mean is Hartung and Knapp's (2001), never narrower
than without their factor (Röver, Knapp and Friede 2015), since few units agree too well by luck.
The one that others took it from is not counted: it is known because it went well there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from medverk.rules.statistics.intervals import Z95, Estimate
from medverk.rules.statistics.overdispersion import find_ratio
from medverk.rules.statistics.shrunk import Observed, find_between, weighted_mean
from medverk.rules.statistics.student import student_quantile

FEWEST_POOLED = 3  # with two, the interval says nothing
FEWEST_FOR_LIKENESS = 5  # with fewer, no difference between units is found even where there is one
MUCH = 0.5  # of the variation (I²) is real difference [Higgins and Thompson 2002]
BOTH_ENDS = 0.975


class Together(StrEnum):
    """Which way units went together, seen from what was expected of them."""

    EXPECTED_WAY = "expected_way"
    OTHER_WAY = "other_way"
    UNCLEAR = "unclear"


class Likeness(StrEnum):
    """Whether it went alike everywhere."""

    TOO_FEW = "too_few"
    BY_CHANCE = "by_chance"  # units differ no more than chance lets them
    SOMEWHAT = "somewhat"
    MUCH = "much"


@dataclass(frozen=True, slots=True)
class Pooled:
    """mean: of all such units, with its 95 % interval. next_unit: where one more would probably
    lie. between: τ, how much units truly differ; all in the unit of the effects. inconsistency: I²,
    the share of the variation that is not chance, from 0 to 1."""

    mean: Estimate
    next_unit: Estimate
    between: float
    inconsistency: float
    together: Together
    likeness: Likeness


def pool_effects(effects: Sequence[Observed]) -> Pooled | None:
    """The mean effect and its uncertainty; None when there are fewer than 3 effects.

    effects: how much further each unit came the expected way, with its standard error (above 0).
    With W = Σ1/(s² + τ²): mean ± t(k-1) · √(max(1, Σ(y - mean)²/(s² + τ²)/(k - 1)) / W), and the
    next unit mean ± t(k-2) · √(τ² + 1/W) [Higgins, Thompson and Spiegelhalter 2009], never within
    the interval of the mean.
    """
    units = len(effects)
    if units < FEWEST_POOLED:
        return None
    between = find_between(effects)
    weights = [1 / (each.error**2 + between) for each in effects]
    value = weighted_mean(effects, weights)
    misfit = sum(w * (each.value - value) ** 2 for w, each in zip(weights, effects, strict=True))
    variance = 1 / sum(weights)
    reach = student_quantile(BOTH_ENDS, units - 1) * sqrt(max(1.0, misfit / (units - 1)) * variance)
    wide = max(reach, student_quantile(BOTH_ENDS, units - 2) * sqrt(between + variance))
    mean = Estimate(value, value - reach, value + reach)
    inconsistency = find_inconsistency(effects)
    return Pooled(
        mean=mean,
        next_unit=Estimate(value, value - wide, value + wide),
        between=sqrt(between),
        inconsistency=inconsistency,
        together=judge_together(mean),
        likeness=judge_likeness(units, inconsistency),
    )


def find_inconsistency(effects: Sequence[Observed]) -> float:
    """I² = max(0, (Q - (k - 1))/Q), Q = Σ(y - ȳ)²/s² about the mean weighted by 1/s²."""
    centre = weighted_mean(effects, [1 / each.error**2 for each in effects])
    misfit = len(effects) * find_ratio([(each.value - centre) / each.error for each in effects])
    return max(0.0, (misfit - (len(effects) - 1)) / misfit) if misfit else 0.0


def judge_together(mean: Estimate) -> Together:
    """Only when the whole interval lies on one side of nothing."""
    if mean.low > 0:
        return Together.EXPECTED_WAY
    return Together.OTHER_WAY if mean.high < 0 else Together.UNCLEAR


def judge_likeness(units: int, inconsistency: float) -> Likeness:
    if units < FEWEST_FOR_LIKENESS:
        return Likeness.TOO_FEW
    if not inconsistency:
        return Likeness.BY_CHANCE
    return Likeness.MUCH if inconsistency >= MUCH else Likeness.SOMEWHAT


def find_interval(effect: Observed) -> Estimate:
    """One unit's effect with its 95 % interval, for a line of the forest plot."""
    reach = Z95 * effect.error
    return Estimate(effect.value, effect.value - reach, effect.value + reach)
