"""Blocks that totals tell of together only link the cells that are over them."""

from __future__ import annotations

import numpy as np
import pytest

from medverk.rules.disclosure.breakdowns import Background, Cell, Place, Wish, audit_breakdowns
from medverk.rules.disclosure.figures import OPEN, Block, Line, Part
from medverk.rules.disclosure.parcels import Parcels
from medverk.rules.disclosure.policy import Policy
from medverk.rules.weeks import Week

FIRST, LAST = Week(2026, 1), Week(2026, 2)
YOUNG = (("age", ("young",)),)
WISH = Wish(
    Policy(responses=5, counsellors=2, own_responses=5),
    Background({"age": ("young", "old")}),
    (("age",),),
    {"met": 2},
)


def make_place(runs: tuple[int, int]) -> Place:
    """Two blocks, each of 20 young with 20 answers and 6 old with one."""
    rows = [
        (block, kind, who, responses, answers)
        for block in range(2)
        for who in range(2)
        for kind, responses, answers in ((0, 10, 10), (1, 3, 1 - who))
    ]
    block, kind, who, responses, answers = np.array(rows).T
    return Place(
        "a",
        (),
        tuple(
            Block(name, "a", (Part("a", week, week),), 26)
            for name, week in (("a1", FIRST), ("a2", LAST))
        ),
        {"met": runs},
        ("x", "y"),
        np.zeros(2, dtype=np.bool_),
        block,
        kind,
        who,
        responses,
        {"met": Parcels.of(np.stack([answers - answers // 2, answers // 2], axis=1))},
    )


def say(blocks: tuple[str, ...], n: int, counts: tuple[int, ...]) -> Line:
    return Line(OPEN, "a", "met", blocks, FIRST, LAST, n, sum(counts), counts)


@pytest.mark.parametrize("shown", [("a1",), ("a1", "a2")])
def test_two_cells_in_one_run_leave_what_neither_leaves_alone(shown: tuple[str, ...]) -> None:
    totals = [say(("a1", "a2"), 52, (21, 21))]
    cells = [Cell(YOUNG, say((block,), 20, (10, 10))) for block in shown]
    audit = audit_breakdowns(WISH, [make_place((0, 0))], totals, cells)
    assert [leak.responses for leak in audit.leaks] == ([2] if len(shown) == 2 else [])
    assert audit.doubts == ()


def test_a_tie_is_of_all_questions_runs_together() -> None:
    place = make_place((0, 0))
    assert place.bundles == (frozenset({0, 1}),)
    assert make_place((0, 1)).bundles == (frozenset({0}), frozenset({1}))
