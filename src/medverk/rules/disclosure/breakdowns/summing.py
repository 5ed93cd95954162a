"""The numbers of a cell, added up over the places that it covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from medverk.rules.disclosure.breakdowns.cells import By, Cell
from medverk.rules.disclosure.breakdowns.footing import Footing, add_footings
from medverk.rules.disclosure.breakdowns.place import Place, Told
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.wish import Wish
from medverk.rules.disclosure.figures import OPEN, Line
from medverk.rules.disclosure.tallies import Crowd, put_counts

Part = tuple[Place, Row]
"""A place, and which of its blocks a cell covers."""


class Shown(NamedTuple):
    """What is shown by one background: of which blocks; responses, and answers to each question."""

    told: Told
    footings: tuple[Footing, ...]


def show_row(wish: Wish, place: Place, row: Row) -> Shown:
    """What a place shows."""
    mask, blocks = row
    footings = [place.footing(mask, blocks, question) for question in (None, *wish.questions)]
    return Shown(place.tell(blocks), tuple(footings))


def add_shown(listed: Sequence[Shown], known: dict[tuple[Told, ...], Told]) -> Shown:
    """Several as one. `known` remembers blocks that were told together, for other cells."""
    if len(listed) == 1:
        return listed[0]
    told, footings = zip(*listed, strict=True)
    if told not in known:
        known[told] = tell(told)
    return Shown(known[told], tuple(map(add_footings, zip(*footings, strict=True))))


def tell(listed: Iterable[Told]) -> Told:
    """The names and weeks of all these blocks."""
    told = list(listed)
    return Told(
        tuple(sorted(block for each in told for block in each.ids)),
        min(each.from_week for each in told),
        max(each.to_week for each in told),
    )


def write_cell(wish: Wish, unit: str, by: By, shown: Shown) -> list[Cell]:
    """A cell: a figure for each question whose answers may be shown, else the number alone."""
    told, (everybody, *answers) = shown
    n = everybody.responses

    def write(question: str | None, counts: tuple[int, ...]) -> Cell:
        weeks = told.from_week, told.to_week
        return Cell(by, Line(OPEN, unit, question, told.ids, *weeks, n, sum(counts), counts))

    written = [
        write(question, footing.chosen)
        for question, footing in zip(wish.questions, answers, strict=True)
        if footing.may_be_open(wish.policy)
    ]
    return written or [write(None, ())]


def count_crowd(parts: Sequence[Part], question: str | None) -> Crowd:
    """The responses behind a cell, or its answers to a question, counsellor by counsellor."""
    crowd: dict[str, tuple[int, ...]] = {}
    for place, row in parts:
        chosen = np.flatnonzero(place.rows_of(row.mask, row.blocks))
        counts = place.responses[None] if question is None else place.answers[question].unpack()
        for who in np.unique(place.who[chosen]).tolist():
            added = counts[:, chosen[place.who[chosen] == who]].sum(axis=1)
            if added.any():
                put_counts(crowd, place.staff[who], tuple(added.tolist()))
    return crowd
