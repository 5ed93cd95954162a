"""Every publication date of a file of responses, one after the other, as the engine would have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from medverk.batch.counting import Grain
from medverk.batch.policy_file import PolicyFile
from medverk.rules.disclosure.columns.history import Course, History, Show, publish_dates
from medverk.rules.disclosure.columns.lines import Lines, as_columns, join_lines, own_columns
from medverk.rules.disclosure.columns.own import edges_of
from medverk.rules.disclosure.columns.tables import Tables
from medverk.rules.disclosure.figures import Block, Line, Withheld, own_audience
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.disclosure.ledger import Ledger
from medverk.rules.weeks import Week


@dataclass(frozen=True, eq=False)
class Replay:
    """What all dates together have published, and the tallies that it was made from."""

    tables: Tables
    history: History | None
    """None where nobody responded, or no date has come."""

    @property
    def blocks(self) -> list[Block]:
        """All new blocks."""
        return self.history.blocks if self.history else []

    @property
    def known_blocks(self) -> list[Block]:
        """The new blocks, and those that new figures may be about as well."""
        if self.history is None:
            return []
        new = {block.id for block in self.history.blocks}
        older = [block for block in self.history.own_blocks if block.id not in new]
        return [*older, *self.history.blocks]

    @property
    def lines(self) -> list[Line]:
        """The open lines."""
        return self.history.lines if self.history else []

    @property
    def withheld(self) -> list[Withheld]:
        """What waits after the last date, and what was settled for good."""
        return self.history.withheld if self.history else []

    def first_own_lines(self) -> Iterator[Line]:
        """One own line of each counsellor in each office who has any: they are who may subtract."""
        if self.history is None:
            return
        own, tables, known = self.history.own, self.tables, self.history.own_blocks
        runs, _ = edges_of(own.pair)
        pairs, first, end = own.pair[runs], own.base.first[runs], own.base.end[runs]
        columns = tables.who[pairs], tables.office[pairs], first, end, own.numbers()[runs]
        for who, office, begin, stop, n in zip(*(each.tolist() for each in columns), strict=True):
            blocks = [known[block] for block in own.members.block[begin:stop].tolist()]
            names = tuple(sorted(block.id for block in blocks))
            weeks = blocks[0].from_week, blocks[-1].to_week
            audience = own_audience(tables.counsellors[who])
            yield Line(audience, tables.offices[office], None, names, *weeks, n, 0, ())

    def columns(self, questions: Mapping[str, int]) -> Lines:
        """All lines, to be audited."""
        places = {block.id: at for at, block in enumerate(self.known_blocks)}
        open_lines = as_columns(self.lines, questions, places, {})
        if self.history is None:
            return open_lines
        of_offices = np.array([places[block.id] for block in self.history.own_blocks], np.int64)
        own = own_columns(self.history.own, self.tables, questions, of_offices)
        return join_lines([open_lines, *own])


def list_dates(policy: PolicyFile, weeks: list[Week], published: Week | None = None) -> list[Week]:
    """The publication dates, from the first response to the close (else the last response).

    Where something is published already they begin after it; a period that closed is over.
    """
    if not weeks:
        return []
    first, last = weeks[0], policy.close or weeks[-1]
    if published is not None:
        first = published.next()
        if policy.close is not None and policy.close <= published:
            policy, last = replace(policy, close=None), weeks[-1]
    if isinstance(policy.dates, tuple):
        dates = [week for week in policy.dates if first <= week <= last]
    else:
        dates = [
            week for week in every_week(first, last) if policy.dates == "weekly" or ends_month(week)
        ]
    if policy.close is not None and policy.close >= first and policy.close not in dates:
        dates.append(policy.close)
    return dates


def every_week(first: Week, last: Week) -> Iterator[Week]:
    """All weeks from the first to the last."""
    week = first
    while week <= last:
        yield week
        week = week.next()


def ends_month(week: Week) -> bool:
    """Whether a week's Sunday is the last Sunday of its month."""
    sunday = week.first_day() + timedelta(days=6)
    return (sunday + timedelta(weeks=1)).month != sunday.month


def replay(
    policy: PolicyFile,
    hierarchy: Hierarchy,
    grain: Grain,
    dates: list[Week],
    show: Show,
    before: Ledger | None = None,
) -> Replay:
    """Publish on all dates, going on from a ledger if there is one."""
    tables = grain.totals()
    if not dates or not len(tables.pair):
        return Replay(tables, None)
    course = Course(policy.threshold, hierarchy, policy.questions, dates, policy.close)
    ledger = before or Ledger(grain.weeks[0])
    return Replay(tables, publish_dates(course, tables, ledger, show))
