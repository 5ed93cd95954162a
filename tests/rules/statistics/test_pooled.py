"""What units that did the same can tell together, against cases worked out by hand."""

import random
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from medverk.rules.statistics.aided import Moved, find_aided_change
from medverk.rules.statistics.intervals import Estimate
from medverk.rules.statistics.pooled import (
    Likeness,
    Pooled,
    Together,
    find_inconsistency,
    find_interval,
    judge_likeness,
    pool_effects,
)
from medverk.rules.statistics.shrunk import Observed
from medverk.rules.statistics.sisters import Around
from tests.rules.statistics.test_comparing_units import BCG

EFFECTS = st.lists(
    st.builds(Observed, st.floats(-50, 50), st.floats(0.1, 20)), min_size=3, max_size=12
)


def pooled(*values: float, error: float = 1.0) -> Pooled:
    found = pool_effects([Observed(value, error) for value in values])
    assert found is not None
    return found


def rounded(estimate: Estimate) -> tuple[float, float, float]:
    return round(estimate.value, 4), round(estimate.low, 4), round(estimate.high, 4)


# --- pooling ---


def test_it_pools_three_units_that_differ_as_chance_has_it() -> None:
    """Q = 2 with 2 degrees of freedom: τ² = 0; 2 ± 4.3027·√(1/3), the next 2 ± 12.7062·√(1/3)."""
    found = pooled(1, 2, 3)
    assert rounded(found.mean) == (2, -0.4841, 4.4841)
    assert rounded(found.next_unit) == (2, -5.3359, 9.3359)
    assert (found.between, found.inconsistency, found.together) == (0, 0, Together.UNCLEAR)


def test_it_pools_three_units_that_truly_differ() -> None:
    """Q = 32: τ² = (32 - 2)/(3 - 1) = 15, weights 1/16; 4 ± 4.3027·√(16/3); I² = 30/32."""
    found = pooled(0, 4, 8)
    assert rounded(found.mean) == (4, -5.9366, 13.9366)
    assert (round(found.between**2, 9), found.inconsistency) == (15, 0.9375)


def test_its_weights_follow_the_errors() -> None:
    """Q = 3.5: τ² = (3.5 - 2)/(6 - 18/6) = 0.5; weights as 1, 1 and 2: (1 + 2 + 2·3)/4."""
    found = pool_effects([Observed(1, 1), Observed(2, 1), Observed(3, 0.5)])
    assert found is not None
    assert found.mean.value == pytest.approx(2.25)


def test_units_that_agree_too_well_do_not_make_it_sure() -> None:
    assert rounded(pooled(2, 2, 2).mean) == (2, -0.4841, 4.4841)


def test_it_pools_the_bcg_trials_as_metafor_does() -> None:
    """DerSimonian-Laird: mean -0.7141, τ² 0.3088, I² 92.12 %."""
    found = pool_effects(BCG)
    assert found is not None
    assert found.mean.value == pytest.approx(-0.7141, abs=0.0005)
    assert found.between**2 == pytest.approx(0.3088, abs=0.0005)
    assert found.inconsistency == pytest.approx(0.9212, abs=0.0005)  # of rounded variances
    assert (found.together, found.likeness) == (Together.OTHER_WAY, Likeness.MUCH)


@pytest.mark.parametrize("units", [0, 1, 2])
def test_few_units_are_not_pooled(units: int) -> None:
    assert pool_effects([Observed(5, 0.1)] * units) is None


@pytest.mark.parametrize(
    ("values", "together"),
    [
        ((9, 10, 11), Together.EXPECTED_WAY),
        ((-9, -10, -11), Together.OTHER_WAY),
        ((-9, 10, 0), Together.UNCLEAR),
    ],
)
def test_it_says_which_way_only_when_the_whole_interval_does(
    values: tuple[float, ...], together: Together
) -> None:
    assert pooled(*values).together is together


@pytest.mark.parametrize(
    ("units", "inconsistency", "likeness"),
    [
        (4, 0.9, Likeness.TOO_FEW),
        (5, 0.0, Likeness.BY_CHANCE),
        (5, 0.49, Likeness.SOMEWHAT),
        (5, 0.5, Likeness.MUCH),
    ],
)
def test_it_says_whether_it_went_alike(
    units: int, inconsistency: float, likeness: Likeness
) -> None:
    assert judge_likeness(units, inconsistency) is likeness


def test_one_effect_has_an_interval_of_its_own() -> None:
    assert rounded(find_interval(Observed(3, 2))) == (3, -0.9199, 6.9199)


@given(EFFECTS)
def test_it_agrees_with_matrices(effects: list[Observed]) -> None:
    """The same by numpy and scipy, in another way of writing."""
    y, v = np.array([e.value for e in effects]), np.array([e.error**2 for e in effects])
    k, w = len(y), 1 / v
    q = w @ (y - (w @ y) / w.sum()) ** 2
    tau = max(0.0, (q - (k - 1)) / (w.sum() - (w @ w) / w.sum()))
    u = 1 / (v + tau)
    mean = (u @ y) / u.sum()
    factor = max(1.0, u @ (y - mean) ** 2 / (k - 1))
    reach = student.ppf(0.975, k - 1) * sqrt(factor / u.sum())
    found = pool_effects(effects)
    assert found is not None
    assert (found.mean.low, found.mean.high) == pytest.approx((mean - reach, mean + reach))
    assert found.between**2 == pytest.approx(tau, abs=1e-6)
    assert find_inconsistency(effects) == pytest.approx(max(0, (q - k + 1) / q if q else 0))


