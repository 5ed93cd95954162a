"""Publishers that do less than ours: each is caught, by the adversary and by the audit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from medverk.rules.disclosure.breakdowns import Cell, Place, Wish
from medverk.rules.disclosure.breakdowns.cells import By
from medverk.rules.disclosure.breakdowns.place import pool_places
from medverk.rules.disclosure.breakdowns.summing import count_crowd, show_row, write_cell
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.tallies import size
from medverk.rules.disclosure.thresholds import may_be_open

from .people import Agency, Published, find_all_places, publish

Choose = Callable[[Wish, Place], list[By]]


def show_all_above_threshold(wish: Wish, place: Place) -> list[By]:
    """Each cell that satisfies G1 by itself."""
    return [
        by
        for table in wish.tables
        for by, mask in wish.whole_cells(table).items()
        if may_be_open(wish.policy, count_crowd([(place, whole(place, mask))], None))
    ]


def hide_next_smallest(wish: Wish, place: Place) -> list[By]:
    """The same, and where one cell of a table is hidden the next smallest is hidden too."""
    shown: list[By] = []
    for table in wish.tables:
        sizes = {
            by: size(count_crowd([(place, whole(place, mask))], None))
            for by, mask in wish.whole_cells(table).items()
        }
        good = [by for by in show_all_above_threshold(wish, place) if by in sizes]
        hidden = [by for by, n in sizes.items() if n and by not in good]
        good.sort(key=lambda by: sizes[by])
        shown += good[1:] if len(hidden) == 1 else good
    return shown


def show_blocks_alone(agency: Agency) -> tuple[Published, list[Cell]]:
    """The totals of ours, and beside them what may stand alone of each block, block by block."""
    made = publish(agency)
    places = find_all_places(agency, made.blocks, made.lines)
    alone = [place.only(frozenset([at])) for place in places for at in range(len(place.blocks))]
    cells = [
        cell
        for place in alone
        for cell in break_down_unit(agency.wish, place.unit, [place], show_all_above_threshold)
    ]
    return made, cells


def whole(place: Place, mask: int) -> Row:
    """A figure over all blocks of a place."""
    return Row(mask, frozenset(range(len(place.blocks))))


def publish_carelessly(agency: Agency, choose: Choose) -> tuple[Published, list[Cell]]:
    """The totals of ours, with the cells that a careless publisher shows beside them."""
    made = publish(agency)
    cells = [
        cell
        for places in made.places.values()
        for unit in sorted({each for place in places for each in (place.unit, *place.above)})
        for cell in break_down_unit(agency.wish, unit, places, choose)
    ]
    return made, cells


def break_down_unit(wish: Wish, unit: str, places: Sequence[Place], choose: Choose) -> list[Cell]:
    """One unit's cells, over all blocks that it has."""
    inside = [place for place in places if unit in (place.unit, *place.above)]
    place = pool_places(unit, (), inside)
    rows = {by: whole(place, wish.background.mask(by)) for by in choose(wish, place)}
    return [
        cell
        for by, row in rows.items()
        for cell in write_cell(wish, unit, by, show_row(wish, place, row))
    ]
