"""Whether a place's figures are safe: every set that they tell is found, or known to be a group.

A set that can be computed gives each sign a number (see `system`). In one cell these numbers are
equal, or one apart. So the numbers of a few signs, the pivots, are tried one after the other: each
near the number of a sign in one of the same cells. As soon as what is certainly in the set is a
group, all sets with these numbers are, and the search turns back. It ends for all audiences at
once, and is exact: what it does not settle for everybody is a set that everybody can compute.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from medverk.rules.disclosure.breakdowns.algebra import Basis, TooLargeError, find_basis
from medverk.rules.disclosure.breakdowns.footing import Flags, Numbers
from medverk.rules.disclosure.breakdowns.place import add_up
from medverk.rules.disclosure.breakdowns.system import System
from medverk.rules.disclosure.breakdowns.weighing import Numbering, table, weigh
from medverk.rules.disclosure.policy import Policy

MOST_STEPS = 400


class Verdict(StrEnum):
    """What came of a search."""

    SAFE = "safe"
    LEAK = "leak"
    """Everybody can compute a set that is no group."""

    DOUBT = "doubt"
    """Not settled: too long, or for some counsellor only, or for cells finer than classes."""


@dataclass(frozen=True, eq=False)
class Finding:
    """The verdict; where there is a leak or doubt, the figures' multiples of the set at hand."""

    verdict: Verdict
    multiples: tuple[int, ...] = ()
    unit: int = 1


SAFE = Finding(Verdict.SAFE)


def search(policy: Policy, system: System, most_steps: int = MOST_STEPS) -> Finding:
    """Whether whatever the figures of a place can tell is a group, for everybody who may look."""
    if len(system.signs) <= 1:
        return SAFE
    try:
        everybody = Search(policy, system, most_steps)
        found = everybody.run()
        for name in np.flatnonzero(everybody.apart[1:]):
            if found.verdict is not Verdict.SAFE:
                break
            alone = system.without(int(np.flatnonzero(system.own)[name]))
            found = Search(policy, alone, most_steps, system).run()
            if found.verdict is Verdict.LEAK:
                found = replace(found, verdict=Verdict.DOUBT)
    except TooLargeError:
        return Finding(Verdict.DOUBT)
    return found


