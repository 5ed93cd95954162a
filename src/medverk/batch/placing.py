"""Who is behind some blocks of each office and pool, from counted responses.

The rows of all places are gathered at a time, place after place; each place has a part of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, pairwise

import numpy as np

from medverk.batch.counting import Grain, Numbers
from medverk.rules.disclosure.breakdowns import Place
from medverk.rules.disclosure.breakdowns.editions import Classes
from medverk.rules.disclosure.breakdowns.together import in_parts
from medverk.rules.disclosure.columns.members import is_new
from medverk.rules.disclosure.columns.tables import Truths, order_of
from medverk.rules.disclosure.figures import Block
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.disclosure.parcels import Parcels

LEVELS = ("county", "country")

AT_A_TIME = 50
"""Places whose rows are gathered at a time: few enough to be at hand until they are done."""

Chosen = Sequence[Sequence[Block]]
"""The blocks of each place. No two blocks have a response in common."""


@dataclass(frozen=True, eq=False)
class Gathered:
    """The rows of some places, place after place: `edges` has each place's first, and the end.

    `block` and `who` are places in a place's own blocks and in its own `staff`.
    """

    edges: Sequence[int]
    staff: Sequence[tuple[str, ...]]
    block: Numbers
    kind: Numbers
    who: Numbers
    responses: Numbers
    answers: Mapping[str, Parcels]

    def place(
        self,
        at: int,
        above: tuple[str, ...],
        blocks: tuple[Block, ...],
        runs: Mapping[str, tuple[int, ...]],
        looking: Set[str],
    ) -> Place:
        """One of the places. `looking` are those who have own figures."""
        rows, staff = slice(self.edges[at], self.edges[at + 1]), self.staff[at]
        return Place(
            blocks[0].unit,
            above,
            blocks,
            runs,
            staff,
            np.array([name in looking for name in staff], dtype=np.bool_),
            self.block[rows],
            self.kind[rows],
            self.who[rows],
            self.responses[rows],
            {question: counts.pick(rows) for question, counts in self.answers.items()},
        )


def make_places(
    grain: Grain,
    units: Hierarchy,
    chosen: Chosen,
    classes: Classes,
    own: Mapping[str, set[str]],
) -> list[Place]:
    """The places that have these blocks. `own` are who has own figures, by office."""
    places = []
    for part in in_parts(chosen, AT_A_TIME):
        found = gather(grain, part, classes)
        for at, blocks in enumerate(part):
            above = [unit.id for unit in units.path(blocks[0].unit) if unit.level in LEVELS]
            runs = {question: number_runs(blocks, runs) for question, runs in classes.items()}
            looking = set().union(*(own.get(office, ()) for office in offices_of(blocks)))
            places.append(found.place(at, tuple(above), tuple(blocks), runs, looking))
    return places


def gather(grain: Grain, chosen: Chosen, questions: Iterable[str]) -> Gathered:
    """Everybody behind these blocks."""
    rows, place, block = find_rows(grain, chosen)
    staff, who = number_staff(grain.counsellors, place, grain.counsellor.take(rows), len(chosen))
    return Gathered(
        np.searchsorted(place, np.arange(len(chosen) + 1)).tolist(),
        staff,
        block,
        grain.kind.take(rows),
        who,
        grain.responses.take(rows),
        {question: grain.answers[question].pick(rows) for question in questions},
    )


def find_rows(grain: Grain, chosen: Chosen) -> tuple[Numbers, Numbers, Numbers]:
    """The rows behind these blocks, place after place; the place of each, and the block in it."""
    numbers, sizes = number_blocks(grain, chosen), [len(blocks) for blocks in chosen]
    rows = look_through(grain, numbers >= 0)
    number: Numbers = numbers.ravel().take(
        grain.office.take(rows) * len(grain.weeks) + grain.week.take(rows)
    )
    if number.min(initial=0) < 0:
        inside = number >= 0
        rows, number = rows[inside], number[inside]
    place = np.repeat(np.arange(len(chosen)), sizes).take(number)
    if (place[1:] < place[:-1]).any():
        order = order_of(place)
        rows, number, place = rows.take(order), number.take(order), place.take(order)
    block: Numbers = np.concatenate([np.arange(size) for size in sizes]).take(number)
    return rows, place, block


def number_blocks(grain: Grain, chosen: Chosen) -> Numbers:
    """By office and week, the number of the block among all, or -1."""
    numbers = np.full((len(grain.offices), len(grain.weeks)), -1)
    places = {name: at for at, name in enumerate(grain.offices)}
    # The same few weeks bound the blocks of every office.
    first = cache(partial(bisect_left, grain.weeks))
    end = cache(partial(bisect_right, grain.weeks))
    for number, block in enumerate(chain.from_iterable(chosen)):
        for part in block.parts:
            if part.office in places:
                weeks = slice(first(part.from_week), end(part.to_week))
                numbers[places[part.office], weeks] = number
    return numbers


def look_through(grain: Grain, wanted: Truths) -> Numbers:
    """All rows from the first to the last office, and week, in which something is wanted."""
    offices, weeks = (np.flatnonzero(wanted.any(axis=axis)) for axis in (1, 0))
    if not len(offices):
        return np.zeros(0, dtype=np.int64)
    # Looked for as numbers of the same kind, which saves a copy of all that is looked through.
    bounds = np.array([offices[0], offices[-1] + 1], dtype=grain.office.dtype)
    first, end = np.searchsorted(grain.office, bounds).tolist()
    week = grain.week[first:end]
    rows: Numbers = first + np.flatnonzero((week >= weeks[0]) & (week <= weeks[-1]))
    return rows


def number_staff(
    names: Sequence[str], place: Numbers, counsellor: Numbers, places: int
) -> tuple[list[tuple[str, ...]], Numbers]:
    """The counsellors of each place by name, and the number that each row's has among them."""
    new = np.flatnonzero(is_new(place, counsellor))
    # A pool has rows of several offices, and may meet a counsellor again.
    pairs, pair = np.unique(place[new] * len(names) + counsellor[new], return_inverse=True)
    edges = np.searchsorted(pairs, np.arange(places + 1) * len(names))
    listed = [names[at] for at in (pairs % len(names)).tolist()]
    staff = [tuple(listed[first:end]) for first, end in pairwise(edges.tolist())]
    who: Numbers = np.repeat(pair - edges[place[new]], np.diff(new, append=len(place)))
    return staff, who


def offices_of(blocks: Iterable[Block]) -> set[str]:
    """The offices that some blocks are of."""
    return {part.office for block in blocks for part in block.parts}


def number_runs(blocks: Sequence[Block], runs: Mapping[str, str]) -> tuple[int, ...]:
    """The number of each block's run."""
    numbers: dict[str, int] = {}
    return tuple([numbers.setdefault(runs[block.id], len(numbers)) for block in blocks])
