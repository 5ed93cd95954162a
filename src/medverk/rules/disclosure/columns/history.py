"""All publication dates of a set of tallies: what `publication` decides, date by date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from medverk.rules.disclosure.blocks import Waiting, pool_upwards
from medverk.rules.disclosure.columns.members import find_members
from medverk.rules.disclosure.columns.offices import (
    Floor,
    close_blocks,
    forget_old,
    show_offices,
)
from medverk.rules.disclosure.columns.own import OwnFigures, show_own
from medverk.rules.disclosure.columns.own_opening import named_blocks, open_own
from medverk.rules.disclosure.columns.own_waiting import (
    OwnDesk,
    find_waiting,
    say_what_waits_of_own,
    write_ledger,
)
from medverk.rules.disclosure.columns.tables import Tables, number_of, place_rows
from medverk.rules.disclosure.figures import OPEN, Block, Line, Withheld
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.disclosure.ledger import Ledger
from medverk.rules.disclosure.open_figures import roll_up
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.publication import publish_pools, say_what_was_settled
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.disclosure.tallies import Contents
from medverk.rules.disclosure.waiting import name_weeks
from medverk.rules.weeks import Week

Show = Callable[[Iterable[Week]], Iterable[Week]]
"""Passes dates on, and may show how far it has come."""


@dataclass(frozen=True)
class Course:
    """What is to be published: when, by which policy, and where everybody's period ends."""

    policy: Policy
    hierarchy: Hierarchy
    questions: Mapping[str, int]
    dates: Sequence[Week]
    close: Week | None = None


@dataclass(frozen=True, eq=False)
class History:
    """What all dates together have published. `lines` are the open ones."""

    blocks: list[Block]
    lines: list[Line]
    own: OwnFigures
    withheld: list[Withheld]
    """What waits after the last date, and what was settled for good."""

    own_blocks: list[Block]
    """Blocks of offices, by the places that own figures know them by."""

    ledger: Ledger
    """What the next publication is to be given."""


def publish_dates(course: Course, tables: Tables, before: Ledger, show: Show) -> History:
    """Everything published on these dates, of which there is at least one.

    `tables` must hold what `before` says is needed; more does no harm.
    """
    floor = Floor(course.policy, tables, before)
    blocks: list[Block] = []
    lines: list[Line] = []
    settled: list[Withheld] = []
    order = floor.coming()
    weeks, done = tables.week[order], 0
    for until in show(course.dates):
        came = int(np.searchsorted(weeks, number_of(until), "right"))
        floor.put(order[done:came])
        done = came
        forget_old(floor, until)
        closed = close_blocks(floor, until)
        office_lines = list(show_offices(floor, closed, until))
        blocks.extend(closed.values())
        pool_lines: list[Line] = []
        if until == course.close:
            pools, pool_lines, gaps = close_period(course, floor, closed, until)
            blocks.extend(pools)
            settled.extend(gaps)
        lines.extend(office_lines)
        lines.extend(roll_up(course.hierarchy, [*office_lines, *pool_lines]))
    new = [block for block in blocks if not block.id.startswith("pool:")]
    own_blocks = [*named_blocks(before), *new]
    own = show_own_figures(course, tables, own_blocks, before)
    desk = OwnDesk(
        course.policy, course.hierarchy, tables, own, own_blocks, before, course.dates[-1]
    )
    waits = list(find_waiting(desk))
    withheld = [*settled, *say_what_waits(course, floor), *say_what_waits_of_own(desk, waits)]
    after = write_ledger(desk, floor, waits, course.hierarchy.offices())
    return History(blocks, lines, own, withheld, own_blocks, after)


def close_period(
    course: Course, floor: Floor, closed: Mapping[int, Block], until: Week
) -> tuple[list[Block], list[Line], list[Withheld]]:
    """Pool what still waits, everywhere: the pools, what they add, and what was settled."""
    places, done = floor.places, {block.unit for block in closed.values()}
    waiting: Waiting = {
        floor.part(office, until): floor.contents(places[office])
        if office in places
        else Contents()
        for office in course.hierarchy.offices()
        if office not in done
    }
    pooling = pool_upwards(course.policy, course.hierarchy, waiting)
    lines, gaps = publish_pools(course.policy, course.questions, pooling)
    gaps += say_what_was_settled(waiting, pooling.deleted)
    for part in waiting:
        floor.open_from[part.office] = until.next()
    floor.settle([places[part.office] for part in waiting if part.office in places], until)
    return [block for block, _ in pooling.pools], lines, gaps


def show_own_figures(
    course: Course, tables: Tables, blocks: Sequence[Block], before: Ledger
) -> OwnFigures:
    """The own figures of the offices' blocks, those that wait and those that are new."""
    inside = place_rows(tables, [block.parts[0] for block in blocks])
    # Cells come in order of pair and week, and blocks of an office have no week in common.
    members = find_members(tables, inside, len(blocks))
    closed = np.array([number_of(block.to_week) for block in blocks], dtype=np.int64)
    opening = open_own(tables, members, blocks, before)
    return show_own(course.policy, members, closed, number_of(course.dates[-1]), opening)


def say_what_waits(course: Course, floor: Floor) -> Iterator[Withheld]:
    """What is withheld from everybody after the last date."""
    until = course.dates[-1]
    for office in course.hierarchy.offices():
        part = floor.part(office, until)
        if part.from_week <= until:
            yield Withheld(OPEN, office, None, part.from_week, until, Reason.TOO_FEW_SO_FAR)
    for question, tails in floor.tail_blocks.items():
        for office, tail in tails.items():
            yield name_weeks(OPEN, office, question, tail)
