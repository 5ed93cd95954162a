"""The lines of own figures in figures.csv: there may be a million, so DuckDB writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from medverk.batch.duckdb_engine import Link, open_link
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
    with open_link() as (link, _):
        link.register("rows", columns_of(rows, history, tables, sorted(questions)))
        copy_rows(link, file, questions, number)


def columns_of(
    rows: OwnRows, history: History, tables: Tables, questions: Sequence[str]
) -> dict[str, NDArray[Any]]:
    """What DuckDB is given, with names and blocks as text."""
    own, pair = history.own, history.own.pair[rows.first]
    from_weeks = [str(block.from_week) for block in history.own_blocks]
    to_weeks = [str(block.to_week) for block in history.own_blocks]
    total, answered = sums(own.numbers()), rows.counts.sum(axis=1)
    weights = np.arange(1, rows.counts.shape[1] + 1)
    columns = {
        "figure": rows.figure,
        "audience": name_places(map(own_audience, tables.counsellors), tables.who[pair]),
        "unit": name_places(tables.offices, tables.office[pair]),
        "from_week": name_places(from_weeks, own.members.block[own.base.first[rows.first]]),
        "to_week": name_places(to_weeks, own.members.block[own.base.end[rows.end - 1] - 1]),
        "place": rows.question,
        "question": name_places([*questions, ""], rows.question),
        "blocks": np.array([*run_texts(history, rows)], dtype=object),
        "n": total[rows.end] - total[rows.first],
        "answered": answered,
        "mean": (rows.counts * weights).sum(axis=1) / np.maximum(answered, 1),
    }
    for at in range(rows.counts.shape[1]):
        columns[f"c{at + 1}"] = rows.counts[:, at]
    return columns


def name_places(names: Iterable[str], places: Numbers) -> NDArray[Any]:
    """Names in the place of numbers; each text is there once, however often it is named."""
    return np.array([*names], dtype=object)[places]


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


def copy_rows(link: Link, file: Path, questions: Mapping[str, int], number: int) -> None:
    """Write them as they come, and leave empty what a line does not say."""
    width = max(questions.values())
    sizes = [(at, questions[name]) for at, name in enumerate(sorted(questions))]
    counts = ", ".join(
        f"CASE WHEN place IN ({listed(at for at, size in sizes if size >= category)}) "
        f"THEN c{category} END"
        for category in range(1, width + 1)
    )
    asked = "question", "answered", "printf('%.4f', mean)"
    told = ", ".join(f"CASE WHEN place >= 0 THEN {each} END" for each in asked)
    link.execute("SET preserve_insertion_order = true")
    link.execute(
        f"COPY (SELECT 'f' || (figure + {number}), audience, unit, from_week, to_week, NULL, "  # noqa: S608
        f"blocks, n, {told}, {counts} FROM rows) TO {quote(str(file))} (FORMAT csv, HEADER false)"
    )


def listed(places: Iterator[int]) -> str:
    """Numbers as SQL lists them."""
    return ", ".join(map(str, places))
