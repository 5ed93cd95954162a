"""What made somebody act is in neither the baseline nor the time after [statistics.md]."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.improvement.baseline import (
    SeriesPoint,
    find_trigger,
    split_points,
    take_baseline,
)
from medverk.rules.weeks import Week

FIRST = Week(2026, 1)
LATER = date(2027, 1, 1)
USUAL = [0.60, 0.62, 0.59, 0.61, 0.63, 0.60, 0.58, 0.61, 0.62, 0.60, 0.59, 0.61, 0.62]


def series(values, weeks=1):
    return [
        SeriesPoint(FIRST.plus(n * weeks), FIRST.plus(n * weeks + weeks - 1), value, 20)
        for n, value in enumerate(values)
    ]


def test_nothing_triggers_where_nothing_was_published():
    assert find_trigger([]) is None
    assert take_baseline([], LATER) == ()


def test_the_last_point_made_somebody_act_where_nothing_stands_out():
    assert find_trigger(series(USUAL)) == 12


def test_a_point_outside_the_limits_did_and_all_after_it_is_left_out():
    assert find_trigger(series([*USUAL, 0.40, 0.61, 0.60])) == 13


def test_seven_on_one_side_did_together():
    assert find_trigger(series([*USUAL, *[0.57] * 7])) == 13


def test_two_of_three_did_with_the_one_between():
    values = [*USUAL, *USUAL, 0.55, 0.60, 0.55]
    assert find_trigger(series(values)) == 26


def test_what_happened_long_ago_did_not():
    assert find_trigger(series([*USUAL, 0.40, *USUAL[:9]])) == 22


@pytest.mark.parametrize(("usual_since", "trigger"), [(0, 13), (6, 13), (7, 20), (9, 22)])
def test_the_last_seven_points_are_recent(usual_since, trigger):
    assert find_trigger(series([*USUAL, 0.40, *USUAL[:usual_since]])) == trigger


@pytest.mark.parametrize(("between", "trigger"), [(1, 13), (2, 16)])
def test_marked_points_hang_together_over_one_that_is_not(between, trigger):
    assert find_trigger(series([*USUAL, 0.40, *[0.61] * between, 0.40])) == trigger


def test_a_point_covers_its_weeks_from_monday_to_sunday():
    (point,) = series([0.5], weeks=2)
    assert (point.first_day, point.last_day) == (date(2025, 12, 29), date(2026, 1, 11))


def test_few_points_have_no_limits_and_the_last_did():
    assert find_trigger(series([0.6, 0.2, 0.6, 0.6])) == 3


def test_what_was_published_after_it_was_found_is_not_known_then():
    points = series(USUAL)
    found_on = points[6].last_day
    assert take_baseline(points, found_on) == tuple(points[:5])


def test_a_block_that_ends_on_the_day_the_baseline_ends_is_not_in_it():
    points = series([0.5, 0.6])
    ends = points[0].last_day
    assert split_points(points, ends, LATER) == []
    (kept,) = split_points(points, ends + timedelta(days=1), LATER)
    assert kept.value == 0.5


@given(st.lists(st.floats(0, 1).map(lambda x: round(x, 4)), max_size=40), st.integers(0, 60))
def test_a_baseline_is_the_beginning_and_never_reaches_the_day_it_was_found(values, day):
    points = series(values)
    found_on = FIRST.first_day() + timedelta(weeks=day)
    baseline = take_baseline(points, found_on)
    assert list(baseline) == points[: len(baseline)]
    known = [point for point in points if point.last_day < found_on]
    assert len(baseline) < len(known) or not known


@pytest.mark.parametrize(
    ("ends", "starts", "kept"),
    [(4, 4, [0, 2, 4, 6]), (5, 5, [0, 2, 6]), (3, 6, [0, 6]), (0, 8, [])],
)
def test_a_block_from_both_sides_of_a_day_is_of_no_period(ends, starts, kept):
    points = series([0.5] * 4, weeks=2)  # weeks 0-1, 2-3, 4-5 and 6-7
    found = split_points(points, FIRST.plus(ends).first_day(), FIRST.plus(starts).first_day())
    assert [each.on for each in found] == [FIRST.plus(n + 1).first_day() for n in kept]
