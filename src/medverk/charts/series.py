"""A share over the publications: points, and a band where each truth probably lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from django.utils.safestring import SafeString

from medverk.charts.svg import chart, element, text

WIDTH, HEIGHT = 340, 150
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 10, 26
FEW = 20  # points; more are drawn smaller
LEAST_RANGE = 30  # percent: so that noise is not blown up to fill the picture


@dataclass(frozen=True, slots=True)
class Point:
    """One publication: the share in percent with its interval, and the day it stands for."""

    day: date
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Scales:
    """From days and percent to the picture's coordinates."""

    first: date
    days: int
    low: int
    high: int

    def x(self, day: date) -> float:
        if not self.days:
            return (LEFT + WIDTH - RIGHT) / 2
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / self.days

    def y(self, percent: float) -> float:
        share = (percent - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share

    def lines(self) -> tuple[int, int, int]:
        return (self.low, (self.low + self.high) // 2, self.high)


def scales_of(points: Sequence[Point]) -> Scales:
    """Whole tens that hold every interval, at least 30 percent apart, the middle a ten too."""
    lowest, highest = min(point.low for point in points), max(point.high for point in points)
    low, high = floor(lowest / 10) * 10, ceil(highest / 10) * 10
    while high - low < LEAST_RANGE or (high - low) % 20:
        if high == 100 or (low > 0 and lowest - low < high - highest):
            low -= 10
        else:
            high += 10
    days = (points[-1].day - points[0].day).days
    return Scales(points[0].day, days, low, high)


def series(
    points: Sequence[Point],
    whole: float,
    ends: tuple[str, str],
    *,
    name: str,
    title: str,
    description: str,
) -> SafeString:
    """The picture. whole: the share of all publications together, drawn as a thin line;
    ends: what is written under the first and the last point."""
    scales = scales_of(points)
    y = scales.y(whole)
    return chart(
        [
            *grid(scales),
            band(points, scales),
            element(
                "line",
                class_="whole",
                x1=LEFT,
                x2=WIDTH - RIGHT,
                y1=y,
                y2=y,
                stroke_width=1.2,
                stroke_dasharray="5 4",
            ),
            *dots(points, scales),
            *weeks(ends, alone=len(points) == 1),
        ],
        name=name,
        title=title,
        description=description,
        class_="chart series",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
    )


def grid(scales: Scales) -> list[SafeString]:
    drawn = []
    for percent in scales.lines():
        y = scales.y(percent)
        drawn.append(
            element("line", class_="grid", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke_width=0.8)
        )
        drawn.append(text(f"{percent}\N{NO-BREAK SPACE}%", x=LEFT - 8, y=y + 4, text_anchor="end"))
    return drawn


def band(points: Sequence[Point], scales: Scales) -> SafeString:
    """Where the truth probably lies: a band, or a whisker when there is one point only."""
    if len(points) == 1:
        (point,) = points
        x = scales.x(point.day)
        low, high = scales.y(point.low), scales.y(point.high)
        return element("line", class_="whisker", x1=x, x2=x, y1=low, y2=high, stroke_width=2)
    upper = [(scales.x(point.day), scales.y(point.high)) for point in points]
    lower = [(scales.x(point.day), scales.y(point.low)) for point in reversed(points)]
    return element("polygon", class_="band", points=written([*upper, *lower]))


def dots(points: Sequence[Point], scales: Scales) -> list[SafeString]:
    """A line through the points; the latest is a larger ring."""
    places = [(scales.x(point.day), scales.y(point.value)) for point in points]
    line = element("polyline", class_="run", points=written(places), fill="none", stroke_width=1.4)
    drawn = [line] if len(points) > 1 else []
    size = 3.0 if len(points) <= FEW else 2.0
    for x, y in places[:-1]:
        drawn.append(element("circle", class_="point", cx=x, cy=y, r=size, stroke_width=1))
    x, y = places[-1]
    drawn.append(element("circle", class_="point last", cx=x, cy=y, r=4.5, stroke_width=2.5))
    return drawn


def weeks(ends: tuple[str, str], *, alone: bool) -> list[SafeString]:
    y = HEIGHT - 6
    if alone:
        return [text(ends[0], x=(LEFT + WIDTH - RIGHT) // 2, y=y, text_anchor="middle")]
    return [text(ends[0], x=LEFT, y=y), text(ends[1], x=WIDTH - RIGHT, y=y, text_anchor="end")]


def written(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
