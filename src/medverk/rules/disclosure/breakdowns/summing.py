"""The numbers of a cell, added up over the places that it covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from medverk.rules.disclosure.breakdowns.cells import By, Cell
from medverk.rules.disclosure.breakdowns.place import Flags, Numbers, Place
from medverk.rules.disclosure.breakdowns.system import Row, add_up
from medverk.rules.disclosure.breakdowns.wish import Wish
from medverk.rules.disclosure.figures import OPEN, make_line
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import Crowd, put_counts

Part = tuple[Place, Row]
"""A place, and which of its blocks a cell covers."""


def write_cell(wish: Wish, unit: str, by: By, parts: Sequence[Part]) -> Iterator[Cell]:
    """A cell: a figure for each question whose answers may be shown, else the number alone."""
    blocks = [place.blocks[at] for place, row in parts for at in sorted(row.blocks)]
    chosen = [place.rows_of(row.mask, row.blocks) for place, row in parts]
    n = sum(int(part[0].responses[rows].sum()) for part, rows in zip(parts, chosen, strict=True))
    silent = True
    for question, categories in wish.questions.items():
        counted = [
            (add_by_staff(part[0], question, rows), part[0].answers[question][rows].sum(axis=0))
            for part, rows in zip(parts, chosen, strict=True)
        ]
        if may_show(wish.policy, counted):
            counts = tuple(int(sum(each[at] for _, each in counted)) for at in range(categories))
            yield Cell(by, make_line(OPEN, unit, question, blocks, n, counts))
            silent = False
    if silent:
        yield Cell(by, make_line(OPEN, unit, None, blocks, n))


def add_by_staff(place: Place, question: str, rows: Flags) -> Numbers:
    """How many answers about each counsellor's conversations there are."""
    return add_up(place.who[rows], place.answers[question][rows].sum(axis=1), len(place.staff))


def may_show(policy: Policy, counted: Sequence[tuple[Numbers, Numbers]]) -> bool:
    """Whether the answers satisfy G1 and are not few and alike.

    Counsellors in several places are taken to be the same, so that none has too large a share.
    """
    by_category = sum((each for _, each in counted), start=np.zeros(1, dtype=np.int64))
    total = int(by_category.sum())
    counsellors = max(int(np.count_nonzero(by_staff)) for by_staff, _ in counted)
    largest = sum(int(by_staff.max(initial=0)) for by_staff, _ in counted)
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
