"""Intervals against published values, and against simulation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from medverk.rules.statistics.intervals import (
    Z95,
    Estimate,
    estimate_mean,
    estimate_share,
    student_t,
)


@pytest.mark.parametrize(
    ("chosen", "answered", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe (1998), table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_it_gives_the_published_wilson_intervals(
    chosen: int, answered: int, low: float, high: float
) -> None:
    found = estimate_share(chosen, answered)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 10_000), st.data())
def test_it_holds_the_share_and_stays_within_nought_and_one(
    answered: int, data: st.DataObject
) -> None:
    chosen = data.draw(st.integers(0, answered))
    found = estimate_share(chosen, answered)
    assert 0 <= found.low <= chosen / answered <= found.high <= 1


@pytest.mark.parametrize(("chosen", "answered"), [(0, 0), (-1, 5), (6, 5)])
def test_it_refuses_what_is_no_proportion(chosen: int, answered: int) -> None:
    with pytest.raises(ValueError, match="is not a proportion"):
        estimate_share(chosen, answered)


@pytest.mark.parametrize("freedom", [14, 20, 50, 1000])
def test_its_quantile_is_students(freedom: int) -> None:
    assert student_t(Z95, freedom) == pytest.approx(student.ppf(0.975, freedom), abs=0.002)


def test_it_gives_the_textbook_interval_of_a_mean() -> None:
    # 2, 3, 3, 4, 4, 4, 5, 5, 5, 5: mean 4.0, s = 1.0541, t(9) = 2.262
    found = estimate_mean((0, 1, 2, 3, 4))
    assert (round(found.low, 2), round(found.high, 2)) == (3.25, 4.75)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((0, 40, 0), 1.91, 2.09), ((0, 0, 40), 2.82, 3.0), ((30, 0, 0), 1.0, 1.23)],
)
def test_it_does_not_pretend_certainty_where_all_chose_alike(
    counts: tuple[int, ...], low: float, high: float
) -> None:
    found = estimate_mean(counts)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


def test_it_refuses_a_mean_of_nothing() -> None:
    with pytest.raises(ValueError, match="no answers"):
        estimate_mean((0, 0, 0))


@given(st.lists(st.integers(0, 500), min_size=3, max_size=6).filter(any))
def test_an_interval_of_a_mean_stays_on_the_scale(counts: list[int]) -> None:
    found = estimate_mean(counts)
    assert 1 <= found.low <= found.value <= found.high <= len(counts)


@pytest.mark.parametrize(
    ("one", "other", "touching"),
    [
        (Estimate(0.2, 0.1, 0.2), Estimate(0.2, 0.3, 0.4), False),
        (Estimate(0.2, 0.1, 0.3), Estimate(0.2, 0.3, 0.4), True),
        (Estimate(0.2, 0.1, 0.9), Estimate(0.2, 0.3, 0.4), True),
    ],
)
def test_it_sees_whether_intervals_overlap(one: Estimate, other: Estimate, touching: bool) -> None:
    assert (one.overlaps(other), other.overlaps(one)) == (touching, touching)
