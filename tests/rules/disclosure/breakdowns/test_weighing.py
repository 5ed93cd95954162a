"""What is settled by weighing, against the same said response by response."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.disclosure.breakdowns.system import Row, System, make_system
from medverk.rules.disclosure.breakdowns.weighing import Numbering, Scale
from medverk.rules.disclosure.parcels import Parcels
from medverk.rules.disclosure.policy import Policy

from .test_quick_proof import BLOCKS, COUNTS, KINDS, LOOKERS, RUNS, SYSTEMS, place_of

POLICIES = st.sampled_from((Policy(), Policy(counsellors=3), Policy(responses=5)))
ROWS = st.lists(
    st.builds(
        Row,
        st.integers(1, 2**KINDS - 1),
        st.frozensets(st.integers(0, BLOCKS - 1), min_size=1),
    ),
    min_size=1,
    max_size=4,
)
NUMBERS = st.sampled_from((0, 0, 0, 1, 1, 1, 2))
TRIALS = st.lists(st.tuples(NUMBERS, st.booleans()), min_size=16, max_size=16)


def is_settled(
    policy: Policy, system: System, told: dict[int, int], unit: int, looker: int | None
) -> bool:
    """Whether there is no set in which signs have these numbers, or it certainly holds a group."""
    entries = list(
        zip(system.cell.tolist(), system.who.tolist(), system.sign.tolist(), system.n, strict=True)
    )
    seen: list[set[int]] = [
        {told[sign] for at, who, sign, _ in entries if (at, sign in told) == (cell, True)
         and who != looker}
        for cell in range(system.cells)
    ]  # fmt: skip
    if any(abs(a - b) != unit for numbers in seen for a, b in combinations(numbers, 2)):
        return True
    everybody: list[set[int]] = [
        {told[sign] for at, _, sign, _ in entries if at == cell and sign in told}
        for cell in range(system.cells)
    ]
    size, by_staff = 0, dict.fromkeys(range(system.staff), 0)
    alike = np.zeros(1 if system.categories is None else system.categories.shape[1])
    for row, (cell, who, sign, n) in enumerate(entries):
        if sign in told and told[sign] - unit in seen[cell] and who != looker:
            size += n
        if sign in told and told[sign] - unit in everybody[cell]:
            by_staff[who] += n
            if system.categories is not None:
                alike += system.categories[row]
    others = sorted((n for who, n in by_staff.items() if who != looker), reverse=True)
    if size < policy.responses or size <= sum(others[: policy.counsellors - 1]):
        return False
    return system.categories is None or size >= 2 * policy.responses or size > alike.max()


@given(COUNTS, LOOKERS, ROWS, RUNS, st.sampled_from(SYSTEMS), POLICIES, st.data())
def test_it_settles_in_each_trial_what_is_settled_for_each_who_may_look(
    counts: list[int],
    own: list[bool],
    rows: list[Row],
    runs: tuple[int, ...],
    question: str | None,
    policy: Policy,
    data: st.DataObject,
) -> None:
    place = place_of(counts, own, runs)
    if data.draw(st.booleans()):
        # Kind by kind, all chose the same.
        chosen = np.stack([place.kind < KINDS - 1, place.kind == KINDS - 1], axis=1)
        place = replace(place, answers={"q": Parcels.of(chosen * place.responses[:, None])})
    system = make_system(place, question, rows)
    signs = len(system.signs)
    if not signs:
        return
    order = np.array(data.draw(st.permutations(range(signs))))
    trials = data.draw(st.lists(TRIALS, min_size=1, max_size=4))
    unit = data.draw(st.sampled_from((1, 1, 2)))
    number = np.array([[each for each, _ in trial[:signs]] for trial in trials])
    known = np.array([[is_known for _, is_known in trial[:signs]] for trial in trials])
    settled = Scale.of(system, order).weigh(policy, Numbering.of(number, known, unit))
    for at, found in enumerate(settled.tolist()):
        told = {int(order[each]): int(number[at, each]) for each in np.flatnonzero(known[at])}
        lookers = [None, *np.flatnonzero(system.own).tolist()]
        assert found == [is_settled(policy, system, told, unit, looker) for looker in lookers]
