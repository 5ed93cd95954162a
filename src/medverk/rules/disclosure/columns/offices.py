"""Blocks and open answers of all offices, date by date: the rule of `offices` on columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from medverk.rules.disclosure import open_figures
from medverk.rules.disclosure.columns.crowds import gather, may_be_open, may_show_answers
from medverk.rules.disclosure.columns.tables import (
    Numbers,
    Tables,
    Truths,
    number_of,
    order_of,
    place_rows,
)
from medverk.rules.disclosure.figures import OPEN, Block, Line, Part
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
        shape = (self.tables.counts.shape[1], len(self.tables.office))
        self.waiting, self.tails = np.zeros(shape, np.int32).T, np.zeros(shape, np.int32).T
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
        for at, block in enumerate(blocks.values()):
            pairs = self.pairs_of(self.places[block.unit])
            counts = np.zeros_like(self.waiting[pairs])
            rows = np.flatnonzero(inside == at)
            np.add.at(counts, self.tables.pair[rows] - pairs.start, self.tables.counts[rows])
            self.inside[block.id] = counts
        for question, tails in self.tail_blocks.items():
            span = self.tables.spans[question]
            for office, tail in tails.items():
                for block in tail:
                    pairs = self.pairs_of(self.places[office])
                    self.tails[pairs, span] += self.inside[block.id][:, span]

    @cached_property
    def names(self) -> list[str]:
        """The offices that have pairs, in order."""
        return [self.tables.offices[office] for office in self.tables.places.tolist()]

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each of them."""
        return {name: place for place, name in enumerate(self.names)}

    def part(self, office: str, until: Week) -> Part:
        """The weeks of an office that are in no block."""
        return Part(office, self.open_from.get(office, self.ledger.start), until)

    def coming(self) -> Numbers:
        """The rows that are in no block, week by week."""
        tables = self.tables
        opened = [self.open_from.get(office, self.ledger.start) for office in tables.offices]
        first = np.array([number_of(week) for week in opened], dtype=np.int64)
        rows = np.flatnonzero(tables.week >= first[tables.office[tables.pair]])
        return rows[order_of(tables.week[rows])]

    def pairs_of(self, place: int) -> slice:
        """The pairs of an office, by its place among those that have any."""
        start = int(self.tables.starts[place])
        return slice(start, start + int(self.tables.sizes[place]))

    def put(self, rows: Numbers) -> None:
        """Count rows in that came in."""
        pair = self.tables.pair[rows]
        for waiting, counts in zip(self.waiting.T, self.tables.counts.T, strict=True):
            np.add.at(waiting, pair, counts[rows])

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

    def close(self, places: Iterable[int], until: Week) -> Numbers:
        """What waits in these offices is in blocks, whose answers wait; returns what it was."""
        came: Numbers = self.waiting * self.pairs_in(places)[:, None]
        self.tails += came
        self.settle(places, until)
        return came

    def settle(self, places: Iterable[int], until: Week) -> None:
        """What waits in these offices does not any more."""
        self.waiting[self.pairs_in(places)] = 0
        self.open_from.update(dict.fromkeys((self.names[at] for at in places), until.next()))

    def pairs_in(self, places: Iterable[int]) -> Truths:
        """Which pairs are of these offices."""
        chosen = np.zeros(len(self.names), dtype=np.bool_)
        chosen[[*places]] = True
        return np.repeat(chosen, self.tables.sizes)


def close_blocks(floor: Floor, until: Week) -> dict[int, Block]:
    """The blocks that close at a date, by the office's place."""
    if not floor.names:
        return {}
    crowds = gather(floor.waiting[:, :1], floor.tables.starts)
    sizes = crowds.counts[:, 0].tolist()
    closed: dict[int, Block] = {}
    for place in np.flatnonzero(may_be_open(floor.policy, crowds)).tolist():
        part = floor.part(floor.names[place], until)
        name = f"{part.office}:{part.from_week}"
        closed[place] = Block(name, part.office, (part,), sizes[place])
    return closed


def show_offices(floor: Floor, closed: Mapping[int, Block], until: Week) -> Iterator[Line]:
    """The open lines of the blocks that close; what was shown or is in a block waits no more."""
    yield from (show_run(None, [block], block.responses, ()) for block in closed.values())
    came = floor.close(closed, until)
    for question, span in floor.tables.spans.items():
        if question is not None and closed:
            crowds = gather(floor.tails[:, span], floor.tables.starts)
            shown = may_show_answers(floor.policy, crowds)
            yield from show_answers(floor, question, closed, came, shown, crowds.counts)
    forget_shown(floor)


def show_answers(
    floor: Floor,
    question: str,
    closed: Mapping[int, Block],
    came: Numbers,
    enough: Truths,
    counts: Numbers,
) -> Iterator[Line]:
    """The lines of one question; where it is not enough the new block waits with the others.

    `came` is what is in the new blocks, `counts` what is in whole tails and new blocks.
    """
    tails, span = floor.tail_blocks[question], floor.tables.spans[question]
    changed = {office for about, office in floor.changed if about == question}
    shown, may_be_shown, chosen = [], enough.tolist(), counts.tolist()
    for place, block in closed.items():
        run = [*tails.pop(block.unit, ()), block]
        if block.unit in changed:
            floor.inside[block.id] = came[floor.pairs_of(place)].copy()
            yield from cut_again(floor, question, place, run)
        elif may_be_shown[place]:
            n = sum([each.responses for each in run])
            yield show_run(question, run, n, tuple(chosen[place]))
            shown.append(place)
        else:
            floor.inside[block.id] = came[floor.pairs_of(place)].copy()
            tails[block.unit] = run
    floor.tails[floor.pairs_in(shown), span] = 0


def show_run(question: str | None, run: list[Block], n: int, counts: tuple[int, ...]) -> Line:
    """An open line over consecutive blocks of an office; their names sort in time as they do."""
    (first,), (last,) = run[0].parts, run[-1].parts
    blocks = tuple([block.id for block in run])
    return Line(
        OPEN,
        first.office,
        question,
        blocks,
        first.from_week,
        last.to_week,
        n,
        sum(counts),
        counts,
    )


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
    for question, tails in floor.tail_blocks.items():
        span = floor.tables.spans[question]
        for office, tail in list(tails.items()):
            while tail and number_of(tail[0].to_week) < oldest:
                gone = tail.pop(0)
                floor.changed.add((question, office))
                floor.tails[floor.pairs_of(floor.places[office]), span] -= floor.inside[gone.id][
                    :, span
                ]
            if not tail:
                del tails[office]
