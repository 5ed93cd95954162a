"""The lines of own figures in figures.csv: there may be a million, so DuckDB writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from medverk.batch.duckdb_engine import Link, open_link, write_names
from medverk.batch.responses_file import quote
from medverk.rules.disclosure.columns.history import History
from medverk.rules.disclosure.columns.own import OwnFigures
from medverk.rules.disclosure.columns.runs import sums
from medverk.rules.disclosure.columns.tables import Numbers, Tables
from medverk.rules.disclosure.figures import own_audience


@dataclass(frozen=True, eq=False)
class OwnRows:
    """What the lines of own figures say, in the order of the file.

    `first` and `end` are base runs, `figure` counts from 0, `question` is a place in the sorted
    names of questions, or -1 where the line says only how many responses there are.
    """

    first: Numbers
    end: Numbers
    question: Numbers
    figure: Numbers
    counts: Numbers


def order_rows(own: OwnFigures, tables: Tables, questions: Mapping[str, int]) -> OwnRows:
    """By counsellor, office, time and question; a number alone only where no answers say it too."""
    width = max(questions.values())
    told = ~own.fresh
    columns: list[tuple[Numbers, Numbers, Numbers, Numbers]] = []
    for place, question in enumerate(sorted(questions)):
        runs = own.answers[question]
        told[runs.first[runs.end - runs.first == 1]] = True
        counts = np.pad(own.counts(question), ((0, 0), (0, width - questions[question])))
        columns.append((runs.first, runs.end, np.full(len(runs.first), place), counts))
    alone = np.flatnonzero(~told)
    none = np.zeros((len(alone), width), dtype=np.int64)
    columns.append((alone, alone + 1, np.full(len(alone), -1), none))
    first, end, question_at, counts = (
        np.concatenate([column[at] for column in columns]) for at in range(4)
    )
    pair = own.pair[first]
    order = np.lexsort((question_at, end, first, tables.office[pair], tables.who[pair]))
    first, end = first[order], end[order]
    new = np.ones(len(first), dtype=np.int64)
    new[1:] = (first[1:] != first[:-1]) | (end[1:] != end[:-1])
    return OwnRows(first, end, question_at[order], np.cumsum(new) - 1, counts[order])


def write_own(
    file: Path, history: History, tables: Tables, questions: Mapping[str, int], number: int
) -> None:
    """Write the lines without a header; the first figure has this number."""
    rows = order_rows(history.own, tables, questions)
    blocks = history.own_blocks
    with open_link() as (link, _):
        write_names(link, "audience", map(own_audience, tables.counsellors))
        write_names(link, "unit", tables.offices)
        write_names(link, "from_week", (str(block.from_week) for block in blocks))
        write_names(link, "to_week", (str(block.to_week) for block in blocks))
        write_names(link, "question", sorted(questions))
        link.register("rows", columns_of(rows, history, tables, number))
        copy_rows(link, file, questions)


def columns_of(
    rows: OwnRows, history: History, tables: Tables, number: int
) -> dict[str, NDArray[Any]]:
    """What DuckDB is given: numbers, places in lists of names, and the blocks as text."""
    own, pair = history.own, history.own.pair[rows.first]
    total, answered = sums(own.numbers()), rows.counts.sum(axis=1)
    weights = np.arange(1, rows.counts.shape[1] + 1)
    columns = {
        "figure": rows.figure + number,
        "audience": tables.who[pair],
        "unit": tables.office[pair],
        "from_week": own.members.block[own.base.first[rows.first]],
        "to_week": own.members.block[own.base.end[rows.end - 1] - 1],
        "question": rows.question,
        "blocks": np.array([*run_texts(history, rows)], dtype=object),
        "n": total[rows.end] - total[rows.first],
        "answered": answered,
        "mean": (rows.counts * weights).sum(axis=1) / np.maximum(answered, 1),
    }
    for at in range(rows.counts.shape[1]):
        columns[f"c{at + 1}"] = rows.counts[:, at]
    return columns


def run_texts(history: History, rows: OwnRows) -> Iterator[str]:
    """The blocks behind each line."""
    own = history.own
    names = [block.id for block in history.own_blocks]
    cells = [names[block] for block in own.members.block.tolist()]
    bases = [
        " ".join(cells[first:end])
        for first, end in zip(own.base.first.tolist(), own.base.end.tolist(), strict=True)
    ]
    for first, end in zip(rows.first.tolist(), rows.end.tolist(), strict=True):
        yield bases[first] if end == first + 1 else " ".join(bases[first:end])


def copy_rows(link: Link, file: Path, questions: Mapping[str, int]) -> None:
    """Put names in the place of numbers, and leave empty what a line does not say."""
    width = max(questions.values())
    sizes = [(at, questions[name]) for at, name in enumerate(sorted(questions))]
    counts = ", ".join(
        f"CASE WHEN question IN ({listed(at for at, size in sizes if size >= place)}) "
        f"THEN c{place} END"
        for place in range(1, width + 1)
    )
    names = ("audience", "unit", "from_week", "to_week")
    joins = " ".join(f"JOIN names_{name} ON names_{name}.place = rows.{name}" for name in names)
    columns = ", ".join(f"names_{name}.name" for name in names)
    link.execute(
        f"COPY (SELECT 'f' || figure, {columns}, NULL, blocks, n, names_question.name, "  # noqa: S608
        f"CASE WHEN question >= 0 THEN answered END, "
        f"CASE WHEN question >= 0 THEN printf('%.4f', mean) END, {counts} FROM rows {joins} "
        "LEFT JOIN names_question ON names_question.place = rows.question "
        f"ORDER BY figure, question) TO {quote(str(file))} (FORMAT csv, HEADER false)"
    )


def listed(places: Iterator[int]) -> str:
    """Numbers as SQL lists them."""
    return ", ".join(map(str, places))
