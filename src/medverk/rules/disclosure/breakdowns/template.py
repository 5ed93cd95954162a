"""Which signs a few pivots decide, for all places in which the same figures are shown.

This follows from the figures alone. Blocks that are in the same figures are of one *way*; the
responses of one way and kind have the same sign, and are handled together (`counted`). What is
tried for pivots is a *trial*; the quick proof (`trying`) settles trials as the search does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.breakdowns.algebra import TooLargeError, find_basis
from medverk.rules.disclosure.breakdowns.place import Flags, Numbers, Place, flags_of
from medverk.rules.disclosure.breakdowns.tables import Mask
from medverk.rules.disclosure.breakdowns.wish import Wish

Counts = NDArray[np.float64]
"""Whole numbers as floats: matrices are multiplied faster, and exactly up to 2**53."""


@dataclass(frozen=True)
class Pattern:
    """The kinds that each figure counts, and for each way the figures that it is in, as bits.

    `present` are the columns that have responses, way by way and kind by kind.
    """

    masks: tuple[Mask, ...]
    ways: tuple[int, ...]
    present: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Trials:
    """Numbers tried for the pivots up to `step`; a row of `values` for each trial."""

    values: Numbers
    step: Numbers

    def only(self, chosen: Numbers) -> Trials:
        """Some of the trials."""
        return Trials(self.values[chosen], self.step[chosen])


@dataclass(frozen=True, eq=False)
class Stage:
    """Trials, column by column of ways and kinds: which have a number, and which number.

    By column, level and trial: the levels are those with each number, lowest first, none left out;
    then those that had a number before the last pivot got its own; then those of the last pivot's
    sign. `given` says of which trials the last pivot has 0 because one sign may have any number.
    """

    flags: Counts
    given: Flags

    def only(self, chosen: Numbers) -> Stage:
        """Some of the trials."""
        return Stage(self.flags[:, :, chosen], self.given[chosen])


@dataclass(frozen=True, eq=False)
class Template:
    """The number of each column when one pivot has 1 and all others 0, a row for each pivot.

    `last` is the last pivot that a column's number depends on. `open_pivots` are those that may
    have another number than 0. `multiples` has the figures' multiples for each pivot.
    """

    rows: Numbers
    last: Numbers
    at_pivot: Flags
    open_pivots: Numbers
    multiples: Numbers

    @cached_property
    def first(self) -> tuple[Trials, Stage]:
        """1 and -1 for each pivot that may have them, the earlier being 0 and the later open."""
        trials = self.alone(self.open_pivots)
        return trials, self.stage(trials)

    @cached_property
    def single(self) -> tuple[Trials, Stage]:
        """1 and -1 for each pivot that may have them, all others being 0."""
        trials = self.alone(np.full(len(self.open_pivots), len(self.rows) - 1))
        return trials, self.stage(trials)

    def alone(self, step: Numbers) -> Trials:
        """1 and -1 for one pivot at a time, taken as known up to these steps."""
        values = np.zeros((len(self.open_pivots), len(self.rows)), dtype=np.int64)
        values[range(len(values)), self.open_pivots] = 1
        return Trials(np.vstack([values, -values]), np.concatenate([step, step]))

    def stage(self, trials: Trials) -> Stage:
        """Sort the columns by what they have in these trials."""
        number = (trials.values @ self.rows).T
        known = self.last[:, None] <= trials.step
        low, high = int(number[known].min(initial=0)), int(number[known].max(initial=0))
        flags = [known & (number == each) for each in range(low, high + 1)]
        flags += [self.last[:, None] < trials.step, self.at_pivot[trials.step].T]
        given = ~np.isin(trials.step, self.open_pivots)
        return Stage(np.stack(flags, axis=1).astype(np.float64), given)

    def go_on(self, trials: Trials) -> Trials:
        """The next pivot's numbers, beside any that there are: one apart at most."""
        values, steps = [], []
        for row, step in zip(trials.values, (trials.step + 1).tolist(), strict=True):
            number = (row @ self.rows)[self.last < step]
            low, high = int(number.min(initial=0)), int(number.max(initial=0))
            choices = range(low - 1, high + 2) if step in self.open_pivots else (0,)
            for choice in choices:
                new = row.copy()
                new[step] = choice
                values.append(new)
                steps.append(step)
        return Trials(np.array(values), np.array(steps))


