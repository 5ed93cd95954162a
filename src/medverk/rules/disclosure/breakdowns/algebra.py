"""Exact elimination in whole numbers: which signs' numbers decide all others."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

import numpy as np

from medverk.rules.disclosure.breakdowns.footing import Numbers

LARGEST = 2**30
"""Whole numbers beyond this are not multiplied: the product might not fit."""


@dataclass(frozen=True, eq=False)
class Basis:
    """Every combination of some rows, by its values in the columns `pivots`.

    The combination with value x[i] in column pivots[i] has x @ rows / unit in all columns, and is
    the sum of the original rows times x @ multiples / unit.
    """

    pivots: tuple[int, ...]
    rows: Numbers
    multiples: Numbers
    unit: int


class TooLargeError(ArithmeticError):
    """The numbers grow too large for this way of computing."""


def find_basis(matrix: Numbers) -> Basis:
    """Eliminate completely; the first columns become pivots. Raises TooLargeError."""
    count, width = matrix.shape
    work = np.concatenate([matrix, np.eye(count, dtype=np.int64)], axis=1)
    pivots: list[int] = []
    for column in range(width):
        below = np.flatnonzero(work[len(pivots) :, column])
        if len(below):
            eliminate_column(work, len(pivots), len(pivots) + int(below[0]), column)
            pivots.append(column)
    rank = len(pivots)
    leads = work[range(rank), pivots]
    unit = lcm(*leads.tolist())
    scaled = work[:rank] * (unit // leads)[:, None]
    if np.abs(scaled).max(initial=0) > LARGEST or unit > LARGEST:
        raise TooLargeError
    return Basis(tuple(pivots), scaled[:, :width], scaled[:, width:], unit)


def eliminate_column(work: Numbers, rank: int, pivot: int, column: int) -> None:
    """Move the pivot's row up, and clear its column in all other rows, in lowest terms."""
    work[[rank, pivot]] = work[[pivot, rank]]
    if work[rank, column] < 0:
        work[rank] = -work[rank]
    others = np.flatnonzero(work[:, column])
    others = others[others != rank]
    if np.abs(work).max() > LARGEST:
        raise TooLargeError
    cleared = (
        work[others] * work[rank, column] - work[others, column][:, None] * work[rank][None, :]
    )
    work[others] = cleared // np.maximum(1, np.gcd.reduce(cleared, axis=1))[:, None]
