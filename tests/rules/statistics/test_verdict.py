"""The verdict as a table: what is unusual, which way it went, and what the sisters did."""

from itertools import product

import pytest

from medverk.rules.statistics.sisters import Comparison
from medverk.rules.statistics.special_causes import Side
from medverk.rules.statistics.verdict import Verdict, Why, weigh

HIGH, LOW = Side.HIGH, Side.LOW
NOTHING = (Verdict.NO_SIGNAL, Why.NOTHING_UNUSUAL)
AGAINST = (Verdict.NO_SIGNAL, Why.OTHER_WAY)


def beside(
    change: float, *, largest: bool = False, beyond: bool = False, sisters: int = 5
) -> Comparison:
    return Comparison(
        change, (0.0,) * sisters, 1.0, (0.0,) * sisters, is_largest=largest, is_beyond_spread=beyond
    )


@pytest.mark.parametrize(
    ("sides", "change", "verdict"),
    [
        (set(), 1.0, NOTHING),
        ({HIGH}, 1.0, (Verdict.SIGNAL, Why.SISTERS_TOO)),
        ({HIGH}, 0.0, NOTHING),  # marked, but the mean went nowhere
        ({HIGH}, -1.0, NOTHING),
        ({LOW}, -1.0, AGAINST),
        ({LOW}, 1.0, AGAINST),
        ({LOW, HIGH}, 1.0, (Verdict.SIGNAL, Why.SISTERS_TOO)),
        ({LOW, HIGH}, -1.0, AGAINST),
        ({LOW, HIGH}, 0.0, AGAINST),
    ],
)
def test_a_signal_needs_both_a_mark_and_a_mean_that_went_its_way(
    sides: set[Side], change: float, verdict: tuple[Verdict, Why]
) -> None:
    assert weigh(sides, beside(change), rises=True) == verdict
    mirrored = {Side(-side) for side in sides}
    assert weigh(mirrored, beside(-change), rises=False) == verdict


@pytest.mark.parametrize(("largest", "beyond"), [*product([True, False], repeat=2)])
@pytest.mark.parametrize("sisters", [0, 4, 5])
def test_what_the_sisters_did_says_how_much_a_signal_is(
    largest: bool, beyond: bool, sisters: int
) -> None:
    comparison = beside(1.0, largest=largest, beyond=beyond, sisters=sisters)
    verdict, why = weigh({HIGH}, comparison, rises=True)
    assert (verdict is Verdict.SIGNAL_BEYOND_SISTERS) is (largest or beyond)
    assert why is (
        Why.LARGEST if largest
        else Why.BEYOND_SPREAD if beyond
        else Why.SISTERS_TOO if sisters == 5
        else Why.FEW_SISTERS
    )  # fmt: skip


@pytest.mark.parametrize("sides", [set(), {LOW}])
def test_sisters_make_no_signal_where_there_is_none(sides: set[Side]) -> None:
    comparison = beside(1.0, largest=True, beyond=True)
    assert weigh(sides, comparison, rises=True)[0] is Verdict.NO_SIGNAL
