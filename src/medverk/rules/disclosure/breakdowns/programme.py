"""An integer programme for what no proof settles: is there a forbidden set that can be computed?

Whatever is computed from figures is decided by its values at some responses, the pivots of exact
elimination. A set has 0 or 1 there, and 0 or 1 everywhere else. HiGHS is asked, for each way in
which a set can be forbidden, for such values: too few responses; responses of one counsellor; few
answers that are all alike. A set that it finds is confirmed in fractions, with the figures named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.breakdowns.algebra import Basis, TooLargeError, find_basis
from medverk.rules.disclosure.breakdowns.leaks import Atom, Leak, Totals, atoms_of
from medverk.rules.disclosure.breakdowns.place import Place
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.wish import Wish
from medverk.rules.disclosure.figures import OPEN, own_audience
from medverk.rules.disclosure.policy import Policy

SECONDS = 30.0
"""For one question to HiGHS; after that, the matter is left in doubt and said to be."""

Weights = NDArray[np.float64]
Limits = list[tuple[Weights, float]]


@dataclass
class Outcome:
    """What the programmes found."""

    leaks: list[Leak] = field(default_factory=list)
    gave_up: bool = False


@dataclass
class Group:
    """Responses that no figure of an audience tells apart."""

    members: set[Atom] = field(default_factory=set)
    counsellors: Counter[str] = field(default_factory=Counter)
    chosen: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True)
class Model:
    """What an audience sees of a place: groups, and which combinations of them can be computed."""

    audience: str
    policy: Policy
    asks: bool
    groups: list[Group]
    basis: Basis

    def limits(self) -> Iterator[Limits]:
        """The ways in which a set can be forbidden, each as weights with what they add up to."""
        size = self.weigh(lambda group: group.counsellors.total())
        own = self.audience.removeprefix("own:")
        theirs = self.weigh(lambda group: group.counsellors.total() - group.counsellors[own])
        names = sorted({each for group in self.groups for each in group.counsellors})
        least, fewest = float(self.policy.responses), float(self.policy.own_responses)
        # Sets with others' responses too; then those that are only the counsellor's own.
        mixed = (-theirs, -1.0)
        yield [(size, least - 1), mixed]
        if self.audience != OPEN:
            yield [(theirs, 0.0), (size, fewest - 1)]
        for few in combinations(names, self.policy.counsellors - 1):
            others = self.weigh(
                lambda group, few=few: (
                    group.counsellors.total()  # type: ignore[misc]
                    - sum(group.counsellors[name] for name in few)
                )
            )
            yield [(others, 0.0), mixed]
        for category in sorted({each for group in self.groups for each in group.chosen}):
            unlike = self.weigh(
                lambda group, at=category: group.chosen.total() - group.chosen[at]  # type: ignore[misc]
            )
            yield [(unlike, 0.0), (size, 2 * least - 1), mixed]
            if self.audience != OPEN:
                yield [(unlike, 0.0), (size, 2 * fewest - 1), (theirs, 0.0)]

    def weigh(self, measure: Callable[[Group], int]) -> Weights:
        """A number for each group."""
        return np.array([measure(group) for group in self.groups], dtype=float)


Widen = Callable[[Iterable[str], str, str | None], tuple[Place, list[Row]]]
"""All blocks that figures of an audience link to these, as one place, and the cells there."""


def solve_component(wish: Wish, place: Place, widen: Widen, totals: Totals) -> Outcome:
    """A forbidden set for each question and audience that can compute one."""
    outcome = Outcome()
    own = [name for name, flag in zip(place.staff, place.own, strict=True) if flag]
    blocks = [block.id for block in place.blocks]
    for audience in (OPEN, *map(own_audience, own)):
        for question in wish.systems:
            if any(leak.question == question for leak in outcome.leaks):
                continue
            wide, rows = widen(blocks, audience, question)
            try:
                model = make_model(wish, wide, question, rows, audience, totals)
                solve_model(model, wide, question, totals, outcome)
            except TooLargeError:
                outcome.gave_up = True
    return outcome


def solve_model(
    model: Model, place: Place, question: str | None, totals: Totals, outcome: Outcome
) -> None:
    """Look for a forbidden set in each way; stop at the first that is confirmed."""
    for limits in model.limits():
        chosen, sure = find_set(model, limits)
        if not sure:
            outcome.gave_up = True
        if chosen:
            members = sorted(set().union(*(model.groups[at].members for at in chosen)))
            leak = totals.name(place, question, model.audience, members)
            if leak is None:
                outcome.gave_up = True
            else:
                outcome.leaks.append(leak)
                return


def make_model(
    wish: Wish,
    place: Place,
    question: str | None,
    rows: Sequence[Row],
    audience: str,
    totals: Totals,
) -> Model:
    """Gather responses that stand in the same figures, and eliminate."""
    own_lines = [
        frozenset(cell.line.blocks)
        for cell in totals.of(question, audience)
        if cell.line.audience != OPEN
    ]
    n = place.n(question)
    answers = [] if question is None else place.answers[question].unpack().T.tolist()
    runs = place.every_run(question)
    groups: dict[tuple[int, int, tuple[int, ...]], Group] = {}
    for row in np.flatnonzero(n > 0).tolist():
        at, kind = int(place.block[row]), int(place.kind[row])
        sign = sum(
            1 << bit for bit, each in enumerate(rows) if at in each.blocks and each.mask >> kind & 1
        )
        name, block = place.staff[place.who[row]], place.blocks[at].id
        mine = audience == own_audience(name)
        told = tuple(i for i, held in enumerate(own_lines) if mine and block in held)
        group = groups.setdefault((runs[at], sign, told), Group())
        group.members.add(atoms_of(place, row, audience)[1 if audience != OPEN else 0])
        group.counsellors[name] += int(n[row])
        if question is not None:
            group.chosen.update(dict(enumerate(answers[row])))
    keys = list(groups)
    matrix = [[int(key[0] == run) for key in keys] for run in sorted({key[0] for key in keys})]
    matrix += [[key[1] >> bit & 1 for key in keys] for bit in range(len(rows))]
    matrix += [[int(at in key[2]) for key in keys] for at in range(len(own_lines))]
    basis = find_basis(np.array(matrix, dtype=np.int64))
    listed = list(groups.values())
    for group in listed:
        group.chosen = +group.chosen
    return Model(audience, wish.policy, question is not None, listed, basis)


def find_set(model: Model, limits: Limits) -> tuple[list[int], bool]:
    """Groups, if any, that make a set within the limits; and whether the answer is certain."""
    # Loaded only when a programme is needed, which is seldom: it takes a second.
    from scipy.optimize import Bounds, LinearConstraint, milp

    count, basis = len(model.groups), model.basis
    relation = -basis.rows.T.astype(float)
    matrix = np.zeros((count, count))
    matrix[:, list(basis.pivots)] = relation
    matrix[np.arange(count), np.arange(count)] += basis.unit
    weights = np.array([weight for weight, _ in limits] + [np.ones(count)])
    bound = np.array([most for _, most in limits] + [np.inf])
    low = np.array([-np.inf] * len(limits) + [1.0])
    result = milp(
        np.zeros(count),
        integrality=np.ones(count),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(matrix, 0, 0), LinearConstraint(weights, low, bound)],
        options={"time_limit": SECONDS},
    )
    if result.x is None:
        return [], result.status == 2
    return np.flatnonzero(result.x > 0.5).tolist(), True
