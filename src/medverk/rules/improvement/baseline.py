"""What an improvement is measured against, frozen when it is registered [statistics.md, "Did it
help?"].

Units that were picked because a result was poor "improve" by themselves in about four of five
cases. So what made somebody act is in neither the baseline nor the time after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Measurement, Plan, Variation, draw_chart
from medverk.rules.weeks import Week

RECENT = 7  # points: older special causes did not make somebody act now
GAP = 2  # of "2 of 3", the point between may be unmarked


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One block's value of an indicator, a share from 0 to 1, and how many answered."""

    from_week: Week
    to_week: Week
    value: float
    answered: int

    @property
    def first_day(self) -> date:
        return self.from_week.first_day()

    @property
    def last_day(self) -> date:
        return self.to_week.first_day() + timedelta(days=6)


def find_trigger(points: Sequence[SeriesPoint]) -> int | None:
    """The place of the first point that made somebody act; None without points.

    points: what was published when the finding was made, in time order. The recent points that the
    chart marks as a special cause triggered it, all that hang together; where none is marked, the
    last point did, since it is the last thing that was seen.
    """
    if not points:
        return None
    marked = find_marked(points)
    last = len(points) - 1
    if not marked or marked[-1] <= last - RECENT:
        return last
    first = marked[-1]
    for place in reversed(marked):
        if first - place > GAP:
            break
        first = place
    return first


def find_marked(points: Sequence[SeriesPoint]) -> list[int]:
    """The places of the points that are a special cause."""
    series = [Measurement(point.to_week.first_day(), point.value) for point in points]
    chart = draw_chart(series, Plan(direction=Direction.NEUTRAL))
    return [
        place
        for place, point in enumerate(chart.points)
        if point.variation is not Variation.COMMON_CAUSE
    ]


def take_baseline(points: Sequence[SeriesPoint], found_on: date) -> tuple[SeriesPoint, ...]:
    """The points before the ones that triggered the finding; weeks that end before `found_on`."""
    known = [point for point in points if point.last_day < found_on]
    trigger = find_trigger(known)
    return () if trigger is None else tuple(known[:trigger])


def split_points(
    points: Sequence[SeriesPoint], baseline_ends: date, starts_on: date
) -> list[Measurement]:
    """The series for `judge_improvement`, with `Period(baseline_ends, starts_on)`.

    A block that holds answers from both sides of either date belongs to no period and is left out.
    """
    kept = (
        point for point in points if point.last_day < baseline_ends or point.first_day >= starts_on
    )
    return [Measurement(point.to_week.first_day(), point.value) for point in kept]
