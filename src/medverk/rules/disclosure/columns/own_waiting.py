"""What waits after the last date: told to counsellors with the reason, and kept in the ledger.

The rules of `waiting` and `ledger` on columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from medverk.rules.disclosure.ageing import keep_named_blocks
from medverk.rules.disclosure.columns.offices import Floor
from medverk.rules.disclosure.columns.own import OwnFigures, edges_of
from medverk.rules.disclosure.columns.own_opening import known_pairs
from medverk.rules.disclosure.columns.runs import run_sums
from medverk.rules.disclosure.columns.tables import FAR, Numbers, Tables, number_of
from medverk.rules.disclosure.figures import Block, Withheld, own_audience
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.disclosure.ledger import LONGEST_WAIT, BaseRun, Ledger, OfficeLedger, OwnLedger
from medverk.rules.disclosure.own_figures import why_own_number_waits
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.runs import flatten
from medverk.rules.disclosure.waiting import name_weeks
from medverk.rules.weeks import Week


@dataclass(frozen=True, eq=False)
class OwnDesk:
    """Everything on the table when it is decided what is withheld from counsellors."""

    policy: Policy
    hierarchy: Hierarchy
    tables: Tables
    own: OwnFigures
    blocks: Sequence[Block]
    before: Ledger
    until: Week


@dataclass(frozen=True)
class OwnWaiting:
    """What waits of one counsellor's own figures in an office, `responses` of them in no run."""

    office: str
    counsellor: str
    ledger: OwnLedger
    responses: int = 0


def find_waiting(desk: OwnDesk) -> Iterator[OwnWaiting]:
    """Whatever there is to remember of anybody's own figures."""
    own, tables = desk.own, desk.tables
    starts, ends = edges_of(own.members.pair)
    pairs = own.members.pair[starts]
    shown_to = last_shown(desk, starts, ends)
    waiting = np.minimum(own.base.tails, ends)
    run_end = np.searchsorted(own.pair, pairs, "right")
    alive = (waiting < ends) | (shown_to >= number_of(desk.until) - LONGEST_WAIT)
    for runs in own.answers.values():
        alive |= runs.tails < run_end
    numbers = run_sums(own.members.own(None), waiting, ends)[:, 0]
    at = np.flatnonzero(alive)
    weeks = {number: week_of(number) for number in np.unique(shown_to).tolist() if number >= 0}
    tails = [list_runs(desk, runs.tails[at], run_end[at]) for runs in own.answers.values()]
    columns = (tables.office[pairs], tables.who[pairs], waiting, ends, shown_to, numbers)
    for office, who, first, end, last, responses, *pending in zip(
        *(column[at].tolist() for column in columns), *tails, strict=True
    ):
        left = {
            name: several for name, several in zip(own.answers, pending, strict=True) if several
        }
        ledger = OwnLedger(name_cells(desk, first, end), left, weeks.get(last))
        yield OwnWaiting(tables.offices[office], tables.counsellors[who], ledger, responses)
    yield from still_known(desk, pairs)


def still_known(desk: OwnDesk, pairs: Numbers) -> Iterator[OwnWaiting]:
    """Those of whom nothing waits and nothing came, but who were shown something lately."""
    tables, oldest = desk.tables, desk.until.plus(-LONGEST_WAIT)
    met = {
        (tables.offices[tables.office[pair]], tables.counsellors[tables.who[pair]])
        for pair in pairs.tolist()
    }
    for office, state in desk.before.offices.items():
        for counsellor, own in state.own.items():
            lately = own.shown_to is not None and own.shown_to >= oldest
            if lately and (office, counsellor) not in met:
                yield OwnWaiting(office, counsellor, own)


def name_cells(desk: OwnDesk, first: int, end: int) -> tuple[str, ...]:
    """The blocks of some cells."""
    return tuple(desk.blocks[at].id for at in desk.own.members.block[first:end].tolist())


