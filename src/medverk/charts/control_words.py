"""What a control chart says, in a sentence; noise is never called change [look, rules 1 and 2]."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from medverk.charts.measure import Measure, value_text
from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Chart, Point
from medverk.rules.statistics.confirmed import is_confirmed, last_segment
from medverk.rules.statistics.limits import FEWEST_POINTS
from medverk.rules.statistics.signals import Pattern, Signal, find_signal, has_moved, is_high
from medverk.rules.statistics.special_causes import SpecialCause

SIGNALS: Mapping[tuple[Pattern, bool], Promise] = {
    (Pattern.BEYOND, True): gettext_lazy(
        "Higher than usual: %(value)s in %(when)s, where %(low)s to %(high)s is usual."
    ),
    (Pattern.BEYOND, False): gettext_lazy(
        "Lower than usual: %(value)s in %(when)s, where %(low)s to %(high)s is usual."
    ),
    (Pattern.TREND, True): gettext_lazy(
        "Rising: each of the last %(number)s publications is higher than the one before."
    ),
    (Pattern.TREND, False): gettext_lazy(
        "Falling: each of the last %(number)s publications is lower than the one before."
    ),
    (Pattern.RUN, True): gettext_lazy(
        "The last %(number)s publications are all higher than the mean, %(mean)s."
    ),
    (Pattern.RUN, False): gettext_lazy(
        "The last %(number)s publications are all lower than the mean, %(mean)s."
    ),
    (Pattern.NEAR, True): gettext_lazy(
        "Two of the last three publications are near the top of what is usual, %(high)s."
    ),
    (Pattern.NEAR, False): gettext_lazy(
        "Two of the last three publications are near the bottom of what is usual, %(low)s."
    ),
}
"""What a signal says, by its pattern and whether it goes up."""


@dataclass(frozen=True, slots=True)
class RebaseNote:
    """A person's decision that a series begins anew: from when, why, who and when."""

    on: date
    why: str
    by: str
    at: date


def control_sentence(
    chart: Chart, measure: Measure, labels: Sequence[str], direction: Direction
) -> str:
    """What the last point says of the time since the series last began anew."""
    points = last_segment(chart)
    if not points:
        return _("There are no figures yet.")
    last = points[-1]
    if last.limits is None:
        return too_few(len(points), last.segment > 1)
    signal = find_signal(points)
    if signal is None:
        return as_usual(points, measure)
    said = signal_text(signal, last, measure, labels[chart.points.index(last)])
    if not is_confirmed(chart):
        said = " ".join((said, _("Wait for the next publication before you conclude.")))
    if direction is Direction.DOWN:
        said = " ".join((said, _("Here lower is better.")))
    return said


def too_few(points: int, begun_anew: bool) -> str:
    """No limits: every swing may be chance."""
    values = {"number": points, "fewest": FEWEST_POINTS}
    if begun_anew:
        return (
            ngettext(
                "%(number)s publication since the series began anew. What is usual can be said "
                "from %(fewest)s on; until then every swing may be chance.",
                "%(number)s publications since the series began anew. What is usual can be said "
                "from %(fewest)s on; until then every swing may be chance.",
                points,
            )
            % values
        )
    return (
        ngettext(
            "This is the first publication. What is usual can be said from %(fewest)s on.",
            "%(number)s publications so far. What is usual can be said from %(fewest)s on; until "
            "then every swing may be chance.",
            points,
        )
        % values
    )


def as_usual(segment: Sequence[Point], measure: Measure) -> str:
    low, high = usual_range(segment[-1], measure)
    if low == high:
        return _("As usual: %(value)s.") % {"value": low}
    marked = sum(point.cause is not None for point in segment)
    values = {"low": low, "high": high, "marked": marked}
    if has_moved(segment):
        return (
            _(
                "The latest is as usual, between %(low)s and %(high)s. But %(marked)s earlier "
                "points are marked: the series has moved by more than chance. When was that, and "
                "why?"
            )
            % values
        )
    said = _("As usual: it swings between %(low)s and %(high)s, and that is chance.") % values
    if marked:
        said = " ".join((said, _("Earlier points that are marked were more than chance.")))
    return said


def signal_text(signal: Signal, last: Point, measure: Measure, label: str) -> str:
    """Why the last point is more than chance."""
    low, high = usual_range(last, measure)
    values = {
        "when": label,
        "low": low,
        "high": high,
        "value": value_text(last.value or 0.0, measure),
        "mean": value_text(last.mean or 0.0, measure),
        "number": signal.points,
    }
    return str(SIGNALS[signal.pattern, signal.up]) % values


def usual_range(point: Point, measure: Measure) -> tuple[str, str]:
    """From limit to limit in words, as far as values can go; "" where there are no limits."""
    if point.limits is None:
        return "", ""
    low, high = float(point.limits.lower), float(point.limits.upper)
    if measure is Measure.SHARE:
        low, high = max(low, 0.0), min(high, 1.0)
    return value_text(low, measure), value_text(high, measure)


def usual_text(point: Point, measure: Measure) -> str:
    """The same in the cell of a table."""
    low, high = usual_range(point, measure)
    if not low:
        return _("too few to say")
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def cause_text(point: Point) -> str:
    """What one point says, in the cell of a table."""
    match point.cause:
        case None:
            return _("as usual") if point.limits and point.value is not None else ""
        case SpecialCause.OUTSIDE:
            return _("above the limit") if is_high(point) else _("below the limit")
        case SpecialCause.TREND:
            return _("seven or more that rise or fall")
        case SpecialCause.TWO_OF_THREE:
            return _("two of three near the limit")
        case SpecialCause.SHIFT:
            return _("seven or more on one side")


def rebase_sentence(rebase: RebaseNote) -> str:
    """From when the series begins anew, who decided it and when, and why."""
    return _("Begins anew from %(from)s, decided by %(who)s on %(day)s: %(why)s") % {
        "from": date_format(rebase.on, "SHORT_DATE_FORMAT"),
        "who": rebase.by,
        "day": date_format(rebase.at, "SHORT_DATE_FORMAT"),
        "why": rebase.why,
    }
