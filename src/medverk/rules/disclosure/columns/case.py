"""What the audit on columns judges: lines, and the cells of the evidence that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from medverk.rules.disclosure.audit import Flaw, Violation
from medverk.rules.disclosure.columns.crowds import Crowds, are_alike, are_enough
from medverk.rules.disclosure.columns.evidence import Evidence
from medverk.rules.disclosure.columns.lines import EVERYBODY, NUMBER, Lines
from medverk.rules.disclosure.columns.members import is_new
from medverk.rules.disclosure.columns.tables import Numbers, Truths, order_of, ranges, sum_columns
from medverk.rules.disclosure.figures import OPEN, Block, own_audience
from medverk.rules.disclosure.policy import Policy


@dataclass(frozen=True, eq=False)
class Told:
    """Some lines, and the cells that each is about: `cell[edges[at]:edges[at + 1]]`.

    A cell is a block, or where lines are own ones one of `OwnCells`.
    """

    line: Numbers
    edges: Numbers
    cell: Numbers
    known_order: Numbers | None = None

    @property
    def order(self) -> Numbers:
        """The entries in order of their cells, and of lines."""
        known = self.known_order
        return np.argsort(self.cell, kind="stable") if known is None else known

    @cached_property
    def sizes(self) -> Numbers:
        """Per cell, in how many lines it is."""
        return np.bincount(self.cell)

    @property
    def differs(self) -> Truths:
        """Per cell, whether it may be in other lines than the cell before it.

        It is in the same if there are as many, and each of its lines has the cell before it, too.
        """
        differs = is_new(self.sizes)
        without = np.ones(len(self.cell), dtype=np.bool_)
        without[1:] = np.diff(self.cell) != 1
        without[self.edges[:-1][np.diff(self.edges) > 0]] = True
        differs[self.cell[without]] = True
        return differs

    @property
    def place(self) -> Numbers:
        """Per entry of `cell`, the place of its line among these."""
        return np.repeat(np.arange(len(self.line)), np.diff(self.edges))

    def only(self, places: Numbers) -> Told:
        """Some of these lines, in order; where they follow one another nothing is copied."""
        if len(places) and places[-1] - places[0] == len(places) - 1:
            edges = self.edges[places[0] : places[-1] + 2]
            part = slice(places[0], places[-1] + 1)
            return Told(self.line[part], edges - edges[0], self.cell[edges[0] : edges[-1]])
        first, end = self.edges[places], self.edges[places + 1]
        edges = np.r_[0, np.cumsum(end - first)]
        return Told(self.line[places], edges, self.cell[ranges(first, end)])

    def add_up(self, counts: Numbers) -> Numbers:
        """What the lines hold, where these are the counts of each cell."""
        return sum_columns([*counts.T], self.edges, self.cell)


@dataclass(frozen=True, eq=False)
class OwnCells:
    """What own lines are about: one row for each counsellor and block, in order of the evidence.

    `row` is the row of the evidence, or -1 where the counsellor has nothing in the block.
    """

    who: Numbers
    block: Numbers
    row: Numbers


@dataclass(frozen=True, eq=False)
class System:
    """The lines that tell a question, or the number of responses: everybody's, and own ones."""

    place: int
    question: str | None
    opened: Told
    own: Told


