"""Responses counted at the finest grain, as arrays that are the same whatever engine counted them.

Engines differ in how they read (`duckdb_engine`, `spark_engine`). All run the text of
`rules.disclosure.grain` over responses whose names are one number already, made of their places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from medverk.batch.policy_file import PolicyFile
from medverk.rules.disclosure.columns.members import is_new
from medverk.rules.disclosure.columns.tables import (
    Tables,
    number_of,
    order_of,
    spans_of,
    sum_columns,
)
from medverk.rules.disclosure.grain import count_names
from medverk.rules.weeks import Week

Numbers = NDArray[np.signedinteger[Any]]
PART = 1 << 15
"""Rows that are put side by side at a time."""


class NoKeyError(Exception):
    """Some response has a value that may not be."""


@dataclass(frozen=True)
class Names:
    """What the numbers in the counted rows stand for."""

    offices: list[str]
    counsellors: list[str]
    weeks: list[Week]

    @property
    def sizes(self) -> dict[str, int]:
        """How many names each column has."""
        return {
            "office": len(self.offices),
            "counsellor": len(self.counsellors),
            "week": len(self.weeks),
        }


def background_sizes(policy: PolicyFile) -> dict[str, int]:
    """How many values each background variable of a table has; missing is one as well."""
    return {name: len(values) + 1 for name, values in policy.background_in_tables.items()}


@dataclass(frozen=True, eq=False)
class Grain:
    """One row for each office, counsellor, week and background that anybody answered with.

    `office`, `counsellor` and `week` are places in the lists of names; `kind` is the number of a
    combination of values of `PolicyFile.background_in_tables`, the last variable fastest, missing
    as each variable's last. Rows are in order of these four.
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
        office, who, week = self.office, self.counsellor, self.week
        starts = np.flatnonzero(is_new(office, who, week))
        office, who, week = office[starts], who[starts], week[starts]
        new_pair = is_new(office, who)
        numbers = np.array([number_of(each) for each in self.weeks], dtype=np.int64)
        columns = [self.responses, *(column for each in self.answers.values() for column in each.T)]
        return Tables(
            spans_of({question: each.shape[1] for question, each in self.answers.items()}),
            self.offices,
            self.counsellors,
            office[new_pair].astype(np.int64),
            who[new_pair].astype(np.int64),
            np.cumsum(new_pair) - 1,
            numbers[week] if len(week) else week.astype(np.int64),
            sum_columns(columns, np.append(starts, len(self.office))),
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


def make_grain(policy: PolicyFile, names: Names, rows: Mapping[str, NDArray[Any]]) -> Grain:
    """Put counted rows in order. `rows` are `key` and the counts; a row without key: NoKeyError."""
    if (rows["key"] < 0).any():
        raise NoKeyError
    order = order_of(rows["key"])
    columns = [rows[name] for name in count_names(policy.questions)]
    table = side_by_side(columns).take(order, axis=0)
    sizes = [*names.sizes.values(), prod(background_sizes(policy).values())]
    office, counsellor, week, kind = split_keys(rows["key"][order], sizes)
    spans = spans_of(policy.questions)
    return Grain(
        names.offices,
        names.counsellors,
        names.weeks,
        office,
        counsellor,
        week,
        kind,
        table[:, 0],
        {question: table[:, spans[question]] for question in policy.questions},
    )


def side_by_side(columns: Sequence[NDArray[Any]]) -> NDArray[np.int32]:
    """Columns as a table, row by row: all that is counted of a row is wanted together.

    It is filled a part at a time that the processor holds on to while it goes through the columns.
    """
    table = np.empty((len(columns[0]), len(columns)), dtype=np.int32)
    for first in range(0, len(table), PART):
        for at, column in enumerate(columns):
            table[first : first + PART, at] = column[first : first + PART]
    return table


def split_keys(keys: NDArray[np.int64], sizes: Sequence[int]) -> list[NDArray[np.int32]]:
    """The places that each key is made of: the reverse of `coding.key_sql`."""
    found = []
    for size in reversed(sizes):
        rest = keys // size
        found.append((keys - rest * size).astype(np.int32))
        keys = rest
    return found[::-1]
