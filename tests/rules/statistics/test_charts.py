"""Limits, segments, missing values, variation and the properties of a whole chart."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.statistics.assurance import Assurance, Direction, assure_target
from medverk.rules.statistics.charts import Chart, Measurement, Plan, Variation, draw_chart
from medverk.rules.statistics.limits import Limits, find_limits
from medverk.rules.statistics.special_causes import RuleSet, SpecialCause
from tests.rules.statistics import reference
from tests.rules.statistics.series import NOISE, causes, day, draw, measure, patient


def exact(*values: float) -> list[Fraction]:
    return [Fraction(repr(float(value))) for value in values]


# --- limits ---


def test_it_gives_limits_worked_out_by_hand() -> None:
    """Ten ranges of 1 and two of 7: their mean is 2, and both 7 reach 3.267 times that."""
    values = exact(0, 1, 0, 1, 0, 1, 8, 1, 0, 1, 0, 1, 0)
    limits = find_limits(values, screening=False)
    assert limits == Limits(Fraction(14, 13), Fraction("5.32"))
    assert find_limits(values) == Limits(Fraction(14, 13), Fraction("2.66"))


def test_it_gives_the_limits_that_the_published_package_gives() -> None:
    """NHSRplotthedots, tests of ptd_spc_standard: twenty normal numbers of R's seed 123."""
    values = exact(
        *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621),
        *(-1.26506123, -0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272),
        *(-0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141),
    )
    limits = find_limits(values)
    assert limits is not None
    lines = [f"{float(line):.3g}" for line in (limits.mean, limits.lower, limits.upper)]
    assert lines == ["0.142", "-3.01", "3.29"]


def test_its_near_limits_lie_two_thirds_of_the_way() -> None:
    limits = Limits(Fraction(10), Fraction(3))
    lines = (limits.lower, limits.near_lower, limits.near_upper, limits.upper)
    assert lines == (7, 8, 12, 13)


def test_it_screens_once_only() -> None:
    """Ranges 1 (12 times), 5, 20: the first mean 37/14 drops 20; 5 would fall at the next pass."""
    values = exact(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 5, 25)
    assert find_limits(values) == Limits(Fraction(36, 15), Fraction("2.66") * 17 / 13)


def test_it_drops_a_range_that_is_exactly_at_the_screen() -> None:
    """Ranges 800 (ten times), 733 and 3267: their mean is 1000, and 3.267 of it is 3267."""
    values = [*[0, 800] * 5, 0, 733, 4000]
    limits = find_limits(exact(*values))
    assert limits == Limits(Fraction(8733, 13), Fraction("2.66") * Fraction(8733, 11))
    smaller = find_limits(exact(*values[:-1], 3999.9))
    assert smaller == Limits(Fraction("8732.9") / 13, Fraction("2.66") * Fraction("11999.9") / 12)


@pytest.mark.parametrize(("points", "has_limits"), [(0, False), (12, False), (13, True)])
def test_it_has_limits_from_thirteen_points(points: int, has_limits: bool) -> None:
    assert (find_limits(exact(*NOISE[:points])) is not None) is has_limits


@pytest.mark.parametrize(("freeze", "refused"), [(11, True), (0, True), (-3, True), (12, False)])
def test_a_frozen_baseline_has_twelve_points_at_least(freeze: int, refused: bool) -> None:
    if refused:
        with pytest.raises(ValueError, match="12 or more"):
            find_limits(exact(*NOISE), freeze=freeze)
    else:
        assert find_limits(exact(*NOISE), freeze=freeze) is not None


def test_a_frozen_baseline_ends_before_the_next_step() -> None:
    """Twelve alternating points and a leap to 90, which belongs to no moving range."""
    frozen = find_limits(exact(*[1, 3] * 6, 90, 91), freeze=12, screening=False)
    assert frozen == Limits(Fraction(2), Fraction("5.32"))


def test_freezing_more_than_there_is_freezes_all() -> None:
    assert find_limits(exact(*NOISE), freeze=100) == find_limits(exact(*NOISE))


