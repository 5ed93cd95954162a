"""Breakdowns under attack: nothing forbidden can be computed, and the audit is never wrong."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from medverk.rules.disclosure.breakdowns import Audit, Cell, Leak, audit_breakdowns, break_down

from .adversary import behind, find_leaks
from .careless import (
    Choose,
    hide_next_smallest,
    publish_carelessly,
    show_all_above_threshold,
    show_blocks_alone,
)
from .people import Agency, Published, draw_agency, find_all_places, kind_of, publish

OTHER_TABLES = ((("age",),), (("age",), ("sex",)))
SEEDS = range(int(os.environ.get("MEDVERK_HISTORIES", "60")))
"""Histories to attack; thousands were tried by setting the variable."""


@pytest.fixture(scope="module")
def publications() -> list[Published]:
    return [publish(agency) for agency in map(draw_agency, SEEDS) if agency.people]


def test_it_tells_nothing_forbidden(publications: list[Published]) -> None:
    for made in publications:
        assert find_leaks(made.agency, made.blocks, made.lines, made.cells) == []


def test_it_shows_cells_at_every_level_and_of_both_ways(publications: list[Published]) -> None:
    shown = Counter(
        (made.agency.units["2026-H1"].units[cell.line.unit].level.value, len(cell.by))
        for made in publications
        for cell in made.cells
    )
    levels = ("office", "county", "country")
    assert set(shown) == {(level, ways) for level in levels for ways in (1, 2)}


def test_each_figure_is_true_and_rests_on_enough(publications: list[Published]) -> None:
    for made in publications:
        people = made.agency.people
        sets = behind(people, made.blocks, made.cells)
        for cell, members in zip(made.cells, sets, strict=True):
            answers = Counter(people[at].answers.get(cell.line.question or "") for at in members)
            counts = tuple(answers[category] for category in range(len(cell.line.counts)))
            staff = Counter(people[at].counsellor for at in members)
            assert (cell.line.n, cell.line.counts) == (len(members), counts)
            assert len(members) >= 5
            assert len(staff) >= 2
            assert max(staff.values()) <= 0.9 * len(members)


def test_no_unit_shows_a_cell_twice(publications: list[Published]) -> None:
    for made in publications:
        for edition in made.editions.values():
            told = Counter((cell.line.unit, cell.by, cell.line.question) for cell in edition.cells)
            assert set(told.values()) <= {1}


def test_each_county_cell_covers_what_its_offices_show_by_it(publications: list[Published]) -> None:
    for made in publications:
        for edition, told in made.editions.items():
            units = made.agency.units[edition]
            blocks: dict[tuple[str, object], set[str]] = {}
            for cell in told.cells:
                blocks.setdefault((cell.line.unit, cell.by), set()).update(cell.line.blocks)
            for (unit, by), covered in blocks.items():
                for above in units.path(unit)[1:]:
                    assert covered <= blocks[above.id, by]


def test_the_audit_finds_nothing_wrong_with_it(publications: list[Published]) -> None:
    for made in publications:
        found = audit(made, made.cells)
        assert (found.leaks, found.doubts) == ((), ())


def test_the_same_responses_in_another_order_are_published_alike() -> None:
    for seed in range(10):
        agency = draw_agency(seed)
        turned = Agency(agency.units, agency.wish, agency.weeks, agency.closes, agency.people[::-1])
        assert publish(agency).editions == publish(turned).editions


def test_a_correction_is_safe_together_with_what_it_supersedes() -> None:
    more = 0
    # In 291 a county's known cell is about an office and a pool together.
    for seed in (*SEEDS, 291):
        agency = draw_agency(seed)
        if not agency.people:
            continue
        # The release that is corrected showed some other tables, whole or not at all.
        known_names = agency.wish.background.categories
        tables = tuple(table for table in OTHER_TABLES[seed % 2] if table[0] in known_names)
        before = publish(replace(agency, wish=replace(agency.wish, tables=tables)))
        known = before.cells
        editions = {
            edition: break_down(agency.wish, places, set(agency.units[edition].units), known)
            for edition, places in before.places.items()
        }
        new = [cell for made in editions.values() for cell in made.cells]
        assert find_leaks(agency, before.blocks, before.lines, [*known, *new]) == []
        more += any(cell not in known for cell in new)
    assert more >= 10


@pytest.mark.parametrize("choose", [show_all_above_threshold, hide_next_smallest])
def test_it_catches_careless_publishers_and_names_what_tells(choose: Choose) -> None:
    caught = Counter[bool]()
    for seed in SEEDS[:30]:
        agency = draw_agency(seed)
        if not agency.people:
            continue
        made, cells = publish_carelessly(agency, choose)
        found = audit(made, cells)
        leaks = find_leaks(agency, made.blocks, made.lines, cells)
        assert bool(found.leaks) == bool(leaks)
        assert found.doubts == ()
        for leak in found.leaks:
            check_leak(made, leak)
        caught[bool(leaks)] += 1
    assert caught[True] >= 10
    assert caught[False] >= 1


def test_it_catches_who_shows_block_by_block_what_totals_tell_of_together() -> None:
    caught = Counter[bool]()
    for seed in SEEDS[:30]:
        agency = draw_agency(seed)
        if agency.people:
            made, cells = show_blocks_alone(agency)
            found = audit(made, cells)
            # A doubt is left beside a leak, where no figure tells a block's total.
            assert bool(found.leaks) == bool(find_leaks(agency, made.blocks, made.lines, cells))
            for leak in found.leaks:
                check_leak(made, leak)
            caught[bool(found.leaks)] += 1
    assert caught[True] >= 10
    assert caught[False] >= 1


def audit(made: Published, cells: Sequence[Cell]) -> Audit:
    """The audit of cells together with the totals."""
    places = find_all_places(made.agency, made.blocks, made.lines)
    return audit_breakdowns(made.agency.wish, places, made.lines, cells)


def check_leak(made: Published, leak: Leak) -> None:
    """The figures named are seen, add up to a set of single responses, and it is no group."""
    people, policy = made.agency.people, made.agency.wish.policy
    figures = [cell for _, cell in leak.combination]
    assert {cell.line.audience for cell in figures} <= {"open", leak.audience}
    total: Counter[int] = Counter()
    for (times, _), members in zip(
        leak.combination, behind(people, made.blocks, figures), strict=True
    ):
        for at in members:
            if leak.question is None or leak.question in people[at].answers:
                total[at] += times  # type: ignore[assignment]
    told = [at for at, times in total.items() if times]
    assert {total[at] for at in told} == {1}
    staff = {people[at].counsellor for at in told}
    chosen = {people[at].answers.get(leak.question or "") for at in told}
    assert (leak.responses, leak.counsellors) == (len(told), len(staff))
    alike = leak.question is not None and len(chosen) == 1 and len(told) < 2 * policy.responses
    assert len(told) < policy.responses or len(staff) < policy.counsellors or alike
    wanted = {(block, kind) for block, kind, _ in leak.members}
    assert {kind_of(made.agency.wish, people[at]) for at in told} <= {kind for _, kind in wanted}
