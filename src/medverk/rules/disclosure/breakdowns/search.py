"""Whether a place's figures are safe: every set that they tell is found, or known to be a group.

A set that can be computed gives each sign a number (see `system`). In one cell these numbers are
equal, or one apart. So the numbers of a few signs, the pivots, are tried one after the other: each
near the number of a sign in one of the same cells. As soon as what is certainly in the set is a
group, all sets with these numbers are, and the search turns back. It ends for all audiences at
once, and is exact: what it does not settle for everybody is a set that everybody can compute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from medverk.rules.disclosure.breakdowns.algebra import Basis, TooLargeError, find_basis
from medverk.rules.disclosure.breakdowns.footing import Flags, Numbers
from medverk.rules.disclosure.breakdowns.system import System
from medverk.rules.disclosure.breakdowns.weighing import Numbering, Scale
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
        waiting = np.lexsort((-self.sizes, self.component)).tolist()
        component, reached = self.component.tolist(), np.zeros(len(waiting), dtype=np.bool_)
        while waiting:
            place, near = component[waiting[0]], reached.tolist()
            best = next((at for at in waiting if near[at] and component[at] == place), waiting[0])
            reached |= self.near[best]
            order.append(best)
            waiting.remove(best)
        return np.array(order)

    def find_pivots(self) -> Basis:
        """The combinations of the figures, and of a component's classes all together."""
        figures = read_bits(self.system.signs, self.system.figures)
        components = self.component == np.unique(self.component)[:, None]
        return find_basis(np.vstack([figures, components])[:, self.order])

    @cached_property
    def last(self) -> Numbers:
        """The last pivot that each sign's number depends on."""
        needed = self.basis.rows[::-1] != 0
        found: Numbers = np.where(needed.any(axis=0), len(needed) - 1 - needed.argmax(axis=0), -1)
        return found

    @cached_property
    def beside(self) -> list[Numbers]:
        """For each pivot, the signs near its own that have a number before it has."""
        near = self.near[self.order][:, self.order][list(self.basis.pivots)]
        earlier = self.last < np.arange(len(self.basis.pivots))[:, None]
        return [np.flatnonzero(each) for each in near & earlier]

    @cached_property
    def scale(self) -> Scale:
        """The responses, ready to be weighed."""
        return Scale.of(self.system, self.order)

    def run(self) -> Finding:
        """Try all numbers of the pivots, those of the roots being 0."""
        # Everybody, and whoever has own figures.
        everyone = np.ones(1 + int(self.system.own.sum()), dtype=np.bool_)
        return self.go_on(np.zeros(len(self.basis.pivots), dtype=np.int64), 0, everyone)

    def go_on(self, values: Numbers, step: int, alive: Flags) -> Finding:
        """Try all numbers of this pivot and the later ones, given the earlier."""
        if step == len(values):
            return self.judge_end(values, alive)
        near: list[int] | None = [0]
        if self.basis.pivots[step] not in self.roots:
            near = self.numbers_near(values, step)
            if alive[1:].any():
                self.apart |= alive & self.unbounded[step]
                alive = alive & ~self.apart
                if not alive.any():
                    return SAFE
        if near is None:
            return self.finding(Verdict.DOUBT, values)
        for number, settled in zip(near, self.weigh_all(values, step, near), strict=True):
            found = self.try_number(values, step, number, alive & ~settled)
            if found.verdict is not Verdict.SAFE:
                return found
        return SAFE

    def numbers_near(self, values: Numbers, step: int) -> list[int] | None:
        """The numbers that the pivot can have beside its neighbours; None if it has none."""
        beside, unit = self.beside[step], self.basis.unit
        if not len(beside):
            return None
        if not values.any():
            return [0, -1, 1]
        levels = set((values @ self.basis.rows[:, beside]).tolist())
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
            if not alive.any():
                return SAFE
        return self.go_on(values, step + 1, alive)

    def weigh_all(self, values: Numbers, step: int, near: Sequence[int]) -> Flags:
        """For each number that the pivot may get, for whom that settles it."""
        if not values.any():
            return self.alone[step, near]
        trials = np.repeat(values[None], len(near), axis=0)
        trials[:, step] = near
        return self.weigh(trials, np.full(len(near), step))

    @cached_property
    def alone(self) -> Flags:
        """The same for each pivot where those before it have 0: by pivot, then for 0, 1 and -1."""
        count = len(self.basis.pivots)
        settled = np.zeros((count, 3, len(self.apart)), dtype=np.bool_)
        one = np.eye(count, dtype=np.int64)
        steps = np.tile(np.arange(count), 2)
        # Nothing is to be weighed as long as all have 0.
        settled[:, [1, -1]] = (
            self.weigh(np.vstack([one, -one]), steps).reshape(2, count, -1).transpose(1, 0, 2)
        )
        return settled

    def weigh(self, values: Numbers, steps: Numbers) -> Flags:
        """Weigh what is certain when the pivots up to these steps have these numbers."""
        known = self.last <= steps[:, None]
        numbering = Numbering.of(values @ self.basis.rows, known, self.basis.unit)
        return self.scale.weigh(self.policy, numbering)

    @cached_property
    def unbounded(self) -> Flags:
        """By pivot, the counsellors for whom, without their own, nothing is beside it.

        For them its number is not bounded in this way; they are searched for by themselves.
        """
        pivots, scale = np.array(self.basis.pivots), self.scale
        earlier = self.last[:, None] < np.arange(len(pivots))
        sides = [earlier.astype(np.float64), np.eye(len(self.order))[:, pivots]]
        cells = [scale.by_cell @ side for side in sides]
        around = [cell[scale.pair_cell] for cell in cells]
        left = [n - scale.by_pair @ side for n, side in zip(around, sides, strict=True)]
        linked = (cells[0] > 0) & (cells[1] > 0)
        gone = linked[scale.pair_cell] & ((left[0] == 0) | (left[1] == 0))
        lost = scale.by_staff(gone.astype(np.float64))[scale.own]
        found = np.zeros((len(pivots), len(self.apart)), dtype=np.bool_)
        found[:, 1:] = (lost >= linked.sum(axis=0)).T
        return found

    def judge_end(self, values: Numbers, alive: Flags) -> Finding:
        """All signs have their number: a leak, unless each class has the same throughout."""
        multiples = values @ self.basis.multiples
        figures, classes = self.in_whole
        level = multiples[: len(figures)] @ figures
        high = np.where(classes, level, np.iinfo(np.int64).min).max(axis=1)
        low = np.where(classes, level, np.iinfo(np.int64).max).min(axis=1)
        if (high <= low)[classes.any(axis=1)].all():
            return SAFE
        return self.finding(Verdict.LEAK if alive[0] else Verdict.DOUBT, values)

    @cached_property
    def in_whole(self) -> tuple[Numbers, Flags]:
        """For each figure, and for each class, which signs of the whole are in it."""
        return read_bits(self.whole.signs, self.system.figures), self.whole.signs_in_classes()

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


def read_bits(signs: Sequence[int], figures: int) -> Numbers:
    """Which signs each figure has: a row for each figure, a column for each sign."""
    rows = [[sign >> bit & 1 for sign in signs] for bit in range(figures)]
    return np.array(rows, dtype=np.int64).reshape(figures, len(signs))
