"""Blocks and open answers of all offices, date by date: the rule of `offices` on columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from medverk.rules.disclosure import open_figures
from medverk.rules.disclosure.columns.crowds import gather, may_be_open, may_show_answers
from medverk.rules.disclosure.columns.tables import (
    Numbers,
    Tables,
    Truths,
    number_of,
    place_rows,
    rows_of,
)
from medverk.rules.disclosure.figures import OPEN, Block, Line, Part, make_line
from medverk.rules.disclosure.ledger import LONGEST_WAIT, Ledger
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import Contents
from medverk.rules.weeks import Week


@dataclass(eq=False)
class Floor:
    """What waits, as it stands. Per pair: in no block, and in blocks whose answers wait."""

    policy: Policy
    tables: Tables
    ledger: Ledger
    waiting: Numbers = field(init=False)
    tails: Numbers = field(init=False)
    open_from: dict[str, Week] = field(default_factory=dict)
    tail_blocks: dict[str, dict[str, list[Block]]] = field(default_factory=dict)
    """Per question and office."""

    changed: set[tuple[str, str]] = field(default_factory=set)
    """Questions and offices whose tail has lost a block, or was begun elsewhere.

    Without an old block in which one counsellor had nearly all, the rest may be enough at once.
    """

    inside: dict[str, Numbers] = field(default_factory=dict)
    """Per block that waits in a tail: what its office's pairs have in it."""

    def __post_init__(self) -> None:
        """Begin with what earlier publications left open."""
        shape = (len(self.tables.office), self.tables.counts.shape[1])
        self.waiting, self.tails = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        self.tail_blocks = {name: {} for name in self.tables.spans if name is not None}
        for office, state in self.ledger.offices.items():
            self.open_from[office] = self.ledger.first_open_week(office)
            for question, tail in state.tails.items():
                self.tail_blocks[question][office] = [state.blocks[block] for block in tail]
                self.changed.add((question, office))
        self.open_tails()

    def open_tails(self) -> None:
        """Count what lies in the blocks of tails."""
        blocks = {
            block.id: block
            for tails in self.tail_blocks.values()
            for tail in tails.values()
            for block in tail
        }
        inside = place_rows(self.tables, [block.parts[0] for block in blocks.values()])
        places = {self.name(place): place for place in range(len(self.tables.starts))}
        for at, block in enumerate(blocks.values()):
            pairs = self.pairs_of(places[block.unit])
            counts = np.zeros_like(self.waiting[pairs])
            rows = np.flatnonzero(inside == at)
            np.add.at(counts, self.tables.pair[rows] - pairs.start, self.tables.counts[rows])
            self.inside[block.id] = counts
        for question, tails in self.tail_blocks.items():
            span = self.tables.spans[question]
            for office, tail in tails.items():
                for block in tail:
                    self.tails[self.pairs_of(places[office]), span] += self.inside[block.id][
                        :, span
                    ]

    def part(self, office: str, until: Week) -> Part:
        """The weeks of an office that are in no block."""
        return Part(office, self.open_from.get(office, self.ledger.start), until)

    def coming(self) -> Numbers:
        """The rows that are in no block, week by week."""
        tables = self.tables
        opened = [self.open_from.get(office, self.ledger.start) for office in tables.offices]
        first = np.array([number_of(week) for week in opened], dtype=np.int64)
        rows = np.flatnonzero(tables.week >= first[tables.office[tables.pair]])
        return rows[np.argsort(tables.week[rows], kind="stable")]

    def pairs_of(self, place: int) -> slice:
        """The pairs of an office, by its place among those that have any."""
        starts = self.tables.starts
        end = starts[place + 1] if place + 1 < len(starts) else len(self.tables.office)
        return slice(int(starts[place]), int(end))

    def put(self, rows: Numbers) -> None:
        """Count rows in that came in."""
        np.add.at(self.waiting, self.tables.pair[rows], rows_of(self.tables.counts, rows))

    def contents(self, place: int, counts: Numbers | None = None) -> Contents:
        """What waits in an office, or else these counts of it, counsellor by counsellor."""
        tables, found, pairs = self.tables, Contents(), self.pairs_of(place)
        rows = self.waiting[pairs] if counts is None else counts
        for who, row in zip(tables.who[pairs].tolist(), rows.tolist(), strict=True):
            if row[0]:
                name = tables.counsellors[who]
                found.responses[name] = (row[0],)
                for question, span in tables.spans.items():
                    if question is not None and any(row[span]):
                        found.answers.setdefault(question, {})[name] = tuple(row[span])
        return found

    def settle(self, place: int, until: Week) -> None:
        """What waits in an office does not any more."""
        self.waiting[self.pairs_of(place)] = 0
        self.open_from[self.name(place)] = until.next()

    def name(self, place: int) -> str:
        """The office at a place."""
        return self.tables.offices[int(self.tables.places[place])]


