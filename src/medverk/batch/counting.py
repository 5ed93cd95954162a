"""Responses counted at the finest grain, as arrays that are the same whatever engine counted them.

Engines differ in how they read (`duckdb_engine`, `spark_engine`). All run the text of
`rules.disclosure.grain` over responses whose names are numbers already: places in sorted lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from medverk.batch.policy_file import PolicyFile
from medverk.rules.disclosure.columns.members import is_new
from medverk.rules.disclosure.columns.tables import Tables, number_of, spans_of
from medverk.rules.weeks import Week

Numbers = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True)
class Names:
    """What the numbers in the counted rows stand for."""

    offices: list[str]
    counsellors: list[str]
    weeks: list[Week]


@dataclass(frozen=True, eq=False)
class Grain:
    """One row for each office, counsellor, week and background that anybody answered with.

    `office`, `counsellor` and `week` are places in the lists of names; `kind` is the number of the
    combination of background values, the last variable fastest, missing as each variable's last.
    """

    offices: list[str]
    counsellors: list[str]
    weeks: list[Week]
    office: Numbers
    counsellor: Numbers
    week: Numbers
    kind: Numbers
    responses: Numbers
    answers: Mapping[str, Numbers]
    """Per question, a column for each category."""

    def totals(self) -> Tables:
        """The same without background, for totals and own figures."""
        order = self.in_order()
        office, who, week = self.office[order], self.counsellor[order], self.week[order]
        starts = np.flatnonzero(is_new(office, who, week))
        office, who, week = office[starts], who[starts], week[starts]
        new_pair = is_new(office, who)
        numbers = np.array([number_of(each) for each in self.weeks], dtype=np.int64)
        columns = [self.responses, *(column for each in self.answers.values() for column in each.T)]
        counts = [np.add.reduceat(each[order], starts) if len(starts) else each for each in columns]
        return Tables(
            spans_of({question: each.shape[1] for question, each in self.answers.items()}),
            self.offices,
            self.counsellors,
            office[new_pair].astype(np.int64),
            who[new_pair].astype(np.int64),
            np.cumsum(new_pair) - 1,
            numbers[week] if len(week) else week.astype(np.int64),
            np.stack(counts).astype(np.int64).T,
        )

    def since(self, week: Week) -> Grain:
        """The rows of all weeks from one on."""
        rows = np.flatnonzero(np.array([each >= week for each in self.weeks])[self.week])
        names = ("office", "counsellor", "week", "kind", "responses")
        return replace(
            self,
            **{name: getattr(self, name)[rows] for name in names},
            answers={question: counts[rows] for question, counts in self.answers.items()},
        )

    def in_order(self) -> slice | NDArray[np.int64]:
        """Office by office, counsellor by counsellor, week by week; as engines count, it is so."""
        key = self.office.astype(np.int64) * (len(self.counsellors) + 1) + self.counsellor
        key = key * (len(self.weeks) + 1) + self.week
        return slice(None) if (key[1:] >= key[:-1]).all() else np.argsort(key, kind="stable")


def make_grain(
    policy: PolicyFile, names: Names, columns: Mapping[str, NDArray[Any]], counts: Sequence[str]
) -> Grain:
    """Put counted rows in order. `columns` are office, counsellor, week, b_… and the counts."""
    kind = np.zeros(len(columns["office"]), dtype=np.int64)
    for variable, values in policy.background.items():
        kind = kind * (len(values) + 1) + columns[f"b_{variable}"]
    key = columns["office"].astype(np.int64)
    for column, size in (("counsellor", len(names.counsellors)), ("week", len(names.weeks))):
        key = key * size + columns[column]
    order = np.argsort(key * (int(kind.max(initial=0)) + 1) + kind)
    table = np.empty((len(counts), len(kind)), dtype=np.int32)
    for at, name in enumerate(counts):
        table[at] = columns[name][order]
    spans = spans_of(policy.questions)
    return Grain(
        names.offices,
        names.counsellors,
        names.weeks,
        columns["office"][order].astype(np.int32),
        columns["counsellor"][order].astype(np.int32),
        columns["week"][order].astype(np.int32),
        kind[order].astype(np.int32),
        table[0],
        {question: table[spans[question]].T for question in policy.questions},
    )
