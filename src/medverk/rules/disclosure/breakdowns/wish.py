"""What is asked for: tables over the background, and the questions with their categories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from medverk.rules.disclosure.breakdowns.cells import By
from medverk.rules.disclosure.breakdowns.tables import Background, Mask
from medverk.rules.disclosure.policy import Policy

Table = tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """Which tables an edition is to have, one-way before two-way, and under which policy."""

    policy: Policy
    background: Background
    tables: Sequence[Table]
    questions: Mapping[str, int]

    @property
    def systems(self) -> tuple[str | None, ...]:
        """What is counted: responses, and the answers to each question."""
        return (None, *self.questions)

    def whole_cells(self, table: Table) -> dict[By, Mask]:
        """The cells of a table, none merged."""
        categories = self.background.categories
        return self.background.cells(
            {name: tuple((value,) for value in categories[name]) for name in table}
        )

    def whole_masks(self, tables: Iterable[Table]) -> list[Mask]:
        """The kinds of each cell of some tables, none merged."""
        return [mask for table in tables for mask in self.whole_cells(table).values()]


Family = tuple[Table, ...]
"""Tables that are linked by variables, directly or by others."""


def join_families(tables: Iterable[Table]) -> tuple[Family, ...]:
    """The tables in families that have no variable in common, one-way tables first."""
    found: list[Family] = []
    for table in sorted(tables, key=len):
        linked = [each for each in found if names_of(each) & set(table)]
        apart = [each for each in found if each not in linked]
        found = [*apart, (*(one for each in linked for one in each), table)]
    return tuple(tuple(sorted(each, key=len)) for each in found)


def names_of(tables: Iterable[Table]) -> frozenset[str]:
    """The variables of some tables."""
    return frozenset(name for table in tables for name in table)
