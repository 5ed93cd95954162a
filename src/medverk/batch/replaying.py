"""Every publication date of a file of responses, one after the other, as the engine would have."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np

from medverk.batch.counting import Grain
from medverk.batch.policy_file import PolicyFile
from medverk.rules.disclosure.figures import Block, Line, Part, Withheld
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.disclosure.holdings import Holdings
from medverk.rules.disclosure.ledger import Ledger
from medverk.rules.disclosure.publication import Closing, Publication, publish_holdings
from medverk.rules.disclosure.tallies import Contents, Tally
from medverk.rules.disclosure.waiting import Desk, say_what_waits
from medverk.rules.weeks import Week

Show = Callable[[Iterable[Week]], Iterable[Week]]
"""Passes dates on, and may show how far it has come."""


@dataclass
class History:
    """What all dates together have published."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    """What waits after the last date, and what was settled for good."""


def list_dates(policy: PolicyFile, weeks: list[Week]) -> list[Week]:
    """The publication dates, from the first response to the close (else the last response)."""
    if not weeks:
        return []
    first, last = weeks[0], policy.close or weeks[-1]
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


def make_tallies(grain: Grain, questions: Iterable[str]) -> list[Tally]:
    """The grain without background, in the order of offices, weeks and counsellors."""
    keys = np.stack([grain.office, grain.week, grain.counsellor], axis=1)
    if not len(keys):
        return []
    starts = np.flatnonzero(np.r_[True, (np.diff(keys, axis=0) != 0).any(axis=1)])
    places = keys[starts].tolist()
    sizes = np.add.reduceat(grain.responses, starts).tolist()
    answers = {
        question: list(map(tuple, np.add.reduceat(grain.answers[question], starts).tolist()))
        for question in questions
    }
    return [
        Tally(
            grain.offices[office],
            grain.counsellors[counsellor],
            grain.weeks[week],
            sizes[at],
            {question: counts[at] for question, counts in answers.items()},
        )
        for at, (office, week, counsellor) in enumerate(places)
    ]


def replay(
    policy: PolicyFile, hierarchy: Hierarchy, tallies: list[Tally], dates: list[Week], show: Show
) -> History:
    """Publish date by date. What lies in closed blocks is kept at hand, not counted anew."""
    history = History()
    if not dates or not tallies:
        return history
    ledger = Ledger(min(tally.week for tally in tallies))
    holdings = Holdings({office: Contents() for office in hierarchy.offices()})
    settled: list[Withheld] = []
    coming = deque(sorted(tallies, key=lambda tally: tally.week))
    for until in show(dates):
        while coming and coming[0].week <= until:
            holdings.waiting[coming[0].office].put(coming.popleft())
        closing = Closing() if until == policy.close else None
        publication = publish_holdings(
            policy.threshold, hierarchy, policy.questions, until, ledger, holdings, closing
        )
        ledger = publication.ledger
        for part in settled_parts(publication):
            holdings.waiting[part.office] = Contents()
        history.blocks.extend(publication.blocks)
        history.lines.extend(publication.lines)
        settled.extend(publication.never_shown)
    desk = Desk(policy.threshold, hierarchy, ledger, dates[-1], holdings)
    history.withheld = [*settled, *say_what_waits(desk)]
    return history


def settled_parts(publication: Publication) -> Iterator[Part]:
    """The weeks that are in a block from now on, or deleted."""
    yield from publication.deleted
    for block in publication.blocks:
        yield from block.parts
