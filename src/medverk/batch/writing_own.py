"""The lines in figures.csv of own figures: there may be a million, so they are made as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, pairwise

import numpy as np
from numpy.typing import NDArray

from medverk.batch.writing_lines import as_field, quoting, tail_alone, write_tails
from medverk.rules.disclosure.columns.history import History
from medverk.rules.disclosure.columns.members import is_new
from medverk.rules.disclosure.columns.own import OwnFigures
from medverk.rules.disclosure.columns.runs import spread, sums
from medverk.rules.disclosure.columns.tables import Numbers, Tables, order_of
from medverk.rules.disclosure.figures import own_audience

Texts = NDArray[np.object_]

PART = 1 << 14
"""Figures that are written at a time."""

MOST_KINDS = 1 << 40
"""Larger numbers are sorted slowly (`order_of`)."""


@dataclass(frozen=True, eq=False)
class OwnRows:
    """Own figures and their lines as columns, in the order of the file.

    Each figure's blocks are `block[edges[figure]:edges[figure + 1]]`, and its lines are from
    `line[figure]` to `line[figure + 1]`. `tail` is per line a place in the list of `tails`.
    """

    pair: Numbers
    n: Numbers
    edges: Numbers
    block: Numbers
    line: Numbers
    tail: Numbers
    tails: Texts


@dataclass(frozen=True, eq=False)
class Names:
    """What heads are made of: audience and unit per pair; name and weeks per block."""

    whose: Texts
    block: Texts
    from_week: Texts
    to_week: Texts
    quote: Callable[[str], str]
    """Makes a field of several blocks' names."""


def write_own(
    history: History, tables: Tables, questions: Mapping[str, int], number: int
) -> Iterator[str]:
    """The lines, many in a text; the first figure has this number."""
    rows, names = order_rows(history.own, tables, questions), name_all(history, tables)
    figures = len(rows.n)
    for begin in range(0, figures, PART):
        end = min(begin + PART, figures)
        heads = as_texts(write_heads(rows, names, begin, end, number + begin))
        repeated = np.repeat(heads, np.diff(rows.line[begin : end + 1]))
        tails = rows.tails[rows.tail[rows.line[begin] : rows.line[end]]]
        yield "".join(np.stack([repeated, tails], axis=1).ravel().tolist())


def order_rows(own: OwnFigures, tables: Tables, questions: Mapping[str, int]) -> OwnRows:
    """By counsellor, office, time and question; a number alone only where no answers say it too."""
    told = ~own.fresh
    for runs in own.answers.values():
        told[runs.first[runs.end - runs.first == 1]] = True
    alone = np.flatnonzero(~told)
    several = [own.answers[question] for question in sorted(questions)]
    first = np.concatenate([alone, *(runs.first for runs in several)])
    end = np.concatenate([alone + 1, *(runs.end for runs in several)])
    question = np.repeat(
        range(len(several) + 1), [len(alone), *(len(runs.first) for runs in several)]
    )
    longest = int((end - first).max(initial=0))
    figure = rank_runs(own, tables)[first] * longest + (end - first)
    order = order_of(figure * (len(several) + 1) + question)
    starts = np.flatnonzero(is_new(figure[order]))
    first, end = first[order[starts]], end[order[starts]]
    edges, cells = spread(own.base, first, end)
    total = sums(own.numbers())
    tail, tails = find_tails(own, questions, len(alone))
    return OwnRows(
        own.pair[first],
        total[end] - total[first],
        edges,
        own.members.block[cells],
        np.r_[starts, len(order)],
        tail[order],
        tails,
    )


def rank_runs(own: OwnFigures, tables: Tables) -> Numbers:
    """Per base run, its place by counsellor, office and time."""
    return places_in(order_of(places_in(np.lexsort((tables.office, tables.who)))[own.pair]))


def places_in(order: Numbers) -> Numbers:
    """Per row, its place in an order."""
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return place


def find_tails(own: OwnFigures, questions: Mapping[str, int], alone: int) -> tuple[Numbers, Texts]:
    """Per line its place in a list of tails: first those of numbers alone, then by question."""
    width = max(questions.values())
    places, tails = [np.zeros(alone, dtype=np.int64)], [tail_alone(width)]
    for question in sorted(questions):
        counts = own.counts(question)
        examples, kinds = find_kinds(counts)
        places.append(kinds + len(tails))
        tails += write_tails(question, counts[examples], width)
    return np.concatenate(places), as_texts(tails)


def find_kinds(table: Numbers) -> tuple[Numbers, Numbers]:
    """A row of each kind, and per row the number of its kind. No value is negative."""
    kind = np.zeros(len(table), dtype=np.int64)
    for column in table.T:
        size = int(column.max(initial=0)) + 1
        if int(kind.max(initial=0)) > MOST_KINDS // size:
            _, kind = number_kinds(kind)
        kind = kind * size + column
    return number_kinds(kind)


def number_kinds(kind: Numbers) -> tuple[Numbers, Numbers]:
    """The first row of each kind, and the kinds numbered on from 0."""
    order = order_of(kind)
    new = is_new(kind[order])
    numbered = np.empty_like(kind)
    numbered[order] = np.cumsum(new) - 1
    return order[new], numbered


def name_all(history: History, tables: Tables) -> Names:
    """All names, as fields."""
    audiences = [as_field(own_audience(name)) for name in tables.counsellors]
    units = [as_field(name) for name in tables.offices]
    blocks = history.own_blocks
    parts = [block.parts[0] for block in blocks]  # an office's block has no other
    return Names(
        as_texts(
            f"{audiences[who]},{units[office]}"
            for who, office in zip(tables.who.tolist(), tables.office.tolist(), strict=True)
        ),
        as_texts(block.id for block in blocks),
        as_texts(str(part.from_week) for part in parts),
        as_texts(str(part.to_week) for part in parts),
        quoting(block.id for block in blocks),
    )


def as_texts(texts: Iterable[str]) -> Texts:
    """Texts to be taken by their places."""
    return np.array([*texts], dtype=object)


def write_heads(rows: OwnRows, names: Names, begin: int, end: int, number: int) -> list[str]:
    """What the lines of some figures begin with."""
    edges = rows.edges[begin : end + 1]
    ids = names.block[rows.block[edges[0] : edges[-1]]].tolist()
    said = zip(
        count(number),
        names.whose[rows.pair[begin:end]].tolist(),
        names.from_week[rows.block[edges[:-1]]].tolist(),
        names.to_week[rows.block[edges[1:] - 1]].tolist(),
        pairwise((edges - edges[0]).tolist()),
        rows.n[begin:end].tolist(),
    )
    return [
        f"f{at},{whose},{from_week},{to_week},,{names.quote(' '.join(ids[first:last]))},{n},"
        for at, whose, from_week, to_week, (first, last), n in said
    ]
