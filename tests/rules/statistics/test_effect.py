"""What a unit's change is measured against, and the verdict."""

import random
from datetime import date, timedelta
from math import inf, sqrt

import numpy as np
import pytest
from bench import effects
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Measurement
from medverk.rules.statistics.sisters import (
    Around,
    Period,
    compare_with_sisters,
    find_scores,
    is_beyond_spread,
    split_around,
)
from medverk.rules.statistics.student import student_quantile
from medverk.rules.statistics.unaided import find_excess, find_slope
from medverk.rules.statistics.verdict import Judgement, Verdict, Why, judge_improvement
from tests.rules.statistics.series import NOISE, day, measure, patient

UP, DOWN = Direction.UP, Direction.DOWN
BEFORE = NOISE  # 16 points, mean 50.25, limits 50.25 ± 7.448
PERIOD = Period(day(16), day(16))


def sister(number: int, change: float = 0.0) -> list[float]:
    """28 values in which nothing happens but `change` after the 16th, each sister its own."""
    chance = random.Random(number)
    values = [50 + chance.gauss(0, 2) for _ in range(28)]
    return [*values[:16], *(value + change for value in values[16:])]


def judge(
    after: list[float],
    sisters: list[list[float]] | None = None,
    expected: Direction = UP,
    period: Period = PERIOD,
) -> Judgement:
    chosen = [sister(number) for number in range(12)] if sisters is None else sisters
    return judge_improvement(
        measure([*BEFORE, *after]), [measure(each) for each in chosen], period, expected
    )


# --- Student's t ---


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 11, 12, 30, 99])
@pytest.mark.parametrize("probability", [0.5, 0.6, 0.95, 0.975, 0.999])
def test_its_quantile_is_students(probability: float, freedom: int) -> None:
    expected = student.ppf(probability, freedom)
    assert student_quantile(probability, freedom) == pytest.approx(expected, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize(("probability", "freedom"), [(0.4, 3), (1.0, 3), (0.9, 0)])
def test_it_refuses_what_has_no_quantile(probability: float, freedom: int) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        student_quantile(probability, freedom)


# --- what happens by itself ---


def test_it_takes_out_what_a_low_baseline_brings() -> None:
    """Units that all return to 50 have changed by nothing else."""
    baselines = [44.0, 48, 50, 53, 55]
    excess = find_excess(baselines, [50 - baseline for baseline in baselines])
    assert (find_slope(baselines, [50 - each for each in baselines]), excess) == (
        -1,
        pytest.approx([0] * 5, abs=1e-9),
    )


def test_it_takes_out_what_happens_to_all() -> None:
    assert find_excess([1, 2, 3, 4], [7, 7, 7, 7]) == [0, 0, 0, 0]
    assert find_excess([5, 5, 5], [1, 2, 3])[1] == 0
    assert find_slope([5, 5, 5], [1, 2, 3]) == 0


def test_a_unit_that_the_line_must_meet_has_nothing_left() -> None:
    assert find_excess([0, 5, 5, 5], [9, 1, 2, 3])[0] == 0


@patient
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(-9, 9)), min_size=4, max_size=10))
def test_its_excess_is_numpys_studentised_residual(pairs: list[tuple[int, int]]) -> None:
    baselines, changes = [list(map(float, each)) for each in zip(*pairs, strict=True)]
    design = np.column_stack([np.ones(len(pairs)), baselines])
    hat = design @ np.linalg.pinv(design)
    free = 1 - np.diag(hat)
    residuals = np.array(changes) - hat @ changes
    expected = np.where(free > 1e-9, residuals / np.sqrt(np.maximum(free, 1e-9)), 0)
    assert find_excess(baselines, changes) == pytest.approx(list(expected), abs=1e-6)


# --- beside sister units ---


@pytest.mark.parametrize(
    ("before", "after", "enough"), [(12, 7, True), (11, 7, False), (12, 6, False), (30, 30, True)]
)
def test_it_takes_twelve_points_before_and_seven_after(
    before: int, after: int, enough: bool
) -> None:
    assert Around((0.5,) * before, (0.6,) * after).is_long_enough is enough


def test_it_splits_a_series_and_leaves_out_what_lies_between() -> None:
    series = [Measurement(day(n), None if n == 2 else float(n)) for n in range(8)]
    found = split_around(series[::-1], Period(day(4), day(6)))
    assert found == Around((0, 1, 3), (6, 7))


def test_it_refuses_a_baseline_that_goes_on_after_the_start() -> None:
    with pytest.raises(ValueError, match="after the start on 2025-01-05"):
        Period(day(5), day(4))


def test_it_measures_a_change_and_its_noise_as_a_pooled_t_test() -> None:
    around = Around((1, 2, 3, 4), (5, 7, 9))
    assert (around.baseline, around.change) == (2.5, 4.5)
    assert around.noise == pytest.approx(sqrt((5 + 8) / 5 * (1 / 4 + 1 / 3)))


