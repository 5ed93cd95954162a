"""Units of different size beside each other: the funnel [statistics.md, "Comparing units"].

Each unit lies as far to the right as it has answers. The funnel is what chance and usual
differences usually give a unit of that size. Of many units a few lie outside it all the same: only
who surely differs is named. Never a ranking.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverk.charts.funnel_words import funnel_sentence, standing_text
from medverk.charts.measure import Measure, find_lines, tied, value_text
from medverk.charts.picture import Picture, Table, columns
from medverk.charts.svg import chart, element, text, triangle, written
from medverk.rules.statistics.funnel import Z_95, Z_998, Count, Funnel, Standing, draw_funnel
from medverk.rules.statistics.outside import find_outside
from medverk.rules.statistics.ranks import RankInterval, rank_units
from medverk.rules.statistics.shrunk import observe_share, shrink, shrink_shares

WIDTH, HEIGHT = 340, 230
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 12, 40
STEPS = 40  # points of a curve
MOST_RANKED = 60  # units; the work grows with the cube of their number


@dataclass(frozen=True, slots=True)
class FunnelUnit:
    """A unit and how many of its answers count. here: the one that the page is about."""

    name: str
    count: Count
    here: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """From answers and shares to the picture's coordinates."""

    most: int
    lines: tuple[float, float, float]

    def x(self, answered: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * answered / (self.most * 1.08)

    def y(self, share: float) -> float:
        low, _middle, high = self.lines
        part = (min(max(share, low), high) - low) / (high - low)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part


def funnel_chart(units: Sequence[FunnelUnit], *, name: str, title: str, looks: int = 1) -> Picture:
    """The picture of units that were asked the same. Raises ValueError without units.

    looks: how many such pictures the reader can choose from, so that chance names nobody in them.
    """
    funnel = draw_funnel([unit.count for unit in units])
    standings = [funnel.standing(unit.count) for unit in units]
    sure = find_outside([unit.count for unit in units], looks)
    sentence = funnel_sentence(
        [unit.name for unit in units], standings, [unit.here for unit in units], sure
    )
    field = field_of(units, funnel)
    svg = chart(
        [
            *draw_ground(field, funnel),
            *draw_units(units, standings, sure, field),
            *draw_axis(field),
        ],
        name=name,
        title=title,
        description=sentence,
        class_="chart funnel",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
    )
    return Picture(svg, sentence, table_of(units, standings, title))


def field_of(units: Sequence[FunnelUnit], funnel: Funnel) -> Field:
    """Holds every unit, and the outer limits of the smallest."""
    fewest = min(unit.count.answered for unit in units)
    outer = funnel.band(fewest, Z_998)
    held = [outer.low, outer.high, *(unit.count.share for unit in units)]
    lines = find_lines(min(held), max(held), Measure.SHARE)
    return Field(max(unit.count.answered for unit in units), lines)


def draw_ground(field: Field, funnel: Funnel) -> Iterator[SafeString]:
    """The grid, the funnel's two pairs of limits, and the share of all together."""
    for share in field.lines:
        y = field.y(share)
        yield element(
            "line", class_="grid", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke_width=0.8
        )
        yield text(value_text(share, Measure.SHARE), x=LEFT - 8, y=y + 4, text_anchor="end")
    sizes = [field.most * 1.08 * (step + 0.5) / STEPS for step in range(STEPS + 1)]
    for z, dashes in ((Z_95, "5 4"), (Z_998, "2 3")):
        bands = [(size, funnel.band(max(1, round(size)), z)) for size in sizes]
        for edge in ([(s, b.high) for s, b in bands], [(s, b.low) for s, b in bands]):
            curve = written([(field.x(min(s, sizes[-2] * 1.02)), field.y(v)) for s, v in edge])
            yield element(
                "polyline",
                class_="limit",
                points=curve,
                fill="none",
                stroke_width=1.1,
                stroke_dasharray=dashes,
            )
    y = field.y(funnel.share)
    yield element("line", class_="whole", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke_width=1.2)


def draw_units(
    units: Sequence[FunnelUnit],
    standings: Sequence[Standing],
    sure: Collection[int],
    field: Field,
) -> Iterator[SafeString]:
    """Round within the funnel, a triangle outside, filled and named where it surely differs."""
    for place, (unit, standing) in enumerate(zip(units, standings, strict=True)):
        x, y = field.x(unit.count.answered), field.y(unit.count.share)
        here = " last" if unit.here else ""
        if standing is Standing.WITHIN:
            r = 5.0 if unit.here else 3.5
            yield element("circle", class_=f"point{here}", cx=x, cy=y, r=r, stroke_width=1.5)
        else:
            far = "" if place in sure else " hollow"
            up = standing in (Standing.HIGH, Standing.VERY_HIGH)
            class_ = f"point signal{far}{here}{'' if up else ' concern'}"
            yield triangle(x, y, 4.5, up=up, class_=class_)
        if unit.here or place in sure:
            yield draw_name(unit.name, x, y)


def draw_name(name: str, x: float, y: float) -> SafeString:
    """On the side where there is room."""
    if x > WIDTH * 0.6:
        return text(name, class_="name", x=x - 9, y=y + 4, text_anchor="end")
    return text(name, class_="name", x=x + 9, y=y + 4)


def draw_axis(field: Field) -> Iterator[SafeString]:
    middle = (LEFT + WIDTH - RIGHT) / 2
    for answered in (0, field.most):
        label = number_format(answered, 0)
        yield text(label, x=field.x(answered), y=HEIGHT - 22, text_anchor="middle")
    yield text(_("Number of answers"), x=middle, y=HEIGHT - 5, text_anchor="middle")


def table_of(units: Sequence[FunnelUnit], standings: Sequence[Standing], caption: str) -> Table:
    """In the order given. Where the unit lies among the others is said with its uncertainty."""
    counts = [unit.count for unit in units]
    estimates = shrink_shares(counts)
    ranks = places_of(counts)
    rows = []
    for place, unit in enumerate(units):
        low, high = (
            value_text(end, Measure.SHARE) for end in (estimates[place].low, estimates[place].high)
        )
        row = (
            unit.name,
            number_format(unit.count.answered, 0),
            value_text(unit.count.share, Measure.SHARE),
            tied(_("%(low)s to %(high)s") % {"low": low, "high": high}),
            *([rank_text(ranks[place], len(units))] if ranks else []),
            standing_text(standings[place]),
        )
        rows.append(row)
    labels = [_("Unit"), _("Answers"), _("Share"), _("Probably, seen with the others")]
    labels += [_("Place, probably"), _("Where it lies")] if ranks else [_("Where it lies")]
    return Table(caption, columns(*labels, numbers=(1, 2)), tuple(rows))


def places_of(counts: Sequence[Count]) -> Sequence[RankInterval]:
    """Rank intervals, where there are several units and not too many."""
    if not 1 < len(counts) <= MOST_RANKED:
        return ()
    return rank_units(shrink([observe_share(count) for count in counts]))


def rank_text(rank: RankInterval, units: int) -> str:
    if rank.first == rank.last:
        return _("%(place)s of %(units)s") % {"place": rank.first, "units": units}
    return _("between %(first)s and %(last)s of %(units)s") % {
        "first": rank.first,
        "last": rank.last,
        "units": units,
    }
