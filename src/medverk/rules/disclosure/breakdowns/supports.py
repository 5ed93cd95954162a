"""Exact algebra on small matrices of whole numbers: what can still differ, and where at least."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from math import comb, gcd

MOST_TRIED = 3_000

Row = list[int]


def minimal_supports(rows: Iterable[int], fixed: int, kinds: Sequence[int]) -> list[int] | None:
    """The smallest sets of kinds on which a combination of rows can be other than zero.

    `rows` are sets of kinds as bits; the combination must be zero on the kinds in `fixed`. Each
    combination's support contains one of the sets returned, none of which contains another.
    None where there are too many to try, so that nothing is proven.
    """
    return find_supports(tuple(sorted(set(rows))), fixed, tuple(kinds))


@lru_cache(maxsize=20_000)
def find_supports(rows: tuple[int, ...], fixed: int, kinds: tuple[int, ...]) -> list[int] | None:
    """The same, remembered: offices with the same kinds and tables have the same algebra."""
    held = [kind for kind in kinds if fixed >> kind & 1]
    free = [kind for kind in kinds if not fixed >> kind & 1]
    matrix = [[row >> kind & 1 for kind in (*held, *free)] for row in rows]
    basis = [row[len(held) :] for row in eliminate(matrix) if not any(row[: len(held)])]
    if not basis:
        return []
    if comb(len(free), len(basis) - 1) > MOST_TRIED:
        return None
    found = {
        support
        for zeros in combinations(range(len(free)), len(basis) - 1)
        for support in [support_with_zeros(basis, zeros)]
        if support
    }
    smallest = [each for each in found if not any(o != each and o & each == o for o in found)]
    return sorted(
        sum(1 << free[place] for place in range(len(free)) if support >> place & 1)
        for support in smallest
    )


def support_with_zeros(basis: Sequence[Row], zeros: Sequence[int]) -> int:
    """The support of the combination that vanishes at these places, 0 if it is not the only one."""
    # Put the places first: what is left of the elimination below them vanishes there.
    order = (*zeros, *(place for place in range(len(basis[0])) if place not in zeros))
    reduced = eliminate([[row[place] for place in order] for row in basis])
    rest = [row for row in reduced if not any(row[: len(zeros)])]
    if len(rest) != 1:
        return 0
    return sum(1 << place for place, value in zip(order, rest[0], strict=True) if value)


def eliminate(matrix: Sequence[Row]) -> list[Row]:
    """The row echelon form in whole numbers, without empty rows."""
    rows = [list(row) for row in matrix]
    rank = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((at for at in range(rank, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        top = rows[rank]
        for at in range(rank + 1, len(rows)):
            if rows[at][column]:
                rows[at] = subtract(rows[at], top, column)
        rank += 1
    return rows[:rank]


def subtract(row: Row, top: Row, column: int) -> Row:
    """The row with the column cleared by a multiple of another, in lowest terms."""
    factor, lead = row[column], top[column]
    cleared = [value * lead - factor * other for value, other in zip(row, top, strict=True)]
    shared = gcd(*cleared)
    return [value // shared for value in cleared] if shared > 1 else cleared