@pytest.mark.parametrize(
    ("sisters", "change", "largest", "beyond"),
    [
        (12, 6.0, True, True),
        (12, 0.0, False, False),
        (11, 6.0, False, True),  # of fewer than 13, being the largest says too little
        (5, 9.0, False, True),
        (4, 9.0, False, False),  # and of fewer than 5 sisters there is no spread
        (0, 9.0, False, False),
    ],
)
def test_it_stands_out_by_being_largest_or_beyond_the_spread(
    sisters: int, change: float, largest: bool, beyond: bool
) -> None:
    unit = split_around(measure(sister(99, change)), PERIOD)
    others = [split_around(measure(sister(number)), PERIOD) for number in range(sisters)]
    found = compare_with_sisters(unit, others, rises=True)
    assert (found.is_largest, found.is_beyond_spread) == (largest, beyond)
    assert found.stands_out is (largest or beyond)
    assert len(found.sister_changes) == len(found.sister_scores) == sisters


@pytest.mark.parametrize(("score", "beyond"), [(5.69, False), (5.70, True)])
def test_the_spread_is_a_prediction_interval(score: float, beyond: bool) -> None:
    """Of 0 to 4: mean 2, s = 1.5811, t = 2.1318, √1.2 = 1.0954: beyond 5.692."""
    assert is_beyond_spread(score, [0, 1, 2, 3, 4]) is beyond


def test_sisters_with_too_few_points_are_left_out() -> None:
    unit = split_around(measure(sister(99, 6)), PERIOD)
    whole = split_around(measure(sister(1)), PERIOD)
    short = [Around(whole.before[:11], whole.after), Around(whole.before, whole.after[:6])]
    assert len(compare_with_sisters(unit, [whole, *short], rises=True).sister_changes) == 1


def test_a_tie_is_not_the_largest() -> None:
    unit = split_around(measure(sister(1, 6)), PERIOD)
    others = [split_around(measure(sister(number)), PERIOD) for number in range(2, 14)]
    assert compare_with_sisters(unit, others, rises=True).is_largest
    assert not compare_with_sisters(unit, [*others, unit], rises=True).is_largest


def test_a_unit_that_never_varies_is_not_infinitely_sure() -> None:
    others = [split_around(measure(sister(number)), PERIOD) for number in range(12)]
    calm = Around((50.0,) * 16, (50.1,) * 12)
    assert compare_with_sisters(calm, others, rises=True).score < 1
    same = Around((5.0,) * 12, (5.0,) * 7)
    assert find_scores([same, same, same], rises=True) == [0, 0, 0]
    risen = Around((5.0,) * 12, (6.0,) * 7)
    assert find_scores([risen, same, same, same], rises=True) == [inf, -inf, -inf, -inf]
    assert not is_beyond_spread(inf, [-inf] * 5)


def test_a_unit_that_hardly_varies_counts_as_half_as_noisy_as_the_median() -> None:
    quiet = Around((0.0,) * 12, (1.0,) * 8)
    usual = Around((-1.0, 1.0) * 6, (-1.0, 1.0) * 4)
    units = [quiet, usual, usual, usual, usual]
    excess = find_excess([each.baseline for each in units], [each.change for each in units])
    assert find_scores(units, rises=True) == pytest.approx(
        [excess[0] / (usual.noise / 2), *(each / usual.noise for each in excess[1:])]
    )


def test_alike_is_not_beyond() -> None:
    assert not is_beyond_spread(0, [0] * 5)
    assert is_beyond_spread(0.1, [0] * 5)


@patient
@given(st.integers(-1000, 1000), st.sampled_from([0.5, 3.0, 100.0]), st.booleans())
def test_its_scores_do_not_depend_on_the_scale(moved: int, scale: float, rises: bool) -> None:
    units = [split_around(measure(sister(number, number / 3)), PERIOD) for number in range(8)]
    changed = [
        Around(
            tuple(scale * value + moved for value in unit.before),
            tuple(scale * value + moved for value in unit.after),
        )
        for unit in units
    ]
    expected = pytest.approx(find_scores(units, rises=rises), abs=1e-6)
    assert find_scores(changed, rises=rises) == expected
    mirrored = find_scores(units, rises=not rises)
    assert [-each for each in mirrored] == pytest.approx(find_scores(units, rises=rises))


# --- the verdict ---

USUAL = [50, 51, 49, 50, 52, 48, 50, 51]
RISEN = [55, 54, 56, 55, 53, 56, 55, 54]
FALLEN = [45, 46, 44, 45, 47, 44, 45, 46]


