"""What is asked for: tables over the background, and the questions with their categories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import product
from operator import or_

from medverk.rules.disclosure.breakdowns.cells import By
from medverk.rules.disclosure.breakdowns.tables import Background, Groups, Mask, merges
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

    def whole_cells(self, table: Table) -> Mapping[By, Mask]:
        """The cells of a table, none merged."""
        if table not in self.whole:
            categories = self.background.categories
            self.whole[table] = self.background.cells(
                {name: tuple((value,) for value in categories[name]) for name in table}
            )
        return self.whole[table]

    def masks_of(self, table: Table) -> list[Mask]:
        """The kinds of each cell of a table, and those of a one-way table in none."""
        masks = list(self.whole_cells(table).values())
        return [*masks, self.rest(masks)] if len(table) == 1 else masks

    def rest(self, masks: Iterable[Mask]) -> Mask:
        """The kinds that are in none of these."""
        return ((1 << self.background.kinds) - 1) & ~reduce(or_, masks, 0)

    def merged_cells(self, table: Table) -> Sequence[Mapping[By, Mask]]:
        """The cells of a table in each way to merge neighbours that is worth a try."""
        if table not in self.merged:
            categories = self.background.categories
            ways = ways_to_merge({name: categories[name] for name in table})
            self.merged[table] = [self.background.cells(groups) for groups in ways]
        return self.merged[table]

    # The same few cells are asked for of every place.

    @cached_property
    def whole(self) -> dict[Table, Mapping[By, Mask]]:
        """The cells of the tables that were asked for."""
        return {}

    @cached_property
    def merged(self) -> dict[Table, Sequence[Mapping[By, Mask]]]:
        """The same in each way to merge neighbours."""
        return {}


def ways_to_merge(categories: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, Groups]]:
    """The ways to merge neighbours: none, then in one variable of a table as little as can be."""
    for ways in product(*map(merges, categories.values())):
        groups = dict(zip(categories, ways, strict=True))
        merged = sum(len(groups[name]) < len(values) for name, values in categories.items())
        if len(categories) == 1 or merged == 0:
            yield groups


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
