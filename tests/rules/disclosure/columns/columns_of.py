"""Worlds as columns, and figures in columns as lines, to compare with the rules read one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from medverk.rules.disclosure.columns.history import History
from medverk.rules.disclosure.columns.tables import Tables, number_of, spans_of
from medverk.rules.disclosure.figures import Line, make_line, own_audience
from medverk.rules.disclosure.tallies import Tally


def make_tables(tallies: Sequence[Tally], questions: Mapping[str, int]) -> Tables:
    """Tallies as columns."""
    given = sorted(tallies, key=lambda tally: (tally.office, tally.counsellor, tally.week))
    offices = sorted({tally.office for tally in given})
    counsellors = sorted({tally.counsellor for tally in given})
    pairs = sorted({(tally.office, tally.counsellor) for tally in given})
    rows = [[tally.responses, *counts_of(tally, questions)] for tally in given]
    return Tables(
        spans_of(questions),
        offices,
        counsellors,
        np.array([offices.index(office) for office, _ in pairs], dtype=np.int64),
        np.array([counsellors.index(name) for _, name in pairs], dtype=np.int64),
        np.array([pairs.index((t.office, t.counsellor)) for t in given], dtype=np.int64),
        np.array([number_of(tally.week) for tally in given], dtype=np.int64),
        np.array(rows, dtype=np.int64).reshape(len(given), 1 + sum(questions.values())),
    )


def counts_of(tally: Tally, questions: Mapping[str, int]) -> list[int]:
    return [
        count
        for question, categories in questions.items()
        for count in tally.answers.get(question, (0,) * categories)
    ]


def own_lines(history: History, tables: Tables) -> Iterator[Line]:
    """Every own figure as a line."""
    own, base = history.own, history.own.base
    numbers = own.numbers().tolist()

    def line(first: int, end: int, question: str | None, counts: tuple[int, ...] = ()) -> Line:
        pair = own.pair[first]
        cells = [at for run in range(first, end) for at in range(base.first[run], base.end[run])]
        return make_line(
            own_audience(tables.counsellors[tables.who[pair]]),
            tables.offices[tables.office[pair]],
            question,
            [history.own_blocks[own.members.block[cell]] for cell in cells],
            sum(numbers[first:end]),
            counts,
        )

    for run in np.flatnonzero(own.fresh).tolist():
        yield line(run, run + 1, None)
    for question, runs in own.answers.items():
        for first, end, counts in zip(
            runs.first.tolist(), runs.end.tolist(), own.counts(question).tolist(), strict=True
        ):
            yield line(first, end, question, tuple(counts))
