"""Somebody who combines all figures, breakdowns too, on single responses and with all means.

It shares with the rule only what a figure and a block look like. `find_leaks` is exact: an integer
programme (HiGHS) finds a forbidden set if there is one, and exact elimination confirms it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from medverk.rules.disclosure.breakdowns import Cell
from medverk.rules.disclosure.figures import Block, Line

from ..adversary import Leak, View, answering, eliminate, make_view, place_responses
from .people import Agency, Person


def matches(person: Person, cell: Cell) -> bool:
    """Whether a response has the background of a cell."""
    return all(person.background.get(name) in values for name, values in cell.by)


def behind(
    people: Sequence[Person], blocks: Sequence[Block], figures: Sequence[Cell]
) -> list[frozenset[int]]:
    """The responses behind each figure."""
    inside = place_responses(blocks, people)
    return [
        frozenset(
            number
            for block in cell.line.blocks
            for number in inside[block]
            if cell.line.audience in ("open", f"own:{people[number].counsellor}")
            and matches(people[number], cell)
        )
        for cell in figures
    ]


def look(
    agency: Agency, blocks: Sequence[Block], lines: Sequence[Line], cells: Sequence[Cell]
) -> Iterator[View]:
    """Every audience's view of every question, and of the numbers."""
    figures = [*(Cell((), line) for line in lines), *cells]
    sets = behind(agency.people, blocks, figures)
    for question in (None, *agency.wish.questions):
        for audience in sorted({"open", *(line.audience for line in lines)}):
            rows = [
                members if question is None else answering(agency.people, members, question)
                for cell, members in zip(figures, sets, strict=True)
                if cell.line.audience in ("open", audience)
                and question in (None, cell.line.question)
            ]
            distinct = list(dict.fromkeys(row for row in rows if row))
            yield make_view(agency.wish.policy, audience, question, distinct, agency.people)


def find_leaks(
    agency: Agency, blocks: Sequence[Block], lines: Sequence[Line], cells: Sequence[Cell]
) -> list[Leak]:
    """A forbidden set for each audience and question in which there is one."""
    return [leak for view in look(agency, blocks, lines, cells) for leak in [solve(view)] if leak]


def solve(view: View) -> Leak | None:
    """A forbidden set, if there is any."""
    if not view.matrix.size:
        return None
    sizes = np.array([atom.size for atom in view.atoms], dtype=float)
    own = view.audience.removeprefix("own:")
    staff = sorted({name for atom in view.atoms for name in atom.counsellors})
    limits: list[list[tuple[np.ndarray, float]]] = [[(sizes, view.policy.responses - 1)]]
    for name in staff:
        others = np.array([atom.size - atom.counsellors[name] for atom in view.atoms], dtype=float)
        if name == own:
            limits.append([(others, 0), (sizes, view.policy.own_responses - 1)])
        else:
            limits.append([(others, 0)])
    if view.question is not None:
        for category in sorted({each for atom in view.atoms for each in atom.chosen}):
            unlike = np.array([atom.size - atom.chosen[category] for atom in view.atoms], float)
            limits.append([(unlike, 0), (sizes, 2 * view.policy.responses - 1)])
    for limit in limits:
        members = find_set(view, limit)
        if members is not None:
            leak = view.judge("programme", members)
            if leak is not None and is_combination(view, members):
                return leak
    return None


def find_set(view: View, limits: list[tuple[np.ndarray, float]]) -> list[int] | None:
    """Atoms, not none, whose indicator is a combination of the figures, within the limits."""
    rows, atoms = view.matrix.shape
    matrix = [np.hstack([view.matrix.T, -np.eye(atoms)])]
    low, high = [np.zeros(atoms)], [np.zeros(atoms)]
    for weights, most in [*limits, (-np.ones(atoms), -1.0)]:
        matrix.append(np.hstack([np.zeros(rows), weights])[None, :])
        low.append(np.array([-np.inf]))
        high.append(np.array([most]))
    constraint = LinearConstraint(np.vstack(matrix), np.concatenate(low), np.concatenate(high))
    result = milp(
        np.zeros(rows + atoms),
        constraints=constraint,
        integrality=np.r_[np.zeros(rows), np.ones(atoms)],
        bounds=Bounds(
            np.r_[np.full(rows, -np.inf), np.zeros(atoms)],
            np.r_[np.full(rows, np.inf), np.ones(atoms)],
        ),
    )
    if result.status == 2:
        return None
    if result.x is None:
        raise ArithmeticError(result.message)
    return [at for at in range(atoms) if result.x[rows + at] > 0.5]


def is_combination(view: View, members: Sequence[int]) -> bool:
    """Whether these atoms' indicator is a combination of the figures, by exact elimination."""
    wanted = np.zeros((1, len(view.atoms)), dtype=np.int64)
    wanted[0, list(members)] = 1
    return len(eliminate(np.vstack([view.matrix, wanted]))) == len(eliminate(view.matrix))


def count_by(people: Sequence[Person]) -> Counter[str]:
    """How many responses each counsellor has."""
    return Counter(person.counsellor for person in people)
