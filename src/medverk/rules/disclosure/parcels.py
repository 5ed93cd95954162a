"""Counts of several categories in one number (`grain`), taken apart when wanted.

At the finest grain there are millions of rows. Sums of them are made before they are taken apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.columns.tables import Numbers, Truths, sum_columns
from medverk.rules.disclosure.grain import bits_each, most_together

Columns = Sequence[NDArray[Any]]
Rows = Numbers | Truths | slice


@dataclass(frozen=True, eq=False)
class Parcels:
    """How many in each row chose each category of a question.

    `columns` hold the counts of so many categories together, as whole numbers of any type.
    """

    columns: Columns
    categories: int
    together: int

    @classmethod
    def of(cls, counts: Numbers) -> Parcels:
        """Counts with a column for each category, each of which is a number by itself."""
        return cls([*counts.T], counts.shape[1], 1)

    @classmethod
    def join(cls, several: Sequence[Parcels]) -> Parcels:
        """The rows of several, which have as many categories, and as many of them together."""
        columns = zip(*(each.columns for each in several), strict=True)
        return replace(several[0], columns=[np.concatenate(each) for each in columns])

    def __getitem__(self, rows: Rows) -> Numbers:
        """The counts of some rows, with a column for each category."""
        return self.pick(rows).unpack().T

    def pick(self, rows: Rows) -> Parcels:
        """Some of the rows; of a slice no copy is made."""
        return Parcels([column[rows] for column in self.columns], self.categories, self.together)

    def answered(self) -> Numbers:
        """How many chose any category, in each row.

        Multiplied by a one for each place, all counts of a number are added up in its highest.
        """
        bits, most = bits_each(self.together), most_together(self.together)
        places = range(0, self.together * bits, bits)
        ones = sum(1 << place for place in places)
        sums = [column.astype(np.int64, copy=False) * ones for column in self.columns]
        added: Numbers = np.add.reduce([each >> places[-1] & most for each in sums])
        return added

    def unpack(self) -> Numbers:
        """The counts of every row, category by category."""
        bits, most = bits_each(self.together), most_together(self.together)
        found = np.empty((self.categories, len(self.columns[0])), dtype=np.int32)
        for at, counts in enumerate(found):
            column, place = divmod(at, self.together)
            counts[:] = self.columns[column].astype(np.int64, copy=False) >> place * bits & most
        return found

    def sums(self, edges: Numbers, responses: Numbers) -> Numbers:
        """The sums of consecutive rows, category by category, from each edge to the next.

        `responses` are how many each sum is of. Where all are few enough, sums are made of the
        numbers as they are.
        """
        if responses.max(initial=0) > most_together(self.together):
            return sum_columns([*self.unpack()], edges).T
        added = [np.add.reduceat(column, edges[:-1]) for column in self.columns]
        return replace(self, columns=added).unpack()

    def add_up(self, at: Numbers, sizes: NDArray[Any]) -> Numbers:
        """The rows added up by place, category by category.

        `sizes` are how many have answered in each place; where all are few enough, sums are made of
        the numbers as they are.
        """
        if sizes.max(initial=0) > most_together(self.together):
            return np.array([np.bincount(at, counts, len(sizes)) for counts in self.unpack()])
        added = [np.bincount(at, column, len(sizes)) for column in self.columns]
        return replace(self, columns=added).unpack()
