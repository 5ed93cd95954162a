"""Which blocks are judged together, and figures over blocks that there are not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from medverk.batch.judging import find_strange, link_blocks
from medverk.rules.disclosure.audit import Flaw, Violation
from medverk.rules.disclosure.breakdowns import Cell
from medverk.rules.disclosure.figures import OPEN, Line
from medverk.rules.weeks import Week

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


def test_a_figure_over_no_blocks_or_unknown_ones_is_named() -> None:
    week = Week(2026, 1)
    cells = [
        Cell((("age", ("young",)),), Line(OPEN, "a", "goal", blocks, week, week, 20, 0, ()))
        for blocks in (("a:2026-W01",), (), ("a:2026-W01", "b:2026-W01"))
    ]
    assert list(find_strange({"a:2026-W01"}, cells)) == [
        Violation(Flaw.UNKNOWN_BLOCK, OPEN, "goal", ()),
        Violation(Flaw.UNKNOWN_BLOCK, OPEN, "goal", ("a:2026-W01", "b:2026-W01")),
    ]
