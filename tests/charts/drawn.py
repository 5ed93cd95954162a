"""Charts to draw, and what of the drawing is looked at."""

from collections.abc import Sequence
from datetime import date, timedelta
from xml.etree import ElementTree

from medverk.charts.control import control_chart
from medverk.charts.picture import Picture
from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Chart, Measurement, Plan, draw_chart

FIRST = date(2026, 1, 5)
SWINGS = [*[0.78, 0.82] * 6, 0.78]  # thirteen; ranges of 0.04, so that the reach is 0.1064


def week(number: int) -> date:
    """The Monday of a week of 2026, from 1 on."""
    return FIRST + timedelta(weeks=number - 1)


def chart_of(values: Sequence[float | None], plan: Plan | None = None) -> Chart:
    series = [Measurement(week(number), value) for number, value in enumerate(values, 1)]
    return draw_chart(series, plan or Plan())


def picture_of(values: Sequence[float | None], plan: Plan | None = None, **more: object) -> Picture:
    plan = plan or Plan()
    labels = [f"week {number}" for number in range(1, len(values) + 1)]
    return control_chart(
        chart_of(values, plan),
        name="c",
        title="Those who agree",
        labels=labels,
        direction=plan.direction,
        **more,  # type: ignore[arg-type]
    )


def drawn(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg)


def classes(picture: Picture, tag: str) -> list[str]:
    """The classes of all elements of a kind, in the order in which they are drawn."""
    return [each.get("class", "") for each in drawn(picture).iter(tag)]


DOWN = Direction.DOWN
