"""What is certainly in a set, when some signs have their number: the part that settles the matter.

Say that in one cell some responses have the number u and others u + 1. Each must end as 0 or 1, and
all get the same number of their class on top. So those with u + 1 are in the set, and the others
are not. Numbers further apart than 1 cannot be of one cell. What is certainly in the set only grows
when more signs have their number; once it is a group [disclosure G2], every such set is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.breakdowns.footing import Flags, Numbers
from medverk.rules.disclosure.breakdowns.system import System
from medverk.rules.disclosure.policy import Policy

Counts = NDArray[np.float64]
"""Whole numbers as floats: matrices are multiplied faster, and exactly up to 2**53."""

MOST_AT_ONCE = 300_000
"""Numbers that are weighed at a time: few enough to be at hand when they are used."""


@dataclass(frozen=True, eq=False)
class Numbering:
    """Which signs have each number in several trials: by sign, number and trial.

    Of the numbers, those at `high` are one more than those at `low`.
    """

    flags: Counts
    low: Numbers
    high: Numbers

    @classmethod
    def of(cls, number: Numbers, known: Flags, unit: int) -> Numbering:
        """From the number of each sign, if it has one; a row for each trial."""
        numbers = np.unique(number[known])
        flags = known.T[:, None] & (number.T[:, None] == numbers[:, None])
        low, high = np.nonzero(numbers[:, None] + unit == numbers)
        return cls(flags.astype(np.float64), low, high)

    def only(self, trials: Numbers) -> Numbering:
        """Some of the trials."""
        return Numbering(self.flags[:, :, trials], self.low, self.high)

    def sort(self, counts: Counts) -> Counts:
        """Counts by row and sign, as counts by row, number and trial."""
        signs, numbers, trials = self.flags.shape
        found: Counts = counts @ self.flags.reshape(signs, -1)
        return found.reshape(len(counts), numbers, trials)

    def certain(self, n: Counts, part: Counts) -> Counts:
        """How many of a part are in the set, since others in the row have the number below."""
        inside: Counts = np.add.reduce((n[:, self.low] > 0) * part[:, self.high], axis=1)
        return inside

    def impossible(self, n: Counts) -> Counts:
        """How many numbers in a row are further apart than one."""
        present = n > 0
        several = np.add.reduce(present, axis=1)
        close = np.add.reduce(present[:, self.low] & present[:, self.high], axis=1)
        apart: Counts = several * (several - 1) // 2 - close
        return apart


@dataclass(frozen=True, eq=False)
class Weight:
    """By row and trial: how many have each number, are certain, and what is impossible."""

    n: Counts
    certain: Counts
    impossible: Counts

    @classmethod
    def of(cls, n: Counts, numbering: Numbering) -> Weight:
        """From how many have each number."""
        return cls(n, numbering.certain(n, n), numbering.impossible(n))

    def only(self, trials: Numbers) -> Weight:
        """Some of the trials."""
        return Weight(self.n[:, :, trials], self.certain[:, trials], self.impossible[:, trials])


@dataclass(frozen=True, eq=False)
class Scale:
    """The responses of a system as they are weighed, by sign in some order.

    By cell; and by each counsellor's part of a cell, those of one counsellor side by side: for each
    of `who` from `first` on. `own` are the counsellors with own figures. `by_category` has the
    answers of each category by cell.
    """

    by_cell: Counts
    by_pair: Counts
    pair_cell: Numbers
    first: Numbers
    who: Numbers
    staff: int
    own: Numbers
    by_category: tuple[Counts, ...]

    @classmethod
    def of(cls, system: System, order: Numbers) -> Scale:
        """Lay out a system."""
        column = np.argsort(order)[system.sign]
        pairs = np.argsort(system.pair_who, kind="stable")
        row = np.argsort(pairs)[system.pair]
        who, first = np.unique(system.pair_who[pairs], return_index=True)

        def lay_out(rows: Numbers, counts: Numbers, how_many: int) -> Counts:
            found = np.bincount(rows * len(order) + column, counts, how_many * len(order))
            return np.asarray(found, dtype=np.float64).reshape(how_many, -1)

        chosen = () if system.categories is None else system.categories.T
        return cls(
            lay_out(system.cell, system.n, system.cells),
            lay_out(row, system.n, len(pairs)),
            system.pair_cell[pairs],
            first,
            who,
            system.staff,
            np.flatnonzero(system.own),
            tuple(lay_out(system.cell, each, system.cells) for each in chosen),
        )

    def by_staff(self, of_pairs: Counts) -> Counts:
        """What is counted by counsellor's part of a cell, added up by counsellor; by trial."""
        found = np.zeros((self.staff, of_pairs.shape[1]))
        found[self.who] = np.add.reduceat(of_pairs, self.first)
        return found

    def weigh(self, policy: Policy, numbering: Numbering) -> Flags:
        """By trial, for whom it is settled: for everybody, and each counsellor with own figures.

        There is no set with these numbers, or what is certain is a group.
        """
        weight = Weight.of(numbering.sort(self.by_cell), numbering)
        size, total = np.add.reduce(weight.certain), np.add.reduce(weight.impossible)
        # Where there is nothing of either for everybody, there is not for anybody.
        left = np.flatnonzero((size >= policy.responses) | (total > 0))
        settled = np.zeros((len(size), 1 + len(self.own)), dtype=np.bool_)
        most = max(1, MOST_AT_ONCE // max(1, len(self.by_pair) * weight.n.shape[1]))
        for at in range(0, len(left), most):
            trials = left[at : at + most]
            settled[trials] = self.settle(policy, numbering.only(trials), weight.only(trials))
        return settled

    def settle(self, policy: Policy, numbering: Numbering, weight: Weight) -> Flags:
        """The same. For each counsellor that is asked of what is left without their own."""
        pairs, around = numbering.sort(self.by_pair), weight.n[self.pair_cell]
        sizes, totals = np.add.reduce(weight.certain)[None], np.add.reduce(weight.impossible)[None]
        if len(self.own):
            without = Weight.of(around - pairs, numbering)
            lost = self.by_staff(weight.certain[self.pair_cell] - without.certain)[self.own]
            again = self.by_staff(weight.impossible[self.pair_cell] - without.impossible)[self.own]
            sizes, totals = np.vstack([sizes, sizes - lost]), np.vstack([totals, totals - again])
        by_staff = self.by_staff(numbering.certain(around, pairs))
        others = has_others(policy.counsellors, by_staff, self.own, sizes)
        enough = (sizes >= policy.responses) & others
        few = enough & (sizes < 2 * policy.responses)
        if self.by_category and few.any():
            enough &= ~few | (sizes > self.most_alike(numbering, weight))
        return np.asarray((enough | (totals > 0)).T)

    def most_alike(self, numbering: Numbering, weight: Weight) -> Counts:
        """By trial, how many of what is certain chose the same."""
        chosen = [numbering.certain(weight.n, numbering.sort(each)) for each in self.by_category]
        most: Counts = np.max([np.add.reduce(each) for each in chosen], axis=0)
        return most


def has_others(fewest: int, by_staff: Counts, own: Numbers, least: Counts) -> Flags:
    """Whether as many other counsellors are certainly in the set, by audience and trial.

    They are, if what is left is more than one fewer of them can account for.
    """
    busiest = np.zeros((max(fewest, len(by_staff)), by_staff.shape[1]))
    busiest[: len(by_staff)] = -np.sort(-by_staff, axis=0)
    first = busiest[: fewest - 1].sum(axis=0)
    mine = by_staff[own]
    others = np.where(mine >= busiest[fewest - 2], first + busiest[fewest - 1] - mine, first)
    return np.asarray(least > np.vstack([first, others]))
