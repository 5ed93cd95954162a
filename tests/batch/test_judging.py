"""Which blocks are judged together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from medverk.batch.judging import link_blocks

SETS = st.lists(st.sets(st.integers(0, 12).map(str), min_size=1).map(tuple), max_size=12)


@given(SETS)
def test_blocks_are_in_one_group_if_sets_lead_from_one_to_the_other(
    sets: list[tuple[str, ...]],
) -> None:
    group_of = link_blocks(sets)
    assert group_of.keys() == {block for blocks in sets for block in blocks}
    for block, group in group_of.items():
        assert {each for each in group_of if group_of[each] == group} == reach(block, sets)


def reach(block: str, sets: list[tuple[str, ...]]) -> set[str]:
    """All blocks that sets lead to, one after the other."""
    reached: set[str] = {block}
    for _ in sets:
        reached = reached.union(*(blocks for blocks in sets if reached & {*blocks}))
    return reached
