"""Which groups are read together, and which can be compared [F15]."""

import pytest

from medverk.rules.disclosure.breakdowns.cells import By
from medverk.rules.group_tables import (
    Group,
    are_comparable,
    choose_apart,
    find_left_out,
    is_merged,
    overlap,
    take_table,
    width_of,
)

BACKGROUND = {"age": ("young", "middle", "old"), "sex": ("woman", "man")}
HERE, EVERYWHERE = frozenset({"1"}), frozenset("12345")


def by(text: str) -> By:
    """`by("age=young|middle;sex=man")`."""
    parts = (part.split("=") for part in text.split(";"))
    return tuple((name, tuple(values.split("|"))) for name, values in parts)


def group(text: str, blocks: frozenset[str] = EVERYWHERE) -> Group:
    return Group(by(text), blocks, 20, {})


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("age=young", "age=young", True),
        ("age=young", "age=old", False),
        ("age=young|middle", "age=middle|old", True),
        ("age=young;sex=man", "age=young;sex=woman", False),
        ("age=young;sex=man", "age=young|old;sex=man", True),
        ("age=young;sex=man", "age=old;sex=man", False),
    ],
)
def test_groups_overlap_where_somebody_could_be_in_both(one: str, other: str, both: bool) -> None:
    assert overlap(by(one), by(other)) is both
    assert overlap(by(other), by(one)) is both


def test_it_takes_one_table_in_the_order_of_its_categories() -> None:
    shown = ["age=old", "sex=man", "age=middle", "age=young;sex=man", "age=young"]
    groups = [group(text) for text in shown]
    assert [each.by for each in take_table(groups, BACKGROUND, ("age",))] == [
        by("age=young"), by("age=middle"), by("age=old"),
    ]  # fmt: skip
    assert [each.by for each in take_table(groups, BACKGROUND, ("age", "sex"))] == [
        by("age=young;sex=man")
    ]
    assert take_table(groups, BACKGROUND, ("sex", "age")) == []


def test_a_pair_is_ordered_by_its_first_variable_and_then_its_second() -> None:
    texts = ["age=old;sex=woman", "age=young;sex=man", "age=young;sex=woman"]
    found = take_table([group(text) for text in texts], BACKGROUND, ("age", "sex"))
    assert [each.by for each in found] == [by(text) for text in reversed(texts)]


@pytest.mark.parametrize(
    ("shown", "apart"),
    [
        (["age=young", "age=old"], [0, 1]),
        (["age=young|middle", "age=young", "age=old"], [1, 2]),  # as wide: the finer one
        (["age=young|middle@", "age=young", "age=middle"], [1, 2]),
        (["age=young|middle", "age=young@", "age=middle@"], [0]),  # the one about more blocks
        ([], []),
    ],
)
def test_it_reads_the_widest_groups_that_nobody_shares(shown: list[str], apart: list[int]) -> None:
    groups = [group(t.rstrip("@"), HERE if t.endswith("@") else EVERYWHERE) for t in shown]
    others = [each for at, each in enumerate(groups) if at not in apart]
    assert choose_apart(groups) == ([groups[at] for at in apart], others)


@pytest.mark.parametrize(
    ("blocks", "comparable"),
    [
        (["12345"], False),  # one alone is compared with nothing
        (["12345", "12345"], True),
        (["12345", "1234"], True),  # four of five
        (["12345", "123"], False),
        (["1234", "2345"], False),  # three of four are shared
        (["12345", "12345", "1234"], True),
        (["12345", "1234", "2345"], False),
        (["1", "2"], False),
    ],
)
def test_it_compares_where_four_of_five_blocks_are_shared(
    blocks: list[str], comparable: bool
) -> None:
    groups = [group("age=young", frozenset(each)) for each in blocks]
    assert are_comparable(groups) is comparable


@pytest.mark.parametrize(
    ("shown", "left_out"),
    [
        ([], ["age=young", "age=middle", "age=old"]),
        (["age=young"], ["age=middle", "age=old"]),
        (["age=young|middle"], ["age=old"]),
        (["age=young|middle", "age=old"], []),
    ],
)
def test_a_part_of_something_merged_is_not_left_out(shown: list[str], left_out: list[str]) -> None:
    withheld = [by(text) for text in ("age=young", "age=middle", "sex=man", "age=old")]
    groups = [group(text) for text in shown]
    assert find_left_out(withheld, ("age",), groups) == [by(text) for text in left_out]


@pytest.mark.parametrize(
    ("text", "width", "merged"),
    [("age=young", 1, False), ("age=young;sex=man", 2, False), ("age=young|old;sex=man", 3, True)],
)
def test_it_knows_how_wide_a_group_is(text: str, width: int, merged: bool) -> None:
    assert (width_of(by(text)), is_merged(by(text))) == (width, merged)
