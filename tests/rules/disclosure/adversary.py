"""Somebody who writes down every figure they can see and tries to compute what they may not.

Written apart from the engine: it shares with it only what a figure and a block look like, and
works on single responses, not on counts. It looks for sets of responses whose total is an exact
linear combination of visible figures [disclosure G2], in four ways, from plain to complete.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from medverk.rules.disclosure.figures import Block, Line
from medverk.rules.disclosure.policy import Policy

from .worlds import Response

PRIME = 2**31 - 1
MOST_TRIED = 14
"""A component of higher rank is left to the linear programme."""

Matrix = NDArray[np.int64]


@dataclass(frozen=True)
class Leak:
    """A set of responses that must not be computable, and how it was found."""

    attack: str
    audience: str
    question: str | None
    responses: int
    counsellors: int


@dataclass(frozen=True)
class Atom:
    """Responses that no visible figure tells apart."""

    counsellors: Counter[str]
    chosen: Counter[int]

    @property
    def size(self) -> int:
        return self.counsellors.total()


@dataclass(frozen=True)
class View:
    """What one audience sees of one question, or of the numbers: figures over atoms."""

    audience: str
    question: str | None
    policy: Policy
    matrix: Matrix
    atoms: tuple[Atom, ...]

    def judge(self, attack: str, members: Iterable[int]) -> Leak | None:
        """A leak, if these atoms together are a set that nobody may compute."""
        who: Counter[str] = Counter()
        chosen: Counter[int] = Counter()
        for member in members:
            who.update(self.atoms[member].counsellors)
            chosen.update(self.atoms[member].chosen)
        threshold, fewest = self.policy.responses, self.policy.counsellors
        if set(who) == {self.audience.removeprefix("own:")} and self.audience != "open":
            threshold, fewest = self.policy.own_responses, 1
        alike = self.question is not None and len(chosen) == 1 and who.total() < 2 * threshold
        if who.total() >= threshold and len(who) >= fewest and not alike:
            return None
        return Leak(attack, self.audience, self.question, who.total(), len(who))


def place_responses(
    blocks: Iterable[Block], responses: Sequence[Response]
) -> dict[str, frozenset[int]]:
    """Which responses lie in each block, going by its weeks."""
    return {
        block.id: frozenset(
            number
            for number, response in enumerate(responses)
            for part in block.parts
            if part.office == response.office and part.from_week <= response.week <= part.to_week
        )
        for block in blocks
    }


def look(
    policy: Policy, blocks: Iterable[Block], lines: Sequence[Line], responses: Sequence[Response]
) -> Iterator[View]:
    """Every audience's view of every question, and of the numbers of responses."""
    inside = place_responses(blocks, responses)
    behind = [
        frozenset(
            number
            for block in line.blocks
            for number in inside[block]
            if line.audience in ("open", f"own:{responses[number].counsellor}")
        )
        for line in lines
    ]
    audiences = sorted({line.audience for line in lines})
    questions = sorted({line.question for line in lines if line.question is not None})
    for question in (None, *questions):
        for audience in audiences:
            rows = [
                # Every line tells a number of responses; only its own question's answers.
                members if question is None else answering(responses, members, question)
                for line, members in zip(lines, behind, strict=True)
                if line.audience in ("open", audience) and question in (None, line.question)
            ]
            yield make_view(policy, audience, question, rows, responses)


def answering(
    responses: Sequence[Response], members: Iterable[int], question: str
) -> frozenset[int]:
    """Those who answered the question."""
    return frozenset(number for number in members if question in responses[number].answers)


def make_view(
    policy: Policy,
    audience: str,
    question: str | None,
    rows: Sequence[frozenset[int]],
    responses: Sequence[Response],
) -> View:
    """Gather responses that stand in the same rows into atoms."""
    seen_in: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        for member in row:
            seen_in.setdefault(member, []).append(number)
    groups: dict[tuple[int, ...], list[Response]] = {}
    for member, places in seen_in.items():
        groups.setdefault(tuple(places), []).append(responses[member])
    matrix = np.zeros((len(rows), len(groups)), dtype=np.int64)
    for column, places in enumerate(groups):
        matrix[list(places), column] = 1
    atoms = tuple(
        Atom(
            Counter(response.counsellor for response in group),
            Counter() if question is None else Counter(each.answers[question] for each in group),
        )
        for group in groups.values()
    )
    return View(audience, question, policy, matrix, atoms)


