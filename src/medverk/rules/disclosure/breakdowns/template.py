"""Which signs a few pivots decide, for all places in which the same figures are over all blocks.

This follows from the figures alone: responses of one kind have the same sign, and are handled
together (`counted`). What is tried for pivots is a *trial*; the quick proof (`trying`) settles
trials as the search does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.breakdowns.algebra import TooLargeError, find_basis
from medverk.rules.disclosure.breakdowns.footing import Flags, Numbers, flags_of
from medverk.rules.disclosure.breakdowns.place import Place
from medverk.rules.disclosure.breakdowns.tables import Mask
from medverk.rules.disclosure.breakdowns.wish import Wish

Counts = NDArray[np.float64]
"""Whole numbers as floats: matrices are multiplied faster, and exactly up to 2**53."""


class Pattern(NamedTuple):
    """The kinds that each figure counts, and the kinds that have responses."""

    masks: tuple[Mask, ...]
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
    """Trials, kind by kind: which have a number, and which number.

    By kind, level and trial: the levels are those with each number, lowest first, none left out;
    then those that had a number before the last pivot got its own; then those of its sign.
    """

    flags: Counts

    def only(self, chosen: Numbers) -> Stage:
        """Some of the trials."""
        return Stage(self.flags[:, :, chosen])

    @property
    def each(self) -> Counts:
        """Those with each number."""
        return self.flags[:, :-2]

    @property
    def earlier(self) -> Counts:
        """Those that had a number before the last pivot."""
        return self.flags[:, -2]

    @property
    def pivot(self) -> Counts:
        """Those of the last pivot's sign."""
        return self.flags[:, -1]

    @cached_property
    def above(self) -> Counts:
        """Those with more than the lowest number of all."""
        lowest = np.maximum.accumulate(self.each.any(axis=0), axis=0)
        higher: Counts = (self.each[:, 1:] * lowest[:-1]).sum(axis=1)
        return higher

    @cached_property
    def beyond(self) -> Counts:
        """Those with two more than each number, or more than that."""
        return self.each[:, ::-1].cumsum(axis=1)[:, ::-1][:, 2:]


@dataclass(frozen=True, eq=False)
class Template:
    """The number of each kind when one pivot has 1 and all others 0, a row for each pivot.

    The first pivot always has 0: only differences within a class can be told. `last` is the last
    pivot that a kind's number depends on, `at_pivot` has the kinds of each pivot's sign, and
    `multiples` the figures' multiples for each pivot.
    """

    rows: Numbers
    last: Numbers
    at_pivot: Flags
    multiples: Numbers

    @cached_property
    def first(self) -> tuple[Trials, Stage]:
        """1 and -1 for each pivot but the first, the earlier being 0 and the later open."""
        trials = self.alone(np.arange(1, len(self.rows)))
        return trials, self.stage(trials)

    @cached_property
    def single(self) -> tuple[Trials, Stage]:
        """1 and -1 for each pivot but the first, all others being 0."""
        trials = self.alone(np.full(len(self.rows) - 1, len(self.rows) - 1))
        return trials, self.stage(trials)

    def alone(self, step: Numbers) -> Trials:
        """1 and -1 for one pivot at a time, taken as known up to these steps."""
        values = np.eye(len(self.rows), dtype=np.int64)[1:]
        return Trials(np.vstack([values, -values]), np.concatenate([step, step]))

    def stage(self, trials: Trials) -> Stage:
        """Sort the kinds by what they have in these trials."""
        number = (trials.values @ self.rows).T
        known = self.last[:, None] <= trials.step
        low, high = int(number[known].min(initial=0)), int(number[known].max(initial=0))
        flags = [known & (number == each) for each in range(low, high + 1)]
        flags += [self.last[:, None] < trials.step, self.at_pivot[trials.step].T]
        return Stage(np.stack(flags, axis=1).astype(np.float64))

    def go_on(self, trials: Trials) -> Trials:
        """The next pivot's numbers, beside any that there are: one apart at most."""
        values, steps = [], []
        for row, step in zip(trials.values, (trials.step + 1).tolist(), strict=True):
            number = (row @ self.rows)[self.last < step]
            low, high = int(number.min(initial=0)), int(number.max(initial=0))
            for choice in range(low - 1, high + 2):
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

    The order of pivots is that of their size in all places together.
    """
    present = np.array(pattern.present, dtype=np.int64)
    figures = np.array([flags_of(mask, len(sizes)) for mask in pattern.masks], dtype=np.int64)
    signs, sign = np.unique(figures[:, present].T, axis=0, return_inverse=True)
    order = np.argsort(-np.bincount(sign, sizes[present], len(signs)), kind="stable")
    try:
        basis = find_basis(np.vstack([signs[order].T, np.ones(len(order), dtype=np.int64)]))
    except TooLargeError:
        return None
    if basis.unit != 1:
        return None
    at = np.argsort(order)[sign]
    decided = np.array([np.flatnonzero(column).max(initial=0) for column in basis.rows.T])
    rows = np.zeros((len(basis.rows), len(sizes)), dtype=np.int64)
    last, at_pivot = np.zeros(len(sizes), dtype=np.int64), np.zeros(rows.shape, dtype=np.bool_)
    last[present], rows[:, present] = decided[at], basis.rows[:, at]
    at_pivot[:, present] = at == np.array(basis.pivots)[:, None]
    return Template(rows, last, at_pivot, basis.multiples[:, : len(pattern.masks)])
