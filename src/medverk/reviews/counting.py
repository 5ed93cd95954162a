"""What is left of a round when it closes: counts per item, of the unit as a whole [Q1, F5]."""

from collections import Counter
from collections.abc import Mapping

from medverk.reviews.models import Answer, ItemResult, Round
from medverk.rules.reviews import Met, count_pairs


def count_round(found: Round) -> list[ItemResult]:
    """One result for each item, not stored yet. Two queries, however many cases there are."""
    places = dict(found.cases.values_list("reviews__pk", "reviews__place"))
    given: dict[tuple[int, str], dict[int, Met]] = {}
    for answer in Answer.objects.filter(case__round=found):
        place = places[answer.review_id] if answer.review_id else 0  # 0: the two together
        given.setdefault((answer.case_id, answer.item), {})[place] = Met(answer.met)
    return [
        count_item(
            found, item.key, [said for (_, key), said in sorted(given.items()) if key == item.key]
        )
        for item in found.checklist.items
    ]


def count_item(found: Round, item: str, cases: list[Mapping[int, Met]]) -> ItemResult:
    """cases: for each case what the first (1), the second (2) and both together (0) said."""
    final = Counter(said.get(0, said[1]) for said in cases)
    pairs = [(said[1], said[2]) for said in cases if 2 in said]
    return ItemResult(
        round=found,
        item=item,
        yes=final[Met.YES],
        partly=final[Met.PARTLY],
        no=final[Met.NO],
        not_relevant=final[Met.NOT_RELEVANT],
        pairs=count_pairs(pairs, tuple(Met)) if pairs else [],
    )
