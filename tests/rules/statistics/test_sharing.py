"""A total shared out adds up; the cases are the source's thirteen units [G3]."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.statistics.sharing import Override, share_out, share_out_but
from tests.rules.statistics.series import patient

COUNTY = dict(zip("ABCDEFGHIJKLM", (6, 6, 2, 4, 3, 5, 4, 5, 6, 3, 4, 8, 4), strict=True))
WEIGHTS = st.dictionaries(st.integers(0, 50), st.integers(1, 100), min_size=1, max_size=15)


def test_it_gives_the_sources_450() -> None:
    """Naive rounding gives 452: two quotas of 22.5 and two of 37.5, the smaller go up."""
    assert list(share_out(450, COUNTY).values()) == [
        *[45, 45, 15, 30, 23, 37, 30, 37, 45, 23, 30, 60, 30]
    ]
    assert sum(int(450 * weight / 60 + 0.5) for weight in COUNTY.values()) == 452


def test_it_gives_350_by_the_largest_remainders() -> None:
    shares = list(share_out(350, COUNTY).values())
    assert shares == [35, 35, 12, 23, 18, 29, 23, 29, 35, 18, 23, 47, 23]


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (0, {"a": 1, "b": 2}, {"a": 0, "b": 0}),
        (7, {"a": 1}, {"a": 7}),
        (1, {"a": 2, "b": 1, "c": 1}, {"a": 1, "b": 0, "c": 0}),  # remainders .5, .25, .25
        (1, {"a": 1, "b": 1}, {"a": 1, "b": 0}),  # alike: in their order
        (3, {"a": 0, "b": 1}, {"a": 0, "b": 3}),
        (1, {"a": 0.1, "b": 0.2}, {"a": 0, "b": 1}),
        (2, {"large": 3, "small": 1}, {"large": 1, "small": 1}),  # remainders alike
        (0, {}, {}),
        (0, {"a": 0}, {"a": 0}),
    ],
)
def test_it_shares_out(total: int, weights: dict[str, float], shares: dict[str, int]) -> None:
    assert share_out(total, weights) == shares


@pytest.mark.parametrize(
    ("total", "weights", "why"),
    [
        (-1, {"a": 1}, "below 0"),
        (5, {"a": 1, "b": -1}, "below 0"),
        (5, {"a": 0}, "nobody"),
        (5, {}, "nobody"),
        (5, {"a": float("nan")}, "not a finite"),
    ],
)
def test_it_refuses_what_cannot_be_shared(total: int, weights: dict[str, float], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        share_out(total, weights)


@patient
@given(st.integers(0, 5000), WEIGHTS)
def test_the_shares_add_up_and_lie_within_one_of_the_quota(
    total: int, weights: dict[int, int]
) -> None:
    shares = share_out(total, weights)
    assert (sum(shares.values()), list(shares)) == (total, list(weights))
    for unit, share in shares.items():
        assert abs(share - Fraction(total * weights[unit], sum(weights.values()))) < 1


@patient
@given(st.integers(0, 5000), WEIGHTS, st.integers(2, 9))
def test_only_proportions_matter(total: int, weights: dict[int, int], scale: int) -> None:
    scaled = {unit: weight * scale for unit, weight in weights.items()}
    assert share_out(total, scaled) == share_out(total, weights)


@patient
@given(st.data(), WEIGHTS)
def test_an_override_keeps_the_sum(data: st.DataObject, weights: dict[int, int]) -> None:
    total = data.draw(st.integers(100, 5000))
    weights |= {99: 1}  # someone is left to share with
    chosen = data.draw(st.sampled_from(sorted(weights)[:-1]))
    override = Override(data.draw(st.integers(0, 100)), "a new factory")
    shares = share_out_but(total, weights, {chosen: override})
    assert (sum(shares.values()), shares[chosen]) == (total, override.amount)
    assert list(shares) == list(weights)


@pytest.mark.parametrize(
    ("total", "overrides", "why"),
    [
        (10, {"z": Override(1, "x")}, "not among the units: \\['z'\\]"),
        (10, {"a": Override(11, "x")}, "1 more than the total"),
        (10, {"a": Override(4, "x"), "b": Override(4, "y")}, "nobody to share 2"),
    ],
)
def test_it_refuses_overrides_that_break_the_sum(
    total: int, overrides: dict[str, Override], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        share_out_but(total, {"a": 1, "b": 1}, overrides)


def test_everything_may_be_overridden_when_it_adds_up() -> None:
    decided = {"a": Override(4, "x"), "b": Override(6, "y")}
    assert share_out_but(10, {"a": 1, "b": 1}, decided) == {"a": 4, "b": 6}


@pytest.mark.parametrize(("amount", "reason"), [(-1, "why"), (3, ""), (3, "  ")])
def test_an_override_carries_a_reason(amount: int, reason: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        Override(amount, reason)
