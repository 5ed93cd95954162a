"""How much each unit would have changed with nobody's aid [statistics.md, "Did it help?"].

Units with a low baseline rise by themselves, since part of what was low was chance (regression to
the mean), and what happens to all moves all. The least-squares line of change on baseline, through
all units, shows both: change = a + b · baseline, with b near -1 when units differ by chance alone
and near 0 when they differ for good.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean


def find_excess(baselines: Sequence[float], changes: Sequence[float]) -> list[float]:
    """Each unit's change less the line's, in the unit of the values.

    It is divided by √(1 - h), h the leverage of the unit's baseline, so that a unit that bends the
    line towards itself is no less likely than the others to stand out. A unit through which the
    line must pass has 0: nothing can be said of it.
    """
    slope = find_slope(baselines, changes)
    centre, level = fmean(baselines), fmean(changes)
    free = find_freedom(baselines)
    return [
        (change - level - slope * (baseline - centre)) / sqrt(part) if part > 1e-9 else 0.0
        for baseline, change, part in zip(baselines, changes, free, strict=True)
    ]


def find_slope(baselines: Sequence[float], changes: Sequence[float]) -> float:
    """Σ(x - x̄)(y - ȳ) / Σ(x - x̄)², or 0 when all baselines are alike."""
    centre, level = fmean(baselines), fmean(changes)
    squares = sum((baseline - centre) ** 2 for baseline in baselines)
    pairs = zip(baselines, changes, strict=True)
    products = sum((baseline - centre) * (change - level) for baseline, change in pairs)
    return products / squares if squares else 0.0


def find_freedom(baselines: Sequence[float]) -> list[float]:
    """1 - h of each unit: 1 - 1/n - (x - x̄)²/Σ(x - x̄)²."""
    centre = fmean(baselines)
    squares = sum((baseline - centre) ** 2 for baseline in baselines) or 1.0
    return [1 - 1 / len(baselines) - (each - centre) ** 2 / squares for each in baselines]
