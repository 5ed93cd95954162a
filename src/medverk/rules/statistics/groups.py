"""Which groups differ by more than chance, when many are compared at once [statistics.md; F15].

Each group is held against all the others of its table together, on the share who chose what is
counted. A page compares seven questions by four kinds of background: of some sixty comparisons
three would "differ" by chance alone. All comparisons of a page are therefore one family, and Holm's
method keeps the chance that any of them is a false alarm at 5 %.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Generic, TypeVar

from medverk.rules.statistics.funnel import Count

FALSE_ALARMS = 0.05
FEWEST_EXPECTED = 1.0
"""Where chance alone would give a cell of the two-by-two table less than this, nothing is said."""

Table = TypeVar("Table", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Difference(Generic[Table]):
    """A group of a table that differs. `share` is the group's, `others` of all others together."""

    table: Table
    group: int
    share: float
    others: float

    @property
    def is_lower(self) -> bool:
        """Whether fewer in the group chose what is counted."""
        return self.share < self.others


@dataclass(frozen=True, slots=True)
class Comparison(Generic[Table]):
    """One group against the others, and how often chance alone would give as much."""

    difference: Difference[Table]
    chance: float


def find_differences(tables: Mapping[Table, Sequence[Count]]) -> list[Difference[Table]]:
    """The groups that differ by more than chance, the clearest first.

    A table has the groups of one question by one kind of background. Only its clearest group is
    named: the others may differ from the rest for no other reason than that this one is among them.
    Of two groups, which differ from each other alike, the first is named.
    """
    family = [found for name, groups in tables.items() for found in compare(name, groups)]
    family.sort(key=lambda found: (found.chance, -size_of(found.difference)))
    named: dict[Table, Difference[Table]] = {}
    for found in keep_by_holm(family):
        named.setdefault(found.difference.table, found.difference)
    return list(named.values())


def keep_by_holm(family: Sequence[Comparison[Table]]) -> Iterator[Comparison[Table]]:
    """Holm's step-down: the smallest chance must pass level / m, the next level / (m - 1), …"""
    for place, found in enumerate(family):
        if found.chance > FALSE_ALARMS / (len(family) - place):
            return
        yield found


def compare(table: Table, groups: Sequence[Count]) -> Iterator[Comparison[Table]]:
    """Each group against all the others of the table."""
    if len(groups) < 2:
        return
    chosen = sum(group.chosen for group in groups)
    answered = sum(group.answered for group in groups)
    for place, group in enumerate(groups[:1] if len(groups) == 2 else groups):
        others = Count(chosen - group.chosen, answered - group.answered)
        difference = Difference(table, place, group.share, others.share)
        yield Comparison(difference, chance_of(group, others))


def chance_of(group: Count, others: Count) -> float:
    """How often two samples of these sizes differ so much when nothing differs: two-sided.

    The chi-squared test with N - 1 (Campbell 2007), right for small samples too as long as no
    expected number is below 1; below that 1, which is no difference.
    """
    total = group.answered + others.answered
    chosen = group.chosen + others.chosen
    smallest = min(group.answered, others.answered) * min(chosen, total - chosen) / total
    if smallest < FEWEST_EXPECTED:
        return 1.0
    crossed = group.chosen * others.answered - others.chosen * group.answered
    spread = group.answered * others.answered * chosen * (total - chosen)
    score = abs(crossed) * sqrt((total - 1) / spread)
    return 2 * (1 - NormalDist().cdf(score))


def size_of(difference: Difference[Table]) -> float:
    """How far apart the shares are."""
    return abs(difference.share - difference.others)
