"""What stands out for a busy person: three findings at most, each a signal by the rules.

A question stands out when its own chart has a confirmed signal, or when the unit lies outside the
outer limits (99.8 %) of the funnel of its sister units. When nothing has changed and units are
alike, something stands out for eight questions in about one week in twenty; `bench/effects.py`
counts it. "Nothing stands out" is a good answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Chart
from medverk.rules.statistics.confirmed import Sign, read_sign
from medverk.rules.statistics.funnel import Standing

MOST = 3


class Ground(StrEnum):
    """Why something stands out, the most urgent first."""

    WEAKER = "weaker"  # than before
    WEAKER_THAN_SISTERS = "weaker_than_sisters"
    BETTER = "better"
    BETTER_THAN_SISTERS = "better_than_sisters"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question's chart, which way is better, and where the unit lies among its sisters."""

    key: str
    chart: Chart
    direction: Direction = Direction.UP
    standing: Standing = Standing.WITHIN


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A question that stands out, and why."""

    key: str
    ground: Ground


def find_outstanding(candidates: Iterable[Candidate], most: int = MOST) -> list[Outstanding]:
    """The most urgent first; what is as urgent in the order given. One ground for a question."""
    found = [
        Outstanding(candidate.key, ground)
        for candidate in candidates
        if (ground := find_ground(candidate)) is not None
    ]
    order = list(Ground)
    return sorted(found, key=lambda each: order.index(each.ground))[:most]


def find_ground(candidate: Candidate) -> Ground | None:
    """A change says more to a leader than a level: it comes first."""
    match read_sign(candidate.chart):
        case Sign.WEAKER:
            return Ground.WEAKER
        case Sign.BETTER:
            return Ground.BETTER
        case _:
            return compare(candidate.standing, candidate.direction)


def compare(standing: Standing, direction: Direction) -> Ground | None:
    """Only beyond the outer limits, and only where one way is better."""
    if direction is Direction.NEUTRAL or standing not in (Standing.VERY_HIGH, Standing.VERY_LOW):
        return None
    is_good = (standing is Standing.VERY_HIGH) is (direction is Direction.UP)
    return Ground.BETTER_THAN_SISTERS if is_good else Ground.WEAKER_THAN_SISTERS