class Search:
    """One search. Signs are put in an order in which each has a neighbour before it.

    `whole` is the system before a counsellor's responses were taken away.
    """

    def __init__(
        self, policy: Policy, system: System, most_steps: int, whole: System | None = None
    ) -> None:
        """Find the order, the components and the pivots."""
        self.policy, self.system, self.left = policy, system, most_steps
        self.whole = whole or system
        self.apart = np.zeros(1 + int(system.own.sum()), dtype=np.bool_)
        count = len(system.signs)
        present = np.zeros((system.cells, count), dtype=np.float32)
        present[system.cell, system.sign] = 1
        self.near: Flags = np.array(present.T @ present, dtype=np.bool_)
        classes = system.signs_in_classes().astype(np.float32)
        self.sizes = np.bincount(system.sign, system.n, count)
        self.component = find_components(classes.T @ classes > 0)
        self.order = self.find_order()
        self.basis = self.find_pivots()
        self.roots = {
            int(np.flatnonzero(self.component[self.order] == each)[0])
            for each in set(self.component.tolist())
        }

    def find_order(self) -> Numbers:
        """The largest sign of each component, then always the largest near an earlier one."""
        order: list[int] = []
        waiting = sorted(
            range(len(self.sizes)), key=lambda at: (self.component[at], -self.sizes[at])
        )
        while waiting:
            place = self.component[waiting[0]]
            reached: Flags = np.asarray(self.near[order].any(axis=0))
            best = next(
                (at for at in waiting if reached[at] and self.component[at] == place), waiting[0]
            )
            order.append(best)
            waiting.remove(best)
        return np.array(order)

    def find_pivots(self) -> Basis:
        """The combinations of the figures, and of a component's classes all together."""
        signs = [self.system.signs[at] for at in self.order]
        figures = [[sign >> bit & 1 for sign in signs] for bit in range(self.system.figures)]
        for component in sorted(set(self.component.tolist())):
            figures.append((self.component[self.order] == component).astype(int).tolist())
        return find_basis(np.array(figures, dtype=np.int64))

    def run(self) -> Finding:
        """Try all numbers of the pivots, those of the roots being 0."""
        self.needs = [np.flatnonzero(column) for column in self.basis.rows.T]
        self.last = np.array([need.max(initial=-1) for need in self.needs])
        # Everybody, and whoever has own figures.
        everyone = np.ones(1 + int(self.system.own.sum()), dtype=np.bool_)
        return self.go_on(np.zeros(len(self.basis.pivots), dtype=np.int64), 0, everyone)

    def go_on(self, values: Numbers, step: int, alive: Flags) -> Finding:
        """Try all numbers of this pivot and the later ones, given the earlier."""
        if step == len(values):
            return self.judge_end(values, alive)
        if self.basis.pivots[step] in self.roots:
            return self.try_number(values, step, 0, alive)
        near = self.numbers_near(values, step)
        if alive[1:].any():
            self.apart |= alive & self.without_neighbours(step)
            alive = alive & ~self.apart
            if not alive.any():
                return SAFE
        if near is None:
            return self.finding(Verdict.DOUBT, values)
        for number in near:
            found = self.try_number(values, step, number, alive)
            if found.verdict is not Verdict.SAFE:
                return found
        return SAFE

    def numbers_near(self, values: Numbers, step: int) -> list[int] | None:
        """The numbers that the pivot can have beside its neighbours; None if it has none."""
        known = self.last < step
        pivot = self.order[self.basis.pivots[step]]
        beside = known & self.near[pivot][self.order]
        if not beside.any():
            return None
        levels = set((values @ self.basis.rows)[beside].tolist())
        unit = self.basis.unit
        # A pivot's column holds the unit, so that its value counts in units.
        choices = {level + way for level in levels for way in (-unit, 0, unit)}
        if any(choice % unit for choice in choices):
            return None
        return sorted({choice // unit for choice in choices}, key=lambda each: (abs(each), each))

    def try_number(self, values: Numbers, step: int, number: int, alive: Flags) -> Finding:
        """Give the pivot a number, and go on unless that settles it."""
        values = values.copy()
        values[step] = number
        if values.any():
            self.left -= 1
            if self.left < 0:
                return self.finding(Verdict.DOUBT, values)
            alive = alive & ~self.weigh(values, step)
            if not alive.any():
                return SAFE
        return self.go_on(values, step + 1, alive)

    def without_neighbours(self, step: int) -> Flags:
        """The counsellors for whom, without their own, nothing is beside this pivot.

        For them its number is not bounded in this way; they are searched for by themselves.
        """
        system = self.system
        group = np.full(len(self.order), 2)
        group[self.order[self.last < step]] = 0
        group[self.order[self.basis.pivots[step]]] = 1
        at = group[system.sign]
        in_cell = table(system.cell, at, system.n, system.cells, 3)
        in_pair = table(system.pair, at, system.n, len(system.pair_cell), 3)
        left = in_cell[system.pair_cell] - in_pair
        linked = (in_cell[:, 0] > 0) & (in_cell[:, 1] > 0)
        gone = linked[system.pair_cell] & ((left[:, 0] == 0) | (left[:, 1] == 0))
        lost = add_up(system.pair_who, gone, system.staff)[np.flatnonzero(system.own)]
        found = np.zeros(1 + len(lost), dtype=np.bool_)
        found[1:] = lost >= linked.sum()
        return found

    def weigh(self, values: Numbers, step: int) -> Flags:
        """Weigh what is certain when the pivots up to this one have their numbers."""
        level = np.zeros(len(self.order), dtype=np.int64)
        known = np.zeros(len(self.order), dtype=np.bool_)
        level[self.order] = values @ self.basis.rows
        known[self.order] = self.last <= step
        return weigh(self.policy, Numbering.of(self.system, level, known, self.basis.unit))

    def judge_end(self, values: Numbers, alive: Flags) -> Finding:
        """All signs have their number: a leak, unless each class has the same throughout."""
        multiples = values @ self.basis.multiples
        bits = range(self.system.figures)
        level = np.array(
            [
                sum(int(multiples[bit]) for bit in bits if sign >> bit & 1)
                for sign in self.whole.signs
            ]
        )
        classes = self.whole.signs_in_classes()
        high = np.where(classes, level, np.iinfo(np.int64).min).max(axis=1)
        low = np.where(classes, level, np.iinfo(np.int64).max).min(axis=1)
        if (high <= low)[classes.any(axis=1)].all():
            return SAFE
        return self.finding(Verdict.LEAK if alive[0] else Verdict.DOUBT, values)

    def finding(self, verdict: Verdict, values: Numbers) -> Finding:
        """The verdict with the figures' multiples."""
        multiples = (values @ self.basis.multiples).tolist()
        return Finding(verdict, tuple(multiples[: self.system.figures]), self.basis.unit)


def find_components(linked: Flags) -> Numbers:
    """The number of each sign's component: signs linked by classes, directly or by others."""
    component = np.arange(len(linked))
    while True:
        lowest = np.where(linked, component[None, :], len(linked)).min(axis=1)
        if (lowest == component).all():
            return component
        component = lowest
