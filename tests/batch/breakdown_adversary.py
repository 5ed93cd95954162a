"""The adversary of the totals, given the tables too: it works on responses, not on counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medverk.rules.disclosure.breakdowns.cells import Cell
from medverk.rules.disclosure.figures import Block, Line

from ..rules.disclosure.adversary import (
    ATTACKS,
    Leak,
    View,
    answering,
    make_view,
    place_responses,
)
from .breakdown_worlds import FileWorld, Person


def matches(person: Person, cell: Cell) -> bool:
    """Whether a response has the background of a cell."""
    return all(person.background.get(name) in values for name, values in cell.by)


def look(
    world: FileWorld, blocks: Sequence[Block], lines: Sequence[Line], cells: Sequence[Cell]
) -> Iterator[View]:
    """Every audience's view of every question, and of the numbers."""
    inside = place_responses(blocks, world.people)
    everything = [*(Cell((), line) for line in lines), *cells]
    behind = [
        frozenset(
            number
            for block in cell.line.blocks
            for number in inside[block]
            if cell.line.audience in ("open", f"own:{world.people[number].counsellor}")
            and matches(world.people[number], cell)
        )
        for cell in everything
    ]
    for question in (None, *world.policy.questions):
        for audience in sorted({"open", *(line.audience for line in lines)}):
            rows = [
                members if question is None else answering(world.people, members, question)
                for cell, members in zip(everything, behind, strict=True)
                if cell.line.audience in ("open", audience)
                and question in (None, cell.line.question)
            ]
            # A row that says what another says tells nothing; fewer rows are searched further.
            distinct = list(dict.fromkeys(rows))
            yield make_view(world.policy.threshold, audience, question, distinct, world.people)


def find_leaks(
    world: FileWorld, blocks: Sequence[Block], lines: Sequence[Line], cells: Sequence[Cell]
) -> list[Leak]:
    """All that all attacks find for all audiences."""
    return [
        leak
        for view in look(world, blocks, lines, cells)
        for attack in ATTACKS
        for leak in attack(view)
    ]
