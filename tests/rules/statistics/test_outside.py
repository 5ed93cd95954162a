"""Units are named only when chance and usual differences do not explain them [L6; F15]."""

import random
from math import asin, isclose, pi, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom, binom, norm

from medverk.rules.statistics.funnel import Count, Standing, draw_funnel
from medverk.rules.statistics.outside import (
    find_chance,
    find_outside,
    find_usual_differences,
    winsorised_square,
)
from medverk.rules.statistics.sizes import compare_sizes


@st.composite
def counts(draw: st.DrawFn) -> Count:
    answered = draw(st.integers(1, 400))
    return Count(draw(st.integers(0, answered)), answered)


@given(unit=counts(), share=st.floats(0.02, 0.98), correlation=st.floats(0.001, 0.5))
def test_its_chances_are_those_of_scipy(unit: Count, share: float, correlation: float) -> None:
    n, k = unit.answered, unit.chosen
    weight = 1 / correlation - 1
    for found, law in (
        (find_chance(unit, share, 0.0), binom(n, share)),
        (
            find_chance(unit, share, correlation),
            betabinom(n, share * weight, (1 - share) * weight),
        ),
    ):
        tail = law.cdf(k) if unit.share < share else law.sf(k - 1)
        assert isclose(found, min(1.0, 2 * tail), rel_tol=1e-4, abs_tol=1e-9)


def test_it_knows_what_winsorising_takes_from_chance_alone() -> None:
    edge = norm.ppf(0.9)
    known = norm.expect(lambda z: min(max(z, -edge), edge) ** 2)
    assert isclose(winsorised_square(), known, rel_tol=1e-4)


def draw_units(
    rng: random.Random, number: int, sizes: tuple[int, int], share: float, spread: float
) -> list[Count]:
    """Units whose own shares vary, on the arcsine scale, around one share."""
    units = []
    for _ in range(number):
        own = sin(min(max(asin(sqrt(share)) + spread * rng.gauss(0, 1), 0), pi / 2)) ** 2
        n = rng.randint(*sizes)
        units.append(Count(sum(rng.random() < own for _ in range(n)), n))
    return units


@pytest.mark.parametrize("share", [0.5, 0.92])
def test_chance_puts_many_outside_the_curves_and_names_nearly_nobody(share: float) -> None:
    """A test that can fail: to name whoever lies outside would name some in every picture."""
    rng, naive, named = random.Random(7), 0, 0
    for _ in range(12):
        units = draw_units(rng, 300, (15, 60), share, 0.0)
        funnel = draw_funnel(units)
        naive += any(funnel.standing(unit) is not Standing.WITHIN for unit in units)
        named += bool(find_outside(units))
    assert naive == 12
    assert named <= 1


def test_it_names_who_is_really_far_out_and_says_less_the_more_it_looks_at() -> None:
    units = [Count(round(0.8 * n), n) for n in range(20, 200, 12)]
    assert find_outside([*units, Count(48, 80)]) == [15]
    assert find_outside([Count(48, 80), *units]) == [0]
    assert find_outside([*units, Count(48, 80)], looks=7) == [15]
    assert find_outside([*units, Count(51, 80)]) == [15]
    assert find_outside([*units, Count(51, 80)], looks=40) == []


def test_usual_differences_are_not_called_sure() -> None:
    units = draw_units(random.Random(5), 40, (200, 300), 0.7, 0.08)
    assert find_usual_differences(units) > 0.04**2
    assert find_outside(units) == []


@pytest.mark.parametrize("units", [[Count(9, 10)], [Count(10, 10)] * 8, [Count(0, 20)] * 8])
def test_it_names_nobody_where_all_are_alike(units: list[Count]) -> None:
    assert find_outside(units) == []


@pytest.mark.parametrize(("share", "most"), [(0.5, 6), (0.92, 6)])
def test_small_and_large_offices_differ_no_oftener_by_chance_than_is_said(
    share: float, most: int
) -> None:
    """On the arcsine scale it was 30 of 100 with a share of 0.92."""
    rng, alarms = random.Random(11), 0
    for _ in range(40):
        found = compare_sizes(draw_units(rng, 120, (15, 80), share, 0.0))
        alarms += found is not None and found.chance < 0.05
    assert alarms <= most
