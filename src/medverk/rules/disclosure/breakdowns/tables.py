"""Kinds of response by background, and the cells of tables over them, whole or merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise, product

from medverk.rules.disclosure.breakdowns.cells import By

Mask = int
"""A set of kinds, as bits."""

Groups = tuple[tuple[str, ...], ...]
"""A variable's categories, neighbours merged; each group is shown as one."""

Rows = Mapping[By, Mask]
"""What a unit shows besides its totals: cells with the kinds of response that they count."""


@dataclass(frozen=True)
class Background:
    """The variables with their categories. A kind is one combination; missing is a value too.

    Kinds are numbered with the last variable fastest and each variable's missing value last.
    """

    categories: Mapping[str, tuple[str, ...]]
    known: dict[By, Mask] = field(default_factory=dict, repr=False, compare=False)
    """Masks that were found already: the same few are asked for of every place."""

    @cached_property
    def kinds(self) -> int:
        """How many kinds there are."""
        count = 1
        for values in self.categories.values():
            count *= len(values) + 1
        return count

    def mask(self, by: By) -> Mask:
        """The kinds that match a background; what is missing matches nothing."""
        if by not in self.known:
            self.known[by] = self.find_mask(by)
        return self.known[by]

    def find_mask(self, by: By) -> Mask:
        """The mask from the categories, kind by kind."""
        wanted = dict(by)
        places = [
            [at for at, value in enumerate((*values, None)) if chosen(value, wanted.get(name))]
            for name, values in self.categories.items()
        ]
        mask = 0
        for combination in product(*places):
            kind = 0
            for at, values in zip(combination, self.categories.values(), strict=True):
                kind = kind * (len(values) + 1) + at
            mask |= 1 << kind
        return mask

    def cells(self, groups: Mapping[str, Groups]) -> dict[By, Mask]:
        """The cells of the table over these variables, merged so."""
        bys = product(*([(name, group) for group in merged] for name, merged in groups.items()))
        return {by: self.mask(by) for by in bys}


def chosen(value: str | None, wanted: Sequence[str] | None) -> bool:
    """Whether a value is among those wanted; where nothing is asked, all are."""
    return wanted is None or value in wanted


def merges(values: tuple[str, ...]) -> Iterator[Groups]:
    """The ways to merge neighbours, least merged first, never all into one.

    Of two ways with as many groups, the one that keeps the first categories apart comes first.
    """
    for parts in range(len(values), 1, -1):
        for cuts in combinations(range(1, len(values)), parts - 1):
            edges = (0, *cuts, len(values))
            yield tuple(values[a:b] for a, b in pairwise(edges))


def places_of(mask: Mask) -> list[int]:
    """The kinds in a mask."""
    return [place for place in range(mask.bit_length()) if mask >> place & 1]
