"""Runs of cells, and of runs of cells, are summed and listed as one would one by one."""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.disclosure.columns import own
from medverk.rules.disclosure.columns.own import first_recent
from medverk.rules.disclosure.columns.runs import Runs, run_sums, spread, sums

NONE = np.zeros(0, dtype=np.int64)


@given(st.lists(st.integers(0, 2**31 - 1)), st.data())
def test_a_run_is_the_difference_of_two_sums(values: list[int], data: st.DataObject) -> None:
    first, end = sorted(data.draw(st.tuples(*[st.integers(0, len(values))] * 2)))
    total = sums(np.array(values, dtype=np.int64))
    assert total[end] - total[first] == sum(values[first:end])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3)), min_size=1), st.data())
def test_runs_of_runs_are_the_cells_of_all_of_them(
    drawn: list[tuple[int, int]], data: st.DataObject
) -> None:
    # Before each base run are some cells that are in none.
    edges = list(accumulate(number for pair in drawn for number in pair))
    firsts, ends = edges[::2], edges[1::2]
    base = Runs(np.array(firsts), np.array(ends), NONE)
    cuts = sorted({0, len(drawn), *data.draw(st.lists(st.integers(0, len(drawn))))})
    runs = list(pairwise(cuts))
    begins, cells = spread(base, np.array([a for a, _ in runs]), np.array([b for _, b in runs]))
    expected = [
        [cell for at in range(a, b) for cell in range(firsts[at], ends[at])] for a, b in runs
    ]
    assert [cells[a:b].tolist() for a, b in pairwise(begins.tolist())] == expected
    counts = np.arange(edges[-1], dtype=np.int32)[:, None]
    assert run_sums(counts, base.first, base.end)[:, 0].tolist() == [
        sum(range(first, end)) for first, end in zip(firsts, ends, strict=True)
    ]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30)), unique=True).map(sorted))
def test_what_may_wait_is_found_group_by_group(cells: list[tuple[int, int]]) -> None:
    group = np.array([whose for whose, _ in cells], dtype=np.int64)
    week = np.array([number for _, number in cells], dtype=np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own, "LONGEST_WAIT", 5)
        made = first_recent(group, week, week)
    expected = [
        next(at for at, (other, then) in enumerate(cells) if other == whose and then >= now - 5)
        for whose, now in cells
    ]
    assert made.tolist() == expected
