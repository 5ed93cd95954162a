"""What is left of a round when it closes: counts per item, of the unit as a whole [Q1, F5]."""

from collections.abc import Mapping

from medverk.reviews.models import Answer, ItemResult, Round
from medverk.rules.review_results import TOGETHER, count_cases
from medverk.rules.reviews import Met


def count_round(found: Round) -> list[ItemResult]:
    """One result for each item, not stored yet. Two queries, however many cases there are."""
    places = dict(found.cases.values_list("reviews__pk", "reviews__place"))
    given: dict[tuple[int, str], dict[int, Met]] = {}
    for answer in Answer.objects.filter(case__round=found):
        place = places[answer.review_id] if answer.review_id else TOGETHER
        given.setdefault((answer.case_id, answer.item), {})[place] = Met(answer.met)
    return [
        keep_counts(
            found, item.key, [said for (_, key), said in sorted(given.items()) if key == item.key]
        )
        for item in found.checklist.items
    ]


def keep_counts(found: Round, item: str, cases: list[Mapping[int, Met]]) -> ItemResult:
    counts = count_cases(cases)
    return ItemResult(
        round=found,
        item=item,
        yes=counts.yes,
        partly=counts.partly,
        no=counts.no,
        not_relevant=counts.not_relevant,
        pairs=list(counts.pairs),
    )
