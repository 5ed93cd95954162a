"""What is left of a round: counts, shares of what is relevant, agreement [Q1, Q4]."""

import pytest

from medverk.rules.review_results import Counts, count_cases, ordered
from medverk.rules.reviews import Met
from medverk.rules.statistics.agreement import measure_agreement
from medverk.rules.statistics.intervals import estimate_share

YES, PARTLY, NO, NOT_RELEVANT = Met


@pytest.mark.parametrize(
    ("cases", "counts"),
    [
        ([], (0, 0, 0, 0)),
        ([{1: YES}, {1: NO}, {1: NO}], (1, 0, 2, 0)),
        ([{1: PARTLY}, {1: NOT_RELEVANT}], (0, 1, 0, 1)),
        ([{1: YES, 2: YES}], (1, 0, 0, 0)),
        ([{1: YES, 2: NO, 0: PARTLY}], (0, 1, 0, 0)),  # what they settled stands
    ],
)
def test_it_counts_what_stands_of_each_case(
    cases: list[dict[int, Met]], counts: tuple[int, ...]
) -> None:
    found = count_cases(cases)
    assert (found.yes, found.partly, found.no, found.not_relevant) == counts
    assert found.total == len(cases)


def test_it_keeps_what_each_of_two_said_before_they_settled() -> None:
    found = count_cases([{1: YES, 2: NO, 0: NO}, {1: YES, 2: YES}, {1: PARTLY}])
    assert found.pairs == [[1, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    assert (found.yes, found.partly, found.no) == (1, 1, 1)


def test_nobody_who_reviewed_twice_is_no_table() -> None:
    found = count_cases([{1: YES}])
    assert (found.pairs, found.agreement, found.weighted) == ((), None, None)


def test_its_share_is_of_what_is_relevant() -> None:
    found = Counts(6, 2, 2, 10)
    assert (found.relevant, found.total) == (10, 20)
    assert found.share == estimate_share(6, 10)
    assert Counts(0, 0, 0, 9).share is None


def test_agreement_in_order_leaves_out_what_one_found_irrelevant() -> None:
    pairs = [[5, 1, 0, 2], [0, 3, 1, 0], [2, 0, 4, 0], [0, 0, 1, 6]]
    assert ordered(pairs) == [[5, 1, 0], [0, 3, 1], [2, 0, 4]]
    found = Counts(8, 4, 5, 7, pairs)
    assert found.agreement == measure_agreement(pairs)
    assert found.weighted == measure_agreement([[5, 1, 0], [0, 3, 1], [2, 0, 4]], weighted=True)