def subtract_pairs(view: View) -> Iterator[Leak]:
    """Each figure alone, and each figure less one that it contains."""
    rows = [frozenset(np.flatnonzero(row).tolist()) for row in view.matrix]
    for row in rows:
        yield from found(view.judge("figure", row))
    for first, second in combinations(set(rows), 2):
        small, large = sorted((first, second), key=len)
        if small < large:
            yield from found(view.judge("difference", large - small))


def subtract_parts(view: View) -> Iterator[Leak]:
    """Each figure less all disjoint figures within it, largest first: a county less its offices."""
    rows = [frozenset(np.flatnonzero(row).tolist()) for row in view.matrix]
    for row in rows:
        left = row
        for part in sorted((other for other in rows if other < row), key=len, reverse=True):
            if part <= left:
                left -= part
        if left:
            yield from found(view.judge("remainder", left))


def isolate_atoms(view: View) -> Iterator[Leak]:
    """Each atom that is itself a combination of figures, by elimination."""
    for row in eliminate(view.matrix):
        members = np.flatnonzero(row)
        if len(members) == 1:
            yield from found(view.judge("atom", members.tolist()))


def try_all_sets(view: View) -> Iterator[Leak]:
    """Every set there is, wherever the rank allows.

    In reduced form a combination is given by its values at the pivots, so 0 or 1 at each pivot is
    enough to try. Rows with no atom in common are apart: a forbidden union has forbidden parts.
    """
    for basis in split(eliminate(view.matrix)):
        if len(basis) > MOST_TRIED:
            yield from doubt_by_programme(view, basis)
            continue
        picks = (np.arange(1, 2 ** len(basis))[:, None] >> np.arange(len(basis))) & 1
        sets = picks @ basis % PRIME
        for members in sets[(sets <= 1).all(axis=1)]:
            yield from found(view.judge("set", np.flatnonzero(members).tolist()))


def doubt_by_programme(view: View, matrix: Matrix) -> Iterator[Leak]:
    """Where sets cannot be listed: atoms for which the linear programme gives no proof of safety.

    Minimise the sum of weight * |v| over combinations v that are 1 at the atom. At least the
    threshold proves that no forbidden set holds the atom; the same with each counsellor's responses
    weighing nothing, for the rule on counsellors. A doubt is not yet a leak, but is reported.
    """
    for number, atom in enumerate(view.atoms):
        if not matrix[:, number].any():
            continue
        own = view.audience.removeprefix("own:")
        lowest = view.policy.responses
        if set(atom.counsellors) == {own}:
            lowest = min(lowest, view.policy.own_responses)
        if atom.size < lowest:
            weights = [each.size for each in view.atoms]
            if smallest_combination(matrix, weights, number) < lowest - 1e-6:
                yield Leak(
                    "programme", view.audience, view.question, atom.size, len(atom.counsellors)
                )
        for name in set(atom.counsellors) - {own}:
            weights = [each.size - each.counsellors[name] for each in view.atoms]
            if smallest_combination(matrix, weights, number) < 1 - 1e-6:
                yield Leak("programme", view.audience, view.question, atom.size, 1)


