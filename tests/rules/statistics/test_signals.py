"""What the last point of a chart says: one pattern, which way, and how many points say it."""

from dataclasses import replace

import pytest

from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Plan, Variation
from medverk.rules.statistics.confirmed import last_segment
from medverk.rules.statistics.signals import (
    Pattern,
    Signal,
    find_signal,
    goes_up,
    has_moved,
    is_high,
    points_up,
)
from tests.rules.statistics.series import draw

USUAL = [50.0, 52.0] * 10  # mean 51, reach 5.32, near from 3.55 on
BASELINE = Plan(freeze=20)


@pytest.mark.parametrize(
    ("more", "signal"),
    [
        ([], None),
        ([53], None),
        ([57], Signal(Pattern.BEYOND, up=True, points=1)),
        ([45], Signal(Pattern.BEYOND, up=False, points=1)),
        ([52.5, 53, 53.5, 54, 54.5, 55], Signal(Pattern.TREND, up=True, points=8)),
        ([50, 49.5, 49, 48.8, 48.6, 48.4], Signal(Pattern.TREND, up=False, points=7)),
        ([57, 54, 53.5, 53, 52.5, 52.4, 52.3], Signal(Pattern.TREND, up=False, points=7)),
        ([55, 55], Signal(Pattern.NEAR, up=True, points=2)),
        ([47, 46.9, 47], Signal(Pattern.NEAR, up=False, points=2)),
        ([55, 53, 55], Signal(Pattern.NEAR, up=True, points=2)),
        ([53] * 6, Signal(Pattern.RUN, up=True, points=7)),  # with the 52 before them
        ([50.5] * 7, Signal(Pattern.RUN, up=False, points=7)),
        ([53, 53, 53, 53, 55, 55], Signal(Pattern.RUN, up=True, points=7)),  # a run says more
        ([53, 53, 53, 55, 55], Signal(Pattern.NEAR, up=True, points=2)),  # six are no run
        ([*[53] * 7, None], Signal(Pattern.RUN, up=True, points=8)),  # a missing value says nothing
    ],
)
def test_it_says_one_thing_of_the_last_point(
    more: list[float | None], signal: Signal | None
) -> None:
    assert find_signal(last_segment(draw([*USUAL, *more], BASELINE))) == signal


@pytest.mark.parametrize(
    ("more", "moved"),
    [
        ([50.5] * 7, False),  # one run alone
        ([*[50.5] * 7, *[51.5] * 6], False),
        ([*[50.5] * 7, 57], False),  # one point on the other side is no level
        ([*[50.5] * 7, *[51.5] * 7], True),
        ([*[50.5] * 6, *[51.5] * 7], True),  # the 50 at the end of the usual ones is the seventh
        ([*[51.5] * 7, 57, *[51.5] * 9], False),  # many, and all on one side
    ],
)
def test_it_has_moved_when_both_sides_have_a_run(more: list[float], moved: bool) -> None:
    usual = [50.0, 52.0] * 10 + [52.0, 50.0]
    assert has_moved(last_segment(draw([*usual, *more], Plan(freeze=22)))) is moved


UP, DOWN, NEUTRAL = Direction.UP, Direction.DOWN, Direction.NEUTRAL
HIGH = {
    (UP, Variation.IMPROVEMENT),
    (DOWN, Variation.CONCERN),
    (NEUTRAL, Variation.HIGH),
}
SAID = {
    UP: (Variation.IMPROVEMENT, Variation.CONCERN),
    DOWN: (Variation.IMPROVEMENT, Variation.CONCERN),
    NEUTRAL: (Variation.HIGH, Variation.LOW),
}


@pytest.mark.parametrize(
    ("direction", "variation"), [(way, said) for way, both in SAID.items() for said in both]
)
def test_a_mark_points_where_the_signal_goes(direction: Direction, variation: Variation) -> None:
    assert points_up(variation, direction) is ((direction, variation) in HIGH)


@pytest.mark.parametrize(("value", "high"), [(50.9, False), (51.0, True), (51.1, True)])
def test_a_point_on_the_mean_counts_as_high(value: float, high: bool) -> None:
    point = replace(draw(USUAL).points[-1], value=value)
    assert point.mean == 51.0
    assert is_high(point) is high


def test_a_point_without_a_mean_is_high() -> None:
    assert is_high(replace(draw(USUAL).points[-1], mean=None))


@pytest.mark.parametrize(
    ("values", "up"), [([1, 2], True), ([2, 1], False), ([1, 1], False), ([3, 1, None, 2], True)]
)
def test_it_goes_up_from_the_value_before(values: list[float | None], up: bool) -> None:
    assert goes_up(draw(values).points) is up
