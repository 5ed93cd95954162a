"""How it went in several units, and in all together: a forest plot [L4, L6].

A row for each unit: its name, then its effect as a square on a line from where to where it probably
lies. Right of the upright line is the expected way. All together is a diamond as wide as its
uncertainty. The unit that the others took it from is hollow, since it is not counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverk.charts.measure import Measure, change_text
from medverk.charts.picture import Picture, Table, columns
from medverk.charts.svg import chart, element, text, written
from medverk.rules.statistics.intervals import Estimate

WIDTH, LEFT, RIGHT = 340, 14, 14
ROW, TOP, BOTTOM = 38, 24, 34
STEPS = {Measure.SHARE: 0.1, Measure.MEAN: 0.5, Measure.NUMBER: 10.0}


@dataclass(frozen=True, slots=True)
class Trial:
    """A unit's effect, above 0 is the expected way. origin: the others took it from here."""

    label: str
    effect: Estimate
    origin: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """From effects to the picture's coordinates; as far to both sides."""

    reach: float

    def x(self, effect: float) -> float:
        held = min(max(effect, -self.reach), self.reach)
        return WIDTH / 2 + (WIDTH - LEFT - RIGHT) / 2 * held / self.reach


def forest(
    trials: Sequence[Trial],
    pooled: Estimate | None,
    *,
    name: str,
    title: str,
    sentence: str,
    measure: Measure = Measure.SHARE,
    next_unit: Estimate | None = None,
) -> Picture:
    """sentence: what the picture says, the caller's words. pooled: of all that took it over; None
    while they are too few. next_unit: where one more would probably lie."""
    bottom = TOP + ROW * (len(trials) + (pooled is not None))
    axis = axis_of(
        [*(trial.effect for trial in trials), *([next_unit] if next_unit else [])], measure
    )
    rows = [draw_trial(trial, axis, TOP + ROW * place) for place, trial in enumerate(trials)]
    if pooled is not None:
        rows.append(draw_pooled(pooled, next_unit, axis, TOP + ROW * len(trials)))
    svg = chart(
        [*draw_axis(axis, bottom, measure), *rows],
        name=name,
        title=title,
        description=sentence,
        class_="chart forest",
        viewBox=f"0 0 {WIDTH} {bottom + BOTTOM}",
    )
    return Picture(svg, sentence, table_of(trials, pooled, next_unit, title, measure))


def axis_of(effects: Sequence[Estimate], measure: Measure) -> Axis:
    """Wide enough for every interval, in whole steps."""
    step = STEPS[measure]
    widest = max((max(abs(each.low), abs(each.high)) for each in effects), default=step)
    return Axis(step * max(1, ceil(round(widest / step, 6))))


def draw_axis(axis: Axis, bottom: float, measure: Measure) -> Iterator[SafeString]:
    """The upright line of no effect, the ends of the scale, and which way is which."""
    for effect, class_ in ((-axis.reach, "grid"), (axis.reach, "grid"), (0.0, "whole")):
        x = axis.x(effect)
        yield element("line", class_=class_, x1=x, x2=x, y1=TOP - 6, y2=bottom, stroke_width=1.2)
    for effect, anchor in ((-axis.reach, "start"), (0.0, "middle"), (axis.reach, "end")):
        said = change_text(effect, measure) if effect else "0"
        yield text(said, x=axis.x(effect), y=bottom + 16, text_anchor=anchor)
    yield text(_("← the other way"), x=LEFT, y=12)
    yield text(_("as expected →"), x=WIDTH - RIGHT, y=12, text_anchor="end")


def draw_trial(trial: Trial, axis: Axis, top: float) -> SafeString:
    """The name above, the line and the square below."""
    y = top + 27
    x = axis.x(trial.effect.value)
    said = _("%(unit)s (where it began)") % {"unit": trial.label} if trial.origin else trial.label
    parts = [
        text(said, class_="name", x=LEFT, y=top + 15),
        draw_range(trial.effect, axis, y, "whisker"),
        element(
            "rect",
            class_="point last" if trial.origin else "point",
            x=x - 4,
            y=y - 4,
            width=8,
            height=8,
            stroke_width=1.6,
        ),
    ]
    return SafeString("".join(parts))


def draw_range(estimate: Estimate, axis: Axis, y: float, class_: str) -> SafeString:
    low, high = axis.x(estimate.low), axis.x(estimate.high)
    return element("line", class_=class_, x1=low, x2=high, y1=y, y2=y, stroke_width=1.6)


def draw_pooled(pooled: Estimate, next_unit: Estimate | None, axis: Axis, top: float) -> SafeString:
    """A diamond on the line of where one more unit would probably lie."""
    y = top + 27
    low, middle, high = axis.x(pooled.low), axis.x(pooled.value), axis.x(pooled.high)
    parts = [text(_("All that took it over"), class_="name", x=LEFT, y=top + 15)]
    if next_unit is not None:
        parts.append(draw_range(next_unit, axis, y, "whisker"))
    diamond = written([(low, y), (middle, y - 7), (high, y), (middle, y + 7)])
    parts.append(element("polygon", class_="point", points=diamond, stroke_width=1))
    return SafeString("".join(parts))


def table_of(
    trials: Sequence[Trial],
    pooled: Estimate | None,
    next_unit: Estimate | None,
    caption: str,
    measure: Measure,
) -> Table:
    listed = [(trial.label, trial.effect) for trial in trials]
    listed += [(_("All that took it over"), pooled)] if pooled else []
    rows = [
        (label, change_text(effect.value, measure), reach_text(effect, measure))
        for label, effect in listed
    ]
    if next_unit:
        rows.append((_("One more unit"), "", reach_text(next_unit, measure)))
    named = columns(_("Unit"), _("Beyond sister units"), _("Probably between"), numbers=(1,))
    return Table(caption, named, tuple(rows))


def reach_text(estimate: Estimate, measure: Measure) -> str:
    return _("%(low)s and %(high)s") % {
        "low": change_text(estimate.low, measure),
        "high": change_text(estimate.high, measure),
    }