def smallest_combination(matrix: Matrix, weights: Sequence[int], atom: int) -> float:
    """The least weight of a combination of rows that is 1 at the atom (HiGHS)."""
    signed = np.where(matrix > PRIME // 2, matrix - PRIME, matrix).astype(float)
    used = np.flatnonzero(signed.any(axis=0))
    columns = signed[:, used].T
    count, rows = columns.shape
    # Variables: the multipliers of the rows, then |v| of each atom.
    cost = np.concatenate([np.zeros(rows), np.array(weights, dtype=float)[used]])
    bounds_on_v = np.block([[columns, -np.eye(count)], [-columns, -np.eye(count)]])
    fixed = np.concatenate([columns[list(used).index(atom)], np.zeros(count)])[None, :]
    result = linprog(
        cost,
        A_ub=bounds_on_v,
        b_ub=np.zeros(2 * count),
        A_eq=fixed,
        b_eq=[1.0],
        bounds=[(None, None)] * rows + [(0, None)] * count,
        method="highs",
    )
    return float(result.fun) if result.success else float("inf")


def eliminate(matrix: Matrix) -> Matrix:
    """The reduced row echelon form modulo a 31-bit prime, without empty rows."""
    reduced = matrix % PRIME
    rank = 0
    for column in range(reduced.shape[1]):
        pivots = np.flatnonzero(reduced[rank:, column])
        if not len(pivots):
            continue
        reduced[[rank, rank + pivots[0]]] = reduced[[rank + pivots[0], rank]]
        reduced[rank] = reduced[rank] * pow(int(reduced[rank, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(reduced[:, column])
        for other in others[others != rank]:
            reduced[other] = (reduced[other] - reduced[other, column] * reduced[rank]) % PRIME
        rank += 1
    return reduced[:rank]


def eliminate_exactly(matrix: Sequence[Sequence[int]]) -> list[list[Fraction]]:
    """The same in fractions: slow, and beyond doubt."""
    reduced = [[Fraction(value) for value in row] for row in matrix]
    rank = 0
    for column in range(len(reduced[0]) if reduced else 0):
        pivot = next((row for row in range(rank, len(reduced)) if reduced[row][column]), None)
        if pivot is None:
            continue
        reduced[rank], reduced[pivot] = reduced[pivot], reduced[rank]
        reduced[rank] = [value / reduced[rank][column] for value in reduced[rank]]
        for row in range(len(reduced)):
            if row != rank and reduced[row][column]:
                factor = reduced[row][column]
                reduced[row] = [
                    value - factor * top
                    for value, top in zip(reduced[row], reduced[rank], strict=True)
                ]
        rank += 1
    return reduced[:rank]


def split(basis: Matrix) -> list[Matrix]:
    """The rows in groups that have no atom in common."""
    groups: list[tuple[set[int], list[int]]] = []
    for number, row in enumerate(basis):
        atoms, rows = set(np.flatnonzero(row).tolist()), [number]
        apart = []
        for other_atoms, other_rows in groups:
            if atoms & other_atoms:
                atoms, rows = atoms | other_atoms, rows + other_rows
            else:
                apart.append((other_atoms, other_rows))
        groups = [*apart, (atoms, rows)]
    return [basis[sorted(rows)] for _, rows in groups]


def found(leak: Leak | None) -> Iterator[Leak]:
    """Nothing, or the leak."""
    if leak is not None:
        yield leak


ATTACKS = (subtract_pairs, subtract_parts, isolate_atoms, try_all_sets)


def find_leaks(
    policy: Policy, blocks: Iterable[Block], lines: Sequence[Line], responses: Sequence[Response]
) -> list[Leak]:
    """All that all attacks find for all audiences."""
    return [
        leak
        for view in look(policy, blocks, lines, responses)
        for attack in ATTACKS
        for leak in attack(view)
    ]


def find_untrue_lines(
    policy: Policy,
    blocks: Iterable[Block],
    lines: Iterable[Line],
    responses: Sequence[Response],
    questions: Mapping[str, int],
) -> list[Line]:
    """Lines whose numbers are not those of the responses behind them, or that fail G1 alone."""
    inside = place_responses(blocks, responses)
    untrue = []
    for line in lines:
        behind = [
            responses[number]
            for block in line.blocks
            for number in inside[block]
            if line.audience in ("open", f"own:{responses[number].counsellor}")
        ]
        answers = [each for each in behind if line.question in each.answers]
        chosen = Counter(each.answers[line.question] for each in answers)
        counts = tuple(chosen[category] for category in range(questions.get(line.question, 0)))
        groups = [behind] if line.question is None else [behind, answers]
        true = (len(behind), len(answers), counts) == (line.n, line.answered, line.counts)
        if not (true and all(satisfies_g1(policy, line.audience, group) for group in groups)):
            untrue.append(line)
    return untrue


def satisfies_g1(policy: Policy, audience: str, group: Sequence[Response]) -> bool:
    """G1 as it is written."""
    if audience != "open":
        return len(group) >= policy.own_responses
    who = Counter(response.counsellor for response in group)
    return (
        len(group) >= policy.responses
        and len(who) >= policy.counsellors
        and max(who.values()) <= policy.max_share * len(group)
    )
