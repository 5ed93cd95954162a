"""Which units differ from all together by more than chance [statistics.md, "Comparing units"].

A small unit strays far by chance, so that its limits are wide. Units also differ for reasons that
nobody is to answer for; limits that leave this out call too many an outlier. They are therefore
always adjusted for overdispersion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import asin, pi, sin, sqrt

from medverk.rules.statistics.overdispersion import find_ratio, find_variance_between, winsorise

Z_95 = 1.96
Z_998 = 3.09


class Standing(StrEnum):
    """Where a unit lies in the adjusted funnel."""

    WITHIN = "within"
    HIGH = "high"  # above the 95 % limit
    LOW = "low"
    VERY_HIGH = "very_high"  # above the 99.8 % limit
    VERY_LOW = "very_low"


@dataclass(frozen=True, slots=True)
class Count:
    """`chosen` of `answered` in one unit. Raises ValueError for what is no proportion."""

    chosen: int
    answered: int

    def __post_init__(self) -> None:
        if self.answered < 1 or not 0 <= self.chosen <= self.answered:
            raise ValueError(f"{self.chosen} of {self.answered} is not a proportion")

    @property
    def share(self) -> float:
        return self.chosen / self.answered


@dataclass(frozen=True, slots=True)
class Band:
    """From where to where units lie, as proportions between 0 and 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """share: θ, of all units together. ratio: φ, of the winsorised scores. between: τ², on the
    arcsine scale."""

    share: float
    ratio: float
    between: float

    def plain_band(self, answered: int, z: float = Z_95) -> Band:
        """θ ± z · √(θ(1 - θ)/n), clipped: what chance alone allows a unit of this size."""
        reach = z * sqrt(self.share * (1 - self.share) / answered)
        return Band(max(0.0, self.share - reach), min(1.0, self.share + reach))

    def band(self, answered: int, z: float = Z_95) -> Band:
        """sin²(arcsin√θ ± z · √(1/(4n) + τ²)), clipped: the limits by which units are judged."""
        centre = to_angle(self.share)
        reach = z * sqrt(find_error(answered) ** 2 + self.between)
        return Band(to_share(centre - reach), to_share(centre + reach))

    def standing(self, unit: Count) -> Standing:
        """Where the unit lies; on a limit is within it."""
        inner, outer = self.band(unit.answered, Z_95), self.band(unit.answered, Z_998)
        if unit.share > inner.high:
            return Standing.VERY_HIGH if unit.share > outer.high else Standing.HIGH
        if unit.share < inner.low:
            return Standing.VERY_LOW if unit.share < outer.low else Standing.LOW
        return Standing.WITHIN


def draw_funnel(units: Sequence[Count]) -> Funnel:
    """The funnel of units that are measured alike. Raises ValueError without units."""
    if not units:
        raise ValueError("no units make no funnel")
    share = sum(unit.chosen for unit in units) / sum(unit.answered for unit in units)
    errors = [find_error(unit.answered) for unit in units]
    scores = [
        (to_angle(unit.share) - to_angle(share)) / error
        for unit, error in zip(units, errors, strict=True)
    ]
    ratio = find_ratio(winsorise(scores))
    return Funnel(share, ratio, find_variance_between(ratio, errors))


def to_angle(share: float) -> float:
    """arcsin√p, in radians from 0 to π/2: a scale on which chance is the same for every p."""
    return asin(sqrt(share))


def to_share(angle: float) -> float:
    """sin² of an angle, of which what lies beyond 0 and π/2 is clipped."""
    return sin(min(max(angle, 0.0), pi / 2)) ** 2


def find_error(answered: int) -> float:
    """s = 1 / (2√n), the standard error of the angle."""
    return 1 / (2 * sqrt(answered))
