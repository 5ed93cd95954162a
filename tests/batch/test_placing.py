"""Everybody behind some blocks is in the places that have them, once, and nobody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from medverk.batch import placing
from medverk.batch.counting import Grain
from medverk.batch.placing import make_places
from medverk.rules.disclosure.breakdowns import Place
from medverk.rules.disclosure.figures import Block, Part
from medverk.rules.disclosure.hierarchy import Hierarchy, Level, Unit
from medverk.rules.disclosure.parcels import Parcels
from medverk.rules.weeks import Week

OFFICES = ["a", "b", "c"]
STAFF = ["x", "y", "z"]
WEEKS = [Week(2026, number) for number in (1, 2, 3, 5)]
UNITS = Hierarchy.of(
    [Unit("county", Level.COUNTY), *(Unit(name, Level.OFFICE, "county") for name in OFFICES)]
)
OWN = {"a": {"x"}, "b": {"y", "z"}}

Rows = dict[tuple[int, ...], tuple[int, int]]
"""By office, counsellor, week and kind, how many chose either answer, of ten responses."""

GRAINS = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 3), st.integers(0, 1)),
    st.tuples(st.integers(0, 9), st.integers(0, 9)),
)
PLACES = st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=4), max_size=5)
"""For each place, the offices and weeks of its blocks, a block for each."""


def make_grain(rows: Rows) -> Grain:
    """The rows in their order, with ten responses in each."""
    keys = np.array(sorted(rows), dtype=np.int32).reshape(-1, 4)
    answers = np.array([rows[key] for key in sorted(rows)], dtype=np.int64).reshape(-1, 2)
    n = np.full(len(keys), 10, dtype=np.int32)
    return Grain(OFFICES, STAFF, WEEKS, *keys.T, n, {"met": Parcels.of(answers)})


def make_blocks(places: list[list[tuple[int, int]]]) -> list[list[Block]]:
    """Blocks of one week each, none twice; a place over several offices is a pool."""
    seen: set[tuple[int, int]] = set()
    chosen: list[list[Block]] = []
    for at, cells in enumerate(places):
        new = [cell for cell in dict.fromkeys(cells) if cell not in seen]
        seen.update(new)
        unit = "county" if len({office for office, _ in new}) > 1 else None
        blocks = []
        for office, week in new:
            part = Part(OFFICES[office], WEEKS[week], WEEKS[week])
            name = f"{at}:{office}:{week}"
            blocks.append(Block(name, unit or OFFICES[office], (part,), 0))
        chosen.append(blocks)
    return [blocks for blocks in chosen if blocks]


def count_simply(
    rows: Rows, chosen: Sequence[Sequence[Block]]
) -> list[Counter[tuple[object, ...]]]:
    """What is behind each place's blocks, row by row."""
    found = []
    for blocks in chosen:
        inside: Counter[tuple[object, ...]] = Counter()
        for (office, who, week, kind), answers in rows.items():
            for block in blocks:
                if block.parts[0].office == OFFICES[office] and (
                    block.parts[0].from_week == WEEKS[week]
                ):
                    inside[block.id, STAFF[who], kind, answers] += 10
        found.append(inside)
    return found


def tell(place: Place) -> Counter[tuple[object, ...]]:
    """The same of a place."""
    told: Counter[tuple[object, ...]] = Counter()
    answers = place.answers["met"].unpack().T.tolist()
    columns = (place.block, place.who, place.kind, place.responses)
    for block, who, kind, n, chosen in zip(*map(np.ndarray.tolist, columns), answers, strict=True):
        told[place.blocks[block].id, place.staff[who], kind, tuple(chosen)] += n
    return told


@given(GRAINS, PLACES, st.integers(1, 3))
def test_each_place_has_who_is_behind_its_blocks(
    rows: Rows,
    cells: list[list[tuple[int, int]]],
    at_a_time: int,
) -> None:
    chosen = make_blocks(cells)
    classes = {"met": {block.id: block.id for blocks in chosen for block in blocks}}
    placing.AT_A_TIME, before = at_a_time, placing.AT_A_TIME
    try:
        places = make_places(make_grain(rows), UNITS, chosen, classes, OWN)
    finally:
        placing.AT_A_TIME = before
    assert [tell(place) for place in places] == count_simply(rows, chosen)
    for place, blocks in zip(places, chosen, strict=True):
        assert list(place.blocks) == blocks
        assert list(place.staff) == sorted({str(who) for _, who, _, _ in tell(place)})
        looking = set().union(*(OWN.get(part.office, set()) for b in blocks for part in b.parts))
        assert place.own.tolist() == [name in looking for name in place.staff]
        assert place.above == ("county",)
