"""Do small and large units differ? [L6]: their shares as two groups, judged as in a funnel.

The smaller half is held against the larger half, each unit weighted by its own uncertainty and by
how much units differ anyway [statistics.md, "Comparing units"]. A unit is never named: the question
is about size, not about who is best.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TypeVar

from medverk.rules.statistics.funnel import Count, draw_funnel, find_error, to_angle, to_share

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


def compare_sizes(units: Sequence[Count]) -> Halves | None:
    """The smaller half against the larger half; None where there are too few units to say.

    The unit in the middle of an odd number is in neither.
    """
    if len(units) < FEWEST:
        return None
    ordered = sorted(units, key=lambda unit: (unit.answered, unit.chosen))
    half = len(ordered) // 2
    between = draw_funnel(units).between
    small, error = pool(ordered[:half], between)
    large, other = pool(ordered[-half:], between)
    score = abs(small - large) / sqrt(error**2 + other**2)
    return Halves(to_share(small), to_share(large), 2 * (1 - NormalDist().cdf(score)))


def pool(units: Sequence[Count], between: float) -> tuple[float, float]:
    """The weighted mean angle, and its standard error."""
    weights = [1 / (find_error(unit.answered) ** 2 + between) for unit in units]
    total = sum(weights)
    mean = sum(w * to_angle(unit.share) for w, unit in zip(weights, units, strict=True)) / total
    return mean, 1 / sqrt(total)


def find_size_differences(questions: Mapping[Key, Halves]) -> list[Key]:
    """The questions in which small and large units differ, by Holm's method over all of them."""
    family = sorted(questions, key=lambda key: questions[key].chance)
    kept: list[Key] = []
    for place, key in enumerate(family):
        if questions[key].chance > FALSE_ALARMS / (len(family) - place):
            break
        kept.append(key)
    return kept
