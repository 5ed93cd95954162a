"""Truth tables of the rule itself [disclosure G1]."""

import pytest

from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import Crowd
from medverk.rules.disclosure.thresholds import (
    are_alike,
    is_enough,
    may_be_open,
    may_show_answers,
    may_show_own_answers,
)


def crowd(**sizes: int) -> Crowd:
    """So many responses of each counsellor."""
    return {counsellor: (size,) for counsellor, size in sizes.items()}


@pytest.mark.parametrize(
    ("sizes", "open_", "enough"),
    [
        ({}, False, False),
        ({"a": 14}, False, False),
        ({"a": 7, "b": 7}, False, False),
        ({"a": 8, "b": 7}, True, True),
        ({"a": 15}, False, False),
        ({"a": 100}, False, False),
        ({"a": 14, "b": 1}, False, True),
        ({"a": 13, "b": 2}, True, True),
        ({"a": 18, "b": 2}, True, True),
        ({"a": 19, "b": 2}, False, True),
        ({"a": 27, "b": 3}, True, True),
        ({"a": 63, "b": 7}, True, True),
    ],
)
def test_it_asks_for_responses_and_counsellors_and_of_open_figures_for_shares(
    sizes: dict[str, int], open_: bool, enough: bool
) -> None:
    assert may_be_open(Policy(), crowd(**sizes)) is open_
    assert is_enough(Policy(), crowd(**sizes)) is enough


@pytest.mark.parametrize(
    ("counts", "alike"),
    [
        ((0, 15), True),
        ((29, 0), True),
        ((30, 0), False),
        ((1, 14), False),
        ((0, 0), False),
    ],
)
def test_it_hides_what_everybody_chose_until_twice_the_threshold(
    counts: tuple[int, int], alike: bool
) -> None:
    assert are_alike({"a": counts}, 15) is alike
    assert are_alike({"a": (counts[0], 0), "b": (0, counts[1])}, 15) is alike


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ((5, 3), (4, 3), True),
        ((5, 3), (4, 2), False),
        ((8, 0), (7, 0), False),
        ((15, 0), (15, 0), True),
        ((10, 4), (1, 0), False),
    ],
)
def test_it_shows_open_answers_that_are_enough_and_differ(
    first: tuple[int, int], second: tuple[int, int], shown: bool
) -> None:
    assert may_show_answers(Policy(), {"a": first, "b": second}) is shown


ENOUGH_OWN: Crowd = {"me": (8, 7)}
ENOUGH_OTHERS: Crowd = {"b": (8, 0), "c": (0, 7)}


@pytest.mark.parametrize(
    ("own", "others", "shown"),
    [
        (ENOUGH_OWN, ENOUGH_OTHERS, True),
        ({"me": (8, 6)}, ENOUGH_OTHERS, False),
        ({"me": (15, 0)}, ENOUGH_OTHERS, False),
        ({"me": (30, 0)}, ENOUGH_OTHERS, True),
        (ENOUGH_OWN, {"b": (8, 7)}, False),
        (ENOUGH_OWN, {"b": (8, 0), "c": (0, 6)}, False),
        (ENOUGH_OWN, {"b": (8, 0), "c": (7, 0)}, False),
        (ENOUGH_OWN, {"b": (15, 0), "c": (15, 0)}, True),
        (ENOUGH_OWN, {}, False),
    ],
)
def test_it_shows_own_answers_when_the_rest_is_a_group_too(
    own: Crowd, others: Crowd, shown: bool
) -> None:
    assert may_show_own_answers(Policy(), own, others) is shown