def list_runs(desk: OwnDesk, first: Numbers, end: Numbers) -> Iterator[tuple[BaseRun, ...]]:
    """The base runs from each first to each end, by their blocks."""
    base = desk.own.base
    for begin, stop in zip(first.tolist(), end.tolist(), strict=True):
        runs = zip(base.first[begin:stop].tolist(), base.end[begin:stop].tolist(), strict=True)
        yield tuple(name_cells(desk, *run) for run in runs)


def last_shown(desk: OwnDesk, starts: Numbers, ends: Numbers) -> Numbers:
    """Per pair, the last week of the last base run, or -1.

    It is forgotten with the counsellor, where nothing waited for longer than anything may.
    """
    members, base = desk.own.members, desk.own.base
    week, pairs = desk.own.closed[members.block], members.pair[starts]
    shown = np.full(len(desk.tables.office), -1)
    for pair, own in known_pairs(desk.tables, desk.before):
        shown[pair] = -1 if own.shown_to is None else number_of(own.shown_to)
    shown[members.pair[base.first]] = week[base.end - 1]  # the last run of each comes last
    last = shown[pairs]
    if week.max(initial=0) - last[last >= 0].min(initial=FAR) <= LONGEST_WAIT:
        return last  # as in the first years: nothing is old yet
    gaps = np.r_[0, np.cumsum(np.diff(week) > LONGEST_WAIT)]
    cell = np.searchsorted(members.pair * FAR + week, pairs * FAR + last, "right")
    after = cell < ends
    cell = np.where(after, cell, 0)
    forgotten = after & (last >= 0)
    if len(week):
        # Of what waited when earlier publications ended the counsellor was remembered until then.
        known = -1 if desk.before.until is None else number_of(desk.before.until)
        long = (week[cell] - last > LONGEST_WAIT) & (week[cell] > known)
        forgotten &= long | (gaps[ends - 1] > gaps[cell])
    return np.where(forgotten, -1, last)


def week_of(number: int) -> Week:
    """The week with this number: the reverse of `number_of`."""
    return Week.of_date(date.fromordinal(number * 7 + 1))


def say_what_waits_of_own(desk: OwnDesk, waits: Iterable[OwnWaiting]) -> Iterator[Withheld]:
    """What counsellors are not shown, and why."""
    blocks = {block.id: block for block in desk.blocks}
    for each in waits:
        audience, own = own_audience(each.counsellor), each.ledger
        from_week = desk.before.start if own.shown_to is None else own.shown_to.next()
        if from_week <= desk.until:
            crowd = {each.counsellor: (each.responses,)} if each.responses else {}
            office = desk.hierarchy.units[each.office]
            reason = why_own_number_waits(desk.policy, office, crowd)
            yield Withheld(audience, each.office, None, from_week, desk.until, reason)
        for question, runs in own.runs.items():
            listed = [blocks[name] for name in flatten(runs)]
            yield name_weeks(audience, each.office, question, listed)


def write_ledger(
    desk: OwnDesk, floor: Floor, waits: Iterable[OwnWaiting], offices: Iterable[str]
) -> Ledger:
    """What the next publication is to be given."""
    owns: dict[str, dict[str, OwnLedger]] = {}
    for each in waits:
        owns.setdefault(each.office, {})[each.counsellor] = each.ledger
    blocks: dict[str, dict[str, Block]] = {}
    for block in desk.blocks:
        blocks.setdefault(block.unit, {})[block.id] = block
    states = {}
    for office in offices:
        opened = floor.open_from.get(office, desk.before.start)
        tails = {
            question: tuple(block.id for block in found[office])
            for question, found in floor.tail_blocks.items()
            if office in found
        }
        state = OfficeLedger(
            opened.plus(-1) if opened > desk.before.start else None,
            blocks.get(office, {}),
            tails,
            owns.get(office, {}),
        )
        states[office] = keep_named_blocks(state)
    return Ledger(desk.before.start, desk.until, states)