@dataclass(frozen=True, eq=False)
class Templates:
    """Templates for any figures of places with about as many responses of each kind as these."""

    sizes: Numbers
    made: dict[Pattern, Template | None] = field(default_factory=dict)

    @classmethod
    def of(cls, wish: Wish, places: Sequence[Place]) -> Templates:
        """Templates for the kinds that these places have."""
        kinds = wish.background.kinds
        sizes = np.zeros(kinds, dtype=np.int64)
        for place in places:
            sizes += np.bincount(place.kind, place.responses, kinds).astype(np.int64)
        return cls(sizes)

    def get(self, pattern: Pattern) -> Template | None:
        """The template for these figures."""
        if pattern not in self.made:
            self.made[pattern] = make_template(self.sizes, pattern)
        return self.made[pattern]


def make_template(sizes: Numbers, pattern: Pattern) -> Template | None:
    """What the pivots decide; None where that is not in whole numbers.

    The order of pivots is that of their size in all places together, component by component.
    """
    present = np.array(pattern.present, dtype=np.int64)
    signs, sign = find_signs(len(sizes), pattern)
    component = join_signs(sign, present // len(sizes), len(signs))
    weight = np.bincount(sign, sizes[present % len(sizes)], len(signs))
    order = np.lexsort((-weight, component))
    parts = np.arange(component.max(initial=-1) + 1)[:, None] == component[order]
    figures = np.vstack([signs[order].T, parts.astype(np.int64)])
    try:
        basis = find_basis(figures)
    except TooLargeError:
        return None
    if basis.unit != 1:
        return None
    roots = {int(np.flatnonzero(part)[0]) for part in parts}
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = range(len(order))
    at = rank[sign]
    width = len(sizes) * len(pattern.ways)
    decided = np.array([np.flatnonzero(column).max(initial=0) for column in basis.rows.T])
    last, rows = np.zeros(width, dtype=np.int64), np.zeros((len(basis.rows), width), dtype=np.int64)
    last[present], rows[:, present] = decided[at], basis.rows[:, at]
    at_pivot = np.zeros(rows.shape, dtype=np.bool_)
    at_pivot[:, present] = at[None, :] == np.array(basis.pivots)[:, None]
    free = [step for step, pivot in enumerate(basis.pivots) if pivot not in roots]
    multiples = basis.multiples[:, : len(pattern.masks)]
    return Template(rows, last, at_pivot, np.array(free, dtype=np.int64), multiples)


def find_signs(kinds: int, pattern: Pattern) -> tuple[Numbers, Numbers]:
    """The signs, and which sign each column with responses has."""
    masks = np.array([flags_of(mask, kinds) for mask in pattern.masks], dtype=np.int64)
    bits = range(len(pattern.masks))
    covers = np.array([[way >> bit & 1 for bit in bits] for way in pattern.ways], dtype=np.int64)
    inside = (covers[:, :, None] * masks[None]).transpose(0, 2, 1).reshape(-1, len(masks))
    signs, sign = np.unique(inside[list(pattern.present)], axis=0, return_inverse=True)
    return signs, sign


def join_signs(sign: Numbers, way: Numbers, count: int) -> Numbers:
    """The number of each sign's component: signs of one way are linked, directly or by others."""
    component = np.arange(count)
    for each in [*range(int(way.max(initial=0)) + 1)] * 2:
        old = np.unique(component[sign[way == each]])
        component[np.isin(component, old)] = old.min(initial=0)
    _, numbered = np.unique(component, return_inverse=True)
    return numbered
