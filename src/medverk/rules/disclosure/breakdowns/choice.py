"""The rule: which tables a place shows, of which of its blocks [disclosure "Breakdowns"].

Table by table, in the order of the policy, several ways are thought of:

- whole, over all blocks;
- whole, over the blocks in which nobody's background is missing (a figure names its blocks);
- whole, with the largest category over fewer blocks than the others, so that what is left of the
  total holds enough of that category to hide in;
- with the categories left out that are too small, or that are smallest;
- with neighbouring categories merged.

The way that shows most of the wanted categories is taken, then most of them whole, then over most
responses, as soon as it is proven safe with all that the place shows already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from medverk.rules.disclosure.breakdowns.cells import By
from medverk.rules.disclosure.breakdowns.footing import Numbers
from medverk.rules.disclosure.breakdowns.place import Place, add_up
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.tables import Groups, Mask, merges
from medverk.rules.disclosure.breakdowns.together import Asking
from medverk.rules.disclosure.breakdowns.wish import Table, Wish
from medverk.rules.disclosure.policy import Policy

MOST_TRIED = 12
"""Ways of one table that are put to the proof in one place."""

MOST_REPAIRS = 8
"""Cells that a table may lose one by one, before the way is given up."""

Cells = Mapping[By, Row]


@dataclass(frozen=True)
class Way:
    """A way to show a table, and what it is worth."""

    cells: Cells
    worth: tuple[int, int, int]
    """Wanted categories shown, how many of them whole, and the responses behind."""


NO_WAY = Way({}, (0, 0, 0))


@dataclass
class Chooser:
    """Chooses for one place. `taken` are the figures that are shown of it already.

    Whether figures are safe is asked, so that many places can be chosen for side by side.
    """

    wish: Wish
    place: Place
    taken: list[Row] = field(default_factory=list)

    def choose_all(self, tables: Sequence[Table]) -> Asking[dict[Table, Cells]]:
        """The best way of as many tables as are safe together, then of one after the other."""
        self.place.find_footings(self.wish.whole_masks(tables), self.place.every)
        best = {table: self.find_best(table).cells for table in tables}
        chosen: dict[Table, Cells] = {}
        for count in range(len(tables), 0, -1):
            rows = [row for table in tables[:count] for row in best[table].values()]
            if rows and (yield [*self.taken, *rows]).safe:
                self.taken += rows
                chosen = {table: best[table] for table in tables[:count]}
                break
        for table in tables[len(chosen) :]:
            chosen[table] = yield from self.choose(table, best[table])
        return chosen

    def find_best(self, table: Table) -> Way:
        """The way that would be taken if all were safe: the first of those that show most."""
        wanted, best = self.find_wanted(table), NO_WAY
        if wanted:
            every = self.place.every
            rows = [Row(mask, every) for mask in wanted.values()]
            most = (len(wanted), len(wanted), sum(map(self.size, rows)))
            for way in self.ways(table, wanted):
                if way.worth > best.worth:
                    best = way
                if best.worth >= most:
                    break
        return best

    def choose(self, table: Table, best: Cells) -> Asking[Cells]:
        """The best way that is safe, with what is taken; it is taken then. Empty if none is.

        `best` is the way that shows most, and mostly it is safe.
        """
        if best and not (yield [*self.taken, *best.values()]).safe:
            best = yield from self.search(table)
        self.taken += best.values()
        return best

    def search(self, table: Table) -> Asking[Cells]:
        """The best of the ways that are safe with what is taken, after repairs; {} if none is."""
        wanted, best = self.find_wanted(table), NO_WAY
        ways = sorted(self.ways(table, wanted), key=lambda way: way.worth, reverse=True)
        for way in ways[:MOST_TRIED]:
            if way.worth <= best.worth:
                break
            found = yield from self.repair(way, wanted)
            if found is not None and found.worth > best.worth:
                best = found
        return best.cells

    def find_wanted(self, table: Table) -> dict[By, Mask]:
        """The cells that could be shown if nothing else were."""
        every = self.place.every
        return {
            by: mask
            for by, mask in self.wish.whole_cells(table).items()
            if may_stand_alone(self.wish.policy, self.place, Row(mask, every))
        }

    def repair(self, way: Way, wanted: Mapping[By, Mask]) -> Asking[Way | None]:
        """The way if it is safe; a two-way table may lose the smallest cells of what leaks."""
        cells = dict(way.cells)
        for _ in range(MOST_REPAIRS):
            answer = yield [*self.taken, *cells.values()]
            if answer.safe:
                return Way(cells, self.worth(cells, wanted))
            new = answer.finding.multiples[len(self.taken) :]
            guilty = [by for by, times in zip(cells, new, strict=False) if times]
            if len(next(iter(cells))) == 1 or not guilty:
                return None
            del cells[min(guilty, key=lambda by: (self.size(cells[by]), by))]
            if not cells:
                return None
        return None

    def size(self, row: Row) -> int:
        """The responses behind a figure."""
        return self.place.footing(row.mask, row.blocks).responses

    def worth(self, cells: Cells, wanted: Mapping[By, Mask]) -> tuple[int, int, int]:
        """How much of what is wanted is shown."""
        shown = sum(
            any(mask & ~row.mask == 0 for row in cells.values()) for mask in wanted.values()
        )
        whole = sum(by in cells for by in wanted)
        return shown, whole, sum(map(self.size, cells.values()))

    def ways(self, table: Table, wanted: Mapping[By, Mask]) -> Iterator[Way]:
        """All that are worth a try: each cell in them can stand alone."""
        seen: set[frozenset[tuple[By, Row]]] = set()
        for cells in self.ideas(table):
            key = frozenset(cells.items())
            if cells and key not in seen:
                seen.add(key)
                if self.is_worth_a_try(cells):
                    yield Way(cells, self.worth(cells, wanted))

    def is_worth_a_try(self, cells: Cells) -> bool:
        """Whether each cell can stand alone, and the totals less all cells are nobody, or enough.

        The latter anybody can compute: it is looked at first because it is quick.
        """
        return all(
            may_stand_alone(self.wish.policy, self.place, row) for row in cells.values()
        ) and (len(next(iter(cells))) > 1 or self.leaves_enough(cells))

    def leaves_enough(self, cells: Cells) -> bool:
        """Whether what is left of the totals is nobody, or enough for everybody who looks."""
        place, policy = self.place, self.wish.policy
        for question in self.wish.systems:
            by_staff = self.find_left(cells, question)
            least = by_staff.sum() - by_staff[place.own].max(initial=0)
            if by_staff.any() and least < policy.responses:
                return False
        return True

    def find_left(self, cells: Cells, question: str | None) -> Numbers:
        """Responses in the cells' blocks and in no cell, by counsellor."""
        place = self.place
        everybody = (1 << self.wish.background.kinds) - 1
        blocks = {row.blocks for row in cells.values()}
        if len(blocks) == 1:
            union = 0
            for row in cells.values():
                union |= row.mask
            return place.by_staff(everybody & ~union, blocks.pop(), question)
        left = np.zeros(len(place.block), dtype=np.bool_)
        for row in cells.values():
            left |= place.rows_of(everybody, row.blocks)
        for row in cells.values():
            left &= ~place.rows_of(row.mask, row.blocks)
        return add_up(place.who[left], place.n(question)[left], len(place.staff))

    def ideas(self, table: Table) -> Iterator[dict[By, Row]]:
        """Ways to show a table, good or not."""
        every = self.place.every
        # What was shown before and is known already tells nothing new when it is shown again.
        whole = self.wish.whole_cells(table)
        yield {by: row for by in whole for row in self.taken if row.mask == whole[by]}
        for groups in ways_to_merge(self.wish, table):
            masks = {
                by: mask
                for by, mask in self.wish.background.cells(groups).items()
                if self.place.counts(mask).any()
            }
            for shown in self.selections(masks):
                yield {by: Row(mask, every) for by, mask in shown.items()}
                yield from self.on_fewer_blocks(shown, every)

    def selections(self, masks: dict[By, Mask]) -> Iterator[dict[By, Mask]]:
        """All cells, all but the too small, and all but the smallest besides."""
        yield masks
        sizes = {by: int(self.place.counts(mask).sum()) for by, mask in masks.items()}
        order = sorted(masks, key=lambda by: (sizes[by], by))
        small = [by for by in order if sizes[by] < self.wish.policy.responses]
        least = {len(small), len(small) + 1, len(small) + 2}
        if len(next(iter(masks), ())) > 1:
            least = {len(small)}
        for count in sorted(least - {0}):
            if count < len(order):
                yield {by: mask for by, mask in masks.items() if by not in order[:count]}

    def on_fewer_blocks(
        self, masks: Mapping[By, Mask], every: frozenset[int]
    ) -> Iterator[dict[By, Row]]:
        """The cells over the blocks that hold nobody else, and with one cell over fewer blocks."""
        if not masks:
            return
        union = 0
        for mask in masks.values():
            union |= mask
        left = self.place.counts(~union & ((1 << self.wish.background.kinds) - 1))
        clean = self.bundles_where(left == 0)
        if clean and clean != every:
            yield {by: Row(mask, clean) for by, mask in masks.items()}
        if left.any() and len(next(iter(masks))) == 1:
            largest = max(masks, key=lambda by: (int(self.place.counts(masks[by]).sum()), by))
            for fewer in self.leave_some(masks[largest], left):
                yield {
                    by: Row(mask, fewer if by == largest else every) for by, mask in masks.items()
                }

    def bundles_where(self, holds: Numbers) -> frozenset[int]:
        """The blocks of the bundles in which all blocks are so."""
        return frozenset(
            block
            for bundle in self.place.bundles
            if all(holds[at] for at in bundle)
            for block in bundle
        )

    def leave_some(self, mask: Mask, left: Numbers) -> Iterator[frozenset[int]]:
        """The blocks without a few last ones, in which enough of the category hide what is left."""
        counts, needed = self.place.counts(mask), self.wish.policy.responses
        missing = int(left.sum())
        for margin in (0, needed // 3 + 1, needed):
            outside = 0
            bundles = list(self.place.bundles)
            while bundles and outside + missing < needed + margin:
                outside += int(counts[list(bundles.pop())].sum())
            if bundles:
                yield frozenset(block for bundle in bundles for block in bundle)


def ways_to_merge(wish: Wish, table: Table) -> Iterator[dict[str, Groups]]:
    """The ways to merge neighbours: none, then in one variable of a table as little as can be."""
    each = [list(merges(wish.background.categories[name])) for name in table]
    for ways in product(*each):
        merged = sum(
            len(groups) < len(wish.background.categories[name])
            for name, groups in zip(table, ways, strict=True)
        )
        if len(table) == 1 or merged == 0:
            yield dict(zip(table, ways, strict=True))


def may_stand_alone(policy: Policy, place: Place, row: Row) -> bool:
    """Whether a figure satisfies G1 by itself."""
    return place.footing(row.mask, row.blocks).may_be_open(policy)
