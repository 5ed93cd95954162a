"""Student's t distribution for few degrees of freedom [Abramowitz and Stegun 26.7.3 and 26.7.4]."""

from math import cos, pi, sin, sqrt, tan

STEPS = 60  # of halving: as exact as a float


def student_quantile(probability: float, freedom: int) -> float:
    """Below which number t lies with this probability.

    Raises ValueError unless 0.5 <= probability < 1 and freedom is 1 or more.
    """
    if not 0.5 <= probability < 1 or freedom < 1:
        raise ValueError(f"no quantile of {probability} with {freedom} degrees of freedom")
    low, high = 0.0, pi / 2
    for _ in range(STEPS):
        middle = (low + high) / 2
        if (1 + share_within(middle, freedom)) / 2 < probability:
            low = middle
        else:
            high = middle
    return sqrt(freedom) * tan(low)


def share_within(angle: float, freedom: int) -> float:
    """The probability that |t| < √freedom · tan(angle), by the finite series for whole freedom."""
    odd = freedom % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for step in range(freedom // 2):
        total += term
        term *= cos(angle) ** 2 * (2 * step + 1 + odd) / (2 * step + 2 + odd)
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
