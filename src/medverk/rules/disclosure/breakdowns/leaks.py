"""What an audit finds, named: the figures and their multiples that tell a forbidden set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

import numpy as np

from medverk.rules.disclosure.breakdowns.cells import Cell
from medverk.rules.disclosure.breakdowns.place import Place
from medverk.rules.disclosure.breakdowns.proving import Answer
from medverk.rules.disclosure.breakdowns.solving import solve_exactly
from medverk.rules.disclosure.breakdowns.system import Row, make_system
from medverk.rules.disclosure.breakdowns.wish import Wish
from medverk.rules.disclosure.figures import OPEN, Line


class Method(StrEnum):
    """How a component was settled."""

    COMPARISON = "comparison"
    SEARCH = "search"
    WITHIN_OTHERS = "within_others"
    PROGRAMME = "programme"


Atom = tuple[str, int, str]
"""Responses of a block and kind: all (""), one counsellor's own, or those of all others ("-")."""


@dataclass(frozen=True)
class Leak:
    """A set that an audience can compute and that is no group, with the figures that tell it."""

    audience: str
    question: str | None
    combination: tuple[tuple[Fraction, Cell], ...]
    """Figures with their multiples; the sum is 1 for each response in the set, else 0."""

    members: tuple[Atom, ...]
    responses: int
    counsellors: int

    @property
    def blocks(self) -> tuple[str, ...]:
        """The blocks that the set has responses in."""
        return tuple(sorted({block for block, _, _ in self.members}))


@dataclass(frozen=True)
class Totals:
    """All figures, to name a combination by."""

    wish: Wish
    lines: Sequence[Line]
    cells: Sequence[Cell]

    def figures_over(
        self, blocks: Iterable[str], question: str | None, audience: str
    ) -> list[Cell]:
        """The figures an audience sees of these blocks, and those linked to them by blocks.

        Totals of a unit's own blocks first. Totals over other blocks too come along where all
        of those are told apart by figures; else with everything that they are linked to.
        """
        wanted = set(blocks)
        chosen: dict[int, Cell] = {}
        grown = True
        while grown:
            grown = False
            for at, cell in enumerate(self.of(question, audience)):
                if at not in chosen and not wanted.isdisjoint(cell.line.blocks):
                    chosen[at] = cell
                    grown = grown or not wanted.issuperset(cell.line.blocks)
                    wanted.update(cell.line.blocks)
        return [chosen[at] for at in sorted(chosen)]

    def of(self, question: str | None, audience: str) -> list[Cell]:
        """The figures that tell an audience about a question, or about numbers of responses."""
        return [
            cell
            for cell in self.everything
            if cell.line.audience in (OPEN, audience) and question in (None, cell.line.question)
        ]

    @cached_property
    def everything(self) -> list[Cell]:
        """All figures, one for each set of responses and question."""
        return [*(Cell((), line) for line in self.lines), *self.cells]

    def name_leak(self, place: Place, rows: Sequence[Row], answer: Answer) -> Leak | None:
        """The set that a search found, in named figures; None if the figures do not tell it."""
        system = make_system(place, answer.question, rows)
        times = answer.finding.multiples
        level = [
            sum(times[bit] for bit in range(len(rows)) if sign >> bit & 1) for sign in system.signs
        ]
        lows: dict[int, int] = {}
        for cell, sign in zip(system.cell.tolist(), system.sign.tolist(), strict=True):
            lows[cell] = min(lows.get(cell, level[sign]), level[sign])
        inside = {
            (int(system.klass_of_cell[cell]), system.signs[sign])
            for cell, sign in zip(system.cell.tolist(), system.sign.tolist(), strict=True)
            if level[sign] > lows[cell]
        }
        members = find_members(place, answer.question, rows, inside)
        return self.name(place, answer.question, OPEN, members)

    def name(
        self, place: Place, question: str | None, audience: str, members: Sequence[Atom]
    ) -> Leak | None:
        """A set in named figures, if it is a combination of some; exact."""
        blocks = {block.id for block in place.blocks}
        near = [
            cell for cell in self.of(question, audience) if not blocks.isdisjoint(cell.line.blocks)
        ]
        multiples = solve_exactly(self.wish, place, question, audience, near, members)
        if multiples is None:
            near = self.figures_over(blocks, question, audience)
            multiples = solve_exactly(self.wish, place, question, audience, near, members)
        if multiples is None:
            return None
        who, n = count_members(place, question, audience, members)
        named = tuple((times, cell) for times, cell in zip(multiples, near, strict=True) if times)
        return Leak(audience, question, named, tuple(members), n, who)


def find_members(
    place: Place, question: str | None, rows: Sequence[Row], inside: set[tuple[int, int]]
) -> list[Atom]:
    """The blocks and kinds of the responses whose class and sign are inside."""
    n = place.n(question)
    runs = place.every_run(question)
    found = set()
    for block, kind, count in zip(place.block.tolist(), place.kind.tolist(), n, strict=True):
        sign = sum(
            1 << bit for bit, row in enumerate(rows) if block in row.blocks and row.mask >> kind & 1
        )
        if count and (runs[block], sign) in inside:
            found.add((place.blocks[block].id, kind, ""))
    return sorted(found)


def count_members(
    place: Place, question: str | None, audience: str, members: Sequence[Atom]
) -> tuple[int, int]:
    """How many counsellors and responses a set has."""
    n = place.n(question)
    chosen = set(members)
    rows = np.array(
        [
            bool(chosen.intersection(atoms_of(place, row, audience)))
            for row in range(len(place.block))
        ]
    )
    rows &= n > 0
    return len(set(place.who[rows].tolist())), int(n[rows].sum())


def atoms_of(place: Place, row: int, audience: str) -> tuple[Atom, Atom]:
    """The names of the responses in a row: with and without whose they are."""
    block, kind = place.blocks[place.block[row]].id, int(place.kind[row])
    own = place.staff[place.who[row]] == audience.removeprefix("own:")
    return (block, kind, ""), (block, kind, audience if own else "-")
