"""A sample that anyone can draw again, in proportion; reviewers who never review their own [Q1]."""

import subprocess
import sys
from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.sampling import (
    Assigned,
    Listed,
    SampleFault,
    Stratify,
    allocate,
    assign,
    digest_list,
    draw,
    judge_list,
    judge_sample,
    rank,
)

WHO = st.sampled_from(["D1", "D2", "D3", "D4"])
CASES = st.dictionaries(
    st.text("abc0123", min_size=1, max_size=6), st.tuples(WHO, st.sampled_from("xyz")), min_size=1
).map(lambda found: [Listed(ref, who, kind) for ref, (who, kind) in found.items()])


def listed(**counts: int) -> list[Listed]:
    return [Listed(f"{who}-{n}", who, "aap") for who, many in counts.items() for n in range(many)]


def test_the_digest_is_the_one_that_sha256sum_gives():
    cases = [Listed("b", "D2", "aap"), Listed("a", "D1", "dp")]
    assert digest_list(cases) == sha256(b"a;D1;dp\nb;D2;aap\n").hexdigest()


def test_the_order_is_the_one_that_sha256sum_gives():
    assert rank("s", "a") == sha256(b"s:a").hexdigest()
    cases = listed(D1=6, D2=6)
    drawn = draw(cases, 4, "s", Stratify.KIND)
    names = sorted((sha256(f"s:{case.reference}".encode()).hexdigest(), case) for case in cases)
    assert drawn == tuple(case for _, case in names[:4])


def test_it_is_the_same_on_another_machine():
    """A new process, with another seed of Python's own hashes."""
    script = (
        "from medverk.rules.sampling import *;"
        "print(' '.join(c.reference for c in draw("
        "[Listed(f'{w}-{n}', w, 'aap') for w in ('D1', 'D2', 'D3') for n in range(9)],"
        "7, 'abc', Stratify.COUNSELLOR)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    here = draw(listed(D1=9, D2=9, D3=9), 7, "abc", Stratify.COUNSELLOR)
    assert said.stdout.split() == [case.reference for case in here]


@given(CASES, st.data())
def test_the_same_seed_and_list_give_the_same_sample_in_whatever_order(cases, data):
    wanted = data.draw(st.integers(0, len(cases)))
    by = data.draw(st.sampled_from(Stratify))
    shuffled = data.draw(st.permutations(cases))
    assert draw(cases, wanted, "seed", by) == draw(shuffled, wanted, "seed", by)
    assert digest_list(cases) == digest_list(shuffled)


@given(CASES, st.data(), st.text(max_size=5))
def test_it_draws_as_many_as_wanted_in_proportion_and_none_twice(cases, data, seed):
    wanted = data.draw(st.integers(0, len(cases)))
    by = data.draw(st.sampled_from(Stratify))
    drawn = draw(cases, wanted, seed, by)
    assert len(set(drawn)) == len(drawn) == wanted
    assert set(drawn) <= set(cases)
    sizes, taken = (Counter(case.stratum(by) for case in some) for some in (cases, drawn))
    for name, size in sizes.items():
        assert abs(taken[name] - wanted * size / len(cases)) < 1


@pytest.mark.parametrize(
    ("sizes", "wanted", "shares"),
    [
        ({"a": 50, "b": 30, "c": 20}, 10, {"a": 5, "b": 3, "c": 2}),
        ({"a": 2, "b": 1}, 2, {"a": 1, "b": 1}),
        ({"a": 5, "b": 5}, 3, {"a": 2, "b": 1}),
        ({"a": 3}, 0, {"a": 0}),
    ],
)
def test_it_shares_by_largest_remainder(sizes, wanted, shares):
    assert allocate(sizes, wanted) == shares


def test_it_cannot_draw_more_than_there_are():
    with pytest.raises(ValueError, match="cannot be drawn"):
        draw(listed(D1=2), 3, "s", Stratify.KIND)


@pytest.mark.parametrize(
    ("cases", "wanted", "fault"),
    [
        (listed(D1=5, D2=5), 10, None),
        (listed(D1=5, D2=5), 11, SampleFault.TOO_SHORT),
        (listed(D1=20), 10, SampleFault.ONE_COUNSELLOR),
    ],
)
def test_a_list_must_be_long_enough_and_of_more_than_one(cases, wanted, fault):
    assert judge_list(cases, wanted) is fault


def test_every_seed_draws_another_sample():
    cases = listed(D1=30, D2=30)
    samples = {draw(cases, 10, str(seed), Stratify.KIND) for seed in range(50)}
    assert len(samples) == 50


def test_of_two_parts_alike_the_first_by_name_gets_one_more_whatever_the_seed():
    shares = {
        tuple(sorted(Counter(case.counsellor for case in drawn).items()))
        for seed in range(30)
        for drawn in [draw(listed(D2=5, D1=5), 3, str(seed), Stratify.COUNSELLOR)]
    }
    assert shares == {(("D1", 2), ("D2", 1))}


def test_each_case_has_the_same_chance():
    cases = listed(D1=10, D2=10)
    taken = Counter(
        case.reference for seed in range(2000) for case in draw(cases, 5, str(seed), Stratify.KIND)
    )
    assert min(taken.values()) > 400
    assert max(taken.values()) < 600


@given(CASES, st.sets(WHO), st.integers(1, 2), st.text(max_size=3))
def test_nobody_reviews_their_own_and_nobody_a_case_twice(cases, pool, each, seed):
    found = assign(cases, pool, each, seed)
    if isinstance(found, SampleFault):
        assert any(len(pool - {case.counsellor}) < each for case in cases)
        return
    assert [one.reference for one in found] == [case.reference for case in cases]
    for case, one in zip(cases, found, strict=True):
        assert len(set(one.reviewers)) == each
        assert set(one.reviewers) <= pool - {case.counsellor}


def test_the_work_is_shared_evenly():
    loads = Counter(
        who for one in assign(listed(D9=30), ["D1", "D2", "D3"], 2, "s") for who in one.reviewers
    )
    assert loads == {"D1": 20, "D2": 20, "D3": 20}


def test_who_has_much_already_gets_less():
    found = assign(listed(D9=3), ["D1", "D2"], 1, "s", {"D1": 5})
    assert found == tuple(Assigned(f"D9-{n}", ("D2",)) for n in range(3))


def test_the_first_reviewer_is_not_always_the_same_person():
    firsts = Counter(one.reviewers[0] for one in assign(listed(D9=60), ["D1", "D2"], 2, "s"))
    assert min(firsts.values()) > 15


def test_a_sample_of_one_counsellor_is_refused():
    assert judge_sample(listed(D1=3)) is SampleFault.ONE_COUNSELLOR
    assert judge_sample(listed(D1=3, D2=1)) is None
