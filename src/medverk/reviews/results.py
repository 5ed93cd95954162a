"""What closed rounds say: shares with their uncertainty, agreement, and the course over time."""

from collections.abc import Sequence
from dataclasses import dataclass

from medverk.reviews.checklists import Item
from medverk.reviews.models import ItemResult, Round
from medverk.rules.review_results import Counts
from medverk.rules.reviews import HalfYear, Met
from medverk.rules.statistics.agreement import Agreement
from medverk.rules.statistics.change import Change, Share, change_between_halves
from medverk.rules.statistics.intervals import Estimate


@dataclass(frozen=True, slots=True)
class ItemReading:
    """One item of one round. `share`: how many fulfil it, of those for which it is relevant."""

    item: Item
    counts: tuple[tuple[Met, int], ...]
    relevant: int
    share: Estimate | None
    agreement: Agreement | None
    weighted: Agreement | None


@dataclass(frozen=True, slots=True)
class RoundReading:
    """A closed round."""

    round: Round
    items: tuple[ItemReading, ...]
    cases: int

    @property
    def pairs(self) -> int:
        return sum(item.agreement.n for item in self.items if item.agreement)

    @property
    def alike(self) -> int:
        return sum(item.agreement.alike for item in self.items if item.agreement)


@dataclass(frozen=True, slots=True)
class ItemPoint:
    """One item in one half-year."""

    half_year: HalfYear
    chosen: int
    relevant: int
    share: Estimate | None


@dataclass(frozen=True, slots=True)
class ItemCourse:
    """One item over the half-years, oldest first."""

    item: Item
    points: tuple[ItemPoint, ...]
    change: Change


def read_round(found: Round) -> RoundReading:
    """The results of a closed round, in the checklist's order. One query."""
    results = {result.item: result for result in found.results.all()}
    items = tuple(
        read_item(item, results[item.key]) for item in found.checklist.items if item.key in results
    )
    return RoundReading(
        found, items, max((counts_of(result).total for result in results.values()), default=0)
    )


def counts_of(result: ItemResult) -> Counts:
    return Counts(result.yes, result.partly, result.no, result.not_relevant, result.pairs)


def read_item(item: Item, result: ItemResult) -> ItemReading:
    counts = counts_of(result)
    return ItemReading(
        item=item,
        counts=tuple((met, getattr(counts, met.value)) for met in item.options),
        relevant=counts.relevant,
        share=counts.share,
        agreement=counts.agreement,
        weighted=counts.weighted,
    )


def read_courses(rounds: Sequence[Round]) -> tuple[ItemCourse, ...]:
    """Each item of the newest version over closed rounds, oldest first; keys keep their meaning."""
    if not rounds:
        return ()
    return tuple(read_course(item, rounds) for item in rounds[-1].checklist.items)


def read_course(item: Item, rounds: Sequence[Round]) -> ItemCourse:
    points = tuple(
        point
        for each in rounds
        for result in each.results.all()
        if result.item == item.key
        for point in [read_point(each.half_year, result)]
    )
    shares = [Share(point.chosen, point.relevant) for point in points if point.relevant]
    return ItemCourse(item, points, change_between_halves(shares))


def read_point(half_year: HalfYear, result: ItemResult) -> ItemPoint:
    counts = counts_of(result)
    return ItemPoint(half_year, counts.yes, counts.relevant, counts.share)
