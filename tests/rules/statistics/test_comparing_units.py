"""Funnels, shrunk estimates and rank intervals, against published figures and scipy."""

import random
from math import asin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, poisson_binom

from medverk.rules.statistics.funnel import Band, Count, Funnel, Standing, draw_funnel
from medverk.rules.statistics.intervals import estimate_share
from medverk.rules.statistics.overdispersion import (
    find_ratio,
    find_variance_between,
    quantile,
    winsorise,
)
from medverk.rules.statistics.ranks import count_distribution, find_interval, rank_units
from medverk.rules.statistics.shrunk import Observed, find_between, shrink, shrink_shares
from tests.rules.statistics.series import patient

COUNTS = st.lists(
    st.integers(1, 400).flatmap(
        lambda answered: st.builds(Count, st.integers(0, answered), st.just(answered))
    ),
    min_size=1,
    max_size=15,
)

# Thirteen trials of BCG vaccine: log risk ratios and their variances (R package metafor, dat.bcg).
BCG = [
    Observed(value, sqrt(variance))
    for value, variance in [
        *[(-0.8893, 0.3256), (-1.5854, 0.1946), (-1.3481, 0.4154), (-1.4416, 0.0200)],
        *[(-0.2175, 0.0512), (-0.7861, 0.0069), (-1.6209, 0.2230), (0.0120, 0.0040)],
        *[(-0.4694, 0.0564), (-1.3713, 0.0730), (-0.3394, 0.0124), (0.4459, 0.5325)],
        (-0.0173, 0.0714),
    ]
]
EIGHT_SCHOOLS = [  # Rubin (1981)
    Observed(value, error)
    for value, error in [
        *[(28, 15), (8, 10), (-3, 16), (7, 11), (-1, 9), (1, 11), (18, 10), (12, 18)]
    ]
]


# --- overdispersion ---


@patient
@given(st.lists(st.floats(-5, 5), min_size=1, max_size=30), st.floats(0, 1))
def test_its_quantile_is_numpys(values: list[float], share: float) -> None:
    assert quantile(values, share) == pytest.approx(np.quantile(values, share), abs=1e-9)


def test_it_draws_in_the_outer_tenths() -> None:
    scores = [float(each) for each in range(11)]
    assert winsorise(scores) == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]
    assert winsorise([*scores[:10], 1000.0]) == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]


def test_trimming_nothing_changes_nothing() -> None:
    assert winsorise([3.0, -7.0, 1.0], 0) == [3.0, -7.0, 1.0]


@pytest.mark.parametrize("trimmed", [-0.1, 0.5, 1])
def test_it_refuses_to_trim_all(trimmed: float) -> None:
    with pytest.raises(ValueError, match="both ends"):
        winsorise([1.0], trimmed)


def test_it_refuses_nothing() -> None:
    for act in (lambda: winsorise([]), lambda: find_ratio([]), lambda: draw_funnel([])):
        with pytest.raises(ValueError, match="no "):
            act()
    with pytest.raises(ValueError, match="above 0"):
        find_variance_between(1.0, [1.0, 0.0])


def test_it_gives_the_variance_worked_out_by_hand() -> None:
    """n = 3, s = 1: w = 1, Σw - Σw²/Σw = 3 - 1 = 2; φ = 2: (6 - 2) / 2 = 2."""
    assert find_variance_between(2.0, [1.0, 1.0, 1.0]) == 2.0
    assert find_variance_between(0.5, [1.0, 1.0, 1.0]) == 0.0  # less than chance
    assert find_variance_between(9.0, [1.0]) == 0.0  # alone


# --- funnel ---


def test_its_plain_limits_are_those_of_the_formula() -> None:
    funnel = Funnel(0.5, 1.0, 0.0)
    assert funnel.plain_band(100) == Band(0.5 - 0.098, 0.5 + 0.098)
    wide = funnel.plain_band(100, 3.09)
    assert (wide.low, wide.high) == pytest.approx((0.3455, 0.6545))
    assert Funnel(0.9, 1.0, 0.0).plain_band(4) == Band(pytest.approx(0.606), 1.0)
    assert Funnel(0.1, 1.0, 0.0).plain_band(4) == Band(0.0, pytest.approx(0.394))


@patient
@given(COUNTS)
def test_it_agrees_with_the_formulas_in_numpy(units: list[Count]) -> None:
    chosen = np.array([unit.chosen for unit in units])
    answered = np.array([unit.answered for unit in units])
    share = chosen.sum() / answered.sum()
    error = 1 / (2 * np.sqrt(answered))
    z = (np.arcsin(np.sqrt(chosen / answered)) - np.arcsin(np.sqrt(share))) / error
    z = np.clip(z, *np.quantile(z, [0.1, 0.9]))
    ratio, weights, n = (z**2).mean(), error**-2, len(units)
    spare = weights.sum() - (weights**2).sum() / weights.sum()
    between = max(0.0, (n * ratio - (n - 1)) / spare) if n > 1 else 0.0
    found = draw_funnel(units)
    assert (found.share, found.ratio) == pytest.approx((share, ratio), abs=1e-9)
    assert found.between == pytest.approx(between, abs=1e-9)


