"""What can be told of a place: sets of responses that no figure tells apart, counted.

A *sign* is a set of figures: responses with the same sign are in the same figures. A *class* is a
block, or a question's run of blocks, whose total is known. Whatever can be computed is

    for each response: a number for its sign + a number for its class

where the number of a sign is the sum of its figures' multiples, and the number of a class is any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from medverk.rules.disclosure.breakdowns.footing import Flags, Numbers, flags_of
from medverk.rules.disclosure.breakdowns.place import Place, add_up
from medverk.rules.disclosure.breakdowns.tables import Mask


class Row(NamedTuple):
    """A figure of a place: the kinds of response that it counts, in which of its blocks."""

    mask: Mask
    blocks: frozenset[int]


@dataclass(frozen=True, eq=False)
class System:
    """The responses (or answers to a question) of a place, by what figures can tell.

    `cell` numbers the sets within which two signs are compared: the classes, or finer. One entry
    for each cell, counsellor and sign; `pair` numbers the cells and counsellors.
    """

    signs: tuple[int, ...]
    figures: int
    klass_of_cell: Numbers
    pair_cell: Numbers
    pair_who: Numbers
    cell: Numbers
    pair: Numbers
    sign: Numbers
    n: Numbers
    categories: Numbers | None
    staff: int
    own: Flags

    @cached_property
    def who(self) -> Numbers:
        """The counsellor of each entry."""
        return self.pair_who[self.pair]

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.klass_of_cell)

    def signs_in_classes(self) -> Flags:
        """Which signs there are in each class."""
        found = np.zeros((int(self.klass_of_cell.max(initial=0)) + 1, len(self.signs)), np.bool_)
        found[self.klass_of_cell[self.cell], self.sign] = True
        return found

    def without(self, who: int) -> System:
        """The same without one counsellor's responses, as that counsellor can compute it."""
        kept = self.who != who
        signs, sign = np.unique(self.sign[kept], return_inverse=True)
        return replace(
            self,
            signs=tuple(self.signs[at] for at in signs),
            cell=self.cell[kept],
            pair=self.pair[kept],
            sign=sign,
            n=self.n[kept],
            categories=None if self.categories is None else self.categories[kept],
            own=np.zeros_like(self.own),
        )


def make_system(
    place: Place, question: str | None, rows: Sequence[Row], finer: Numbers | None = None
) -> System:
    """What these figures tell of a place's responses, or of its answers to a question.

    `finer` has a number for each kind: cells are then blocks with such a number.
    """
    n = place.n(question)
    covers = [0] * len(place.blocks)
    for bit, row in enumerate(rows):
        for at in row.blocks:
            covers[at] |= 1 << bit
    klass = np.array(place.every_run(question), dtype=np.int64)
    touched = np.zeros(int(klass.max(initial=-1)) + 1, dtype=np.bool_)
    touched[klass[[at for at, cover in enumerate(covers) if cover]]] = True
    kept = np.flatnonzero((n > 0) & touched[klass[place.block]])
    block, kind = place.block[kept], place.kind[kept]
    sign, signs = find_signs(rows, covers, block, kind)
    classes = klass[block]
    if finer is None:
        cells, cell = np.unique(classes, return_inverse=True)
        klass_of_cell = cells
    else:
        width = int(finer.max(initial=0)) + 1
        cells, cell = np.unique(block * width + finer[kind], return_inverse=True)
        klass_of_cell = klass[cells // width]
    staff = len(place.staff)
    pairs, pair = np.unique(cell * staff + place.who[kept], return_inverse=True)
    entries, entry = np.unique(pair * len(signs) + sign, return_inverse=True)
    at_pair = entries // max(1, len(signs))
    return System(
        signs,
        len(rows),
        klass_of_cell,
        pairs // staff,
        pairs % staff,
        (pairs // staff)[at_pair],
        at_pair,
        entries % max(1, len(signs)),
        add_up(entry, n[kept], len(entries)),
        None if question is None else add_categories(entry, place.answers[question][kept]),
        staff,
        place.own,
    )


def find_signs(
    rows: Sequence[Row], covers: Sequence[int], block: Numbers, kind: Numbers
) -> tuple[Numbers, tuple[int, ...]]:
    """The number of each response's sign, and the signs as bits, one for each figure."""
    ways = list(dict.fromkeys(covers))
    way = np.array([ways.index(cover) for cover in covers])
    kinds = int(kind.max(initial=0)) + 1
    inside = [0] * kinds
    for bit, row in enumerate(rows):
        for at in np.flatnonzero(flags_of(row.mask, kinds)):
            inside[at] |= 1 << bit
    both, place = np.unique(way[block] * kinds + kind, return_inverse=True)
    told = [ways[each // kinds] & inside[each % kinds] for each in both.tolist()]
    signs = sorted(set(told))
    number = {each: at for at, each in enumerate(signs)}
    return np.array([number[each] for each in told], dtype=np.int64)[place], tuple(signs)


def add_categories(at: Numbers, counts: Numbers) -> Numbers:
    """Counts of each category added up by place."""
    length = int(at.max(initial=-1)) + 1
    return np.stack([add_up(at, column, length) for column in counts.T], axis=1)
