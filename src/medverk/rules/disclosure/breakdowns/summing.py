"""The numbers of a cell, added up over the places that it covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from medverk.rules.disclosure.breakdowns.cells import By, Cell
from medverk.rules.disclosure.breakdowns.footing import add_footings
from medverk.rules.disclosure.breakdowns.place import Place, Told
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.wish import Wish
from medverk.rules.disclosure.figures import OPEN, Line
from medverk.rules.disclosure.tallies import Crowd, put_counts

Part = tuple[Place, Row]
"""A place, and which of its blocks a cell covers."""


def tell(parts: Iterable[Part]) -> Told:
    """The names and weeks of all blocks that a cell covers."""
    told = [place.tell(row.blocks) for place, row in parts]
    return Told(
        tuple(sorted(block for each in told for block in each.ids)),
        min(each.from_week for each in told),
        max(each.to_week for each in told),
    )


def write_cell(wish: Wish, unit: str, by: By, parts: Sequence[Part], told: Told) -> Iterator[Cell]:
    """A cell: a figure for each question whose answers may be shown, else the number alone.

    `told` are its blocks, which all cells have in common that cover the same.
    """
    line = Line(
        audience=OPEN,
        unit=unit,
        question=None,
        blocks=told.ids,
        from_week=told.from_week,
        to_week=told.to_week,
        n=sum(place.footing(row.mask, row.blocks).responses for place, row in parts),
        answered=0,
        counts=(),
    )
    silent = True
    for question in wish.questions:
        footing = add_footings(
            place.footing(row.mask, row.blocks, question) for place, row in parts
        )
        if footing.may_be_open(wish.policy):
            counts = footing.chosen
            yield Cell(by, replace(line, question=question, answered=sum(counts), counts=counts))
            silent = False
    if silent:
        yield Cell(by, line)


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
