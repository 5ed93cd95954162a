"""How each theme stands, and how it goes together with the rest: importance × performance.

To the right is how a theme stands, upwards how much it goes together with the rest. A theme has a
number in the picture and a row in the table; it is filled where the tie is sure, hollow where not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverk.charts.measure import Measure, find_lines, tied, value_text
from medverk.charts.picture import Picture, Table, columns
from medverk.charts.svg import chart, element, text
from medverk.rules.statistics.importance import Tie, Together
from medverk.rules.statistics.intervals import Estimate

WIDTH, HEIGHT = 340, 250
LEFT, RIGHT, TOP, BOTTOM = 34, 16, 26, 42
Lines = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """A theme: its tie to the rest, and the share who agree."""

    label: str
    tie: Tie
    stands: Estimate


def quadrant(themes: Sequence[Placed], *, name: str, title: str) -> Picture:
    """Themes whose tie could not be computed are in the table only; no picture when that is all."""
    sentence = quadrant_sentence(themes)
    shown = [theme for theme in themes if theme.tie.correlation]
    if not shown:
        return Picture(SafeString(""), sentence, table_of(themes, title))
    held = [end for theme in shown for end in (theme.stands.low, theme.stands.high)]
    lines = find_lines(min(held), max(held), Measure.SHARE)
    svg = chart(
        [*draw_ground(lines), *draw_themes(themes, lines)],
        name=name,
        title=title,
        description=sentence,
        class_="chart quadrant",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
    )
    key = "; ".join(f"{number} {theme.label}" for number, theme in enumerate(themes, 1))
    return Picture(svg, sentence, table_of(themes, title), (f"{key}.",))


def x_of(share: float, lines: Lines) -> float:
    low, _middle, high = lines
    return LEFT + (WIDTH - LEFT - RIGHT) * (share - low) / (high - low)


def y_of(correlation: float) -> float:
    """From 1 at the top to 0 at the bottom line; what goes against lies on it."""
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * max(correlation, 0.0)


def draw_ground(lines: Lines) -> Iterator[SafeString]:
    """The cross in the middle, and what each direction means."""
    left, middle, right = (x_of(share, lines) for share in lines)
    for correlation, class_ in ((0.0, "grid"), (0.5, "limit"), (1.0, "grid")):
        y = y_of(correlation)
        yield element("line", class_=class_, x1=left, x2=right, y1=y, y2=y, stroke_width=0.9)
    for x, class_ in ((left, "grid"), (middle, "limit"), (right, "grid")):
        yield element(
            "line", class_=class_, x1=x, x2=x, y1=TOP, y2=HEIGHT - BOTTOM, stroke_width=0.9
        )
    for share, x, anchor in zip(
        lines, (left, middle, right), ("start", "middle", "end"), strict=True
    ):
        said = value_text(share, Measure.SHARE)
        yield text(said, x=x, y=HEIGHT - 24, text_anchor=anchor)
    yield text(_("↑ goes together with the rest"), x=left, y=14)
    yield text(_("share who agree →"), x=right, y=HEIGHT - 6, text_anchor="end")


def draw_themes(themes: Sequence[Placed], lines: Lines) -> Iterator[SafeString]:
    """Whiskers to both sides and upwards say how far each place is known."""
    for number, theme in enumerate(themes, 1):
        tie = theme.tie.correlation
        if tie is None:
            continue
        x, y = x_of(theme.stands.value, lines), y_of(tie.value)
        ends = (x_of(theme.stands.low, lines), x_of(theme.stands.high, lines))
        yield element("line", class_="whisker", x1=ends[0], x2=ends[1], y1=y, y2=y, stroke_width=1)
        top, bottom = y_of(tie.high), y_of(tie.low)
        yield element("line", class_="whisker", x1=x, x2=x, y1=top, y2=bottom, stroke_width=1)
        hollow = "" if theme.tie.is_sure else " hollow"
        yield element("circle", class_=f"point{hollow}", cx=x, cy=y, r=6.0, stroke_width=1.6)
        yield text(str(number), class_="name", x=x + 9, y=y - 7)


def quadrant_sentence(themes: Sequence[Placed]) -> str:
    """Where to begin, if that can be said."""
    if all(theme.tie.together is Together.TOO_FEW for theme in themes):
        return _("It is too early to say what goes together with the rest.")
    sure = [theme for theme in themes if theme.tie.is_sure]
    if not sure:
        return _("Too uncertain to say: no theme surely goes together with the rest.")
    weakest = min(sure, key=lambda theme: theme.stands.value)
    best = max(themes, key=lambda theme: theme.stands.value)
    if weakest.stands.high < best.stands.low:
        return _(
            "“%(theme)s” goes together with the rest and stands weaker than “%(best)s”: that is "
            "where to begin."
        ) % {"theme": weakest.label, "best": best.label}
    named = ", ".join(_("“%(theme)s”") % {"theme": theme.label} for theme in sure)
    return _("%(themes)s: these go together with the rest, and none is surely weaker.") % {
        "themes": named
    }


def table_of(themes: Sequence[Placed], caption: str) -> Table:
    rows = tuple(
        (
            f"{number}. {theme.label}",
            value_text(theme.stands.value, Measure.SHARE),
            tied(
                _("%(low)s and %(high)s %%")
                % {"low": round(100 * theme.stands.low), "high": round(100 * theme.stands.high)}
            ),
            together_text(theme.tie),
            correlation_text(theme.tie.correlation),
        )
        for number, theme in enumerate(themes, 1)
    )
    labels = (_("Theme"), _("Share"), _("Probably between"), _("With the rest"), _("Correlation"))
    return Table(caption, columns(*labels, numbers=(1,)), rows)


def together_text(tie: Tie) -> str:
    match tie.together:
        case Together.TOO_FEW:
            return _("too few publications to say")
        case Together.UNCLEAR:
            return _("too uncertain to say")
        case Together.SOMEWHAT:
            return _("goes together")
        case Together.CLOSELY:
            return _("goes closely together")
        case Together.AGAINST:
            return _("goes the other way")


def correlation_text(correlation: Estimate | None) -> str:
    """The number with its interval, with two decimals."""
    if correlation is None:
        return "–"
    value, low, high = (
        number_format(round(each, 2), 2)
        for each in (correlation.value, correlation.low, correlation.high)
    )
    return _("%(value)s (%(low)s to %(high)s)") % {"value": value, "low": low, "high": high}
