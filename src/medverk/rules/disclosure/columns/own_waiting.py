"""What counsellors are not shown after the last date, and why: the rule of `waiting` on columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from medverk.rules.disclosure.columns.own import OwnFigures, edges_of
from medverk.rules.disclosure.columns.tables import Numbers, Tables, number_of
from medverk.rules.disclosure.figures import Block, Withheld, own_audience
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.disclosure.ledger import LONGEST_WAIT
from medverk.rules.disclosure.own_figures import why_own_number_waits
from medverk.rules.disclosure.policy import Policy
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
    start: Week
    until: Week


def say_what_waits_of_own(desk: OwnDesk) -> Iterator[Withheld]:
    """All that is withheld from counsellors who have responses in blocks, lately at least."""
    own, tables = desk.own, desk.tables
    starts, ends = edges_of(own.members.pair)
    pairs = own.members.pair[starts]
    shown_to = last_shown(desk, starts, ends)
    waiting = ends - np.minimum(own.base.tails, ends)
    run_end = np.searchsorted(own.pair, pairs, "right")
    pending = {question: (runs.tails, run_end) for question, runs in own.answers.items()}
    alive = (waiting > 0) | (shown_to >= number_of(desk.until) - LONGEST_WAIT)
    for first, end in pending.values():
        alive |= first < end
    numbers = np.r_[0, np.cumsum(own.members.own(None)[:, 0])]
    for at in np.flatnonzero(alive).tolist():
        pair = int(pairs[at])
        office = tables.offices[tables.office[pair]]
        audience = own_audience(tables.counsellors[tables.who[pair]])
        from_week = desk.start if shown_to[at] < 0 else week_of(int(shown_to[at]) + 1)
        if from_week <= desk.until:
            waits = int(numbers[ends[at]] - numbers[ends[at] - waiting[at]])
            crowd = {audience: (waits,)} if waits else {}
            reason = why_own_number_waits(desk.policy, desk.hierarchy.units[office], crowd)
            yield Withheld(audience, office, None, from_week, desk.until, reason)
        for question, (first, end) in pending.items():
            if first[at] < end[at]:
                blocks = blocks_of(desk, range(first[at], end[at]))
                yield name_weeks(audience, office, question, blocks)


def blocks_of(desk: OwnDesk, runs: range) -> list[Block]:
    """The blocks of some base runs."""
    base, block = desk.own.base, desk.own.members.block
    return [
        desk.blocks[at] for run in runs for at in block[base.first[run] : base.end[run]].tolist()
    ]


def last_shown(desk: OwnDesk, starts: Numbers, ends: Numbers) -> Numbers:
    """Per pair, the last week of the last base run, or -1.

    It is forgotten with the counsellor, where nothing waited for longer than anything may.
    """
    members, base = desk.own.members, desk.own.base
    closed = np.array([number_of(block.to_week) for block in desk.blocks], dtype=np.int64)
    week = closed[members.block]
    long = np.r_[np.diff(week) > LONGEST_WAIT, False]
    gaps = np.r_[0, np.cumsum(long)]
    last = np.searchsorted(desk.own.pair, members.pair[starts], "right") - 1
    cell = base.end[last] - 1 if len(base.end) else np.full(len(starts), -1)
    known = (last >= 0) & (cell >= starts)
    cell = np.where(known, cell, 0)
    known &= gaps[np.maximum(ends - 1, 0)] == gaps[cell]
    return np.where(known, week[cell] if len(week) else -1, -1)


def week_of(number: int) -> Week:
    """The week with this number: the reverse of `number_of`."""
    return Week.of_date(date.fromordinal(number * 7 + 1))
