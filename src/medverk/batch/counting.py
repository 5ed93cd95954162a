"""Responses counted at the finest grain, as arrays that are the same whatever engine counted them.

Engines differ in how they read (`duckdb_engine`, `spark_engine`). All run the text of
`rules.disclosure.grain` over responses whose names are one number already, made of their places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from medverk.batch.coding import counted_sql
from medverk.batch.policy_file import PolicyFile
from medverk.rules.disclosure.columns.members import is_new
from medverk.rules.disclosure.columns.tables import (
    Tables,
    number_of,
    sort_keys,
    spans_of,
    sum_columns,
)
from medverk.rules.disclosure.grain import count_names, most_together
from medverk.rules.disclosure.parcels import Parcels
from medverk.rules.weeks import Week

Numbers = NDArray[np.signedinteger[Any]]
Rows = Mapping[str, NDArray[Any]]
"""Counted rows, by column: `key` and those of `count_names`."""

PART = 1 << 15
"""Keys that are divided at a time."""

TOGETHER = 5
"""Counts in one number: as many as a usual scale has categories, each up to 1023."""


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
    answers: Mapping[str, Parcels]

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.office)

    def totals(self) -> Tables:
        """The same without background, for totals and own figures."""
        office, who, week = self.office, self.counsellor, self.week
        starts = np.flatnonzero(is_new(office, who, week))
        office, who, week = office[starts], who[starts], week[starts]
        new_pair = is_new(office, who)
        numbers = np.array([number_of(each) for each in self.weeks], dtype=np.int64)
        edges = np.append(starts, len(self.office))
        n = sum_columns([self.responses], edges).T
        answers = [each.sums(edges, n) for each in self.answers.values()]
        return Tables(
            spans_of({question: each.categories for question, each in self.answers.items()}),
            self.offices,
            self.counsellors,
            office[new_pair].astype(np.int64),
            who[new_pair].astype(np.int64),
            np.cumsum(new_pair) - 1,
            numbers[week] if len(week) else week.astype(np.int64),
            np.concatenate([n, *answers]).T,
        )

    def since(self, week: Week) -> Grain:
        """The rows of all weeks from one on."""
        rows = np.flatnonzero(np.array([each >= week for each in self.weeks])[self.week])
        names = ("office", "counsellor", "week", "kind", "responses")
        return replace(
            self,
            **{name: getattr(self, name)[rows] for name in names},
            answers={question: counts.pick(rows) for question, counts in self.answers.items()},
        )


def count(policy: PolicyFile, names: Names, ask: Callable[[str], Rows]) -> Grain:
    """Count with what runs an SQL text; NoKeyError where a response has no key.

    Counts go together, unless a group is too large for that.
    """
    rows = ask(counted_sql(policy, TOGETHER))
    if (rows["key"] < 0).any():
        raise NoKeyError
    if rows["n"].max(initial=0) <= most_together(TOGETHER):
        return make_grain(policy, names, rows, TOGETHER)
    return make_grain(policy, names, ask(counted_sql(policy)))


def make_grain(policy: PolicyFile, names: Names, rows: Rows, together: int = 1) -> Grain:
    """Put counted rows in order, whose counts go together so many in a column."""
    order, keys = sort_keys(rows["key"])
    sizes = [*names.sizes.values(), prod(background_sizes(policy).values())]
    office, counsellor, week, kind = split_keys(keys, sizes)

    def parcels(question: str, categories: int) -> Parcels:
        columns = count_names({question: categories}, together)[1:]
        return Parcels([rows[name].take(order) for name in columns], categories, together)

    return Grain(
        names.offices,
        names.counsellors,
        names.weeks,
        office,
        counsellor,
        week,
        kind,
        rows["n"].take(order),
        {question: parcels(question, size) for question, size in policy.questions.items()},
    )


def split_keys(keys: NDArray[np.int64], sizes: Sequence[int]) -> NDArray[np.int32]:
    """The places that each key is made of, column by column: the reverse of `coding.key_sql`.

    So many keys at a time that the processor holds on to them while they are divided.
    """
    found = np.empty((len(sizes), len(keys)), dtype=np.int32)
    for first in range(0, len(keys), PART):
        rest = keys[first : first + PART]
        for column, size in zip(found[::-1], sizes[::-1], strict=True):
            left = rest // size
            column[first : first + PART] = rest - left * size
            rest = left
    return found
