"""Before and after an improvement, with sister units over the same time [statistics.md].

Two columns: each unit is a thin line from its mean before to its mean after, the one that the
picture is about a thick line with a ring. The bars at both ends are where most sisters lie.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverk.charts.measure import Measure, change_text, find_lines, value_text
from medverk.charts.picture import Picture, Table, columns
from medverk.charts.svg import chart, element, text
from medverk.rules.statistics.overdispersion import quantile

WIDTH, HEIGHT = 340, 210
LEFT, RIGHT, TOP, BOTTOM = 46, 96, 14, 30
FIRST, SECOND = LEFT + 34, WIDTH - RIGHT
MOST = 0.1  # of the sisters lie beyond each end of the bar


@dataclass(frozen=True, slots=True)
class Slope:
    """A unit's mean before and after, in the unit of the measure."""

    label: str
    before: float
    after: float


def before_after(
    unit: Slope,
    sisters: Sequence[Slope],
    *,
    name: str,
    title: str,
    sentence: str,
    measure: Measure = Measure.SHARE,
    ends: tuple[str, str] | None = None,
) -> Picture:
    """sentence: what the picture says, the caller's words. ends: what the columns are called."""
    before, after = ends or (_("Before"), _("After"))
    everybody = [unit, *sisters]
    held = [value for each in everybody for value in (each.before, each.after)]
    lines = find_lines(min(held), max(held), measure)
    svg = chart(
        [
            *draw_grid(lines, measure),
            *draw_bars(sisters, lines),
            *(draw_slope(each, lines, "sister") for each in sisters),
            *draw_unit(unit, lines, measure),
            text(before, x=FIRST, y=HEIGHT - 8, text_anchor="middle"),
            text(after, x=SECOND, y=HEIGHT - 8, text_anchor="middle"),
        ],
        name=name,
        title=title,
        description=sentence,
        class_="chart slopes",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
    )
    return Picture(svg, sentence, table_of(everybody, title, measure, (before, after)))


def y_of(value: float, lines: tuple[float, float, float]) -> float:
    low, _middle, high = lines
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / (high - low)


def draw_grid(lines: tuple[float, float, float], measure: Measure) -> Iterator[SafeString]:
    for value in lines:
        y = y_of(value, lines)
        yield element("line", class_="grid", x1=LEFT, x2=SECOND + 20, y1=y, y2=y, stroke_width=0.8)
        yield text(value_text(value, measure), x=LEFT - 8, y=y + 4, text_anchor="end")


def draw_bars(sisters: Sequence[Slope], lines: tuple[float, float, float]) -> Iterator[SafeString]:
    """From the lowest tenth to the highest tenth of the sisters, at each end."""
    if len(sisters) < 2:
        return
    for x, values in ((FIRST, [s.before for s in sisters]), (SECOND, [s.after for s in sisters])):
        top, bottom = (y_of(quantile(values, share), lines) for share in (1 - MOST, MOST))
        yield element("rect", class_="range", x=x - 7, y=top, width=14, height=bottom - top, rx=3)


def draw_slope(
    each: Slope, lines: tuple[float, float, float], class_: str, width: float = 1.0
) -> SafeString:
    return element(
        "line",
        class_=class_,
        x1=FIRST,
        x2=SECOND,
        y1=y_of(each.before, lines),
        y2=y_of(each.after, lines),
        stroke_width=width,
    )


def draw_unit(
    unit: Slope, lines: tuple[float, float, float], measure: Measure
) -> Iterator[SafeString]:
    """The thick line, a round point before, a square one after, and the change beside it."""
    yield draw_slope(unit, lines, "here", 3.0)
    before, after = y_of(unit.before, lines), y_of(unit.after, lines)
    yield element("circle", class_="point last", cx=FIRST, cy=before, r=5.0, stroke_width=2.5)
    yield element(
        "rect",
        class_="point last",
        x=SECOND - 5,
        y=after - 5,
        width=10,
        height=10,
        stroke_width=2.5,
    )
    said = change_text(unit.after - unit.before, measure)
    yield text(said, class_="name", x=SECOND + 14, y=after + 4)


def table_of(
    units: Sequence[Slope], caption: str, measure: Measure, ends: tuple[str, str]
) -> Table:
    """The unit first, its sisters after it as they were given."""
    rows = tuple(
        (
            unit.label,
            value_text(unit.before, measure),
            value_text(unit.after, measure),
            change_text(unit.after - unit.before, measure),
        )
        for unit in units
    )
    return Table(caption, columns(_("Unit"), *ends, _("Change"), numbers=(1, 2, 3)), rows)
