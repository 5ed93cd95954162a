"""The numbers of a cell, added up over the places that it covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from medverk.rules.disclosure.breakdowns.cells import By, Cell
from medverk.rules.disclosure.breakdowns.place import Numbers, Place
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.wish import Wish
from medverk.rules.disclosure.figures import OPEN, Line
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import Crowd, put_counts

Part = tuple[Place, Row]
"""A place, and which of its blocks a cell covers."""


def write_cell(wish: Wish, unit: str, by: By, parts: Sequence[Part]) -> Iterator[Cell]:
    """A cell: a figure for each question whose answers may be shown, else the number alone."""
    told = [place.tell(row.blocks) for place, row in parts]
    line = Line(
        audience=OPEN,
        unit=unit,
        question=None,
        blocks=tuple(sorted(block for each in told for block in each.ids)),
        from_week=min(each.from_week for each in told),
        to_week=max(each.to_week for each in told),
        n=sum(place.size(row.mask, row.blocks) for place, row in parts),
        answered=0,
        counts=(),
    )
    silent = True
    for question in wish.questions:
        counted = [count_answers(part, question) for part in parts]
        if may_show(wish.policy, counted):
            counts = tuple(np.sum([each for each, _ in counted], axis=0).tolist())
            yield Cell(by, replace(line, question=question, answered=sum(counts), counts=counts))
            silent = False
    if silent:
        yield Cell(by, line)


def count_answers(part: Part, question: str) -> tuple[Numbers, Numbers]:
    """The answers by category; the number of counsellors, and what the busiest of them has."""
    place, row = part

    def count_busy() -> Numbers:
        by_staff = place.by_staff(row.mask, row.blocks, question)
        return np.array([np.count_nonzero(by_staff), by_staff.max(initial=0)])

    busy = place.recall(("busy", row.mask, row.blocks, question), count_busy)
    return place.by_category(row.mask, row.blocks, question), busy


def may_show(policy: Policy, counted: Sequence[tuple[Numbers, Numbers]]) -> bool:
    """Whether the answers satisfy G1 and are not few and alike.

    Counsellors in several places are taken to be the same, so that none has too large a share.
    """
    by_category = np.sum([each for each, _ in counted], axis=0)
    total = int(by_category.sum())
    counsellors, largest = 0, 0
    for _, busy in counted:
        counsellors = max(counsellors, int(busy[0]))
        largest += int(busy[1])
    alike = np.count_nonzero(by_category) == 1 and total < 2 * policy.responses
    return (
        total >= policy.responses
        and counsellors >= policy.counsellors
        and largest <= policy.max_share * total
        and not alike
    )


def count_crowd(parts: Sequence[Part], question: str | None) -> Crowd:
    """The responses behind a cell, or its answers to a question, counsellor by counsellor."""
    crowd: dict[str, tuple[int, ...]] = {}
    for place, row in parts:
        chosen = np.flatnonzero(place.rows_of(row.mask, row.blocks))
        counts = place.responses[:, None] if question is None else place.answers[question]
        for who in np.unique(place.who[chosen]).tolist():
            added = counts[chosen[place.who[chosen] == who]].sum(axis=0)
            if added.any():
                put_counts(crowd, place.staff[who], tuple(added.tolist()))
    return crowd
