"""Cells counted anew, all together: what is said of each is what counting it by itself says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from medverk.batch.recounting import judge_figures
from medverk.rules.disclosure.audit import Flaw
from medverk.rules.disclosure.breakdowns import Background, Cell, Place, Wish
from medverk.rules.disclosure.breakdowns.cells import By
from medverk.rules.disclosure.breakdowns.summing import Part, count_crowd
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.figures import OPEN, Block, Line
from medverk.rules.disclosure.figures import Part as Weeks
from medverk.rules.disclosure.parcels import Parcels
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import choices, size
from medverk.rules.disclosure.thresholds import may_be_open, may_show_answers
from medverk.rules.weeks import Week

WEEK = Week(2026, 1)
WISH = Wish(
    Policy(responses=5, counsellors=2, own_responses=5),
    Background({"age": ("young", "old")}),
    (("age",),),
    {"goal": 2},
)
GROUPS: tuple[By, ...] = (
    (("age", ("young",)),),
    (("age", ("old",)),),
    (("age", ("young", "old")),),
)
NAMES = ("ada", "bo", "cy")
"""Counsellors, who may work anywhere."""


@st.composite
def make_place(draw: st.DrawFn, unit: str, most: int) -> Place:
    """A place of one to three blocks, and few responses; so many at most of the second answer."""
    staff = draw(st.sets(st.sampled_from(NAMES), min_size=1).map(sorted))
    blocks = [f"{unit}:{at}" for at in range(draw(st.integers(1, 3)))]
    row = st.tuples(
        st.integers(0, len(blocks) - 1),
        st.integers(0, 2),
        st.integers(0, len(staff) - 1),
        st.tuples(st.integers(0, 3), st.integers(0, most), st.integers(0, 2)),
    )
    rows = draw(st.lists(row, min_size=3, max_size=12))
    block, kind, who = np.array([each[:3] for each in rows], dtype=np.int64).reshape(-1, 3).T
    answers = np.array([each[3] for each in rows], dtype=np.int64).reshape(-1, 3)
    return Place(
        unit,
        (),
        tuple(Block(name, unit, (Weeks(unit, WEEK, WEEK),), 0) for name in blocks),
        {"goal": tuple(range(len(blocks)))},
        tuple(staff),
        np.zeros(len(staff), dtype=np.bool_),
        block,
        kind,
        who,
        answers.sum(axis=1),
        {"goal": Parcels.of(answers[:, :2])},
    )


def parts_of(places: Sequence[Place], by: By, names: Sequence[str]) -> list[Part]:
    """A cell place by place."""
    mask = WISH.background.mask(by)
    held = [
        (place, frozenset(at for at, block in enumerate(place.blocks) if block.id in names))
        for place in places
    ]
    return [(place, Row(mask, inside)) for place, inside in held if inside]


@st.composite
def make_cell(draw: st.DrawFn, places: Sequence[Place]) -> Cell:
    """A cell over any blocks, which now and then says something else than what is true."""
    blocks = [block.id for place in places for block in place.blocks]
    names = draw(st.sets(st.sampled_from(blocks), min_size=1).map(sorted))
    by, question = draw(st.sampled_from(GROUPS)), draw(st.sampled_from([None, "goal"]))
    parts = parts_of(places, by, names)
    counts = () if question is None else choices(count_crowd(parts, question), 2)
    more, lie = (draw(st.sampled_from([0, 0, 0, 1])) for _ in range(2))
    if counts and lie:
        counts = (counts[0] + 1, counts[1])
    n = size(count_crowd(parts, None)) + more
    audience = draw(st.sampled_from([OPEN, OPEN, OPEN, "own:ada"]))
    line = Line(audience, "no", question, tuple(names), WEEK, WEEK, n, sum(counts), counts)
    return Cell(by, line)


@st.composite
def make_case(draw: st.DrawFn) -> tuple[list[Place], list[Cell]]:
    """Places, and cells over their blocks."""
    most = draw(st.sampled_from([0, 3]))
    places = [draw(make_place(unit, most)) for unit in "abc"[: draw(st.integers(1, 3))]]
    return places, draw(st.lists(make_cell(places), min_size=1, max_size=6))


def judge_one(places: Sequence[Place], cell: Cell) -> Iterator[Flaw]:
    """What is wrong with a cell, counted by itself, counsellor by counsellor."""
    line, policy = cell.line, WISH.policy
    parts = parts_of(places, cell.by, line.blocks)
    everybody, answers = count_crowd(parts, None), count_crowd(parts, line.question)
    shown = line.question is None or may_show_answers(policy, answers)
    if line.audience != OPEN or not may_be_open(policy, everybody) or not shown:
        yield Flaw.THIN_LINE
    counts = () if line.question is None else choices(answers, 2)
    if (line.n, line.answered, line.counts) != (size(everybody), sum(counts), counts):
        yield Flaw.WRONG_NUMBERS


@given(make_case())
def test_cells_are_judged_together_as_they_are_by_themselves(
    case: tuple[list[Place], list[Cell]],
) -> None:
    places, cells = case
    found = [
        (each.flaw, each.audience, each.question, each.blocks)
        for each in judge_figures(WISH, places, cells)
    ]
    assert found == [
        (flaw, cell.line.audience, cell.line.question or "", cell.line.blocks)
        for cell in cells
        for flaw in judge_one(places, cell)
    ]
