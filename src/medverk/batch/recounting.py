"""Each cell of a breakdown counted anew, for the audit: is it true, and does it rest on enough?

The responses of a place in some of its blocks are a *part*. Each part is counted once for all cells
that cover it, by counsellor and by category; what is behind a cell is its parts added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from medverk.batch.counting import Numbers
from medverk.rules.disclosure.audit import Flaw, Violation, accuse
from medverk.rules.disclosure.breakdowns import Cell, Place, Wish
from medverk.rules.disclosure.breakdowns.footing import flags_of
from medverk.rules.disclosure.breakdowns.tables import Mask
from medverk.rules.disclosure.columns.crowds import Crowds, may_be_open, may_show_answers
from medverk.rules.disclosure.columns.members import is_new
from medverk.rules.disclosure.figures import OPEN, Line

System = str | None
"""A question, or None for the number of responses."""

Blocks = tuple[str, ...]
"""The blocks of a cell, by their names."""

Exact = NDArray[np.float64]
"""Whole numbers of less than 53 bits, in which sums of products are made fastest."""


@dataclass(frozen=True)
class Behind:
    """What is behind cells in one system, by set of blocks and mask.

    How many chose each category; and whether they are too few to be told of, or few and alike.
    """

    counts: list[list[tuple[int, ...]]]
    thin: list[list[bool]]


@dataclass(frozen=True, eq=False)
class Tallied:
    """The responses or answers of a part by mask: of each counsellor, and of each category."""

    staff: Exact
    chosen: Exact


@dataclass(frozen=True, eq=False)
class Division:
    """Sets of blocks, place by place: the parts of each are `member[edges[at]:edges[at + 1]]`."""

    parts: list[tuple[int, frozenset[int]]]
    """The number of a place, and some of its blocks."""

    member: Numbers
    edges: Numbers

    def of(self, at: int) -> list[int]:
        """The parts of a set."""
        parts: list[int] = self.member[self.edges[at] : self.edges[at + 1]].tolist()
        return parts


def judge_figures(
    wish: Wish, places: Sequence[Place], cells: Sequence[Cell]
) -> Iterator[Violation]:
    """What is wrong with each figure: its numbers, or that it rests on too few.

    Each is over some blocks of these places.
    """
    # Cells over the same blocks share the list of names, mostly: it is long to compare.
    lists = {id(cell.line.blocks): cell.line.blocks for cell in cells}
    sets = {blocks: at for at, blocks in enumerate(dict.fromkeys(lists.values()))}
    set_of = {each: sets[blocks] for each, blocks in lists.items()}
    mask_of = {cell.by: wish.background.mask(cell.by) for cell in cells}
    masks = {mask: column for column, mask in enumerate(dict.fromkeys(mask_of.values()))}
    recount = Recount(wish, places, list(sets), list(masks))
    behind = {system: recount.look_behind(system) for system in wish.systems}
    for cell in cells:
        at, column = set_of[id(cell.line.blocks)], masks[mask_of[cell.by]]
        yield from judge_line(behind, cell.line, at, column)


def judge_line(
    behind: Mapping[System, Behind], line: Line, at: int, column: int
) -> Iterator[Violation]:
    """What is wrong with one figure, over a set of blocks and of a mask."""
    (n,), thin = behind[None].counts[at][column], behind[None].thin[at][column]
    counts: tuple[int, ...] = ()
    if line.question is not None:
        answers = behind[line.question]
        counts, thin = answers.counts[at][column], thin or answers.thin[at][column]
    if thin or line.audience != OPEN:
        yield accuse(Flaw.THIN_LINE, line)
    if (line.n, line.answered, line.counts) != (n, sum(counts), counts):
        yield accuse(Flaw.WRONG_NUMBERS, line)


@dataclass(frozen=True, eq=False)
class Recount:
    """Counts cells anew. Counsellors with the same name are the same, wherever they are."""

    wish: Wish
    places: Sequence[Place]
    sets: Sequence[Blocks]
    masks: Sequence[Mask]

    @cached_property
    def division(self) -> Division:
        """The parts of each set of blocks."""
        return divide(self.sets, self.places)

    @cached_property
    def kinds_of_masks(self) -> Exact:
        """By kind and mask: whether the mask has the kind."""
        kinds = self.wish.background.kinds
        return np.array([flags_of(mask, kinds) for mask in self.masks], dtype=np.float64).T

    @cached_property
    def staff(self) -> list[Numbers]:
        """For each place, the numbers of its counsellors among all."""
        names: dict[str, int] = {}
        return [
            np.array([names.setdefault(name, len(names)) for name in place.staff], dtype=np.int64)
            for place in self.places
        ]

    @cached_property
    def met_twice(self) -> dict[int, Numbers]:
        """For sets in which somebody is in several parts: who is in each row of the parts."""
        found = {}
        for at in np.flatnonzero(np.diff(self.division.edges) > 1).tolist():
            parts = [self.division.parts[part] for part in self.division.of(at)]
            who = np.concatenate([self.staff[place] for place, _ in parts])
            if np.bincount(who).max(initial=0) > 1:
                found[at] = np.unique(who, return_inverse=True)[1]
        return found

    def look_behind(self, system: System) -> Behind:
        """What there is in one system behind every set of blocks."""
        tallied = [self.tally(place, blocks, system) for place, blocks in self.division.parts]
        crowds, policy = self.add_parts(tallied), self.wish.policy
        passes = may_be_open if system is None else may_show_answers
        counts = crowds.counts.swapaxes(1, 2).tolist()
        return Behind(
            [list(map(tuple, by_mask)) for by_mask in counts], (~passes(policy, crowds)).tolist()
        )

    def tally(self, place: int, blocks: frozenset[int], system: System) -> Tallied:
        """What a part holds in one system, of each mask."""
        part = self.places[place].only(blocks)
        by_kind = part.tallies(part.every, system)
        masks = self.kinds_of_masks[: by_kind.staff.shape[1]]
        staff = by_kind.staff @ masks
        chosen = by_kind.chosen @ masks if system is not None else staff.sum(axis=0, keepdims=True)
        return Tallied(staff, chosen)

    def add_parts(self, tallied: Sequence[Tallied]) -> Crowds:
        """The crowds behind each set of blocks and mask, of which these are the parts."""
        member, edges = self.division.member, self.division.edges
        counts = np.stack([each.chosen for each in tallied])
        staff = np.stack([np.add.reduce(each.staff > 0) for each in tallied])
        most = np.stack([np.maximum.reduce(each.staff, initial=0) for each in tallied])
        crowds = Crowds(
            np.add.reduceat(counts[member], edges[:-1]).astype(np.int64),
            np.add.reduceat(staff[member], edges[:-1]),
            np.maximum.reduceat(most[member], edges[:-1]).astype(np.int64),
        )
        for at, who in self.met_twice.items():
            rows = np.concatenate([tallied[part].staff for part in self.division.of(at)])
            by_staff = add_rows(who, rows)
            crowds.staff[at], crowds.most[at] = np.add.reduce(by_staff > 0), by_staff.max(axis=0)
        return crowds


def divide(sets: Sequence[Blocks], places: Sequence[Place]) -> Division:
    """Sets of these places' blocks, place by place."""
    which, place, inside = sort_blocks(sets, places)
    first = np.flatnonzero(is_new(which, place))
    ends = pairwise([*first.tolist(), len(inside)])
    known: dict[tuple[int, bytes], int] = {}
    member = [
        known.setdefault((at, inside[begin:end].tobytes()), len(known))
        for at, (begin, end) in zip(place[first].tolist(), ends, strict=True)
    ]
    return Division(
        [(at, frozenset(np.frombuffer(each, inside.dtype).tolist())) for at, each in known],
        np.array(member, dtype=np.int64),
        np.searchsorted(which[first], np.arange(len(sets) + 1)),
    )


def sort_blocks(
    sets: Sequence[Blocks], places: Sequence[Place]
) -> tuple[Numbers, Numbers, Numbers]:
    """Every block of every set, in order: the set, the block's place, and its number there."""
    blocks = [(at, block.id) for at, place in enumerate(places) for block in place.blocks]
    number = {name: at for at, (_, name) in enumerate(blocks)}
    place_of = np.array([place for place, _ in blocks], dtype=np.int64)
    sizes = [len(names) for names in sets]
    listed = np.fromiter(map(number.__getitem__, chain.from_iterable(sets)), np.int64, sum(sizes))
    key = np.sort(np.repeat(np.arange(len(sets)), sizes) * len(blocks) + listed)
    which, listed = np.divmod(key, len(blocks))
    place = place_of[listed]
    return which, place, listed - np.searchsorted(place_of, place)


def add_rows(at: Numbers, rows: Exact) -> Exact:
    """Rows added up by place."""
    width = rows.shape[1]
    cell = at[:, None] * width + np.arange(width)
    total: Exact = np.bincount(cell.ravel(), rows.ravel()).astype(np.float64)
    return total.reshape(-1, width)
