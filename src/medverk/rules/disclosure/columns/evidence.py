"""What truly lies in blocks, counsellor by counsellor and block by block, for the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from medverk.rules.disclosure.columns.crowds import Crowds
from medverk.rules.disclosure.columns.members import add_up, is_new
from medverk.rules.disclosure.columns.tables import (
    Numbers,
    Tables,
    order_of,
    place_rows,
    ranges,
    rows_of,
    sum_rows,
)
from medverk.rules.disclosure.figures import Block


@dataclass(frozen=True, eq=False)
class Evidence:
    """One row for each counsellor and block, in order of `key`; a *class* of blocks counts as one.

    `seats` has a number for each counsellor there may be. They are in the order of the tallies,
    so that these and lines that follow them are nearly in order, which makes sorting quick.
    """

    spans: Mapping[str | None, slice]
    seats: Numbers
    who: Numbers
    block: Numbers
    counts: Numbers
    blocks: int

    @cached_property
    def key(self) -> Numbers:
        """Counsellor and block as one number, rising."""
        return self.key_of(self.who, self.block)

    def key_of(self, who: Numbers, block: Numbers | int) -> Numbers:
        """Counsellors and blocks as one number."""
        return self.seats[who] * self.blocks + block

    def read_key(self, key: Numbers) -> tuple[Numbers, Numbers]:
        """The counsellors and blocks of keys: the reverse of `key_of`."""
        seat, block = np.divmod(key, max(1, self.blocks))
        return np.argsort(self.seats)[seat], block

    @cached_property
    def every_size(self) -> dict[str | None, Numbers]:
        """Per question, how many responses each row has."""
        return {
            question: self.counts[:, span].sum(axis=1, dtype=self.counts.dtype)
            for question, span in self.spans.items()
        }

    def sizes(self, question: str | None) -> Numbers:
        """How many responses each row has, of those who answered the question."""
        return self.every_size[question]

    @cached_property
    def by_block(self) -> tuple[Numbers, Numbers]:
        """The rows in order of their blocks, and where each block's begin."""
        order = order_of(self.block)
        return order, np.searchsorted(self.block[order], np.arange(self.blocks + 1))

    @cached_property
    def crowds(self) -> dict[str | None, Crowds]:
        """Per question, each block's crowd."""
        return {question: self.gather(span) for question, span in self.spans.items()}

    def gather(self, span: slice) -> Crowds:
        """Each block's crowd in these columns."""
        counts = self.counts[:, span]
        return sum_crowds(self.block, counts, self.blocks)

    def find(self, who: Numbers, block: Numbers) -> Numbers:
        """The row of each counsellor and block; -1 where the counsellor has nothing there."""
        return self.find_key(self.key_of(who, block))

    def find_key(self, key: Numbers) -> Numbers:
        """The same by keys."""
        if not len(self.key):
            return np.full(len(key), -1)
        at = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        return np.where(self.key[at] == key, at, -1)

    def rows(self, question: str | None, rows: Numbers) -> Numbers:
        """What these rows hold; -1 is a row of nothing."""
        counts = self.counts[:, self.spans[question]]
        if np.array_equal(rows, np.arange(len(counts))):
            return counts
        if not len(counts):
            return np.zeros((len(rows), counts.shape[1]), dtype=counts.dtype)
        found = rows_of(counts, rows)
        found[np.flatnonzero(rows < 0)] = 0
        return found

    def crowds_of(
        self, question: str | None, group: Numbers, block: Numbers, groups: int
    ) -> Crowds:
        """The crowd of several blocks, for each group of them."""
        order, edges = self.by_block
        rows = order[ranges(edges[block], edges[block + 1])]
        width = len(self.seats)
        key = np.repeat(group, np.diff(edges)[block]) * width + self.who[rows]
        order = order_of(key)
        counts = rows_of(self.counts[:, self.spans[question]], rows[order])
        first = np.flatnonzero(is_new(key[order]))
        return sum_crowds(key[order][first] // width, sum_rows(counts, first), groups)

    def together(self, question: str | None, blocks: Iterable[int]) -> dict[int, Numbers]:
        """The crowd of several blocks, counsellor by counsellor, one by one."""
        found: dict[int, Numbers] = {}
        order, edges = self.by_block
        for block in blocks:
            rows = order[edges[block] : edges[block + 1]]
            for who, counts in zip(
                self.who[rows].tolist(), self.counts[rows, self.spans[question]], strict=True
            ):
                if counts.any():
                    found[who] = found[who] + counts if who in found else counts
        return found

    def grouped(self, classes: Numbers, groups: int) -> Evidence:
        """The same with classes of blocks in the place of blocks."""
        if groups == self.blocks:
            return self
        return make_evidence(
            self.spans, self.seats, self.who, classes[self.block], self.counts, groups
        )


def sum_crowds(group: Numbers, counts: Numbers, groups: int) -> Crowds:
    """The crowd of each group of rows, which are of different counsellors."""
    sizes = counts.sum(axis=1, dtype=counts.dtype)
    most = np.zeros(groups, dtype=sizes.dtype)
    np.maximum.at(most, group, sizes)
    staff = add_up(group, (sizes > 0).astype(sizes.dtype), groups)
    return Crowds(add_up(group, counts, groups), staff, most)


def make_evidence(
    spans: Mapping[str | None, slice],
    seats: Numbers,
    who: Numbers,
    block: Numbers,
    counts: Numbers,
    blocks: int,
) -> Evidence:
    """Evidence from rows in any order; those of the same counsellor and block are added up."""
    key = seats[who] * blocks + block
    if (key[1:] < key[:-1]).any():
        order = order_of(key)
        key, who, block, counts = key[order], who[order], block[order], rows_of(counts, order)
    first = np.flatnonzero(is_new(key))
    return Evidence(spans, seats, who[first], block[first], sum_rows(counts, first), blocks)


def read_blocks(tables: Tables, blocks: Sequence[Block], counsellors: int) -> Evidence:
    """What truly lies in each block. Blocks have no week of an office in common."""
    parts = [part for block in blocks for part in block.parts]
    whose = np.array([at for at, block in enumerate(blocks) for _ in block.parts], dtype=np.int64)
    inside = place_rows(tables, parts)
    rows = np.flatnonzero(inside >= 0)
    counts = tables.counts if len(rows) == len(inside) else rows_of(tables.counts, rows)
    return make_evidence(
        tables.spans,
        seat(tables.who, counsellors),
        tables.who[tables.pair[rows]],
        whose[inside[rows]],
        counts,
        len(blocks),
    )


def seat(who: Numbers, counsellors: int) -> Numbers:
    """A number for each counsellor, in the order in which they are named first."""
    first = np.full(counsellors, len(who))
    np.minimum.at(first, who, np.arange(len(who)))
    seats = np.empty(counsellors, dtype=np.int64)
    seats[np.argsort(first, kind="stable")] = np.arange(counsellors)
    return seats
