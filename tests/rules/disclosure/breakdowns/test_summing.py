"""What several places show, added up."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.disclosure.breakdowns.footing import Footing, Tallies, add_footings

from .test_quick_proof import KINDS

FOOTINGS = st.builds(
    Footing,
    st.integers(0, 50),
    st.integers(0, 5),
    st.integers(0, 50),
    st.tuples(st.integers(0, 9), st.integers(0, 9)),
)
ROWS = st.lists(st.lists(st.integers(0, 9), min_size=KINDS, max_size=KINDS), min_size=1, max_size=4)
MASKS = st.lists(st.integers(0, 2**KINDS - 1), min_size=1, max_size=5)


@given(st.lists(st.lists(FOOTINGS, min_size=1), min_size=1))
def test_what_is_added_up_level_by_level_is_the_same_as_all_at_once(
    counties: list[list[Footing]],
) -> None:
    offices = [office for county in counties for office in county]
    assert add_footings(map(add_footings, counties)) == add_footings(offices)
    assert add_footings(offices) == Footing(
        sum(each.responses for each in offices),
        max(each.counsellors for each in offices),
        sum(each.largest for each in offices),
        (sum(each.chosen[0] for each in offices), sum(each.chosen[1] for each in offices)),
    )


@given(ROWS, ROWS, MASKS)
def test_a_footing_counts_the_kinds_of_its_figure(
    staff: list[list[int]], chosen: list[list[int]], masks: list[int]
) -> None:
    found = Tallies(np.array(staff), np.array(chosen)).footings(masks)
    for mask, footing in zip(masks, found, strict=True):
        own, answers = (
            [sum(n for kind, n in enumerate(row) if mask >> kind & 1) for row in rows]
            for rows in (staff, chosen)
        )
        largest, counsellors = max(own), sum(n > 0 for n in own)
        assert footing == (sum(own), counsellors, largest, tuple(answers))
