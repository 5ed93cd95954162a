"""Differences between groups beyond noise, and noise that is not called a difference."""

import random
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.statistics.funnel import Count
from medverk.rules.statistics.groups import chance_of, compare, find_differences
from medverk.rules.statistics.sizes import (
    FEWEST,
    Halves,
    compare_sizes,
    find_size_differences,
)


def test_it_finds_the_group_that_differs_and_says_how() -> None:
    found = find_differences({"heard by age": [Count(30, 60), Count(70, 80), Count(50, 56)]})
    (first,) = found
    assert (first.table, first.group, first.is_lower) == ("heard by age", 0, True)
    assert isclose(first.share, 0.5)
    assert isclose(first.others, 120 / 136)


def test_it_finds_nothing_where_all_are_alike() -> None:
    assert find_differences({"same": [Count(40, 50), Count(80, 100), Count(24, 30)]}) == []


@pytest.mark.parametrize("groups", [[], [Count(3, 15)]])
def test_it_says_nothing_of_fewer_than_two_groups(groups: list[Count]) -> None:
    assert find_differences({"few": groups}) == []


def test_it_names_the_first_of_two_groups_only() -> None:
    found = find_differences({"sex": [Count(90, 100), Count(60, 100)]})
    assert [difference.group for difference in found] == [0]


@pytest.mark.parametrize(
    ("group", "others", "chance"),
    [
        # By hand: chi-squared of [[20, 10], [10, 20]] is 6.667, times 59/60 is 6.556.
        (Count(20, 30), Count(10, 30), 0.01046),
        # The same shares with ten times as many, 66.667 * 599/600.
        (Count(200, 300), Count(100, 300), 0.0),
        (Count(10, 20), Count(10, 20), 1.0),
        (Count(15, 15), Count(100, 100), 1.0),
        (Count(0, 15), Count(1, 100), 1.0),
    ],
)
def test_it_gives_the_known_chance(group: Count, others: Count, chance: float) -> None:
    assert isclose(chance_of(group, others), chance, abs_tol=2e-5)


def test_one_clear_comparison_is_no_difference_among_many() -> None:
    clear = {"clear": [Count(20, 30), Count(10, 30)]}
    dull = {f"dull {number}": [Count(15, 30), Count(15, 30)] for number in range(30)}
    assert len(find_differences(clear)) == 1
    assert find_differences(clear | dull) == []


def test_it_raises_a_false_alarm_on_one_page_in_twenty_at_most() -> None:
    chance = random.Random(7)
    alarms = 0
    for _ in range(400):
        page = {
            (question, variable): [
                Count(sum(chance.random() < 0.75 for _ in range(n)), n) for n in (20, 45, 30)
            ]
            for question in range(7)
            for variable in range(3)
        }
        alarms += bool(find_differences(page))
    assert alarms / 400 < 0.08


counts = st.integers(1, 60).flatmap(
    lambda n: st.integers(0, n).map(lambda chosen: Count(chosen, n))
)


@given(groups=st.lists(counts, min_size=2, max_size=5))
def test_it_treats_yes_and_no_alike(groups: list[Count]) -> None:
    turned = [Count(group.answered - group.chosen, group.answered) for group in groups]
    ours, theirs = list(compare("a", groups)), list(compare("a", turned))
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert isclose(one.chance, other.chance)
        assert 0 <= one.chance <= 1


def units(shares: list[tuple[int, float]]) -> list[Count]:
    return [Count(round(n * share), n) for n, share in shares]


def test_it_sees_that_small_offices_do_better() -> None:
    small = [(40, 0.90), (45, 0.92), (50, 0.91), (60, 0.90)]
    large = [(400, 0.70), (420, 0.72), (500, 0.71), (600, 0.69)]
    found = compare_sizes(units(small + large))
    assert found is not None
    assert found.small > 0.88 > 0.75 > found.large
    assert find_size_differences({"heard": found}) == ["heard"]


def test_it_sees_no_difference_where_small_offices_only_swing_more() -> None:
    small = [(20, 0.60), (22, 0.95), (25, 0.70), (24, 0.90)]
    large = [(400, 0.78), (420, 0.80), (500, 0.79), (600, 0.77)]
    found = compare_sizes(units(small + large))
    assert found is not None
    assert find_size_differences({"heard": found}) == []


def test_it_says_nothing_of_too_few_units() -> None:
    few = units([(40, 0.9)] * (FEWEST - 1))
    assert compare_sizes(few) is None
    assert compare_sizes([*few, *units([(400, 0.5)])]) is not None


def test_it_compares_sizes_as_one_family() -> None:
    clear, dull = Halves(0.9, 0.8, 0.02), Halves(0.9, 0.9, 0.9)
    assert find_size_differences({"one": clear}) == ["one"]
    assert find_size_differences({"one": clear, "two": dull, "three": dull}) == []