@dataclass(frozen=True, eq=False)
class Case:
    """Everything that is judged, and by what."""

    policy: Policy
    questions: Sequence[str]
    blocks: Sequence[Block]
    counsellors: Sequence[str]
    lines: Lines
    evidence: Evidence

    @cached_property
    def is_open(self) -> Truths:
        """Which lines are everybody's."""
        everybody: Truths = self.lines.audience == EVERYBODY
        return everybody

    @cached_property
    def every_line(self) -> Told:
        """All lines, with their blocks as cells."""
        return Told(np.arange(len(self.lines)), self.lines.edges, self.lines.block)

    @cached_property
    def own_lines(self) -> tuple[Told, OwnCells]:
        """All own lines, and what they are about."""
        evidence, own = self.evidence, self.every_line.only(np.flatnonzero(~self.is_open))
        first = evidence.key_of(self.lines.audience[own.line], 0)
        key = np.repeat(first, np.diff(own.edges))
        key += own.cell
        order = np.argsort(key, kind="stable")
        key = key[order]
        new = is_new(key)
        cells = OwnCells(*evidence.read_key(key[new]), evidence.find_key(key[new]))
        cell = np.empty(len(key), dtype=np.int32)
        cell[order] = np.cumsum(new, dtype=np.int32)
        cell -= 1
        return Told(own.line, own.edges, cell, order), cells

    @cached_property
    def own_counts(self) -> dict[str | None, Numbers]:
        """Per question, what is in each of the own cells."""
        _, cells = self.own_lines
        return {
            system.question: self.evidence.rows(system.question, cells.row)
            for system in self.systems
        }

    @cached_property
    def systems(self) -> tuple[System, ...]:
        """The number of responses, which every line tells, and each question."""
        own, _ = self.own_lines
        opened = self.every_line.only(np.flatnonzero(self.is_open))
        answers = [
            System(at, question, self.about(opened, at), self.about(own, at))
            for at, question in enumerate(self.questions)
        ]
        return (System(NUMBER, None, opened, own), *answers)

    def about(self, told: Told, question: int) -> Told:
        """Those of some lines that are about a question."""
        return told.only(np.flatnonzero(self.lines.question[told.line] == question))

    def accuse(self, flaw: Flaw, line: int) -> Violation:
        """The violation that a line is."""
        question = int(self.lines.question[line])
        blocks = self.lines.block[self.lines.edges[line] : self.lines.edges[line + 1]]
        name = "" if question == NUMBER else self.questions[question]
        return Violation(
            flaw, self.audience(int(self.lines.audience[line])), name, self.name(blocks)
        )

    def audience(self, who: int) -> str:
        """An audience by its name."""
        return OPEN if who == EVERYBODY else own_audience(self.counsellors[who])

    def name(self, blocks: Iterable[int]) -> tuple[str, ...]:
        """Blocks by their names."""
        return tuple(sorted(self.blocks[int(block)].id for block in blocks))


def tell_apart(told: Told) -> tuple[Numbers, Numbers]:
    """The cells in these lines, in order, and their classes: cells in exactly the same lines."""
    cells = np.flatnonzero(told.sizes)
    differs = told.differs[cells]
    kept = cells[differs]  # one for all cells that follow it and are in the same lines
    sizes, first = told.sizes[kept], (np.cumsum(told.sizes) - told.sizes)[kept]
    order, place = told.order, told.place
    classes = np.zeros(len(kept), dtype=np.int64)
    for step in range(int(sizes.max(initial=0))):
        longer = np.flatnonzero(step < sizes)
        here = np.full(len(kept), -1)
        here[longer] = place[order[first[longer] + step]]
        classes = number_pairs(classes, here)
    return cells, classes[np.cumsum(differs) - 1]


def number_pairs(first: Numbers, second: Numbers) -> Numbers:
    """A number for each pair, the same for equal ones; they rise with the first, then second.

    The first are not negative, and the second are -1 at least.
    """
    key = first * (int(second.max(initial=0)) + 2) + second + 1
    if (key[1:] >= key[:-1]).all():
        return np.cumsum(is_new(key)) - 1
    order = order_of(key)
    numbers = np.empty_like(order)
    numbers[order] = np.cumsum(is_new(key[order])) - 1
    return numbers


def are_groups(policy: Policy, question: str | None, counts: Numbers, staff: Numbers) -> Truths:
    """Which crowds are enough for G2, and do not tell everybody's answer."""
    enough = are_enough(policy, Crowds(counts, staff, staff))
    return enough if question is None else enough & ~are_alike(counts, policy.responses)
