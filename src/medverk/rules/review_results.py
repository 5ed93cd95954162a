"""What is left of a round of reviews: counts, who fulfils an item, and agreement [Q1, Q4]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from medverk.rules.reviews import Met, count_pairs
from medverk.rules.statistics.agreement import Agreement, measure_agreement
from medverk.rules.statistics.intervals import Estimate, estimate_share

TOGETHER, FIRST, SECOND = 0, 1, 2
"""Who said it of a case: the two when they settled what they disagreed on, or each of them."""

ORDERED_PLACES = [list(Met).index(met) for met in (Met.YES, Met.PARTLY, Met.NO)]

Pairs = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Counts:
    """One item of one round. pairs: the first reviewer by the second, empty where nobody was."""

    yes: int
    partly: int
    no: int
    not_relevant: int
    pairs: Pairs = ()

    @property
    def relevant(self) -> int:
        return self.yes + self.partly + self.no

    @property
    def total(self) -> int:
        return self.relevant + self.not_relevant

    @property
    def share(self) -> Estimate | None:
        """How many fulfil it, of those for which it is relevant."""
        return estimate_share(self.yes, self.relevant) if self.relevant else None

    @property
    def agreement(self) -> Agreement | None:
        return measure_agreement(self.pairs) if self.pairs else None

    @property
    def weighted(self) -> Agreement | None:
        """Where both found it relevant: yes and no are farther apart than yes and partly."""
        return measure_agreement(ordered(self.pairs), weighted=True) if self.pairs else None


def count_cases(cases: Iterable[Mapping[int, Met]]) -> Counts:
    """cases: for each case who said what of the item; what was settled together stands."""
    said = list(cases)
    final = Counter(each.get(TOGETHER, each[FIRST]) for each in said)
    pairs = [(each[FIRST], each[SECOND]) for each in said if SECOND in each]
    return Counts(
        yes=final[Met.YES],
        partly=final[Met.PARTLY],
        no=final[Met.NO],
        not_relevant=final[Met.NOT_RELEVANT],
        pairs=count_pairs(pairs, tuple(Met)) if pairs else (),
    )


def ordered(pairs: Pairs) -> list[list[int]]:
    """The part of the table where both found the item relevant: those answers have an order."""
    return [[pairs[row][column] for column in ORDERED_PLACES] for row in ORDERED_PLACES]
