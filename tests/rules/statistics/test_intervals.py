"""Intervals against published values, and against simulation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from medverk.rules.statistics.intervals import Z95, Interval, mean_interval, student_t, wilson


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
    found = wilson(chosen, answered)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 10_000), st.data())
def test_it_holds_the_share_and_stays_within_nought_and_one(
    answered: int, data: st.DataObject
) -> None:
    chosen = data.draw(st.integers(0, answered))
    found = wilson(chosen, answered)
    assert 0 <= found.low <= chosen / answered <= found.high <= 1


@pytest.mark.parametrize(("chosen", "answered"), [(0, 0), (-1, 5), (6, 5)])
def test_it_refuses_what_is_no_proportion(chosen: int, answered: int) -> None:
    with pytest.raises(ValueError, match="is not a proportion"):
        wilson(chosen, answered)


@pytest.mark.parametrize("freedom", [14, 20, 50, 1000])
def test_its_quantile_is_students(freedom: int) -> None:
    assert student_t(Z95, freedom) == pytest.approx(student.ppf(0.975, freedom), abs=0.002)


def test_it_gives_the_textbook_interval_of_a_mean() -> None:
    # 2, 3, 3, 4, 4, 4, 5, 5, 5, 5: mean 4.0, s = 1.0541, t(9) = 2.262
    found = mean_interval((0, 1, 2, 3, 4))
    assert found is not None
    assert (round(found.low, 2), round(found.high, 2)) == (3.25, 4.75)


@pytest.mark.parametrize("counts", [(0, 0, 0), (0, 1, 0), (0, 40, 0)])
def test_it_does_not_pretend_certainty_where_the_spread_is_unknown(
    counts: tuple[int, ...],
) -> None:
    assert mean_interval(counts) is None


@given(st.lists(st.integers(0, 500), min_size=3, max_size=6))
def test_an_interval_of_a_mean_stays_on_the_scale(counts: list[int]) -> None:
    found = mean_interval(counts)
    assert found is None or 1 <= found.low <= found.high <= len(counts)


@pytest.mark.parametrize(
    ("one", "other", "touching"),
    [
        (Interval(0.1, 0.2), Interval(0.3, 0.4), False),
        (Interval(0.1, 0.3), Interval(0.3, 0.4), True),
        (Interval(0.1, 0.9), Interval(0.3, 0.4), True),
    ],
)
def test_it_sees_whether_intervals_overlap(one: Interval, other: Interval, touching: bool) -> None:
    assert (one.overlaps(other), other.overlaps(one)) == (touching, touching)
