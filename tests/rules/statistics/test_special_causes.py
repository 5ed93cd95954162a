"""A truth table for each rule, on limits of 0 ± 3 and near limits of ± 2."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.statistics.limits import Limits
from medverk.rules.statistics.special_causes import Mark, RuleSet, Side, SpecialCause, mark_points
from tests.rules.statistics import reference
from tests.rules.statistics.series import patient

LIMITS = Limits(Fraction(0), Fraction(3))
LETTER = {
    SpecialCause.OUTSIDE: "o",
    SpecialCause.TREND: "t",
    SpecialCause.TWO_OF_THREE: "2",
    SpecialCause.SHIFT: "s",
}
OLD, NEW = RuleSet.MDC_2019, RuleSet.MDC_2023


def marks(values: list[float], ruleset: RuleSet = NEW) -> tuple[Mark | None, ...]:
    return mark_points([Fraction(repr(value)) for value in values], LIMITS, ruleset)


def letters(values: list[float], ruleset: RuleSet = NEW) -> str:
    return "".join(LETTER[mark.cause] if mark else "." for mark in marks(values, ruleset))


@pytest.mark.parametrize("ruleset", RuleSet)
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], ""),
        ([0, 3, 0], "..."),  # on the limit is inside
        ([0, 3.001, 0], ".o."),
        ([0, -3, 0, -3.001, 0], "...o."),
    ],
)
def test_it_marks_what_is_outside(values: list[float], expected: str, ruleset: RuleSet) -> None:
    assert letters(values, ruleset) == expected


@pytest.mark.parametrize("ruleset", RuleSet)
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([-1.5, -1, -0.5, 0.5, 1, 1.5], "......"),  # six
        ([-1.5, -1, -0.5, 0.1, 0.5, 1, 1.5], "ttttttt"),  # seven, all marked
        ([1.5, 1, 0.5, 0.1, -0.5, -1, -1.5], "ttttttt"),
        ([-1.5, -1, -0.5, 0, 0.5, 1, 1.5], "ttttttt"),  # over the mean
        ([-1.5, -1, -0.5, 0.1, 0.1, 0.5, 1, 1.5], "........"),  # a tie breaks it
        ([-1.5, -1, -0.5, 0.1, 0.5, 1, 1.5, 1.5], "ttttttt."),  # and ends it
        ([1, -1.5, -1, -0.5, 0.1, 0.5, 1, 1.5, 1.7, -1], ".tttttttt."),  # nine in all
        ([-1.6, -1, -0.5, 0.1, 0.5, 1, 1.5, 1, 0.5, 0.1, -0.5, -1, -1.5], "t" * 13),
    ],
)
def test_it_marks_a_trend(values: list[float], expected: str, ruleset: RuleSet) -> None:
    assert letters(values, ruleset) == expected


@pytest.mark.parametrize(
    ("values", "old", "new"),
    [
        ([0, 2.5, 1, 2.5, 0], ".2.2.", ".2.2."),  # only the close points are marked
        ([0, 2.5, 2.5, 1, 0], ".22..", ".22.."),
        ([0, 1, 2.5, 2.5, 0], "..22.", "..22."),
        ([0, 2.5, 2.5, 2.5, 0], ".222.", ".222."),
        ([0, -2.5, -1, -2.5, 0], ".2.2.", ".2.2."),
        ([0, 2.5, 1, 1, 2.5, 0], "......", "......"),  # two of four
        ([0, 2.5, 2.5, 0, 0], ".....", "....."),  # the third lies on the mean
        ([0, 2.5, 2.5, -1, 0], ".....", "....."),  # or on the other side
        ([0, 2.5, -1, 2.5, 0], ".....", "....."),
        ([0, 2.5, -2.5, 2.5, 0], ".....", "....."),  # issue 143 of the published package
        ([2.5, 2.5], "..", ".."),  # there is no third
        ([0, 2, 1, 2, 0], ".....", "....."),  # on the near limit is not beyond it
        ([0, 3, 1, 3, 0], ".2.2.", ".2.2."),  # on the limit is between
        ([0, 2.5, 1, 3.5, 0], "...o.", ".2.o."),  # the difference of the two versions
        ([0, -3.5, -2.5, -1, 0], ".o...", ".o2.."),
        ([0, 3.5, 1, 3.5, 0], ".o.o.", ".o.o."),
        ([0, 2.5, 3.5, 2.5, 0], ".2o2.", ".2o2."),
    ],
)
def test_it_marks_two_of_three(values: list[float], old: str, new: str) -> None:
    assert (letters(values, OLD), letters(values, NEW)) == (old, new)


@pytest.mark.parametrize("ruleset", RuleSet)
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 1, 1, 1, 1, 1], "......"),  # six
        ([1, 1, 1, 1, 1, 1, 1], "sssssss"),
        ([-1] * 8, "ssssssss"),
        ([1, 1, 1, 0, 1, 1, 1, 1], "........"),  # a point on the mean breaks it
        ([0] * 9, "........."),
        ([1, 1, 1, 1, -1, 1, 1, 1], "........"),
        ([-1, 1, 1, 1, 1, 1, 1, 1, 0], ".sssssss."),
    ],
)
def test_it_marks_a_shift(values: list[float], expected: str, ruleset: RuleSet) -> None:
    assert letters(values, ruleset) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.1, 0.5, 1, 1.5, 2, 2.9, 3.5], "tttttto"),  # outside before trend
        ([-1, -0.5, 0.1, 0.5, 2.1, 2.5, 2.9], "ttttttt"),  # trend before two of three
        ([0.1, 0.5, 1, 1.2, 1.3, 1.5, 1.7], "ttttttt"),  # trend before shift
        ([1, 1, 1, 2.5, 1, 2.5, 1], "sss2s2s"),  # two of three before shift
        ([1, 1, 1, 3.5, 1, 2.5, 1], "sssos2s"),  # all but the trend
    ],
)
def test_it_gives_the_first_cause_in_order(values: list[float], expected: str) -> None:
    assert letters(values) == expected


@pytest.mark.parametrize(
    ("values", "sides"),
    [
        ([-1.5, -1, -0.5, 0.1, 0.5, 1, 1.5], [Side.HIGH] * 7),  # a trend: where it goes
        ([1.5, 1, 0.5, 0.1, -0.5, -1, -1.5], [Side.LOW] * 7),
        ([1] * 7, [Side.HIGH] * 7),
        ([-1] * 7, [Side.LOW] * 7),
        ([0.1, -4], [None, Side.LOW]),
        # the turning point belongs to the rise that led to it
        ([-1.6, -1, -0.5, 0.1, 0.5, 1, 1.5, 1, 0.5, 0.1, -0.5, -1, -1.5], [1] * 7 + [-1] * 6),
        ([2.9, 2.5, 2.1, 1, 0.5, 0.1, -4], [Side.LOW] * 7),
    ],
)
def test_it_says_which_way_a_mark_points(values: list[float], sides: list[Side | None]) -> None:
    assert [mark.side if mark else None for mark in marks(values)] == sides


NUMBERS = st.lists(st.integers(-40, 40).map(lambda tenths: tenths / 10), max_size=30)


@patient
@given(NUMBERS, st.sampled_from(RuleSet))
def test_it_agrees_with_a_reading_of_every_window(values: list[float], ruleset: RuleSet) -> None:
    exact = [Fraction(repr(value)) for value in values]
    moving = Fraction(300, 266)
    expected = [
        reference.cause(exact, place, Fraction(0), moving, ruleset) for place in range(len(exact))
    ]
    assert [str(mark.cause) if mark else "" for mark in marks(values, ruleset)] == expected


@patient
@given(NUMBERS, st.sampled_from(RuleSet))
def test_it_mirrors(values: list[float], ruleset: RuleSet) -> None:
    upright, mirrored = marks(values, ruleset), marks([-value for value in values], ruleset)
    assert [mark and (mark.cause, mark.side) for mark in upright] == [
        mark and (mark.cause, -mark.side) for mark in mirrored
    ]
