"""How uncertain a share or a mean is [statistics.md, "Proportions and means"; F15]."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, and from where to where the truth probably lies (95 %), both ends included."""

    value: float
    low: float
    high: float

    def overlaps(self, other: "Estimate") -> bool:
        return self.low <= other.high and other.low <= self.high


def estimate_share(chosen: int, answered: int, z: float = Z95) -> Estimate:
    """A proportion between 0 and 1 with Wilson's interval.

    chosen: how many of `answered` it counts. Raises ValueError without answers or when more
    chose than answered.
    """
    if answered < 1 or not 0 <= chosen <= answered:
        raise ValueError(f"{chosen} of {answered} is not a proportion")
    share = chosen / answered
    centre = 2 * chosen + z * z
    spread = z * sqrt(z * z + 4 * chosen * (1 - share))
    below = 2 * (answered + z * z)
    low = max(0.0, (centre - spread) / below)
    high = min(1.0, (centre + spread) / below)
    return Estimate(share, min(low, share), max(high, share))  # rounding must not miss an end


def estimate_mean(counts: Sequence[int], z: float = Z95) -> Estimate:
    """The mean of ordered answers 1, 2, …, with an interval within the scale.

    counts: how many chose each category. Raises ValueError without answers.
    """
    answered = sum(counts)
    if answered < 1:
        raise ValueError("no answers have no mean")
    mean = sum(value * count for value, count in enumerate(counts, 1)) / answered
    squares = sum(count * (value - mean) ** 2 for value, count in enumerate(counts, 1))
    if squares == 0:
        return where_all_chose_alike(mean, answered, len(counts), z)
    reach = student_t(z, answered - 1) * sqrt(squares / (answered - 1) / answered)
    return Estimate(mean, max(1.0, mean - reach), min(float(len(counts)), mean + reach))


def where_all_chose_alike(mean: float, answered: int, categories: int, z: float) -> Estimate:
    """An interval of no width would pretend certainty: as many others as Wilson's interval of
    "nobody else" leaves room for, all at one end of the scale."""
    others = estimate_share(0, answered, z).high
    return Estimate(mean, mean - others * (mean - 1), mean + others * (categories - mean))


def student_t(z: float, freedom: int) -> float:
    """Student's quantile that corresponds to the normal quantile z (Cornish-Fisher expansion).

    Two terms: right to 0.002 from 14 degrees of freedom, the fewest that a figure has.
    """
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + first / freedom + second / freedom**2
