"""What is asked for: tables over the background, and the questions with their categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

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

    @cached_property
    def families(self) -> tuple[tuple[Table, ...], ...]:
        """The tables in groups that have no variable in common."""
        found: list[tuple[Table, ...]] = []
        for table in sorted(self.tables, key=len):
            linked = [each for each in found if names_of(each) & set(table)]
            apart = [each for each in found if each not in linked]
            found = [*apart, (*(one for each in linked for one in each), table)]
        return tuple(tuple(sorted(each, key=len)) for each in found)

    def whole_cells(self, table: Table) -> dict[By, Mask]:
        """The cells of a table, none merged."""
        categories = self.background.categories
        return self.background.cells(
            {name: tuple((value,) for value in categories[name]) for name in table}
        )


def names_of(tables: Sequence[Table]) -> frozenset[str]:
    """The variables of some tables."""
    return frozenset(name for table in tables for name in table)