@given(EFFECTS)
def test_the_next_unit_is_never_surer_than_the_mean(effects: list[Observed]) -> None:
    found = pool_effects(effects)
    assert found is not None
    assert found.next_unit.low <= found.mean.low <= found.mean.high <= found.next_unit.high


@pytest.mark.parametrize("between", [0.0, 1.0, 3.0])
def test_its_interval_holds_the_truth_nineteen_times_in_twenty(between: float) -> None:
    chance = random.Random(7)
    held = 0
    for _ in range(1000):
        errors = [chance.uniform(0.5, 2) for _ in range(5)]
        effects = [Observed(chance.gauss(chance.gauss(4, between), e), e) for e in errors]
        found = pool_effects(effects)
        held += found is not None and found.mean.low <= 4 <= found.mean.high
    assert held >= 930


# --- one unit's effect ---


def unit(baseline: float, change: float, *, swings: float = 0.0, after: int = 7) -> Around:
    """12 points before and some after, that swing evenly about their means."""
    before = [baseline - swings, baseline + swings] * 6
    later = [baseline + change + swings * (number % 2 * 2 - 1) for number in range(after)]
    return Around(tuple(before), tuple(later))


SISTERS = [Moved(1, 2), Moved(2, 0), Moved(3, 1), Moved(4, 0), Moved(5, 2)]  # a flat line at 1


def test_its_effect_is_what_the_sisters_line_does_not_explain() -> None:
    """s² = 4/3 about the line; at baseline 5: 4 - 1, and √(4/3 · (1 + 1/5 + 4/10))."""
    found = find_aided_change(unit(5, 4), SISTERS, rises=True)
    assert found is not None
    assert (found.value, found.error) == pytest.approx((3, sqrt(4 / 3 * 1.6)))


def test_a_low_unit_that_rises_as_low_units_do_has_no_effect() -> None:
    """Each sister falls back by half of how far it was from 3: so would this one from 0."""
    sisters = [Moved(x, (3 - x) / 2 + 0.01 * (x % 2)) for x in (1, 2, 3, 4, 5)]
    found = find_aided_change(unit(0, 1.5), sisters, rises=True)
    assert found is not None
    assert found.value == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("baseline", [-4.0, 3.0, 6.0])
def test_it_is_a_forecast_from_a_sloping_line_as_numpy_makes_it(baseline: float) -> None:
    x, y = np.array([1.0, 2, 3, 4, 5]), np.array([4.0, 2.5, 2.0, 0.5, -1.5])
    (slope, level), (squares,), *_ = np.polyfit(x, y, 1, full=True)
    spread = squares / 3
    sisters = [Moved(*pair) for pair in zip(x, y, strict=True)]
    found = find_aided_change(unit(baseline, 4), sisters, rises=True)
    assert found is not None
    away = (baseline - 3) ** 2 / 10
    assert found.value == pytest.approx(4 - level - slope * baseline)
    assert found.error == pytest.approx(sqrt(spread * (1 + 1 / 5 + away)))


def test_sisters_from_one_level_say_no_more_of_units_far_from_it() -> None:
    alike = [Moved(3, change) for change in (0, 1, 2, 3, 4)]  # s² = 10/3
    errors = [find_aided_change(unit(x, 4), alike, rises=True) for x in (3, 30)]
    assert [found and found.error for found in errors] == [pytest.approx(2.0)] * 2


def test_it_is_turned_where_down_is_better() -> None:
    found = find_aided_change(unit(5, -4), SISTERS, rises=False)
    assert found is not None
    assert found.value == pytest.approx(5)


def test_a_unit_that_swings_more_than_its_sisters_differ_is_less_sure() -> None:
    restless = unit(5, 4, swings=9)
    found = find_aided_change(restless, SISTERS, rises=True)
    assert found is not None
    assert found.error == pytest.approx(sqrt(restless.noise**2 + 4 / 3 * 0.6))


@pytest.mark.parametrize(
    ("treated", "sisters"),
    [
        (unit(5, 4), SISTERS[:4]),
        (unit(5, 4, after=6), SISTERS),
        (unit(3, 1), [Moved(3, 1)] * 5),
    ],
)
def test_it_claims_nothing_without_enough_to_go_by(treated: Around, sisters: list[Moved]) -> None:
    assert find_aided_change(treated, sisters, rises=True) is None


@given(st.floats(-20, 20))
def test_what_happens_to_all_is_nobodys_effect(shift: float) -> None:
    moved = [Moved(s.baseline, s.change + shift) for s in SISTERS]
    found = find_aided_change(unit(5, 4 + shift), moved, rises=True)
    assert found is not None
    assert found.value == pytest.approx(3)
