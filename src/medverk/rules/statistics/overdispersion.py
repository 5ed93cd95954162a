"""How much units differ beyond chance [Spiegelhalter 2005; statistics.md, "Comparing units"]."""

from collections.abc import Sequence
from math import floor

TRIMMED = 0.10  # of the z-scores at each end


def winsorise(scores: Sequence[float], trimmed: float = TRIMMED) -> list[float]:
    """The lowest and the highest tenth are drawn in to the quantiles that bound them.

    Raises ValueError without scores, or when half or more would be trimmed.
    """
    if not 0 <= trimmed < 0.5:
        raise ValueError(f"{trimmed} cannot be trimmed from both ends")
    low, high = quantile(scores, trimmed), quantile(scores, 1 - trimmed)
    return [min(max(score, low), high) for score in scores]


def quantile(values: Sequence[float], share: float) -> float:
    """Linear between the order statistics, with both ends included (Hyndman and Fan's type 7)."""
    if not values:
        raise ValueError("no values have no quantile")
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def find_ratio(scores: Sequence[float]) -> float:
    """φ = Σz² / n: about 1 when units differ by chance alone. Raises ValueError without scores."""
    if not scores:
        raise ValueError("no units have no ratio")
    return sum(score * score for score in scores) / len(scores)


def find_variance_between(ratio: float, errors: Sequence[float]) -> float:
    """τ² = max(0, (nφ - (n - 1)) / (Σw - Σw²/Σw)) with w = 1/s², in the square of the errors' unit.

    errors: the standard error s of each unit, above 0. One unit has nothing to differ from: 0.
    """
    if min(errors) <= 0:
        raise ValueError("a standard error must be above 0")
    units = len(errors)
    if units == 1:
        return 0.0
    weights = [1 / error**2 for error in errors]
    total = sum(weights)
    spare = total - sum(weight**2 for weight in weights) / total
    return max(0.0, (units * ratio - (units - 1)) / spare)
