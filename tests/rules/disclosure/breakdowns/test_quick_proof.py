"""The quick proof against trying all sets, in small offices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from medverk.rules.disclosure.breakdowns.counted import count_systems
from medverk.rules.disclosure.breakdowns.place import Place
from medverk.rules.disclosure.breakdowns.proving import Answer, Prover
from medverk.rules.disclosure.breakdowns.search import Verdict
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.template import Pattern, Templates, make_template
from medverk.rules.disclosure.breakdowns.together import prove_together
from medverk.rules.disclosure.breakdowns.trying import QuickProver
from medverk.rules.disclosure.figures import Block, Part
from medverk.rules.disclosure.parcels import Parcels
from medverk.rules.disclosure.policy import Policy
from medverk.rules.weeks import Week

KINDS, BLOCKS, STAFF = 4, 3, 3
POLICY = Policy()
SYSTEMS = (None, "q")
SIZES = np.ones(KINDS, dtype=np.int64)
COUNTS = st.lists(
    st.sampled_from((0, 0, 1, 2, 5, 9, 20, 40)),
    min_size=BLOCKS * STAFF * KINDS,
    max_size=BLOCKS * STAFF * KINDS,
)
LOOKERS = st.lists(st.booleans(), min_size=STAFF, max_size=STAFF)
RUNS = st.sampled_from(((0, 1, 2), (0, 0, 1), (0, 1, 1), (0, 0, 0)))
ROWS = st.lists(
    st.builds(
        Row,
        st.integers(1, 2**KINDS - 2),
        st.just(frozenset(range(BLOCKS))),
    ),
    min_size=1,
    max_size=5,
)


def place_of(counts: list[int], own: list[bool], runs: tuple[int, ...] = (0, 1, 2)) -> Place:
    """An office with these responses; its one question is answered by most, in two ways."""
    table = np.array(counts, dtype=np.int64).reshape(BLOCKS, STAFF, KINDS)
    block, who, kind = (each.ravel() for each in np.indices(table.shape))
    n = table.ravel()
    weeks = [Week(2026, 1 + at) for at in range(BLOCKS)]
    return Place(
        "office",
        (),
        tuple(Block(f"b{at}", "office", (Part("office", w, w),), 1) for at, w in enumerate(weeks)),
        {"q": runs},
        tuple("abc"),
        np.array(own),
        block,
        kind,
        who,
        n,
        {"q": Parcels.of(np.stack([n - n // 2, n // 5], axis=1))},
    )


def find_forbidden(place: Place, rows: list[Row], system: str | None, without: int) -> bool:
    """Whether some set that these figures and the totals tell is no group, by trying all sets.

    `without` is the counsellor whose own responses are left out, or -1.
    """
    categories = place.responses[None] if system is None else place.answers[system].unpack()
    categories = categories.T
    runs = np.array(place.every_run(system))[place.block]
    kept = (categories.sum(axis=1) > 0) & (place.who != without)
    atoms, atom = np.unique(runs[kept] * KINDS + place.kind[kept], return_inverse=True)
    by_staff = np.zeros((len(atoms), STAFF, categories.shape[1]), dtype=np.int64)
    np.add.at(by_staff, (atom, place.who[kept]), categories[kept])
    figures = [[row.mask >> int(each % KINDS) & 1 for each in atoms] for row in rows]
    figures += [(atoms // KINDS == run).tolist() for run in set(runs.tolist())]
    # A set can be told if it is a sum of figures: if it has no part outside what they span.
    spanned = np.linalg.pinv(np.array(figures, dtype=float)) @ np.array(figures, dtype=float)
    sets = np.arange(1, 2 ** len(atoms))[:, None] >> np.arange(len(atoms)) & 1
    told = sets[np.abs(sets @ (np.eye(len(atoms)) - spanned)).max(axis=1, initial=0) < 1e-6]
    found = np.einsum("sa,awc->swc", told, by_staff)
    size, most_alike = found.sum(axis=(1, 2)), found.sum(axis=1).max(axis=1, initial=0)
    few_alike = (size < 2 * POLICY.responses) & (size == most_alike) & (system is not None)
    staff = (found.sum(axis=2) > 0).sum(axis=1)
    return bool(
        ((size < POLICY.responses) | (staff < POLICY.counsellors) | few_alike)[size > 0].any()
    )


def is_covered(place: Place, system: str | None, without: int) -> bool:
    """Whether the totals themselves are groups: if not, that is no matter of breakdowns."""
    return not find_forbidden(place, [], system, without)


@settings(max_examples=500)
@given(COUNTS, LOOKERS, ROWS, RUNS, st.sampled_from(SYSTEMS))
def test_what_it_says_is_so_when_all_sets_are_tried(
    counts: list[int], own: list[bool], rows: list[Row], runs: tuple[int, ...], system: str | None
) -> None:
    place = place_of(counts, own, runs)
    lookers = [-1, *np.flatnonzero(own).tolist()]
    if not all(is_covered(place, system, each) for each in lookers):
        return
    found = QuickProver(POLICY, place, Templates(SIZES)).prove(rows, system)
    forbidden = [find_forbidden(place, rows, system, each) for each in lookers]
    if found is not None and found.verdict is Verdict.SAFE:
        assert not any(forbidden)
    if found is not None and found.verdict is Verdict.LEAK:
        assert forbidden[0]


@given(st.lists(st.tuples(COUNTS, LOOKERS), min_size=1, max_size=3), ROWS, st.sampled_from(SYSTEMS))
def test_what_neighbours_settle_is_settled_for_each_who_may_look(
    offices: list[tuple[list[int], list[bool]]], rows: list[Row], system: str | None
) -> None:
    masks = tuple(row.mask for row in rows)
    template = make_template(SIZES, Pattern(masks, tuple(range(KINDS))))
    if template is None or len(template.rows) == 1:
        return
    stage = template.first[1]
    places = [place_of(counts, own) for counts, own in offices]
    counted = count_systems(places, [system], KINDS)[system]
    together = counted[0].together.look(stage, POLICY)
    for number, each in enumerate(counted):
        seen = together.of(number)
        settled, bounded = each.settle_exactly(stage, POLICY)
        assert settled[seen.settled].all()
        assert bounded[seen.settled].all()
        neither = ~seen.settled & ~seen.in_doubt
        assert not settled[neither].any()
        assert bounded[neither].all()


@given(st.lists(st.tuples(COUNTS, LOOKERS), min_size=2, max_size=3), ROWS)
def test_places_beside_each_other_get_the_answers_that_each_gets_alone(
    offices: list[tuple[list[int], list[bool]]], rows: list[Row]
) -> None:
    places = [place_of(counts, own) for counts, own in offices]
    provers = [Prover(POLICY, each, SYSTEMS, templates=Templates(SIZES)) for each in places]
    alone = [prover.prove(rows) for prover in provers]
    templates = Templates(SIZES)
    beside = prove_together(
        [Prover(POLICY, each, SYSTEMS, templates=templates) for each in places],
        [rows] * len(places),
    )
    assert [say(answer) for answer in beside] == [say(answer) for answer in alone]


def say(answer: Answer) -> tuple[object, ...]:
    """All that an answer says."""
    found = answer.finding
    return answer.question, answer.quick, found.verdict, found.multiples, found.unit


def test_a_question_that_nobody_answered_tells_nothing() -> None:
    place = place_of([20] * (BLOCKS * STAFF * KINDS), [True] * STAFF)
    nobody = Parcels.of(np.zeros((len(place.block), 2), dtype=np.int64))
    silent = replace(place, answers={"q": nobody})
    answers = prove_together(
        [Prover(POLICY, each, ("q",), templates=Templates(SIZES)) for each in (place, silent)],
        [[Row(1, place.every)]] * 2,
    )
    assert [(answer.safe, answer.quick) for answer in answers] == [(True, True)] * 2


def test_it_counts_what_is_left_without_the_one_who_looks() -> None:
    counts = [7, 0, 0, 100, 5, 0, 0, 100, 5, 0, 0, 100] + [0] * 24
    rows = [Row(1, frozenset(range(BLOCKS)))]
    for own, verdict in (([False] * 3, Verdict.SAFE), ([True, False, False], Verdict.DOUBT)):
        found = QuickProver(POLICY, place_of(counts, own), Templates(SIZES)).prove(rows, None)
        assert found is not None
        assert found.verdict is verdict


def test_twenty_who_answered_alike_are_not_told_apart_from_the_others() -> None:
    counts = [10, 0, 0, 100, 10, 0, 0, 100, 0, 0, 0, 100] + [0] * 24
    place = place_of(counts, [False] * STAFF)
    rows = [Row(1, place.every)]
    alike = np.where(place.kind == 0, place.responses, 0)
    for category, verdict in ((alike, None), (alike // 2, Verdict.SAFE)):
        answers = np.stack([place.responses - category, category], axis=1)
        answers[place.kind == 0] = answers[place.kind == 0][:, ::-1]
        told = replace(place, answers={"q": Parcels.of(answers)})
        found = QuickProver(POLICY, told, Templates(SIZES)).prove(rows, "q")
        assert (found.verdict if found else None) is verdict


@given(COUNTS, ROWS)
def test_a_leak_is_told_by_multiples_that_give_a_set_of_too_few(
    counts: list[int], rows: list[Row]
) -> None:
    place = place_of(counts, [False] * STAFF)
    found = QuickProver(POLICY, place, Templates(SIZES)).prove(rows, None)
    if found is None or found.verdict is not Verdict.LEAK:
        return
    size = 0
    for at, block in enumerate(place.by_block_and_kind.tolist()):
        numbers = [
            (sum(times for times, row in zip(found.multiples, rows, strict=True)
                 if row.mask >> kind & 1 and at in row.blocks), n)
            for kind, n in enumerate(block) if n
        ]  # fmt: skip
        low = min((number for number, _ in numbers), default=0)
        assert {number - low for number, _ in numbers} <= {0, found.unit}
        size += sum(n for number, n in numbers if number > low)
    assert 0 < size < POLICY.responses
