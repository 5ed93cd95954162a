"""What a control chart says, in a sentence; noise is never called change [look, rules 1 and 2]."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverk.charts.measure import Measure, value_text
from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.charts import Chart, Point, Variation
from medverk.rules.statistics.confirmed import count_side, count_trend, is_confirmed
from medverk.rules.statistics.limits import FEWEST_POINTS
from medverk.rules.statistics.special_causes import RUN, SpecialCause


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
    places = [place for place, point in enumerate(chart.points) if point.value is not None]
    if not places:
        return _("There are no figures yet.")
    last = chart.points[places[-1]]
    segment = [point for point in chart.points if point.segment == last.segment]
    if last.limits is None:
        return too_few(sum(point.value is not None for point in segment), last.segment > 1)
    if last.cause is None:
        return as_usual(segment, last, measure)
    said = signal_text(segment, last, measure, labels[places[-1]])
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


def as_usual(segment: Sequence[Point], last: Point, measure: Measure) -> str:
    low, high = usual_range(last, measure)
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


def has_moved(segment: Sequence[Point]) -> bool:
    """Whether the series has been on one level and then on another: as many as a run are marked on
    each side. One run alone is met by chance in every third series of a year."""
    sides = Counter(point.variation for point in segment if point.cause)
    return len(sides) == 2 and min(sides.values()) >= RUN


def signal_text(segment: Sequence[Point], last: Point, measure: Measure, label: str) -> str:
    """Why the last point is more than chance; a long run says more than two of three."""
    low, high = usual_range(last, measure)
    values: dict[str, object] = {
        "when": label,
        "low": low,
        "high": high,
        "value": value_text(last.value or 0.0, measure),
        "mean": value_text(last.mean or 0.0, measure),
    }
    match last.cause:
        case SpecialCause.TREND:
            values["number"] = count_trend(segment)
            return (rising() if goes_up(segment) else falling()) % values
        case SpecialCause.SHIFT | SpecialCause.TWO_OF_THREE if count_side(segment) >= RUN:
            values["number"] = count_side(segment)
            return (high_side() if is_high(last) else low_side()) % values
        case SpecialCause.TWO_OF_THREE:
            return (near_top() if is_high(last) else near_bottom()) % values
        case _:
            return (above() if is_high(last) else below()) % values


def above() -> str:
    return _("Higher than usual: %(value)s in %(when)s, where %(low)s to %(high)s is usual.")


def below() -> str:
    return _("Lower than usual: %(value)s in %(when)s, where %(low)s to %(high)s is usual.")


def rising() -> str:
    return _("Rising: each of the last %(number)s publications is higher than the one before.")


def falling() -> str:
    return _("Falling: each of the last %(number)s publications is lower than the one before.")


def high_side() -> str:
    return _("The last %(number)s publications are all higher than the mean, %(mean)s.")


def low_side() -> str:
    return _("The last %(number)s publications are all lower than the mean, %(mean)s.")


def near_top() -> str:
    return _("Two of the last three publications are near the top of what is usual, %(high)s.")


def near_bottom() -> str:
    return _("Two of the last three publications are near the bottom of what is usual, %(low)s.")


def points_up(variation: Variation, direction: Direction) -> bool:
    """Whether a signal goes, or lies, high."""
    if direction is Direction.NEUTRAL:
        return variation is Variation.HIGH
    return (variation is Variation.IMPROVEMENT) is (direction is Direction.UP)


def is_high(point: Point) -> bool:
    return point.mean is None or (point.value or 0.0) >= point.mean


def goes_up(segment: Sequence[Point]) -> bool:
    values = [point.value for point in segment if point.value is not None]
    return values[-1] > values[-2]


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