@patient
@given(COUNTS, st.integers(1, 400))
def test_its_bands_hold_the_share_and_narrow_with_answers(
    units: list[Count], answered: int
) -> None:
    funnel = draw_funnel(units)
    small, large = funnel.band(answered), funnel.band(answered + 50)
    outer = funnel.band(answered, 3.09)
    lows = [0, outer.low, small.low, large.low, funnel.share + 1e-12]
    highs = [funnel.share - 1e-12, large.high, small.high, outer.high, 1]
    assert (lows, highs) == (sorted(lows), sorted(highs))


def test_overdispersion_widens_the_limits() -> None:
    calm, spread = Funnel(0.8, 1.0, 0.0), Funnel(0.8, 4.0, 0.01)
    assert spread.band(100).low < calm.band(100).low
    assert spread.band(100).high > calm.band(100).high
    assert calm.band(100).low == pytest.approx(calm.plain_band(100).low, abs=0.01)


@pytest.mark.parametrize(
    ("chosen", "standing"),
    [
        (50, Standing.WITHIN),
        (59, Standing.WITHIN),
        (61, Standing.HIGH),
        (65, Standing.HIGH),  # the outer limits are 0.348 and 0.652
        (35, Standing.LOW),
        (66, Standing.VERY_HIGH),
        (39, Standing.LOW),
        (34, Standing.VERY_LOW),
        (0, Standing.VERY_LOW),
        (100, Standing.VERY_HIGH),
    ],
)
def test_it_places_a_unit(chosen: int, standing: Standing) -> None:
    assert Funnel(0.5, 1.0, 0.0).standing(Count(chosen, 100)) is standing


@pytest.mark.parametrize(
    ("share", "unit", "standing"),
    [
        (1.0, Count(50, 50), Standing.WITHIN),  # on a limit is within it
        (0.0, Count(0, 50), Standing.WITHIN),
        (0.5, Count(3, 3), Standing.HIGH),  # the outer limit of three is all of them
        (0.5, Count(0, 3), Standing.LOW),
        (0.5, Count(501_542, 1_000_000), Standing.HIGH),  # 3.084 standard errors
        (0.5, Count(501_548, 1_000_000), Standing.VERY_HIGH),  # 3.096
        (0.5, Count(498_452, 1_000_000), Standing.VERY_LOW),
    ],
)
def test_its_limits_stand_where_they_are_said_to(
    share: float, unit: Count, standing: Standing
) -> None:
    assert Funnel(share, 1.0, 0.0).standing(unit) is standing


def test_one_outlier_does_not_hide_itself_in_the_limits() -> None:
    units = [Count(80 + each, 100) for each in (-4, -3, -2, -1, 0, 0, 1, 2, 3, 4)]
    units.append(Count(40, 100))
    assert [draw_funnel(units).standing(unit) for unit in units] == [
        *[Standing.WITHIN] * 10,
        Standing.VERY_LOW,
    ]


@pytest.mark.parametrize(("chosen", "answered"), [(0, 0), (-1, 3), (4, 3)])
def test_it_refuses_what_is_no_proportion(chosen: int, answered: int) -> None:
    with pytest.raises(ValueError, match="is not a proportion"):
        Count(chosen, answered)


# --- shrunk estimates ---


def test_it_gives_the_published_heterogeneity() -> None:
    assert find_between(BCG) == pytest.approx(0.3088, abs=0.0005)  # metafor, method DL
    assert find_between(EIGHT_SCHOOLS) == 0.0


def test_schools_that_differ_by_chance_alone_all_get_the_mean() -> None:
    found = shrink(EIGHT_SCHOOLS)
    assert {(round(each.value, 2), round(each.error, 2), each.own) for each in found} == {
        (7.69, 4.07, 0.0)
    }


def test_it_leans_on_the_others_as_the_formula_says() -> None:
    """Two units at 0 and 10 with errors of 1: μ = 5, Q = 50, τ² = (50 - 1) / 1 = 49, B = 0.98."""
    low, high = shrink([Observed(0, 1), Observed(10, 1)])
    assert (low.value, high.value) == pytest.approx((0.1, 9.9))
    assert low.own == pytest.approx(0.98)
    assert low.error == pytest.approx(sqrt(0.98 + 0.02**2 * 25))


@patient
@given(COUNTS)
def test_a_shrunk_share_lies_within_its_interval_and_the_units(units: list[Count]) -> None:
    shares = [unit.share for unit in units]
    for found in shrink_shares(units):
        assert found.low - 1e-12 <= found.value <= found.high + 1e-12
        assert min(shares) - 1e-9 <= found.value <= max(shares) + 1e-9