def close_blocks(floor: Floor, until: Week) -> dict[int, Block]:
    """The blocks that close at a date, by the office's place."""
    if not len(floor.tables.starts):
        return {}
    crowds = gather(floor.waiting[:, :1], floor.tables.starts)
    closed: dict[int, Block] = {}
    for place in np.flatnonzero(may_be_open(floor.policy, crowds)).tolist():
        part = floor.part(floor.name(place), until)
        name = f"{part.office}:{part.from_week}"
        closed[place] = Block(name, part.office, (part,), int(crowds.counts[place, 0]))
    return closed


def show_offices(floor: Floor, closed: Mapping[int, Block], until: Week) -> Iterator[Line]:
    """The open lines of the blocks that close; what was shown or is in a block waits no more."""
    for place, block in closed.items():
        yield make_line(OPEN, block.unit, None, [block], block.responses)
        pairs = floor.pairs_of(place)
        floor.inside[block.id] = floor.waiting[pairs].copy()
        floor.tails[pairs] += floor.waiting[pairs]
        floor.settle(place, until)
    for question, span in floor.tables.spans.items():
        if question is not None and closed:
            crowds = gather(floor.tails[:, span], floor.tables.starts)
            shown = may_show_answers(floor.policy, crowds)
            yield from show_answers(floor, question, closed, shown, crowds.counts)
    forget_shown(floor)


def show_answers(
    floor: Floor, question: str, closed: Mapping[int, Block], enough: Truths, counts: Numbers
) -> Iterator[Line]:
    """The lines of one question; where it is not enough the new block waits with the others."""
    tails, span = floor.tail_blocks[question], floor.tables.spans[question]
    for place, block in closed.items():
        run = [*tails.pop(block.unit, ()), block]
        if (question, block.unit) in floor.changed:
            yield from cut_again(floor, question, place, run)
        elif enough[place]:
            n = sum(each.responses for each in run)
            chosen = tuple(counts[place].tolist())
            yield make_line(OPEN, block.unit, question, run, n, chosen)
            floor.tails[floor.pairs_of(place), span] = 0
        else:
            tails[block.unit] = run


def cut_again(floor: Floor, question: str, place: int, run: list[Block]) -> Iterator[Line]:
    """The lines of one question over a tail that has changed, cut from its beginning."""
    span, pairs = floor.tables.spans[question], floor.pairs_of(place)
    contents = {block.id: floor.contents(place, floor.inside[block.id]) for block in run}
    categories = span.stop - span.start
    lines, waiting = open_figures.show_answers(floor.policy, question, categories, run, contents)
    tail = [block for block in run if block.id in waiting]
    floor.changed.discard((question, run[0].unit))
    floor.tails[pairs, span] = sum(floor.inside[block.id][:, span] for block in tail)
    if tail:
        floor.tail_blocks[question][run[0].unit] = tail
    yield from lines


def forget_shown(floor: Floor) -> None:
    """Keep the insides of those blocks only that wait in a tail."""
    named = {
        block.id
        for tails in floor.tail_blocks.values()
        for tail in tails.values()
        for block in tail
    }
    floor.inside = {name: counts for name, counts in floor.inside.items() if name in named}


def forget_old(floor: Floor, until: Week) -> None:
    """Take blocks out of tails that have waited too long."""
    oldest = number_of(until) - LONGEST_WAIT
    places = {floor.name(place): place for place in range(len(floor.tables.starts))}
    for question, tails in floor.tail_blocks.items():
        span = floor.tables.spans[question]
        for office, tail in list(tails.items()):
            while tail and number_of(tail[0].to_week) < oldest:
                gone = tail.pop(0)
                floor.changed.add((question, office))
                floor.tails[floor.pairs_of(places[office]), span] -= floor.inside[gone.id][:, span]
            if not tail:
                del tails[office]
