"""Who has responses in which block: what own figures are made of, and what they leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from medverk.rules.disclosure.columns.tables import Numbers, Tables, Truths, rows_of, sum_rows


@dataclass(frozen=True, eq=False)
class Members:
    """One row, a *cell*, for each pair and block in which it has a response, in that order.

    `blocks` is how many blocks there are, so that each has a place.
    """

    spans: Mapping[str | None, slice]
    pair: Numbers
    block: Numbers
    counts: Numbers
    blocks: int

    @cached_property
    def totals(self) -> Numbers:
        """What everybody together has in each block."""
        return add_up(self.block, self.counts, self.blocks)

    def own(self, question: str | None) -> Numbers:
        """The pair's responses in each cell, by category."""
        return self.counts[:, self.spans[question]]

    def others(self, question: str | None) -> Iterator[Numbers]:
        """What is left of each cell's block without the own, category by category."""
        totals = self.totals[:, self.spans[question]]
        for total, own in zip(totals.T, self.own(question).T, strict=True):
            yield total[self.block] - own

    def others_in(self, question: str | None, cells: Numbers) -> Numbers:
        """The same in some cells, by category; nothing where nothing is their own."""
        own = rows_of(self.own(question), cells)
        left = rows_of(self.totals[:, self.spans[question]], self.block[cells]) - own
        left[~own.any(axis=1)] = 0
        return left

    def others_staff(self, has_own: Truths) -> Numbers:
        """How many others there are in each cell's block, if those have any who `has_own`."""
        staff = add_up(self.block, has_own.astype(np.int32), self.blocks)
        return staff[self.block] - has_own

    @cached_property
    def by_block(self) -> tuple[Numbers, Numbers]:
        """The cells in order of their blocks, and where each block's begin."""
        order = np.argsort(self.block, kind="stable")
        return order, np.searchsorted(self.block[order], np.arange(self.blocks + 1))

    def colleagues(self, question: str | None, cells: Numbers) -> int:
        """How many different others answered-about there are in the blocks of one pair's cells."""
        order, edges = self.by_block
        found: set[int] = set()
        for cell in cells:
            if self.own(question)[cell].any():
                block = self.block[cell]
                there = order[edges[block] : edges[block + 1]]
                answered = self.own(question)[there].any(axis=1)
                found.update(self.pair[there[answered]].tolist())
        return len(found - {int(self.pair[cell]) for cell in cells})


def find_members(tables: Tables, block: Numbers, blocks: int) -> Members:
    """The cells of the rows that lie in a block (`block` is -1 for others)."""
    rows = np.flatnonzero(block >= 0)
    pair, inside = tables.pair[rows], block[rows]
    first = np.flatnonzero(is_new(pair, inside))
    counts = sum_rows(rows_of(tables.counts, rows), first)
    return Members(tables.spans, pair[first], inside[first], counts, blocks)


def is_new(*keys: Numbers) -> Truths:
    """Whether each row differs from the one before in any of the keys; the first does."""
    if not len(keys[0]):
        return np.zeros(0, dtype=np.bool_)
    changed = np.zeros(len(keys[0]), dtype=np.bool_)
    changed[0] = True
    for key in keys:
        changed[1:] |= key[1:] != key[:-1]
    return changed


def add_up(group: Numbers, values: Numbers, groups: int) -> Numbers:
    """The sum of each group's rows, in numbers of the same kind."""
    total = np.zeros((*values.shape[1:], groups), dtype=values.dtype)
    if values.ndim == 1:
        np.add.at(total, group, values)
    for sums, column in zip(total, values.T, strict=True) if values.ndim > 1 else ():
        np.add.at(sums, group, column)
    return total.T
