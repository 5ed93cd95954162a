"""Read a series as a control chart (XmR) by the rules of NHS England's Making Data Count.

The input has the columns date,value: dates as 2026-11-18, each once, in any order; an empty value
is missing, and is no point. The output has a row for each date, in date order:

    date,value,segment,mean,lower,upper,near_lower,near_upper,special_cause,improvement

special_cause is outside, trend, two_of_three, shift or empty. improvement is true or false where
there is a special cause and the direction is not neutral. Numbers have full precision: each is the
shortest decimal number that reads back the same. A segment of fewer than 13 points has a mean, but
no limits and no special causes.

What the chart says is printed; the last line is the assurance of the target: consistently passing,
consistently failing, hit and miss, no target, no direction, or too few points. Exit code 2 means
that the input could not be read, and nothing is written then.

    medverk chart --input series.csv --target 0.8 --rebase 2026-03-01 --out points.csv
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from medverk.project.series import (
    SeriesError,
    parse_date,
    parse_number,
    read_series,
    write_atomically,
    write_points,
)
from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Chart, Measurement, Plan, draw_chart
from medverk.rules.statistics.limits import FEWEST_FROZEN, FEWEST_POINTS
from medverk.rules.statistics.special_causes import RuleSet, SpecialCause


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--input", type=Path, required=True, metavar="FILE.csv", help="date,value")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.csv", help="the points")
    parser.add_argument(
        "--ruleset",
        choices=[str(each) for each in RuleSet],
        default=str(RuleSet.MDC_2023),
        help="mdc-2023 counts points beyond the limits among two of three (default)",
    )
    parser.add_argument(
        "--direction",
        choices=[str(each) for each in Direction],
        default=str(Direction.UP),
        help="which way is better (up)",
    )
    parser.add_argument("--target", type=target, metavar="X", help="in the unit of the values")
    parser.add_argument(
        "--rebase",
        type=day,
        action="append",
        default=[],
        metavar="DATE",
        help="a segment starts on this date; can be repeated",
    )
    parser.add_argument(
        "--freeze",
        type=baseline,
        metavar="N",
        help=f"each segment's first N points are its baseline; {FEWEST_FROZEN} or more",
    )
    parser.add_argument(
        "--no-screening", action="store_true", help="keep unusually large steps in the limits"
    )


def target(text: str) -> float:
    try:
        return parse_number(text)
    except ValueError as error:
        message = f"expected a number as 12.5, not “{text}”"
        raise argparse.ArgumentTypeError(message) from error


def day(text: str) -> date:
    try:
        return parse_date(text)
    except ValueError as error:
        message = f"expected a date as 2026-11-18, not “{text}”"
        raise argparse.ArgumentTypeError(message) from error


def baseline(text: str) -> int:
    if not text.isdecimal() or int(text) < FEWEST_FROZEN:
        message = f"expected a whole number, {FEWEST_FROZEN} or more, not “{text}”"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def run(options: argparse.Namespace) -> int:
    try:
        series = read_series(options.input.read_bytes())
    except OSError as error:
        return refuse(f"cannot read {options.input}: {error.strerror}.")
    except SeriesError as error:
        return refuse(*(f"{options.input}: {fault}" for fault in error.faults))
    chart = draw_chart(series, plan(options))
    try:
        write_atomically(options.out, write_points(chart))
    except OSError as error:
        return refuse(f"cannot write {options.out}: {error.strerror}.")
    print("\n".join(say(chart, series)))
    return 0


def refuse(*sentences: str) -> int:
    for sentence in sentences:
        print(f"medverk chart: {sentence}", file=sys.stderr)
    return 2


def plan(options: argparse.Namespace) -> Plan:
    return Plan(
        ruleset=RuleSet(options.ruleset),
        direction=Direction(options.direction),
        target=options.target,
        rebase=options.rebase,
        freeze=options.freeze,
        screening=not options.no_screening,
    )


def say(chart: Chart, series: list[Measurement]) -> Iterator[str]:
    """What the chart says, in lines; the assurance is the last."""
    points = sum(each.value is not None for each in series)
    yield f"Points: {points}, missing: {len(series) - points}"
    sizes = Counter(point.segment for point in chart.points if point.value is not None)
    for segment in dict.fromkeys(point.segment for point in chart.points):
        if sizes[segment] < FEWEST_POINTS:
            yield f"Segment {segment} has {sizes[segment]} points: no limits below {FEWEST_POINTS}"
    found = Counter(point.cause for point in chart.points)
    yield "Special causes: " + ", ".join(f"{cause} {found[cause]}" for cause in SpecialCause)
    yield f"Variation: {chart.variation.replace('_', ' ')}"
    yield chart.assurance.replace("_", " ")
