"""What is certainly in a set, when some signs have their number: the part that settles the matter.

Say that in one cell some responses have the number u and others u + 1. Each must end as 0 or 1, and
all get the same number of their class on top. So those with u + 1 are in the set, and the others
are not. Numbers further apart than 1 cannot be of one cell. What is certainly in the set only grows
when more signs have their number; once it is a group [disclosure G2], every such set is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from medverk.rules.disclosure.breakdowns.footing import Flags, Numbers
from medverk.rules.disclosure.breakdowns.place import add_up
from medverk.rules.disclosure.breakdowns.system import System
from medverk.rules.disclosure.policy import Policy


@dataclass(frozen=True, eq=False)
class Numbering:
    """The numbers that signs have so far, and how many responses of each are in each cell.

    The last column is of signs that have no number yet.
    """

    system: System
    values: tuple[int, ...]
    unit: int
    at: Numbers
    in_cell: Numbers

    @classmethod
    def of(cls, system: System, level: Numbers, known: Flags, unit: int) -> Numbering:
        """Sort the responses by the number of their sign."""
        values, place = np.unique(level[known], return_inverse=True)
        at = np.full(len(level), len(values))
        at[known] = place
        in_cell = table(system.cell, at[system.sign], system.n, system.cells, len(values) + 1)
        return cls(system, tuple(values.tolist()), unit, at, in_cell)

    def pairs(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Which two numbers are one apart, and which can never be of one cell; lower one first."""
        both = [(low, high) for high in range(len(self.values)) for low in range(high)]
        apart = [self.values[high] - self.values[low] for low, high in both]
        close = [pair for pair, by in zip(both, apart, strict=True) if by == self.unit]
        return close, [pair for pair, by in zip(both, apart, strict=True) if by != self.unit]


def weigh(policy: Policy, numbering: Numbering) -> Flags:
    """For whom it is settled: there is no set with these numbers, or what is certain is a group.

    First everybody, then each counsellor with own figures.
    """
    system, present = numbering.system, numbering.in_cell > 0
    close, apart = numbering.pairs()
    certain = np.zeros_like(present)
    for low, high in close:
        certain[:, high] |= present[:, low] & present[:, high]
    impossible = np.zeros(len(present), dtype=np.int64)
    for low, high in apart:
        impossible += present[:, low] & present[:, high]
    own = np.flatnonzero(system.own)
    total = int(impossible.sum())
    if total and not len(own):
        return np.array([True])
    chosen = certain[system.cell, numbering.at[system.sign]]
    size = int(system.n[chosen].sum())
    if size < policy.responses and not total:
        return np.zeros(1 + len(own), dtype=np.bool_)
    by_staff = add_up(system.who[chosen], system.n[chosen], system.staff)
    lost, again = lost_without_own(numbering, close, apart) if len(own) else (by_staff, by_staff)
    least = first_and(size, size - lost[own])
    enough = (least >= policy.responses) & has_others(policy.counsellors, by_staff, own, least)
    if system.categories is not None:
        unlike = size - int(system.categories[chosen].sum(axis=0).max(initial=0))
        enough &= (first_and(unlike, unlike - lost[own]) >= 1) | (least >= 2 * policy.responses)
    settled: Flags = enough | (first_and(total, total - again[own]) > 0)
    return settled


def lost_without_own(
    numbering: Numbering, close: list[tuple[int, int]], apart: list[tuple[int, int]]
) -> tuple[Numbers, Numbers]:
    """What is no longer certain without a counsellor's own responses, and no longer impossible."""
    system = numbering.system
    pairs, width = len(system.pair_cell), numbering.in_cell.shape[1]
    in_pair = table(system.pair, numbering.at[system.sign], system.n, pairs, width)
    in_cell = numbering.in_cell[system.pair_cell]
    without = in_cell - in_pair
    lost = np.zeros(pairs, dtype=np.int64)
    again = np.zeros(pairs, dtype=np.int64)
    for low, high in close:
        both = (in_cell[:, low] > 0) & (in_cell[:, high] > 0)
        lost += both * (in_cell[:, high] - (without[:, low] > 0) * without[:, high])
    for low, high in apart:
        both = (in_cell[:, low] > 0) & (in_cell[:, high] > 0)
        again += both & ~((without[:, low] > 0) & (without[:, high] > 0))
    return (
        add_up(system.pair_who, lost, system.staff),
        add_up(system.pair_who, again, system.staff),
    )


def has_others(fewest: int, by_staff: Numbers, own: Numbers, least: Numbers) -> Flags:
    """Whether as many other counsellors are certainly in the set, for each audience.

    They are, if what is left is more than one fewer of them can account for.
    """
    busiest = np.zeros(max(fewest, len(by_staff)), dtype=np.int64)
    busiest[: len(by_staff)] = -np.sort(-by_staff)
    first = int(busiest[: fewest - 1].sum())
    among = by_staff[own] >= busiest[fewest - 2]
    others = np.where(among, first + busiest[fewest - 1] - by_staff[own], first)
    enough: Flags = least > first_and(first, others)
    return enough


def table(row: Numbers, column: Numbers, counts: Numbers, rows: int, columns: int) -> Numbers:
    """Counts by row and column."""
    return add_up(row * columns + column, counts, rows * columns).reshape(rows, columns)


def first_and(first: int, others: Numbers) -> Numbers:
    """One number, then the others."""
    joined = np.empty(len(others) + 1, dtype=np.int64)
    joined[0], joined[1:] = first, others
    return joined
