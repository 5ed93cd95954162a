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

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from medverk.rules.disclosure.breakdowns.cells import By
from medverk.rules.disclosure.breakdowns.footing import Flags, Numbers
from medverk.rules.disclosure.breakdowns.place import Place, add_up
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.tables import Mask
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
    wanted: dict[Table, Mapping[By, Mask]] = field(default_factory=dict)
    found: dict[Table, Sequence[Way]] = field(default_factory=dict)
    alone: dict[Row, bool] = field(default_factory=dict)

    def choose_all(self, tables: Sequence[Table]) -> Asking[dict[Table, Cells]]:
        """The best way of as many tables as are safe together, then of one after the other."""
        self.find_footings(tables)
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

    def find_footings(self, tables: Iterable[Table]) -> None:
        """Find what whole cells rest on, all at a time: mostly these are shown."""
        masks = [mask for table in tables for mask in self.wish.masks_of(table)]
        for question in self.wish.systems:
            self.place.find_footings(masks, self.place.every, question)

    def find_best(self, table: Table) -> Way:
        """The way that would be taken if all were safe: the first of those that show most."""
        wanted, best = self.find_wanted(table), NO_WAY
        if wanted:
            every = self.place.every
            rows = [Row(mask, every) for mask in wanted.values()]
            most = (len(wanted), len(wanted), sum(map(self.size, rows)))
            for way in self.ways(table):
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
        ways = sorted(self.ways(table), key=lambda way: way.worth, reverse=True)
        for way in ways[:MOST_TRIED]:
            if way.worth <= best.worth:
                break
            found = yield from self.repair(way, wanted)
            if found is not None and found.worth > best.worth:
                best = found
        return best.cells

    def find_wanted(self, table: Table) -> Mapping[By, Mask]:
        """The cells that could be shown if nothing else were."""
        if table not in self.wanted:
            every, cells = self.place.every, self.wish.whole_cells(table)
            self.wanted[table] = {
                by: mask for by, mask in cells.items() if self.stands_alone(Row(mask, every))
            }
        return self.wanted[table]

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
        whole = wanted.keys() & cells.keys()
        merged = [row.mask for by, row in cells.items() if by not in whole]
        shown = sum(
            by in whole or any(mask & ~each == 0 for each in merged) for by, mask in wanted.items()
        )
        return shown, len(whole), sum(map(self.size, cells.values()))

    def ways(self, table: Table) -> Iterator[Way]:
        """All that are worth a try: each cell in them can stand alone. Found once."""
        if table in self.found:
            yield from self.found[table]
            return
        wanted, found = self.find_wanted(table), []
        seen: set[frozenset[tuple[By, Row]]] = set()
        for cells in self.ideas(table):
            key = frozenset(cells.items())
            if cells and key not in seen:
                seen.add(key)
                if self.is_worth_a_try(cells):
                    found.append(Way(cells, self.worth(cells, wanted)))
                    yield found[-1]
        self.found[table] = found

    def stands_alone(self, row: Row) -> bool:
        """Whether a figure satisfies G1 by itself."""
        if row not in self.alone:
            self.alone[row] = may_stand_alone(self.wish.policy, self.place, row)
        return self.alone[row]

    def is_worth_a_try(self, cells: Cells) -> bool:
        """Whether each cell can stand alone, and the totals less all cells are nobody, or enough.

        The latter anybody can compute: it is looked at first because it is quick.
        """
        return all(map(self.stands_alone, cells.values())) and (
            len(next(iter(cells))) > 1 or self.leaves_enough(cells)
        )

    def leaves_enough(self, cells: Cells) -> bool:
        """Whether what is left of the totals is nobody, or enough for everybody who looks."""
        blocks = {row.blocks for row in cells.values()}
        if len(blocks) == 1:
            left = Row(self.wish.rest(row.mask for row in cells.values()), blocks.pop())
            return all(self.is_enough(left, question) for question in self.wish.systems)
        rows = self.find_left(cells)
        return all(
            self.is_enough_for_all(
                add_up(self.place.who[rows], self.place.n(question)[rows], len(self.place.staff))
            )
            for question in self.wish.systems
        )

    def is_enough(self, left: Row, question: str | None) -> bool:
        """Whether there is nobody of these kinds, or enough of them for everybody who looks."""
        footing = self.place.footing(left.mask, left.blocks, question)
        # If whoever has most may look, that is all; else it is counted who may.
        if footing.responses - footing.largest >= self.wish.policy.responses:
            return True
        return self.is_enough_for_all(self.place.by_staff(left.mask, left.blocks, question))

    def is_enough_for_all(self, by_staff: Numbers) -> bool:
        """Whether so many by each counsellor are nobody, or enough for everybody who looks."""
        least = by_staff.sum() - by_staff[self.place.own].max(initial=0)
        return bool(least >= self.wish.policy.responses or not by_staff.any())

    def find_left(self, cells: Cells) -> Flags:
        """The rows in the cells' blocks and in no cell."""
        place, everybody = self.place, self.wish.rest(())
        left = np.zeros(len(place.block), dtype=np.bool_)
        for row in cells.values():
            left |= place.rows_of(everybody, row.blocks)
        for row in cells.values():
            left &= ~place.rows_of(row.mask, row.blocks)
        return left

    def ideas(self, table: Table) -> Iterator[dict[By, Row]]:
        """Ways to show a table, good or not."""
        every = self.place.every
        # What was shown before and is known already tells nothing new when it is shown again.
        whole = self.wish.whole_cells(table)
        yield {by: row for by in whole for row in self.taken if row.mask == whole[by]}
        for merged in self.wish.merged_cells(table):
            self.place.find_footings(list(merged.values()), every)
            masks = {by: mask for by, mask in merged.items() if self.size(Row(mask, every))}
            for shown in self.selections(masks):
                yield {by: Row(mask, every) for by, mask in shown.items()}
                yield from self.on_fewer_blocks(shown, every)

    def selections(self, masks: dict[By, Mask]) -> Iterator[dict[By, Mask]]:
        """All cells, all but the too small, and all but the smallest besides."""
        yield masks
        sizes = {by: self.size(Row(mask, self.place.every)) for by, mask in masks.items()}
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
        left = self.place.counts(self.wish.rest(masks.values()))
        clean = self.bundles_without(left)
        if clean and clean != every:
            yield {by: Row(mask, clean) for by, mask in masks.items()}
        if left.any() and len(next(iter(masks))) == 1:
            largest = max(masks, key=lambda by: (self.size(Row(masks[by], every)), by))
            for fewer in self.leave_some(masks[largest], left):
                yield {
                    by: Row(mask, fewer if by == largest else every) for by, mask in masks.items()
                }

    def bundles_without(self, counts: Numbers) -> frozenset[int]:
        """The blocks of the bundles in which no block has any of what is counted."""
        held = set(np.flatnonzero(counts).tolist())
        return frozenset().union(
            *(bundle for bundle in self.place.bundles if held.isdisjoint(bundle))
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


def may_stand_alone(policy: Policy, place: Place, row: Row) -> bool:
    """Whether a figure satisfies G1 by itself."""
    return place.footing(row.mask, row.blocks).may_be_open(policy)
