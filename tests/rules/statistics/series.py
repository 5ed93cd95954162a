"""Series to draw, in days from 2025-01-01."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import settings

from medverk.rules.statistics.charts import Chart, Measurement, Plan, draw_chart

patient = settings(deadline=None)  # a busy machine is no fault of the rules

FIRST = date(2025, 1, 1)
NOISE = [50, 53, 48, 51, 49, 52, 50, 47, 51, 53, 49, 50, 52, 48, 51, 50]


def day(number: int) -> date:
    """The date of a place in the series, from 0."""
    return FIRST + timedelta(days=number)


def measure(values: Sequence[float | None]) -> list[Measurement]:
    return [Measurement(day(place), value) for place, value in enumerate(values)]


def draw(values: Sequence[float | None], plan: Plan | None = None) -> Chart:
    return draw_chart(measure(values), plan or Plan())


def causes(chart: Chart) -> list[str]:
    """The special cause of each point, "" where it is usual."""
    return [str(point.cause or "") for point in chart.points]
