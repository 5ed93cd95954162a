"""How far a unit's place among the others is known: an interval, never a bare rank.

Each unit's true value is normal about its shrunk estimate. Given the true value of one unit, the
others lie above it independently of each other, so that its rank has a Poisson-binomial
distribution; this is averaged over its own value. No dice: the same figures give the same interval.
The work grows with the cube of the number of units: meant for a county's, not for a thousand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from medverk.rules.statistics.shrunk import Shrunk

SLICES = 40  # equally probable values of one unit, over which its rank is averaged
OUTSIDE = 0.025  # on each side of the interval


@dataclass(frozen=True, slots=True)
class RankInterval:
    """From which to which place the unit truly lies with 95 %, both included; 1 is the first."""

    first: int
    last: int
    leads: float
    """How probable it is that the unit is the first."""


def rank_units(units: Sequence[Shrunk], *, high_is_first: bool = True) -> list[RankInterval]:
    """The interval of each unit's rank, in the same order.

    Units among which no difference was found can be anywhere. Raises ValueError without units.
    """
    if not units:
        raise ValueError("no units have no ranks")
    sign = 1 if high_is_first else -1
    beliefs = [NormalDist(sign * unit.value, unit.spread or 1.0) for unit in units]
    chances = count_distribution(np.array(find_chances(beliefs)))
    each_rank = chances.reshape(len(units), SLICES, len(units) + 1).mean(axis=1)
    return [find_interval(row[:-1].tolist()) for row in each_rank]


def find_chances(beliefs: Sequence[NormalDist]) -> list[list[float]]:
    """For each slice of each unit's value, unit by unit: how probably each unit lies above it. No
    unit lies above itself."""
    return [
        [1 - other.cdf(value) if other is not belief else 0.0 for other in beliefs]
        for belief in beliefs
        for value in (belief.inv_cdf((number + 0.5) / SLICES) for number in range(SLICES))
    ]


def count_distribution(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """How probable 0, 1, … of independent events are (Poisson-binomial), for each row of their
    chances."""
    rows, events = chances.shape
    distribution = np.zeros((rows, events + 1))
    distribution[:, 0] = 1.0
    for chance in chances.T[:, :, None]:
        distribution[:, 1:] = distribution[:, 1:] * (1 - chance) + distribution[:, :-1] * chance
        distribution[:, :1] *= 1 - chance
    return distribution


def find_interval(chances: Sequence[float]) -> RankInterval:
    """chances: of being first, second, …; together 1."""
    until = list(accumulate(chances))
    first = next(rank for rank, chance in enumerate(until, 1) if chance > OUTSIDE)
    beyond = [rank for rank, chance in enumerate(until, 1) if chance < 1 - OUTSIDE]
    return RankInterval(first, min(len(chances), len(beyond) + 1), chances[0])
