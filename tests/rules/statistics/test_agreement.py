"""Cohen's kappa against worked examples, a formula written another way, and its edges."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.statistics.agreement import (
    Agreement,
    Undefined,
    linear_weights,
    measure_agreement,
)
from medverk.rules.statistics.intervals import Estimate, estimate_share

TABLES = st.integers(2, 4).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 12), min_size=size, max_size=size), min_size=size, max_size=size
    )
)


def test_it_gives_the_kappa_of_the_textbook():
    """Two readers of 50 proposals: 0.7 alike, 0.5 by chance, so 0.4."""
    found = measure_agreement([[20, 5], [10, 15]])
    assert (found.n, found.alike, found.undefined) == (50, 35, None)
    assert isclose(found.kappa.value, 0.4, abs_tol=1e-12)


def test_it_gives_the_error_of_fleiss_cohen_and_everitt():
    """For two categories the error has a closed form that is written out here by hand."""
    a, b, c, d = 0.4, 0.1, 0.2, 0.3
    observed, chance = a + d, 0.5 * 0.6 + 0.5 * 0.4
    kappa = (observed - chance) / (1 - chance)
    first = a * (1 - (0.5 + 0.6) * (1 - kappa)) ** 2 + d * (1 - (0.5 + 0.4) * (1 - kappa)) ** 2
    second = (1 - kappa) ** 2 * (b * (0.6 + 0.5) ** 2 + c * (0.5 + 0.4) ** 2)
    third = (kappa - chance * (1 - kappa)) ** 2
    error = (first + second - third) ** 0.5 / ((1 - chance) * 50**0.5)
    found = measure_agreement([[20, 5], [10, 15]], z=1.0).kappa
    assert isclose(found.high - found.value, error, rel_tol=1e-12)
    assert isclose(found.value - found.low, error, rel_tol=1e-12)


def test_weights_count_what_is_close_as_half_alike():
    assert linear_weights(3) == [[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]]
    table = [[10, 5, 0], [4, 10, 3], [0, 2, 6]]
    plain, weighted = measure_agreement(table), measure_agreement(table, weighted=True)
    rows, columns, n = [15, 17, 8], [14, 17, 9], 40
    far = sum(abs(i - j) * table[i][j] for i in range(3) for j in range(3)) / n
    chance = sum(abs(i - j) * rows[i] * columns[j] for i in range(3) for j in range(3)) / n**2
    assert isclose(weighted.kappa.value, 1 - far / chance, rel_tol=1e-12)
    assert weighted.kappa.value > plain.kappa.value


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(
    ("table", "why", "n"),
    [
        ([[0, 0], [0, 0]], Undefined.NOTHING_TWICE, 0),
        ([[9, 0], [0, 0]], Undefined.ONE_CATEGORY, 9),
        ([[0, 0, 0], [0, 4, 0], [0, 0, 0]], Undefined.ONE_CATEGORY, 4),
    ],
)
def test_it_has_no_value_where_chance_would_do_as_well(table, why, n, weighted):
    assert measure_agreement(table, weighted=weighted) == Agreement(n, n, None, why)


@pytest.mark.parametrize("n", [1, 5, 50])
def test_full_agreement_is_not_certainty(n):
    found = measure_agreement([[n, 0], [0, n]]).kappa
    assert (found.value, found.high) == (1.0, 1.0)
    assert -1 <= found.low < 1


def test_more_cases_leave_less_room():
    lows = [measure_agreement([[n, 0], [0, n]]).kappa.low for n in (2, 10, 50, 500)]
    assert lows == sorted(lows)
    assert lows[-1] > 0.99


@pytest.mark.parametrize("weighted", [False, True])
def test_one_pair_alone_is_no_agreement_beyond_chance(weighted):
    found = measure_agreement([[0, 7], [0, 0]], weighted=weighted)
    assert (found.alike, found.kappa.value) == (0, 0.0)
    room = estimate_share(0, 7).high
    assert found.kappa == Estimate(0.0, -room, room)


def test_its_interval_ends_where_agreement_does():
    """Six errors would reach beyond."""
    assert measure_agreement([[30, 1], [1, 8]], z=6.0).kappa.high == 1.0
    assert measure_agreement([[1, 9], [9, 1]], z=6.0).kappa.low == -1.0


@pytest.mark.parametrize("table", [[], [[1]], [[1, 2]], [[1, 2], [3]], [[1, -1], [0, 1]]])
def test_it_refuses_what_is_no_table(table):
    with pytest.raises(ValueError, match="square"):
        measure_agreement(table)


@given(TABLES, st.booleans())
def test_it_stays_within_its_ends_and_does_not_mind_who_is_first(table, weighted):
    found = measure_agreement(table, weighted=weighted)
    turned = measure_agreement([list(row) for row in zip(*table, strict=True)], weighted=weighted)
    assert (found.n, found.alike, found.undefined) == (turned.n, turned.alike, turned.undefined)
    assert (found.kappa is None) == (found.undefined is not None)
    if found.kappa:
        assert -1 - 1e-9 <= found.kappa.low <= found.kappa.value + 1e-9
        assert found.kappa.value <= found.kappa.high + 1e-9 <= 1 + 1e-8
        assert isclose(found.kappa.value, turned.kappa.value, abs_tol=1e-9)


@given(TABLES.filter(lambda table: sum(map(sum, table)) > 0))
def test_two_categories_weigh_alike(table):
    pair = [row[:2] for row in table[:2]]
    plain, weighted = measure_agreement(pair), measure_agreement(pair, weighted=True)
    assert plain == weighted
