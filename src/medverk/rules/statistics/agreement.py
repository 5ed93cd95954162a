"""Agreement between two reviewers beyond chance: Cohen's kappa, plain and weighted.

    κ = (p_o - p_e) / (1 - p_e),  p_o = Σ w_ij p_ij,  p_e = Σ w_ij p_i. p_.j

w_ij is 1 on the diagonal and 0 elsewhere (plain, Cohen 1960), or 1 - |i - j| / (k - 1) for ordered
categories (linear, Cohen 1968). The interval is κ ± z·se with the large-sample error of Fleiss,
Cohen and Everitt (1969):

    se² = (Σ p_ij (w_ij - (w̄_i. + w̄_.j)(1 - κ))² - (κ - p_e (1 - κ))²) / (n (1 - p_e)²)
    w̄_i. = Σ_j p_.j w_ij,  w̄_.j = Σ_i p_i. w_ij
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from medverk.rules.statistics.intervals import Z95, Estimate, estimate_share

Table = Sequence[Sequence[int]]


class Undefined(StrEnum):
    """Why there is no kappa."""

    NOTHING_TWICE = "nothing_twice"  # no case was reviewed by two
    ONE_CATEGORY = "one_category"  # all answers are the same: chance alone would agree as well


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike two reviewers answered: as a share of `n` cases, and beyond chance."""

    n: int
    alike: int
    kappa: Estimate | None
    undefined: Undefined | None


def measure_agreement(table: Table, *, weighted: bool = False, z: float = Z95) -> Agreement:
    """Agreement from a square table of counts: rows the first reviewer, columns the second.

    Where all pairs are alike, or all are the same pair, the error of the formula is 0 and would
    pretend certainty: the interval is then what Wilson's leaves room for. Raises ValueError when
    the table is not square, has fewer than two categories, or a count below 0.
    """
    size = len(table)
    if size < 2 or any(len(row) != size or min(row) < 0 for row in table):
        raise ValueError("agreement needs a square table of counts, of two categories or more")
    diagonal = [table[i][i] for i in range(size)]
    n, alike = sum(map(sum, table)), sum(diagonal)
    if n == 0:
        return Agreement(0, 0, None, Undefined.NOTHING_TWICE)
    if max(diagonal) == n:  # every answer of both is the same: 1 - p_e is 0
        return Agreement(n, alike, None, Undefined.ONE_CATEGORY)
    weights = linear_weights(size) if weighted else equal_weights(size)
    return Agreement(n, alike, estimate_beyond_chance(table, weights, z), None)


def estimate_beyond_chance(table: Table, weights: Sequence[Sequence[float]], z: float) -> Estimate:
    """κ with its interval, also where the formula's error is 0."""
    n = sum(map(sum, table))
    shares = [[count / n for count in row] for row in table]
    if max(map(max, table)) == n:  # one pair alone, and unlike: κ is 0
        room = estimate_share(0, n, z).high
        return Estimate(0.0, -room, room)
    if sum(table[i][i] for i in range(len(table))) == n:  # all pairs are alike
        chance = expected(shares, weights)
        low = (estimate_share(n, n, z).low - chance) / (1 - chance)
        return Estimate(1.0, max(-1.0, low), 1.0)
    return estimate_kappa(shares, weights, n, z)


def equal_weights(size: int) -> list[list[float]]:
    return [[float(i == j) for j in range(size)] for i in range(size)]


def linear_weights(size: int) -> list[list[float]]:
    return [[1 - abs(i - j) / (size - 1) for j in range(size)] for i in range(size)]


def margins(shares: Sequence[Sequence[float]]) -> tuple[list[float], list[float]]:
    """How often the first, and the second, chose each category."""
    return [sum(row) for row in shares], [sum(column) for column in zip(*shares, strict=True)]


def expected(shares: Sequence[Sequence[float]], weights: Sequence[Sequence[float]]) -> float:
    """p_e: the agreement that chance alone would give."""
    rows, columns = margins(shares)
    size = range(len(shares))
    return sum(weights[i][j] * rows[i] * columns[j] for i in size for j in size)


def estimate_kappa(
    shares: Sequence[Sequence[float]], weights: Sequence[Sequence[float]], n: int, z: float
) -> Estimate:
    rows, columns = margins(shares)
    size = range(len(shares))
    observed = sum(weights[i][j] * shares[i][j] for i in size for j in size)
    chance = expected(shares, weights)
    kappa = (observed - chance) / (1 - chance)
    of_row = [sum(columns[j] * weights[i][j] for j in size) for i in size]
    of_column = [sum(rows[i] * weights[i][j] for i in size) for j in size]
    squares = sum(
        shares[i][j] * (weights[i][j] - (of_row[i] + of_column[j]) * (1 - kappa)) ** 2
        for i in size
        for j in size
    )
    variance = squares - (kappa - chance * (1 - kappa)) ** 2
    reach = z * sqrt(max(0.0, variance) / n) / (1 - chance)
    return Estimate(kappa, max(-1.0, kappa - reach), min(1.0, kappa + reach))
