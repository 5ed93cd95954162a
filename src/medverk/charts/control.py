"""A number over time with what is usual: the control chart [statistics.md, "Pictures"].

A point that is more than chance is a triangle that points where it goes; usual points are round.
The band is from limit to limit, the line through it the mean. Where a person began the series
anew, a line cuts the picture, and the segment before it keeps its own lines.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverk.charts.axes import (
    BOTTOM,
    HEIGHT,
    TOP,
    WIDTH,
    Scales,
    draw_ends,
    draw_grid,
)
from medverk.charts.control_words import (
    RebaseNote,
    cause_text,
    control_sentence,
    rebase_sentence,
    usual_text,
)
from medverk.charts.measure import Measure, find_lines, value_text
from medverk.charts.picture import Column, Picture, Table
from medverk.charts.svg import chart as framed
from medverk.charts.svg import element, triangle, written
from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Chart, Point, Variation
from medverk.rules.statistics.limits import Limits
from medverk.rules.statistics.signals import points_up

Place = tuple[float, float]
FEW = 20  # points; more are drawn smaller


def control_chart(
    chart: Chart,
    *,
    name: str,
    title: str,
    labels: Sequence[str],
    measure: Measure = Measure.SHARE,
    direction: Direction = Direction.UP,
    rebases: Sequence[RebaseNote] = (),
    ends: tuple[str, str] | None = None,
    beside: Sequence[tuple[Column, Sequence[str]]] = (),
) -> Picture:
    """The picture of a chart with a point or more.

    labels: what each point is called ("week 14"). ends: what is written beneath the first and the
    last, where that is something shorter. beside: more columns for the table, a cell for
    each point. Raises ValueError without points, or when labels are not as many.
    """
    if not chart.points or len(labels) != len(chart.points):
        raise ValueError(f"{len(labels)} labels of {len(chart.points)} points")
    sentence = control_sentence(chart, measure, labels, direction)
    scales = scales_of(chart.points, measure)
    svg = framed(
        [
            *draw_grid(scales, measure),
            *draw_segments(chart.points, scales),
            *draw_points(chart.points, scales, direction),
            *draw_ends(labels if ends is None or len(labels) == 1 else ends),
        ],
        name=name,
        title=title,
        description=sentence,
        class_="chart series",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
    )
    table = table_of(chart.points, title, labels, measure, beside)
    return Picture(svg, sentence, table, tuple(map(rebase_sentence, rebases)))


def scales_of(points: Sequence[Point], measure: Measure) -> Scales:
    """An axis that holds the values and the limits, as far as values can go."""
    held = [point.value for point in points if point.value is not None]
    for point in points:
        if point.limits:
            held += [float(point.limits.lower), float(point.limits.upper)]
    days = (points[-1].on - points[0].on).days
    lines = find_lines(min(held, default=0.0), max(held, default=1.0), measure)
    return Scales(points[0].on, days, lines)


def segments_of(points: Sequence[Point]) -> list[list[Point]]:
    return [list(run) for _number, run in groupby(points, key=lambda point: point.segment)]


def draw_segments(points: Sequence[Point], scales: Scales) -> Iterator[SafeString]:
    """Each segment's band, its mean, the line through its points, and a cut before it."""
    for segment in segments_of(points):
        first = segment[0]
        x1, x2 = scales.x(first.on), scales.x(segment[-1].on)
        if first.limits and x2 > x1:
            yield draw_band(x1, x2, scales, first.limits)
        if first.mean is not None and x2 > x1:
            yield draw_line("whole", (x1, scales.y(first.mean)), (x2, scales.y(first.mean)))
        if first.segment > 1:
            yield draw_line("cut", (x1, TOP - 6), (x1, HEIGHT - BOTTOM), stroke_dasharray="2 3")
        held = [(point.on, point.value) for point in segment if point.value is not None]
        places = [(scales.x(on), scales.y(value)) for on, value in held]
        if len(places) > 1:
            yield element(
                "polyline", class_="run", points=written(places), fill="none", stroke_width=1.2
            )


def draw_line(class_: str, start: Place, end: Place, **more: str) -> SafeString:
    (x1, y1), (x2, y2) = start, end
    return element("line", class_=class_, x1=x1, y1=y1, x2=x2, y2=y2, stroke_width=1.2, **more)


def draw_band(x1: float, x2: float, scales: Scales, limits: Limits) -> SafeString:
    """From limit to limit, each a dashed line of its own."""
    low, high = scales.y(float(limits.lower)), scales.y(float(limits.upper))
    ground = element("rect", class_="band", x=x1, y=high, width=x2 - x1, height=low - high)
    upper, lower = (
        draw_line("limit", (x1, y), (x2, y), stroke_dasharray="5 4") for y in (high, low)
    )
    return ground + upper + lower


def draw_points(
    points: Sequence[Point], scales: Scales, direction: Direction
) -> Iterator[SafeString]:
    """The latest is larger and has a ring."""
    shown = [point for point in points if point.value is not None]
    size = 3.0 if len(shown) <= FEW else 2.0
    for place, point in enumerate(shown, 1):
        last = " last" if place == len(shown) else ""
        r = size + 1.5 if last else size
        x, y = scales.x(point.on), scales.y(point.value or 0.0)
        if point.cause is None:
            yield element("circle", class_=f"point{last}", cx=x, cy=y, r=r, stroke_width=1.2)
        else:
            kind = " concern" if point.variation is Variation.CONCERN else ""
            up = points_up(point.variation, direction)
            yield triangle(x, y, r, up=up, class_=f"point signal{kind}{last}")


def table_of(
    points: Sequence[Point],
    caption: str,
    labels: Sequence[str],
    measure: Measure,
    beside: Sequence[tuple[Column, Sequence[str]]],
) -> Table:
    columns = (
        Column(_("Received")),
        Column(_("Value"), number=True),
        *(column for column, _cells in beside),
        Column(_("Mean"), number=True),
        Column(_("Usual")),
        Column(_("What it says")),
    )
    rows = tuple(
        (
            label,
            said(point.value, measure),
            *(cells[place] for _column, cells in beside),
            said(point.mean, measure),
            usual_text(point, measure),
            cause_text(point),
        )
        for place, (point, label) in enumerate(zip(points, labels, strict=True))
    )
    return Table(caption, columns, rows)


def said(value: float | None, measure: Measure) -> str:
    return "–" if value is None else value_text(value, measure)
