"""What is sure enough to tell a busy person, and how seldom it is told when nothing has changed."""

import pytest
from bench import outstanding

from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Plan
from medverk.rules.statistics.confirmed import (
    Sign,
    count_side,
    count_trend,
    is_confirmed,
    last_segment,
    read_sign,
)
from medverk.rules.statistics.funnel import Standing
from medverk.rules.statistics.standing_out import Candidate, Ground, Outstanding, find_outstanding
from tests.rules.statistics.series import day, draw

USUAL = [50.0, 52.0] * 10  # mean 51, ranges of 2, reach 5.32
UP, DOWN, NEUTRAL = Direction.UP, Direction.DOWN, Direction.NEUTRAL


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        ([], Sign.TOO_EARLY),
        ([None, None], Sign.TOO_EARLY),
        (USUAL[:12], Sign.TOO_EARLY),
        (USUAL, Sign.AS_USUAL),
        ([*USUAL, 40], Sign.AS_USUAL),  # outside once: wait for one more
        ([*USUAL, 40, 40], Sign.WEAKER),  # and once again
        ([*USUAL, 62, 62], Sign.BETTER),
        ([*USUAL, 40, 62], Sign.AS_USUAL),  # marked both, but they do not say the same
        ([*USUAL, 40, 40, 51], Sign.AS_USUAL),  # it was; the last point is usual
        ([*USUAL, 40, 40, None], Sign.WEAKER),  # a missing value is no point
        ([*USUAL, 49.5, 50, 50.5, 51, 51.5, 52, 52.5, 40], Sign.AS_USUAL),  # the trend is over
        ([*USUAL, *[52.5] * 7], Sign.AS_USUAL),  # a shift of seven or eight is marked only
        ([*USUAL, *[52.6] * 9], Sign.BETTER),
        ([*USUAL, *[49.4] * 9], Sign.WEAKER),
        ([*USUAL, 49.5, 50, 50.5, 51, 51.5, 52, 52.5], Sign.BETTER),  # seven that rise
    ],
)
def test_it_tells_only_what_is_confirmed(values: list[float | None], sign: Sign) -> None:
    assert read_sign(draw(values)) is sign


@pytest.mark.parametrize(
    ("direction", "sign"), [(UP, Sign.WEAKER), (DOWN, Sign.BETTER), (NEUTRAL, Sign.AS_USUAL)]
)
def test_the_direction_says_which_way_is_better(direction: Direction, sign: Sign) -> None:
    assert read_sign(draw([*USUAL, 40, 40], Plan(direction=direction))) is sign


def test_a_series_that_began_anew_is_too_early_again() -> None:
    values = [*USUAL, *USUAL]
    rebased = draw(values, Plan(rebase=[day(30)]))
    assert (read_sign(rebased), len(last_segment(rebased))) == (Sign.TOO_EARLY, 10)
    assert read_sign(draw(values, Plan(rebase=[day(20)]))) is Sign.AS_USUAL


def test_a_constant_series_with_a_jump_is_confirmed_by_the_next_point() -> None:
    assert [is_confirmed(draw([4.0] * 13 + [9.0] * more)) for more in (0, 1, 2)] == [
        False,
        False,
        True,
    ]


def test_a_segment_of_one_point_is_a_segment() -> None:
    rebased = draw([*USUAL, 51], Plan(rebase=[day(20)]))
    assert [point.on for point in last_segment(rebased)] == [day(20)]


def test_nothing_is_confirmed_of_no_points() -> None:
    assert (last_segment(draw([])), is_confirmed(draw([]))) == ([], False)


def test_a_missing_value_does_not_break_a_run() -> None:
    points = draw([*USUAL, None, 53, None, 54, None], Plan(freeze=20)).points
    assert (count_side(points), count_trend(points)) == (3, 4)


@pytest.mark.parametrize(
    ("values", "side", "trend"), [([], 0, 0), ([5], 0, 1), ([5, 6], 0, 2), ([5, 6, 6], 0, 1)]
)
def test_without_limits_no_side_is_known(values: list[float], side: int, trend: int) -> None:
    points = draw(values).points
    assert (count_side(points), count_trend(points)) == (side, trend)


@pytest.mark.parametrize(
    ("values", "side", "trend"),
    [
        (USUAL, 1, 2),
        ([*USUAL, 51], 0, 2),  # on the mean is on no side
        ([*USUAL, 52], 2, 1),  # a tie is no trend
        ([*USUAL, 53, 54, 55], 4, 5),
        ([*USUAL, 51, 50], 1, 3),
    ],
)
def test_it_counts_how_long_a_run_is(values: list[float], side: int, trend: int) -> None:
    points = last_segment(draw(values, Plan(freeze=20)))
    assert (count_side(points), count_trend(points)) == (side, trend)


def candidate(
    key: str,
    *more: float,
    standing: Standing = Standing.WITHIN,
    direction: Direction = UP,
) -> Candidate:
    return Candidate(key, draw([*USUAL, *more], Plan(direction=direction)), direction, standing)


@pytest.mark.parametrize(
    ("candidates", "found"),
    [
        ([], []),
        ([candidate("a"), candidate("b", 40)], []),
        ([candidate("a", 62, 62), candidate("b", 40, 40)], ["b weaker", "a better"]),
        ([candidate("a", standing=Standing.HIGH), candidate("b", standing=Standing.LOW)], []),
        (
            [
                candidate("a", standing=Standing.VERY_HIGH),
                candidate("b", standing=Standing.VERY_LOW),
                candidate("c", 62, 62),
            ],
            ["b weaker_than_sisters", "c better", "a better_than_sisters"],
        ),
        # a change comes before a level, and a question is named once
        ([candidate("a", 62, 62, standing=Standing.VERY_LOW)], ["a better"]),
        (
            [candidate("a", standing=Standing.VERY_LOW, direction=DOWN)],
            ["a better_than_sisters"],
        ),
        ([candidate("a", standing=Standing.VERY_LOW, direction=NEUTRAL)], []),
        (
            [candidate(key, 40, 40) for key in "abcd"],
            ["a weaker", "b weaker", "c weaker"],  # three at most, in the order given
        ),
    ],
)
def test_it_tells_three_at_most_the_most_urgent_first(
    candidates: list[Candidate], found: list[str]
) -> None:
    expected = [Outstanding(*(words[0], Ground(words[1]))) for words in map(str.split, found)]
    assert find_outstanding(candidates) == expected


def test_it_seldom_tells_anything_when_nothing_has_changed() -> None:
    """A part of what `python -m bench.outstanding` counts: eight questions, looked at weekly."""
    share = outstanding.count_looks(outstanding.QUIET, years=6).share
    assert share <= outstanding.MOST_LOOKS


def test_it_tells_of_a_change_that_is_there() -> None:
    found = outstanding.count_looks(outstanding.CHANGED, years=12, every=51)
    assert found.years_seen / found.years >= 0.7