@pytest.mark.parametrize("screening", [True, False])
@pytest.mark.parametrize("value", [0, 7, 0.1, -1e-9, 1e15])
@pytest.mark.parametrize("points", [13, 14, 17, 30])
def test_a_constant_series_has_no_width_and_no_signal(
    value: float, points: int, screening: bool
) -> None:
    chart = draw([value] * points, Plan(screening=screening))
    assert {(point.mean, point.limits) for point in chart.points} == {
        (value, Limits(Fraction(repr(float(value))), Fraction(0)))
    }
    assert set(causes(chart)) == {""}
    assert chart.variation is Variation.COMMON_CAUSE


@pytest.mark.parametrize("screening", [True, False])
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([4] * 12 + [9], [""] * 12 + ["outside"]),
        ([4] * 6 + [9] + [4] * 9, [""] * 6 + ["outside"] + [""] * 9),
        ([9] + [4] * 14, ["outside"] + [""] * 14),
        ([4] * 10 + [9] * 5, [""] * 10 + ["outside"] * 5),
        ([4] * 10 + [9] * 10, [""] * 10 + ["outside"] * 10),  # as long: the first is the usual
        ([4] * 10 + [9] * 3 + [4] * 4, [""] * 10 + ["outside"] * 3 + [""] * 4),
        ([0.1] * 20 + [0.3], [""] * 20 + ["outside"]),
    ],
)
def test_a_constant_series_with_one_jump_is_marked_where_it_is_away(
    values: list[float], expected: list[str], screening: bool
) -> None:
    assert causes(draw(values, Plan(screening=screening))) == expected


def test_several_jumps_from_a_constant_are_marked_too() -> None:
    values = [0.0] * 7 + [5] + [0] * 7 + [8] + [0] * 7
    assert [place for place, cause in enumerate(causes(draw(values))) if cause] == [7, 15]


def test_going_there_and_back_more_than_once_is_variation() -> None:
    """Three ranges of 5 among 14: screened they are jumps, unscreened they make the limits."""
    values = exact(*[4] * 5, *[9] * 3, *[4] * 3, *[9] * 4)
    assert find_limits(values) == Limits(Fraction(4), Fraction(0))
    unscreened = find_limits(values, screening=False)
    assert unscreened == Limits(Fraction(95, 15), Fraction("2.66") * Fraction(15, 14))


# --- segments and missing values ---


