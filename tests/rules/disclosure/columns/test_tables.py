"""Columns are put in order, summed and placed as one would row by row, only faster."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.disclosure.columns import tables
from medverk.rules.disclosure.columns.tables import (
    Tables,
    number_of,
    order_of,
    place_rows,
    sort_keys,
    sum_columns,
    sum_rows,
)
from medverk.rules.disclosure.figures import Part
from medverk.rules.weeks import Week

SMALL, LARGE = st.integers(0, 9), st.integers(2**62, 2**63 - 1)
ROWS = st.lists(st.tuples(SMALL, SMALL), min_size=1)
NEW_YEAR = Week(2026, 1)


@given(st.lists(SMALL) | st.lists(SMALL | LARGE))
def test_keys_are_put_in_order_and_equal_ones_stay_as_they_came(keys: list[int]) -> None:
    column = np.array(keys, dtype=np.int64)
    order, ordered = sort_keys(column)
    assert order.tolist() == order_of(column).tolist() == np.argsort(column, kind="stable").tolist()
    assert ordered.tolist() == sorted(keys)


@given(ROWS, st.data(), st.integers(1, 4))
def test_rows_are_summed_from_edge_to_edge(
    rows: list[tuple[int, int]], data: st.DataObject, part: int
) -> None:
    counts = np.array(rows, dtype=np.int32)
    edges = sorted(data.draw(st.lists(st.integers(0, len(rows)), min_size=1)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "PART", part)
        made = sum_columns([*counts.T], np.array(edges))
    expected = [counts[first:end].sum(axis=0).tolist() for first, end in pairwise(edges)]
    assert made.tolist() == expected


@given(ROWS, st.data())
def test_chosen_rows_are_summed_as_they_are_chosen(
    rows: list[tuple[int, int]], data: st.DataObject
) -> None:
    counts = np.array(rows, dtype=np.int32)
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=2))
    edges = np.array([0, len(chosen) // 2, len(chosen)])
    made = sum_columns([*counts.T], edges, np.array(chosen))
    assert made.tolist() == sum_columns([*counts[chosen].T], edges).tolist()


def test_sums_are_right_where_the_running_total_runs_over() -> None:
    large = np.full(5, 2**30, dtype=np.int32)
    assert sum_columns([large], np.arange(6))[:, 0].tolist() == [2**30] * 5


def test_rows_that_each_begin_a_sum_are_left_as_they_are() -> None:
    counts = np.array([[1], [2]], dtype=np.int32)
    assert sum_rows(counts, np.array([0, 1])) is counts
    assert sum_rows(counts, np.array([0])).tolist() == [[3]]


WEEKS = st.integers(0, 12)


@given(
    st.lists(st.tuples(st.integers(0, 2), WEEKS), unique=True).map(sorted),
    st.lists(st.tuples(st.integers(0, 3), WEEKS, WEEKS)),
)
def test_each_row_lies_in_the_part_that_holds_its_week(
    rows: list[tuple[int, int]], drawn: list[tuple[int, int, int]]
) -> None:
    weeks = [NEW_YEAR.plus(step) for step in range(-3, 10)]
    given = [Part(f"office-{at}", weeks[min(a, b)], weeks[max(a, b)]) for at, a, b in drawn]
    parts = [part for at, part in enumerate(given) if not any(meet(part, p) for p in given[:at])]
    made = place_rows(make_tables(rows, weeks), parts)
    assert made.tolist() == [
        next(
            (
                at
                for at, part in enumerate(parts)
                if part.office == f"office-{office}"
                and part.from_week <= weeks[week] <= part.to_week
            ),
            -1,
        )
        for office, week in rows
    ]


def meet(one: Part, other: Part) -> bool:
    """Whether two parts have a week in common."""
    apart = one.to_week < other.from_week or other.to_week < one.from_week
    return one.office == other.office and not apart


def make_tables(rows: list[tuple[int, int]], weeks: list[Week]) -> Tables:
    """One counsellor in each office, and nothing counted."""
    return Tables(
        {},
        [f"office-{at}" for at in range(3)],
        ["a"],
        np.arange(3),
        np.zeros(3, dtype=np.int64),
        np.array([office for office, _ in rows], dtype=np.int64),
        np.array([number_of(weeks[week]) for _, week in rows], dtype=np.int64),
        np.zeros((len(rows), 0), dtype=np.int32),
    )


def test_weeks_are_numbered_one_after_the_other() -> None:
    numbers = [number_of(Week.of_date(date(2026, 12, 1)).plus(step)) for step in range(9)]
    assert numbers == [*range(numbers[0], numbers[0] + 9)]
