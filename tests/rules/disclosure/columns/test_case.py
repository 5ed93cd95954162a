"""Lines as the audit on columns takes them apart."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.disclosure import audit
from medverk.rules.disclosure.columns.case import Told, tell_apart

LINES = st.lists(st.lists(st.integers(0, 5), min_size=1, unique=True), min_size=1)


def make_told(lines: list[list[int]]) -> Told:
    """Lines by their cells."""
    edges = np.cumsum([0, *map(len, lines)])
    return Told(np.arange(len(lines)), edges, np.array([cell for line in lines for cell in line]))


@given(LINES)
def test_cells_are_told_apart_as_single_blocks_are(lines: list[list[int]]) -> None:
    cells, classes = tell_apart(make_told(lines))
    made = {
        tuple(str(cell) for cell in cells[classes == each]) for each in np.unique(classes).tolist()
    }
    told = audit.tell_apart([str(cell) for cell in line] for line in lines)
    assert made == set(told)


@given(LINES, st.data())
def test_some_lines_keep_their_cells(lines: list[list[int]], data: st.DataObject) -> None:
    chosen = sorted(data.draw(st.sets(st.sampled_from(range(len(lines))))))
    some = make_told(lines).only(np.array(chosen, dtype=np.int64))
    assert some.line.tolist() == chosen
    assert [
        some.cell[some.edges[at] : some.edges[at + 1]].tolist() for at in range(len(chosen))
    ] == [lines[at] for at in chosen]
    assert some.place.tolist() == [at for at, place in enumerate(chosen) for _ in lines[place]]