def test_too_few_points_have_a_mean_and_nothing_else() -> None:
    chart = draw([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    assert {(point.mean, point.limits, point.cause) for point in chart.points} == {
        (6.5, None, None)
    }
    assert chart.variation is Variation.COMMON_CAUSE


def test_each_segment_is_read_by_itself() -> None:
    values = [*NOISE, *(value + 100 for value in NOISE)]
    chart = draw(values, Plan(rebase=[day(16)]))
    assert [point.segment for point in chart.points] == [1] * 16 + [2] * 16
    assert set(causes(chart)) == {""}
    assert chart.points[16].mean == (chart.points[0].mean or 0) + 100
    assert set(causes(draw(values))) != {""}


@pytest.mark.parametrize(
    ("rebase", "segments"),
    [
        ([], [1] * 16),
        ([day(0)], [1] * 16),  # all points are after it
        ([day(-5)], [1] * 16),
        ([day(16)], [1] * 16),  # none is
        ([day(3)], [1] * 3 + [2] * 13),
        ([day(15), day(3), day(3)], [1] * 3 + [2] * 12 + [3]),
    ],
)
def test_a_rebase_starts_a_segment_on_its_date(rebase: list, segments: list[int]) -> None:
    assert [point.segment for point in draw(NOISE, Plan(rebase=rebase)).points] == segments


def test_no_run_crosses_a_rebase() -> None:
    values = [*[5, 4] * 6, 3, 3.5, 4, 4.4, 4.8, 5.2, 5.6, 6, *[5, 4] * 6]
    whole = draw(values, Plan(screening=False))
    assert [point.cause for point in whole.points[12:20]] == [SpecialCause.TREND] * 8
    parts = draw(values, Plan(screening=False, rebase=[day(16)]))
    assert SpecialCause.TREND not in [point.cause for point in parts.points]


def test_a_missing_value_is_no_point() -> None:
    """Its date keeps the lines; its neighbours are neighbours of each other."""
    plain = draw(NOISE)
    holed = draw([*NOISE[:5], None, *NOISE[5:], None])
    assert [point.value for point in holed.points if point.value is None] == [None, None]
    missing = holed.points[5]
    assert (missing.mean, missing.limits) == (plain.points[0].mean, plain.points[0].limits)
    assert (missing.cause, missing.variation) == (None, Variation.NO_POINT)
    kept = [point for point in holed.points if point.value is not None]
    assert [(p.value, p.limits, p.cause) for p in kept] == [
        (p.value, p.limits, p.cause) for p in plain.points
    ]
    assert holed.variation is plain.variation


def test_missing_values_do_not_count_among_thirteen() -> None:
    assert draw([*NOISE[:12], None]).points[0].limits is None
    assert draw([*NOISE[:13], None]).points[0].limits is not None


def test_a_series_of_missing_values_has_no_mean() -> None:
    chart = draw([None, None])
    assert [(point.mean, point.limits) for point in chart.points] == [(None, None)] * 2
    assert chart.variation is Variation.NO_POINT


def test_an_empty_series_is_an_empty_chart() -> None:
    assert draw([], Plan(target=1)) == Chart((), Variation.NO_POINT, Assurance.TOO_FEW_POINTS)


def test_it_puts_dates_in_order() -> None:
    assert draw_chart(measure(NOISE)[::-1], Plan()) == draw(NOISE)


def test_it_refuses_two_values_of_one_date() -> None:
    with pytest.raises(ValueError, match="2025-01-01 has two values"):
        draw_chart([Measurement(day(0), 1), Measurement(day(0), None)], Plan())


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_it_refuses_what_is_no_number(value: float) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        draw([*NOISE, value])
    with pytest.raises(ValueError, match="not a finite number"):
        draw(NOISE, Plan(target=value))


# --- what it says ---


@pytest.mark.parametrize(
    ("direction", "last", "variation"),
    [
        (Direction.UP, 90, Variation.IMPROVEMENT),
        (Direction.UP, 10, Variation.CONCERN),
        (Direction.DOWN, 90, Variation.CONCERN),
        (Direction.DOWN, 10, Variation.IMPROVEMENT),
        (Direction.NEUTRAL, 90, Variation.HIGH),
        (Direction.NEUTRAL, 10, Variation.LOW),
        (Direction.UP, 50, Variation.COMMON_CAUSE),
    ],
)
def test_its_variation_is_what_the_last_point_says(
    direction: Direction, last: float, variation: Variation
) -> None:
    chart = draw([*NOISE, last], Plan(direction=direction))
    assert (chart.points[-1].variation, chart.variation) == (variation, variation)


def test_a_trend_improves_by_where_it_goes() -> None:
    chart = draw([*NOISE, 44.5, 45, 45.5, 46, 46.5, 47, 47.5])
    rising = chart.points[-7:]
    assert {point.cause for point in rising} == {SpecialCause.TREND}
    assert {point.variation for point in rising} == {Variation.IMPROVEMENT}
    assert all((point.value or 0) < (point.mean or 0) for point in rising)


LIMITS = Limits(Fraction(10), Fraction(2))


@pytest.mark.parametrize(
    ("target", "direction", "limits", "assurance"),
    [
        (12.1, Direction.UP, LIMITS, Assurance.CONSISTENTLY_FAILING),
        (12.1, Direction.DOWN, LIMITS, Assurance.CONSISTENTLY_PASSING),
        (7.9, Direction.UP, LIMITS, Assurance.CONSISTENTLY_PASSING),
        (7.9, Direction.DOWN, LIMITS, Assurance.CONSISTENTLY_FAILING),
        (12, Direction.UP, LIMITS, Assurance.HIT_AND_MISS),
        (8, Direction.DOWN, LIMITS, Assurance.HIT_AND_MISS),
        (10, Direction.UP, LIMITS, Assurance.HIT_AND_MISS),
        (12.1, Direction.NEUTRAL, LIMITS, Assurance.NO_DIRECTION),
        (12.1, Direction.UP, None, Assurance.TOO_FEW_POINTS),
        (None, Direction.UP, LIMITS, Assurance.NO_TARGET),
        (None, Direction.NEUTRAL, None, Assurance.NO_TARGET),
    ],
)
def test_it_assures_a_target(
    target: float | None, direction: Direction, limits: Limits | None, assurance: Assurance
) -> None:
    assert assure_target(target, direction, limits) is assurance


def test_the_last_segment_assures_the_target() -> None:
    values = [*NOISE, *(value + 100 for value in NOISE)]
    plan = Plan(target=80, rebase=[day(16)])
    assert draw(values, plan).assurance is Assurance.CONSISTENTLY_PASSING
    assert draw(values[:20], plan).assurance is Assurance.TOO_FEW_POINTS
    assert draw(values[:17], plan).assurance is Assurance.TOO_FEW_POINTS
    assert draw(values[:16], plan).assurance is Assurance.CONSISTENTLY_FAILING


# --- properties ---

LIVELY = st.lists(st.integers(-30, 30), min_size=13, max_size=40).filter(
    lambda values: len(set(values[:12])) > 1
)


@patient
@given(LIVELY, st.sampled_from(RuleSet), st.sampled_from([None, 12, 15]), st.booleans())
def test_it_agrees_with_the_other_reading(
    values: list[int], ruleset: RuleSet, freeze: int | None, screening: bool
) -> None:
    chart = draw(values, Plan(ruleset=ruleset, freeze=freeze, screening=screening))
    try:
        expected = reference.causes(exact(*values), ruleset, freeze, screening)
        moving = reference.limits(exact(*values), freeze, screening)[1]
    except ZeroDivisionError:
        moving = Fraction(0)  # screening left nothing
    if moving and len(set(values[:freeze])) > 2:
        assert causes(chart) == expected


@patient
@given(LIVELY, st.integers(-1000, 1000), st.sampled_from([0.1, 0.5, 3, 1000]))
def test_it_says_the_same_on_another_scale(values: list[int], moved: int, scale: float) -> None:
    changed = [float(Fraction(repr(scale)) * value + moved) for value in values]
    assert causes(draw(changed)) == causes(draw(values))


@patient
@given(LIVELY)
def test_it_says_the_opposite_upside_down(values: list[int]) -> None:
    upright = draw(values, Plan(direction=Direction.UP))
    down = draw([-value for value in values], Plan(direction=Direction.DOWN))
    assert [(point.cause, point.variation) for point in upright.points] == [
        (point.cause, point.variation) for point in down.points
    ]


@patient
@given(LIVELY, LIVELY)
def test_a_rebase_leaves_the_segment_before_it_alone(before: list[int], after: list[int]) -> None:
    rebased = draw([*before, *after], Plan(rebase=[day(len(before))]))
    assert rebased.points[: len(before)] == draw(before).points


@patient
@given(LIVELY, st.lists(st.integers(-30, 30), max_size=10))
def test_what_comes_later_does_not_move_a_frozen_baseline(
    values: list[int], later: list[int]
) -> None:
    plan = Plan(freeze=12)
    assert draw([*values, *later], plan).points[0].limits == draw(values, plan).points[0].limits


@patient
@given(LIVELY)
def test_its_lines_are_in_order(values: list[int]) -> None:
    limits = draw(values).points[0].limits
    assert limits is not None
    lines = [limits.lower, limits.near_lower, limits.mean, limits.near_upper, limits.upper]
    assert lines == sorted(lines)
