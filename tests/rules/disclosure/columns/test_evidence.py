"""What lies in blocks is found by counsellor and block, whatever order it came in."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.disclosure.columns.evidence import Evidence, make_evidence, seat

WIDTH, BLOCKS = 4, 5
CELLS = st.lists(st.tuples(st.integers(0, WIDTH - 1), st.integers(0, BLOCKS - 1)))


def collect(cells: list[tuple[int, int]]) -> Evidence:
    """One response for each of these counsellors and blocks, with its number as a second count."""
    who = np.array([who for who, _ in cells], dtype=np.int64)
    block = np.array([block for _, block in cells], dtype=np.int64)
    counts = np.array([[1, at] for at in range(len(cells))], dtype=np.int32).reshape(-1, 2)
    spans = {None: slice(0, 1), "goal": slice(1, 2)}
    return make_evidence(spans, seat(who, WIDTH), who, block, counts, BLOCKS)


@given(CELLS, CELLS)
def test_what_a_counsellor_has_in_a_block_is_found(
    cells: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    evidence = collect(cells)
    who = np.array([who for who, _ in asked], dtype=np.int64)
    block = np.array([block for _, block in asked], dtype=np.int64)
    rows = evidence.find(who, block)
    for question, weights in ((None, [1] * len(cells)), ("goal", range(len(cells)))):
        assert evidence.rows(question, rows)[:, 0].tolist() == [
            sum(weight for cell, weight in zip(cells, weights, strict=True) if cell == each)
            for each in asked
        ]


def test_as_many_rows_as_there_are_need_not_be_these() -> None:
    evidence = collect([(0, 0), (0, 1)])
    assert evidence.rows("goal", np.array([1, 0]))[:, 0].tolist() == [1, 0]
    assert evidence.rows("goal", np.array([0, -1]))[:, 0].tolist() == [0, 0]
    assert evidence.rows("goal", np.array([0, 1]))[:, 0].tolist() == [0, 1]


@given(CELLS)
def test_keys_name_their_counsellor_and_block(cells: list[tuple[int, int]]) -> None:
    evidence = collect(cells)
    who, block = evidence.read_key(evidence.key)
    assert (who.tolist(), block.tolist()) == (evidence.who.tolist(), evidence.block.tolist())
    assert [*zip(who.tolist(), block.tolist(), strict=True)] == sorted(
        set(cells), key=lambda cell: (evidence.seats[cell[0]], cell[1])
    )
