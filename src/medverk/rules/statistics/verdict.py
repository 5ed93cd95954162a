"""Did an improvement help [statistics.md, "Did it help?"]? Never: "effect proven".

A signal is a special cause after the start, on the control chart whose baseline was frozen before.
Beyond sister units is a signal that they do not share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Measurement
from medverk.rules.statistics.exact import take_as_written
from medverk.rules.statistics.limits import find_limits
from medverk.rules.statistics.sisters import (
    FEWEST_AFTER,
    FEWEST_BEFORE,
    FEWEST_FOR_SPREAD,
    Around,
    Comparison,
    Period,
    compare_with_sisters,
    split_around,
)
from medverk.rules.statistics.special_causes import RuleSet, Side, mark_points


class Verdict(StrEnum):
    """From the least to the most that can be said."""

    TOO_EARLY = "too_early"
    NO_SIGNAL = "no_signal"
    SIGNAL = "signal"
    SIGNAL_BEYOND_SISTERS = "signal_beyond_sisters"


class Why(StrEnum):
    """The ground of a verdict."""

    FEW_AFTER = "few_after"  # too early
    FEW_BEFORE = "few_before"  # too early: no baseline of 12 points
    NOTHING_UNUSUAL = "nothing_unusual"  # no signal
    OTHER_WAY = "other_way"  # no signal: what is unusual goes against what was expected
    FEW_SISTERS = "few_sisters"  # signal: nobody to compare with
    SISTERS_TOO = "sisters_too"  # signal: sister units changed as much
    LARGEST = "largest"  # beyond sisters: no sister changed as much
    BEYOND_SPREAD = "beyond_spread"  # beyond sisters: more than their spread


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, its ground, and what it rests on; no comparison while it is too early."""

    verdict: Verdict
    why: Why
    unit: Around
    comparison: Comparison | None = None


def judge_improvement(
    series: Sequence[Measurement],
    sisters: Sequence[Sequence[Measurement]],
    period: Period,
    expected: Direction,
    ruleset: RuleSet = RuleSet.MDC_2023,
) -> Judgement:
    """What the figures say of an improvement of one unit.

    series, sisters: the same indicator of the unit, and of each unit to compare with. expected: the
    direction registered before the data; raises ValueError when it is neutral.
    """
    if expected is Direction.NEUTRAL:
        raise ValueError("an improvement is expected to go up or down")
    unit = split_around(series, period)
    if len(unit.after) < FEWEST_AFTER:
        return Judgement(Verdict.TOO_EARLY, Why.FEW_AFTER, unit)
    if len(unit.before) < FEWEST_BEFORE:
        return Judgement(Verdict.TOO_EARLY, Why.FEW_BEFORE, unit)
    rises = expected is Direction.UP
    parts = [split_around(sister, period) for sister in sisters]
    comparison = compare_with_sisters(unit, parts, rises=rises)
    verdict, why = weigh(find_sides(unit, ruleset), comparison, rises=rises)
    return Judgement(verdict, why, unit, comparison)


def find_sides(unit: Around, ruleset: RuleSet) -> set[Side]:
    """Which ways the special causes after the start point, against the frozen baseline.

    Runs are counted from the start on: a run that began before it is not of the improvement.
    """
    before = [take_as_written(value) for value in unit.before]
    after = [take_as_written(value) for value in unit.after]
    limits = find_limits([*before, *after], freeze=len(before))
    marks = mark_points(after, limits, ruleset) if limits else ()
    return {mark.side for mark in marks if mark}


def weigh(sides: set[Side], comparison: Comparison, *, rises: bool) -> tuple[Verdict, Why]:
    """The verdict when there are points enough. A signal also needs a mean that went its way."""
    wanted, unwanted = (Side.HIGH, Side.LOW) if rises else (Side.LOW, Side.HIGH)
    went_there = comparison.change > 0 if rises else comparison.change < 0
    if wanted not in sides or not went_there:
        why = Why.OTHER_WAY if unwanted in sides else Why.NOTHING_UNUSUAL
        return Verdict.NO_SIGNAL, why
    if comparison.is_largest:
        return Verdict.SIGNAL_BEYOND_SISTERS, Why.LARGEST
    if comparison.is_beyond_spread:
        return Verdict.SIGNAL_BEYOND_SISTERS, Why.BEYOND_SPREAD
    few = len(comparison.sister_scores) < FEWEST_FOR_SPREAD
    return Verdict.SIGNAL, Why.FEW_SISTERS if few else Why.SISTERS_TOO
