"""What truly lies in blocks, block by block and counsellor by counsellor, for the audit."""

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
    """One row for each block and counsellor, in that order; a *class* of blocks counts as one.

    `width` is more than there are counsellors.
    """

    spans: Mapping[str | None, slice]
    block: Numbers
    who: Numbers
    counts: Numbers
    blocks: int
    width: int

    @cached_property
    def key(self) -> Numbers:
        """Block and counsellor as one number, rising."""
        return self.block * self.width + self.who

    @cached_property
    def edges(self) -> Numbers:
        """Where each block's rows begin."""
        return np.searchsorted(self.block, np.arange(self.blocks + 1))

    @cached_property
    def crowds(self) -> dict[str | None, Crowds]:
        """Per question, each block's crowd."""
        return {question: self.gather(span) for question, span in self.spans.items()}

    def gather(self, span: slice) -> Crowds:
        """Each block's crowd in these columns."""
        counts = self.counts[:, span]
        sizes = counts.sum(axis=1)
        most = np.zeros(self.blocks, dtype=np.int64)
        np.maximum.at(most, self.block, sizes)
        staff = add_up(self.block, (sizes > 0).astype(np.int64), self.blocks)
        return Crowds(add_up(self.block, counts, self.blocks), staff, most)

    def own(self, question: str | None, block: Numbers, who: Numbers) -> Numbers:
        """What counsellors have in blocks, a row for each of the two lists' entries."""
        return self.rows(question, self.find(block, who))

    def find(self, block: Numbers, who: Numbers) -> Numbers:
        """The row of each block and counsellor; -1 where the counsellor has nothing there."""
        wanted = block * self.width + who
        if not len(self.key):
            return np.full(len(wanted), -1)
        # Looked for in order they are found faster: the keys are gone through once.
        order = order_of(wanted)
        at = np.empty_like(order)
        at[order] = np.searchsorted(self.key, wanted[order])
        at = np.minimum(at, len(self.key) - 1)
        return np.where(self.key[at] == wanted, at, -1)

    def rows(self, question: str | None, rows: Numbers) -> Numbers:
        """What these rows hold; -1 is a row of nothing."""
        if not len(self.key):
            return np.zeros((len(rows), self.counts[:, self.spans[question]].shape[1]), np.int64)
        found = rows_of(self.counts[:, self.spans[question]], np.maximum(rows, 0))
        found[rows < 0] = 0
        return found

    def crowds_of(
        self, question: str | None, group: Numbers, block: Numbers, groups: int
    ) -> Crowds:
        """The crowd of several blocks, for each group of them."""
        sizes = np.diff(self.edges)[block]
        rows = ranges(self.edges[block], self.edges[block + 1])
        key = np.repeat(group, sizes) * self.width + self.who[rows]
        order = order_of(key)
        counts = rows_of(self.counts[:, self.spans[question]], rows[order])
        first = np.flatnonzero(is_new(key[order]))
        added = sum_rows(counts, first)
        whose = key[order][first] // self.width
        shares = added.sum(axis=1)
        most = np.zeros(groups, dtype=np.int64)
        np.maximum.at(most, whose, shares)
        staff = add_up(whose, (shares > 0).astype(np.int64), groups)
        return Crowds(add_up(whose, added, groups), staff, most)

    def together(self, question: str | None, blocks: Iterable[int]) -> dict[int, Numbers]:
        """The crowd of several blocks, counsellor by counsellor, one by one."""
        found: dict[int, Numbers] = {}
        for block in blocks:
            rows = slice(self.edges[block], self.edges[block + 1])
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
            self.spans, classes[self.block], self.who, self.counts, groups, self.width
        )


def make_evidence(
    spans: Mapping[str | None, slice],
    block: Numbers,
    who: Numbers,
    counts: Numbers,
    blocks: int,
    width: int,
) -> Evidence:
    """Evidence from rows in any order; those of the same block and counsellor are added up."""
    order = order_of(block * width + who)
    block, who = block[order], who[order]
    first = np.flatnonzero(is_new(block, who))
    added = sum_rows(rows_of(counts, order), first)
    return Evidence(spans, block[first], who[first], added, blocks, width)


def read_blocks(tables: Tables, blocks: Sequence[Block], width: int) -> Evidence:
    """What truly lies in each block. Blocks have no week of an office in common."""
    parts = [part for block in blocks for part in block.parts]
    whose = np.array([at for at, block in enumerate(blocks) for _ in block.parts], dtype=np.int64)
    inside = place_rows(tables, parts)
    rows = np.flatnonzero(inside >= 0)
    return make_evidence(
        tables.spans,
        whose[inside[rows]] if len(parts) else rows,
        tables.who[tables.pair[rows]],
        rows_of(tables.counts, rows),
        len(blocks),
        width,
    )