@pytest.mark.parametrize(
    ("after", "expected", "verdict", "why"),
    [
        ([90] * 6, UP, Verdict.TOO_EARLY, Why.FEW_AFTER),
        ([], UP, Verdict.TOO_EARLY, Why.FEW_AFTER),
        (USUAL, UP, Verdict.NO_SIGNAL, Why.NOTHING_UNUSUAL),
        (RISEN[:7], UP, Verdict.SIGNAL_BEYOND_SISTERS, Why.LARGEST),
        (RISEN, DOWN, Verdict.NO_SIGNAL, Why.OTHER_WAY),
        (FALLEN, DOWN, Verdict.SIGNAL_BEYOND_SISTERS, Why.LARGEST),
        (FALLEN, UP, Verdict.NO_SIGNAL, Why.OTHER_WAY),
        ([*FALLEN, 70], UP, Verdict.NO_SIGNAL, Why.OTHER_WAY),  # a signal, but the mean fell
    ],
)
def test_it_gives_a_verdict_with_its_ground(
    after: list[float], expected: Direction, verdict: Verdict, why: Why
) -> None:
    found = judge(after, expected=expected)
    assert (found.verdict, found.why) == (verdict, why)
    assert (found.comparison is None) is (verdict is Verdict.TOO_EARLY)


@pytest.mark.parametrize(
    ("sisters", "verdict", "why"),
    [
        (list(range(11)), Verdict.SIGNAL_BEYOND_SISTERS, Why.BEYOND_SPREAD),
        (list(range(4)), Verdict.SIGNAL, Why.FEW_SISTERS),
        ([], Verdict.SIGNAL, Why.FEW_SISTERS),
    ],
)
def test_it_needs_sisters_to_say_more_than_signal(
    sisters: list[int], verdict: Verdict, why: Why
) -> None:
    found = judge(RISEN, [sister(number) for number in sisters])
    assert (found.verdict, found.why) == (verdict, why)


def test_what_happened_to_all_is_no_more_than_a_signal() -> None:
    found = judge(RISEN, [sister(number, 5) for number in range(12)])
    assert (found.verdict, found.why) == (Verdict.SIGNAL, Why.SISTERS_TOO)


def test_what_came_after_does_not_move_the_limits() -> None:
    """Thirty points above the mean of the baseline, on both sides of the mean of all."""
    found = judge([51, 52, 53] * 10, [])
    assert found.verdict is Verdict.SIGNAL


def test_a_baseline_has_twelve_points() -> None:
    period = Period(day(11), day(16))
    assert judge(RISEN, period=period).why is Why.FEW_BEFORE
    assert judge(RISEN, period=Period(day(12), day(16))).why is Why.LARGEST


def test_a_run_that_began_before_the_start_does_not_count() -> None:
    """Ten in a row above the mean, but four before the start and six after it."""
    lead = [50, 49, 51, 50, 48, 50, 49, 51, 50, 49, 52, 48, 51, 51, 51, 51]
    after = [51, 51, 51, 51, 51, 51, 49, 51]
    series = measure([*lead, *after])
    found = judge_improvement(series, [], PERIOD, UP)
    assert (found.verdict, found.why) == (Verdict.NO_SIGNAL, Why.NOTHING_UNUSUAL)


def test_later_releases_alone_change_it() -> None:
    """The same figures give the same verdict, and the baseline never moves."""
    early, late = judge(RISEN[:6]), judge([*RISEN, *RISEN])
    assert early.unit.before == late.unit.before
    assert (early.verdict, late.verdict) == (Verdict.TOO_EARLY, Verdict.SIGNAL_BEYOND_SISTERS)
    assert judge(RISEN) == judge(RISEN)


def test_an_improvement_is_expected_to_go_somewhere() -> None:
    with pytest.raises(ValueError, match="up or down"):
        judge(RISEN, expected=Direction.NEUTRAL)


# --- by simulation: the large one is bench/effects.py ---

ENOUGH = 150


@pytest.mark.parametrize("autocorrelation", effects.AUTOCORRELATIONS)
def test_it_seldom_says_beyond_sisters_when_nothing_was_done(autocorrelation: float) -> None:
    """At most one in ten, also for the worst unit; 150 runs with luck against them give 15 %."""
    worlds = [world for world in effects.WORLDS if world.name != "any unit"]
    for world in (worlds[0], worlds[-1]):
        _, beyond = effects.find_shares(world, autocorrelation, ENOUGH)
        assert beyond <= effects.MOST_FALSE_ALARMS


def test_it_sees_a_change_of_one_standard_deviation() -> None:
    world = effects.World("it helped", effects.pick_worst, effect=1.0)
    _, beyond = effects.find_shares(world, 0.0, ENOUGH)
    assert beyond >= 0.5


def test_the_simulation_is_as_autocorrelated_as_it_says() -> None:
    values = np.array(effects.simulate_unit(random.Random(1), 0.6, 20_000))
    assert np.corrcoef(values[1:], values[:-1])[0, 1] == pytest.approx(0.6, abs=0.02)
    assert (values.mean(), values.std()) == pytest.approx((0, 1), abs=0.05)


def test_the_same_seed_gives_the_same_verdicts() -> None:
    world = effects.WORLDS[1]
    assert effects.count_verdicts(world, 0.3, runs=5) == effects.count_verdicts(world, 0.3, runs=5)


def test_the_picked_result_is_in_no_period() -> None:
    assert date(2024, 1, 25) == effects.FIRST + timedelta(effects.BEFORE)
    assert Period(date(2024, 1, 25), date(2024, 1, 26)) == effects.PERIOD
