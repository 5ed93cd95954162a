"""Which of many units surely differ, when nobody chose beforehand which to look at [L6; F15].

One unit in twenty lies outside the funnel's inner limits by chance: of 300 offices fifteen, and
more of small offices with high shares, whose shares are not normal. To *name* a unit takes more:
the exact chance of a share so far out, with usual differences between units reckoned in, by Holm's
method over all units and all questions that a page looks at. The limits are drawn as ever.

By simulation of 300 offices of 15 to 60 answers that differ by chance alone, 16 to 38 lie outside
the inner limits of each picture, and somebody is named in 0 to 2 pictures of 100.
"""

from collections.abc import Sequence
from math import exp, lgamma, log
from statistics import NormalDist

from medverk.rules.statistics.funnel import Count, Standing, draw_funnel, find_error, to_angle
from medverk.rules.statistics.overdispersion import (
    TRIMMED,
    find_ratio,
    find_variance_between,
    winsorise,
)

FALSE_ALARMS = 0.05
SMALLEST_CORRELATION = 1e-6  # below it, answers of one unit are as alike as of several
NEGLIGIBLE = 1e-12  # of a tail: what is left is less


def find_outside(units: Sequence[Count], looks: int = 1) -> list[int]:
    """The places of the units that surely differ, in the order given.

    looks: how many such comparisons the page makes. Raises ValueError without units.
    """
    funnel = draw_funnel(units)
    correlation = min(4 * find_usual_differences(units), 0.9)
    chances = sorted(
        (find_chance(unit, funnel.share, correlation), place)
        for place, unit in enumerate(units)
        if funnel.standing(unit) is not Standing.WITHIN  # the others cannot pass
    )
    sure: list[int] = []
    for chance, place in chances:
        if chance > FALSE_ALARMS / (len(units) * looks - len(sure)):
            break
        sure.append(place)
    return sorted(sure)


def find_usual_differences(units: Sequence[Count]) -> float:
    """τ² on the arcsine scale, without the funnel's lean: a winsorised score of chance alone has a
    mean square of 0.68, not of 1, so that the funnel's τ² is too small."""
    share = sum(unit.chosen for unit in units) / sum(unit.answered for unit in units)
    errors = [find_error(unit.answered) for unit in units]
    scores = [
        (to_angle(unit.share) - to_angle(share)) / error
        for unit, error in zip(units, errors, strict=True)
    ]
    return find_variance_between(find_ratio(winsorise(scores)) / winsorised_square(), errors)


def winsorised_square(trimmed: float = TRIMMED) -> float:
    """The mean square of a standard normal number that is winsorised at both ends."""
    edge = NormalDist().inv_cdf(1 - trimmed)
    return 1 - 2 * trimmed - 2 * edge * NormalDist().pdf(edge) + 2 * trimmed * edge**2


def find_chance(unit: Count, share: float, correlation: float) -> float:
    """How often a unit of this size would lie so far to one side, twice: two-sided, at most 1.

    Beta-binomial: units' own shares vary around `share`, by so much that two answers of one unit
    are correlated by `correlation`; binomial where that is nothing.
    """
    if not 0 < share < 1:
        return 1.0
    if unit.share < share:  # the lower tail is the upper one of those who did not choose it
        unit, share = Count(unit.answered - unit.chosen, unit.answered), 1 - share
    return min(1.0, 2 * upper_tail(unit, share, correlation))


def upper_tail(unit: Count, share: float, correlation: float) -> float:
    """How often as many choose it, or more. The terms fall from there on, one after the other."""
    n, k = unit.answered, unit.chosen
    some, none = shape_of(share, correlation)
    term = exp(log_term(n, k, some, none, share))
    total = term
    while k < n and term > NEGLIGIBLE * total:
        odds = (k + some) / (n - k - 1 + none) if some else share / (1 - share)
        term *= (n - k) / (k + 1) * odds
        total += term
        k += 1
    return total


def shape_of(share: float, correlation: float) -> tuple[float, float]:
    """The two parameters of the beta distribution; zeros where there is none."""
    if correlation < SMALLEST_CORRELATION:
        return 0.0, 0.0
    weight = 1 / correlation - 1
    return share * weight, (1 - share) * weight


def log_term(n: int, k: int, some: float, none: float, share: float) -> float:
    """The logarithm of the probability of just `k` of `n`."""
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    if not some:
        return ways + k * log(share) + (n - k) * log(1 - share)
    return ways + log_beta(k + some, n - k + none) - log_beta(some, none)


def log_beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)