def test_a_small_unit_leans_more_than_a_large_one() -> None:
    units = [Count(9, 10), Count(900, 1000), Count(50, 100), Count(60, 100), Count(55, 100)]
    small, large, *_ = shrink_shares(units)
    assert small.value < large.value < 0.9


def test_shrunk_estimates_come_nearer_the_truth_than_the_units_own() -> None:
    chance = random.Random(5)
    own = shrunk = 0.0
    for _ in range(100):
        truths = [min(max(chance.gauss(0.8, 0.04), 0), 1) for _ in range(13)]
        units = [Count(sum(chance.random() < truth for _ in range(50)), 50) for truth in truths]
        for truth, unit, found in zip(truths, units, shrink_shares(units), strict=True):
            own += (unit.share - truth) ** 2
            shrunk += (found.value - truth) ** 2
    assert shrunk < 0.6 * own


# --- ranks ---


@patient
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_it_counts_events_as_scipy_does(chances: list[float]) -> None:
    expected = poisson_binom.pmf(np.arange(len(chances) + 1), chances)
    found = count_distribution(np.array([chances, chances[::-1]]).reshape(2, -1))
    assert found == pytest.approx(np.array([expected, expected]), abs=1e-9)


@pytest.mark.parametrize(
    ("chances", "first", "last"),
    [
        ([1.0], 1, 1),
        ([0.02, 0.96, 0.02], 2, 2),
        ([0.03, 0.94, 0.03], 1, 3),
        ([0.5, 0.5, 0.0], 1, 2),
        ([0.0, 0.0, 1.0], 3, 3),
    ],
)
def test_it_takes_the_middle_95_percent(chances: list[float], first: int, last: int) -> None:
    found = find_interval(chances)
    assert (found.first, found.last, found.leads) == (first, last, chances[0])


def test_units_far_apart_have_one_place_each() -> None:
    units = shrink([Observed(value, 0.1) for value in (5, 20, 10)])
    places = [(each.first, each.last) for each in rank_units(units)]
    assert places == [(3, 3), (1, 1), (2, 2)]
    turned = [(each.first, each.last) for each in rank_units(units, high_is_first=False)]
    assert turned == [(1, 1), (3, 3), (2, 2)]


def test_units_that_do_not_differ_can_be_anywhere() -> None:
    found = rank_units(shrink(EIGHT_SCHOOLS))
    assert {(each.first, each.last) for each in found} == {(1, 8)}
    assert found[0].leads == pytest.approx(1 / 8, abs=0.01)


def test_it_agrees_with_drawing_the_truth_many_times() -> None:
    units = shrink(BCG)
    drawn = norm.rvs(
        loc=[[unit.value for unit in units]],
        scale=[[unit.spread for unit in units]],
        size=(20_000, len(units)),
        random_state=1,
    )
    ranks = len(units) - drawn.argsort(axis=1).argsort(axis=1)
    for place, found in enumerate(rank_units(units)):
        low, high = np.quantile(ranks[:, place], [0.025, 0.975])
        assert (found.first, found.last) == pytest.approx((low, high), abs=1)
        assert found.leads == pytest.approx((ranks[:, place] == 1).mean(), abs=0.02)


def test_thirteen_units_of_a_county_have_wide_intervals() -> None:
    """42 to 171 answers each: places are known to within 10 or so [statistics.md]."""
    chance = random.Random(3)
    answered = [42 + 129 * unit // 12 for unit in range(13)]
    widths = []
    for _ in range(10):
        units = []
        for n in answered:
            truth = chance.gauss(0.78, 0.03)
            units.append(Count(sum(chance.random() < truth for _ in range(n)), n))
        observed = [Observed(asin(sqrt(u.share)), 1 / (2 * sqrt(u.answered))) for u in units]
        widths += [each.last - each.first + 1 for each in rank_units(shrink(observed))]
    assert 9 <= sum(widths) / len(widths) <= 13


def test_nobody_has_no_rank() -> None:
    with pytest.raises(ValueError, match="no units"):
        rank_units([])
    with pytest.raises(ValueError, match="no units"):
        shrink([])


@pytest.mark.parametrize(("chosen", "answered"), [(0, 1), (3, 10), (81, 263), (171, 171)])
def test_wilsons_interval_is_the_formula_of_the_statistics(chosen: int, answered: int) -> None:
    z, x, n = norm.ppf(0.975), chosen, answered
    root = z * sqrt(z**2 + 4 * x * (1 - x / n))
    ends = [(2 * x + z**2 + sign * root) / (2 * (n + z**2)) for sign in (-1, 1)]
    found = estimate_share(chosen, answered)
    assert (found.low, found.high) == pytest.approx((ends[0], ends[1]), abs=1e-9)
