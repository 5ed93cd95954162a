"""Share a total out over units, so that the shares add up [G3; statistics.md, "Targets"].

Largest remainder (Hamilton): each unit first gets the whole part of total · weight / Σweight; what
is left goes, one to each, to the largest remainders, and of equal remainders to the smaller unit.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TypeVar

from medverk.rules.statistics.exact import take_as_written

Unit = TypeVar("Unit", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Override:
    """What a person decided that a unit gets, and why. Raises ValueError without a reason."""

    amount: int
    reason: str

    def __post_init__(self) -> None:
        if self.amount < 0 or not self.reason.strip():
            raise ValueError("an override is 0 or more, and carries a reason")


def share_out(total: int, weights: Mapping[Unit, float]) -> dict[Unit, int]:
    """Whole shares, 0 or more, in the order of the weights; their sum is the total.

    weights: 0 or more, of any scale. A unit of weight 0 gets nothing. Units alike in remainder and
    weight are served in their order. Raises ValueError when the total is negative, a weight is
    negative or not finite, or there is something to share and all weights are 0.
    """
    exact = {unit: take_as_written(weight) for unit, weight in weights.items()}
    together = sum(exact.values())
    if total < 0 or min(exact.values(), default=0) < 0:
        raise ValueError("neither the total nor a weight is below 0")
    if not together:
        return share_nothing(total, exact)
    quotas = {unit: total * weight / together for unit, weight in exact.items()}
    shares = {unit: floor(quota) for unit, quota in quotas.items()}
    served = sorted(exact, key=lambda unit: (shares[unit] - quotas[unit], exact[unit]))
    for unit in served[: total - sum(shares.values())]:
        shares[unit] += 1
    return shares


def share_nothing(total: int, weights: Mapping[Unit, Fraction]) -> dict[Unit, int]:
    if total:
        raise ValueError(f"nobody to share {total} out to: all weights are 0")
    return dict.fromkeys(weights, 0)


def share_out_but(
    total: int, weights: Mapping[Unit, float], overrides: Mapping[Unit, Override]
) -> dict[Unit, int]:
    """The same, with some units' shares decided; the others share what is left.

    Raises ValueError when an overridden unit has no weight, or the sum cannot be kept.
    """
    unknown = [unit for unit in overrides if unit not in weights]
    if unknown:
        raise ValueError(f"not among the units: {unknown}")
    left = total - sum(override.amount for override in overrides.values())
    if left < 0:
        raise ValueError(f"the overrides are {-left} more than the total")
    others = {unit: weight for unit, weight in weights.items() if unit not in overrides}
    shared = share_out(left, others)
    return {unit: overrides[unit].amount if unit in overrides else shared[unit] for unit in weights}
