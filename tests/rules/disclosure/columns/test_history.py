"""What is decided on columns, for a whole history at once, is what is decided date by date."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.disclosure import offices
from medverk.rules.disclosure.columns import offices as column_offices
from medverk.rules.disclosure.columns import own, own_waiting
from medverk.rules.disclosure.columns.history import Course, History, publish_dates
from medverk.rules.disclosure.columns.tables import Tables
from medverk.rules.disclosure.figures import OPEN
from medverk.rules.disclosure.hierarchy import Hierarchy, Level, Unit
from medverk.rules.disclosure.ledger import Ledger
from medverk.rules.disclosure.publication import Closing
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.weeks import Week

from ..worlds import (
    SMALL_POLICY,
    START,
    Response,
    World,
    draw_busy_world,
    publish_all,
    worlds,
)
from ..worlds import History as Told
from .columns_of import make_tables, own_lines


def close_at_the_end(world: World) -> World:
    """The same with one closing, everybody's, as files have it."""
    last = world.dates[-1] if world.dates else None
    return replace(world, closings={last: Closing()} if last else {})


def publish_columns(world: World) -> tuple[History, Tables] | None:
    """The same world on columns; None where there is nothing to publish."""
    tables = make_tables(world.tallies(), world.questions)
    if not world.dates or not len(tables.pair):
        return None
    close = next(iter(world.closings), None)
    course = Course(world.policy, world.hierarchy, world.questions, world.dates, close)
    return publish_dates(course, tables, Ledger(START), lambda dates: dates), tables


def compare(world: World) -> Told:
    """Both ways say the same; returns what they say."""
    told = publish_all(world)
    made = publish_columns(world)
    assert made is not None
    history, tables = made
    lines = [*history.lines, *own_lines(history, tables)]
    assert sorted(history.blocks, key=lambda block: block.id) == sorted(
        told.blocks, key=lambda block: block.id
    )
    assert Counter(lines) == Counter(told.lines)
    settled = [gap for each in told.publications for gap in each.never_shown]
    assert Counter(history.withheld) == Counter([*settled, *told.publications[-1].withheld])
    assert said(history.ledger, world) == said(told.ledger, world)
    return told


def said(ledger: Ledger, world: World) -> list[object]:
    """All that a ledger says."""
    offices = world.hierarchy.offices()
    return [ledger.start, ledger.until, *(ledger.office(office) for office in offices)]


@given(worlds)
def test_it_says_what_the_rules_say_date_by_date(world: World) -> None:
    world = close_at_the_end(world)
    if publish_columns(world) is not None:
        compare(world)


@given(worlds)
def test_without_a_closing_too(world: World) -> None:
    world = replace(world, closings={})
    if publish_columns(world) is not None:
        compare(world)


@given(worlds, st.integers(2, 12))
def test_what_is_old_is_forgotten_alike(world: World, longest: int) -> None:
    world = close_at_the_end(world)
    with pytest.MonkeyPatch.context() as patch:
        for module in (offices, column_offices, own, own_waiting):
            patch.setattr(module, "LONGEST_WAIT", longest)
        if publish_columns(world) is not None:
            compare(world)


@given(worlds, st.integers(0, 40), st.sampled_from([3, 8, 104]))
def test_it_goes_on_from_the_ledger_as_date_by_date(world: World, cut: int, longest: int) -> None:
    compare_cut(close_at_the_end(world), cut, longest)


def test_who_waited_when_the_ledger_was_written_was_remembered_until_then() -> None:
    came = {
        2: 6,
        5: 1,
        12: 1,
        14: 0,
        15: 0,
    }  # week and responses of one; two others have three each
    people = [
        Response("a", name, Week(2026, week), {})
        for week, own_count in came.items()
        for name, count in (("one", own_count), ("two", 3), ("three", 3))
        for _ in range(count)
    ]
    units = [Unit("no", Level.COUNTRY), Unit("a", Level.OFFICE, "no")]
    dates = tuple(Week(2026, week) for week in came)
    hierarchy = Hierarchy.of(units)
    world = World(hierarchy, {"goal": 2}, SMALL_POLICY, dates, {}, tuple(people))
    for cut in range(len(dates)):
        compare_cut(world, cut, longest=8)


def compare_cut(world: World, cut: int, longest: int) -> None:
    """So many dates at first, and the others from the ledger alone: the same as all in a row."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (offices, column_offices, own, own_waiting):
            patch.setattr(module, "LONGEST_WAIT", longest)
        told = publish_all(world)
        ledger, lines = Ledger(START), Counter()
        for dates in (world.dates[:cut], world.dates[cut:]):
            if dates:
                history, tables = go_on(world, dates, ledger)
                lines.update([*history.lines, *own_lines(history, tables)])
                ledger = history.ledger
    if world.dates:
        assert lines == Counter(told.lines)
        assert said(ledger, world) == said(told.ledger, world)


def go_on(world: World, dates: tuple[Week, ...], ledger: Ledger) -> tuple[History, Tables]:
    """Publish some dates, given only what the ledger says is needed."""
    needed = ledger.needed(world.hierarchy.offices(), dates[-1])
    tables = make_tables(
        [
            tally
            for tally in world.tallies()
            if any(
                part.office == tally.office and part.from_week <= tally.week <= part.to_week
                for part in needed
            )
        ],
        world.questions,
    )
    close = next(iter(world.closings), None)
    course = Course(world.policy, world.hierarchy, world.questions, dates, close)
    return publish_dates(course, tables, ledger, lambda weeks: weeks), tables


def test_everything_that_can_happen_happens_in_these_worlds() -> None:
    happened: Counter[object] = Counter()
    for seed in range(40):
        told = compare(close_at_the_end(draw_busy_world(seed)))
        happened.update((line.audience == OPEN, line.question) for line in told.lines)
        happened.update(len(line.blocks) > 1 for line in told.lines if line.audience != OPEN)
        happened.update(gap.reason for each in told.publications for gap in each.withheld)
        happened.update(gap.reason for each in told.publications for gap in each.never_shown)
    assert {(own, name) for own in (True, False) for name in (None, "goal", "help")} <= set(
        happened
    )
    assert {True, *Reason} - {Reason.TWO_COUNSELLOR_OFFICE} <= set(happened)
