"""What goes together with the whole, and how surely; checked on published numbers."""

import random

import pytest
from scipy.stats import pearsonr

from medverk.rules.statistics.importance import Tie, Together, correlate, find_tie
from medverk.rules.statistics.intervals import Estimate


def simulate(points: int, weight: float, seed: int = 1) -> tuple[list[float], list[float]]:
    """Two series with a correlation of about `weight`."""
    chance = random.Random(seed)
    rest = [chance.gauss(0, 1) for _ in range(points)]
    noise = (1 - weight**2) ** 0.5
    return [weight * value + noise * chance.gauss(0, 1) for value in rest], rest


@pytest.mark.parametrize("points", [4, 13, 50])
def test_it_gives_pearsons_correlation_and_fishers_interval(points: int) -> None:
    theme, rest = simulate(points, 0.6)
    known = pearsonr(theme, rest)
    assert correlate(theme, rest) == pytest.approx(known.statistic)
    if points >= 13:
        low, high = known.confidence_interval(0.95)
        found = find_tie(theme, rest).correlation
        assert found is not None
        assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("low", "high", "points", "together"),
    [
        (0.5, 0.9, 13, Together.CLOSELY),
        (0.49, 0.9, 13, Together.SOMEWHAT),
        (0.001, 0.9, 13, Together.SOMEWHAT),
        (0.0, 0.9, 13, Together.UNCLEAR),
        (-0.5, 0.4, 13, Together.UNCLEAR),
        (-0.9, 0.0, 13, Together.UNCLEAR),
        (-0.9, -0.001, 13, Together.AGAINST),
        (0.5, 0.9, 12, Together.TOO_FEW),
    ],
)
def test_it_says_no_more_than_the_interval_allows(
    low: float, high: float, points: int, together: Together
) -> None:
    tie = Tie(points, Estimate((low + high) / 2, low, high))
    assert tie.together is together
    assert tie.is_sure is (together in (Together.SOMEWHAT, Together.CLOSELY))


def test_what_does_not_vary_goes_together_with_nothing() -> None:
    assert find_tie([0.5] * 20, list(range(20))) == Tie(20, None)
    assert find_tie([0.5] * 20, list(range(20))).together is Together.UNCLEAR
    assert find_tie([], []).together is Together.TOO_FEW


def test_a_perfect_tie_has_an_interval() -> None:
    values = [float(number) for number in range(20)]
    found = find_tie(values, values).correlation
    assert found is not None
    assert (found.value, found.high, found.low > 0.99) == (1.0, 1.0, True)


def test_it_refuses_series_of_different_length() -> None:
    with pytest.raises(ValueError, match="2 values go with 1"):
        find_tie([1, 2], [1])


def test_what_is_unrelated_is_seldom_called_a_tie() -> None:
    sure = [find_tie(*simulate(20, 0.0, seed)).is_sure for seed in range(1000)]
    assert sum(sure) / 1000 <= 0.04  # one side of 5 %
