"""How much more a unit changed than sister units from the same level did [statistics.md, "Did it
help?"].

The least-squares line of change on baseline through the sisters says what happens to a unit that
nobody aided: what all have in common, and regression to the mean. The unit's own change less what
the line says at its baseline is what is left for the improvement to explain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

from medverk.rules.statistics.shrunk import Observed
from medverk.rules.statistics.sisters import FEWEST_FOR_SPREAD, Around
from medverk.rules.statistics.unaided import find_slope


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a sister unit was before, and by how much it changed, in the unit of the values."""

    baseline: float
    change: float


def find_aided_change(unit: Around, sisters: Sequence[Moved], *, rises: bool) -> Observed | None:
    """The change beyond the sisters', in the unit of the values; above 0 is the expected way.

    With x the baselines and y the changes of m sisters, and a + b·x their line: value = y - a - b·x
    of the unit; error = √(max(s, e)² + s²·(1/m + (x - x̄)²/Σ(x - x̄)²)), where s is how the sisters
    spread about the line (m - 2 degrees of freedom) and e the standard error of the unit's own
    change. The spread counts since successive values resemble each other, so that e is too small.

    sisters: those with points enough before and after. rises: whether up is the expected way. None
    with fewer than 5 sisters or too few points of the unit's own, or when nothing varies.
    """
    if not unit.is_long_enough or len(sisters) < FEWEST_FOR_SPREAD:
        return None
    baselines, changes = [s.baseline for s in sisters], [s.change for s in sisters]
    slope, centre, level = find_slope(baselines, changes), fmean(baselines), fmean(changes)
    away = unit.baseline - centre
    spread = find_spread(baselines, changes, slope)
    error = sqrt(max(spread, unit.noise) ** 2 + spread**2 * find_unsureness(baselines, away))
    if not error:
        return None
    value = unit.change - level - slope * away
    return Observed(value if rises else -value, error)


def find_spread(baselines: Sequence[float], changes: Sequence[float], slope: float) -> float:
    """√(Σ(y - a - b·x)² / (m - 2)): how far units lie from the line, in the unit of the values."""
    centre, level = fmean(baselines), fmean(changes)
    squares = sum(
        (change - level - slope * (baseline - centre)) ** 2
        for baseline, change in zip(baselines, changes, strict=True)
    )
    return sqrt(squares / (len(changes) - 2))


def find_unsureness(baselines: Sequence[float], away: float) -> float:
    """1/m + (x - x̄)²/Σ(x - x̄)²: how little is known of the line, so far from its middle."""
    centre = fmean(baselines)
    squares = sum((baseline - centre) ** 2 for baseline in baselines)
    return 1 / len(baselines) + (away**2 / squares if squares else 0.0)
