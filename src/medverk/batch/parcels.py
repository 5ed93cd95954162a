"""Counts of several categories in one number (`rules.disclosure.grain`), taken apart when wanted.

At the finest grain there are millions of rows. Sums of them are made before they are taken apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.columns.tables import sum_columns
from medverk.rules.disclosure.grain import bits_each, most_together

Columns = Sequence[NDArray[Any]]
Numbers = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, eq=False)
class Parcels:
    """How many in each row chose each category of a question.

    `columns` hold the counts of so many categories together, as whole numbers of any type.
    """

    columns: Columns
    categories: int
    together: int

    def __getitem__(self, rows: Numbers) -> Numbers:
        """The counts of some rows, with a column for each category."""
        return self.pick(rows).unpack().T

    def pick(self, rows: Numbers) -> Parcels:
        """Some of the rows."""
        return replace(self, columns=[column[rows] for column in self.columns])

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
