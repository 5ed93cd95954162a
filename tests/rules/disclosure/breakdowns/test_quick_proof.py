"""The quick proof against the search: what it settles, the search settles in the same way."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.disclosure.breakdowns.counted import Counted
from medverk.rules.disclosure.breakdowns.place import Place
from medverk.rules.disclosure.breakdowns.proving import Prover
from medverk.rules.disclosure.breakdowns.search import Verdict
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.template import Templates, make_template
from medverk.rules.disclosure.figures import Block, Part
from medverk.rules.disclosure.policy import Policy
from medverk.rules.weeks import Week

KINDS, BLOCKS, STAFF = 4, 3, 3
POLICY = Policy()
MASKS = st.sets(st.integers(1, 2**KINDS - 2), min_size=1, max_size=4)
COUNTS = st.lists(
    st.sampled_from((0, 0, 1, 2, 5, 9, 20)),
    min_size=BLOCKS * STAFF * KINDS,
    max_size=BLOCKS * STAFF * KINDS,
)
LOOKERS = st.lists(st.booleans(), min_size=STAFF, max_size=STAFF)


def crowd(counts: list[int], own: list[bool]) -> np.ndarray:
    """By block, counsellor and kind."""
    return np.array(counts, dtype=np.float64).reshape(BLOCKS, STAFF, KINDS)


def place_of(counts: list[int], own: list[bool]) -> Place:
    """An office with these responses; its one question is answered by all, in two ways."""
    table = crowd(counts, own).astype(np.int64)
    block, who, kind = (each.ravel() for each in np.indices(table.shape))
    n = table.ravel()
    weeks = [Week(2026, 1 + at) for at in range(BLOCKS)]
    return Place(
        "office",
        (),
        tuple(Block(f"b{at}", "office", (Part("office", w, w),), 1) for at, w in enumerate(weeks)),
        {"q": tuple(range(BLOCKS))},
        tuple("abc"),
        np.array(own),
        block,
        kind,
        who,
        n,
        {"q": np.stack([n - n // 2, n // 2], axis=1)},
    )


@given(COUNTS, LOOKERS, MASKS)
def test_what_holds_surely_holds_counsellor_by_counsellor(
    counts: list[int], own: list[bool], masks: set[int]
) -> None:
    counted = Counted(crowd(counts, own), (), np.array(own))
    template = make_template(counted.everybody.sum(axis=0).astype(np.int64), sorted(masks))
    if template is None:
        return
    surely = counted.surely_hold(template, POLICY)
    for column in np.flatnonzero(surely):
        assert counted.exactly_hold(template.only(np.array([column])), POLICY)


def test_it_counts_what_is_left_without_the_one_who_looks() -> None:
    table = np.zeros((1, STAFF, KINDS))
    table[0] = [[7, 0, 0, 100], [5, 0, 0, 100], [5, 0, 0, 100]]
    template = make_template(np.array([17, 0, 0, 300]), [1])
    assert template is not None
    for own, holds in (([False] * STAFF, True), ([True, False, False], False)):
        counted = Counted(table, (), np.array(own))
        assert counted.holds(template, POLICY) is holds
        assert counted.surely_hold(template, POLICY).all() == holds


@given(COUNTS, LOOKERS, MASKS)
def test_the_search_comes_to_the_same_verdict(
    counts: list[int], own: list[bool], masks: set[int]
) -> None:
    place = place_of(counts, own)
    rows = [Row(mask, place.every) for mask in sorted(masks)]
    sizes = np.bincount(place.kind, place.responses, KINDS).astype(np.int64)
    quick = Prover(POLICY, place, (None, "q"), templates=Templates(POLICY, sizes))
    template = quick.find_template(rows)
    answer = None if template is None else quick.compare(template, rows)
    if answer is None:
        return
    slow = Prover(POLICY, place, (None, "q"), most_steps=100_000).prove(rows)
    assert slow.finding.verdict is answer.finding.verdict


@given(COUNTS, MASKS)
def test_a_leak_is_told_by_multiples_that_give_a_set_of_too_few(
    counts: list[int], masks: set[int]
) -> None:
    place = place_of(counts, [False] * STAFF)
    rows = [Row(mask, place.every) for mask in sorted(masks)]
    sizes = np.bincount(place.kind, place.responses, KINDS).astype(np.int64)
    prover = Prover(POLICY, place, (None,), templates=Templates(POLICY, sizes))
    template = prover.find_template(rows)
    answer = None if template is None else prover.compare(template, rows)
    if answer is None or answer.finding.verdict is not Verdict.LEAK:
        return
    unit, times = answer.finding.unit, answer.finding.multiples
    told = [
        sum(t for t, row in zip(times, rows, strict=True) if row.mask >> k & 1) for k in range(4)
    ]
    size = 0
    for block in place.by_block_and_kind:
        inside = [(told[kind], n) for kind, n in enumerate(block.tolist()) if n]
        low = min((level for level, _ in inside), default=0)
        assert {level - low for level, _ in inside} <= {0, unit}
        size += sum(n for level, n in inside if level > low)
    assert 0 < size < POLICY.responses
