"""How uncertain a share or a mean is [statistics.md, "Proportions and means"; F15]."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both included; where the truth probably lies."""

    low: float
    high: float

    def overlaps(self, other: "Interval") -> bool:
        return self.low <= other.high and other.low <= self.high


def wilson(chosen: int, answered: int, z: float = Z95) -> Interval:
    """Wilson's interval of a proportion, both ends between 0 and 1.

    chosen: how many of `answered` it counts. Raises ValueError without answers or when more
    chose than answered.
    """
    if answered < 1 or not 0 <= chosen <= answered:
        raise ValueError(f"{chosen} of {answered} is not a proportion")
    centre = 2 * chosen + z * z
    spread = z * sqrt(z * z + 4 * chosen * (1 - chosen / answered))
    below = 2 * (answered + z * z)
    low = max(0.0, (centre - spread) / below)
    high = min(1.0, (centre + spread) / below)
    share = chosen / answered
    return Interval(min(low, share), max(high, share))  # exact where rounding would miss an end


def mean_interval(counts: Sequence[int], z: float = Z95) -> Interval | None:
    """The interval of the mean of ordered answers 1, 2, …, within the scale.

    counts: how many chose each category. None when fewer than two answered or all chose alike:
    the spread is then unknown, and an interval of no width would pretend certainty.
    """
    answered = sum(counts)
    if answered < 2:
        return None
    mean = sum(value * count for value, count in enumerate(counts, 1)) / answered
    squares = sum(count * (value - mean) ** 2 for value, count in enumerate(counts, 1))
    if squares == 0:
        return None
    reach = student_t(z, answered - 1) * sqrt(squares / (answered - 1) / answered)
    return Interval(max(1.0, mean - reach), min(float(len(counts)), mean + reach))


def student_t(z: float, freedom: int) -> float:
    """Student's quantile that corresponds to the normal quantile z (Cornish-Fisher expansion).

    Two terms: right to 0.002 from 14 degrees of freedom, the fewest that a figure has.
    """
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + first / freedom + second / freedom**2
