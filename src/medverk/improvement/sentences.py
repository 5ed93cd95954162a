"""What a leader can repeat: verdicts in sentences, never "effect proven" [statistics.md]."""

from collections.abc import Sequence
from statistics import fmean

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverk.charts.measure import MINUS, Measure, tied, value_text
from medverk.improvement.models import Improvement, Verdict
from medverk.improvement.queries import Column
from medverk.rules.improvement.states import ImprovementState
from medverk.rules.statistics.aided import Moved, find_aided_change
from medverk.rules.statistics.assurance import Direction
from medverk.rules.statistics.pooled import find_interval
from medverk.rules.statistics.shrunk import Observed
from medverk.rules.statistics.sisters import FEWEST_AFTER, FEWEST_BEFORE, Around
from medverk.rules.statistics.verdict import Why

IS_SIGNAL = frozenset({Why.FEW_SISTERS, Why.SISTERS_TOO, Why.LARGEST, Why.BEYOND_SPREAD})


def say_verdict(verdict: Verdict) -> str:
    """The sentence, with the numbers and their uncertainty."""
    why = Why(verdict.why)
    if why is Why.FEW_AFTER:
        return say_few_after(len(verdict.numbers["after"]))
    if why is Why.FEW_BEFORE:
        return _(
            "There are fewer than %(needed)s publications from before the start to compare with, "
            "so the figures cannot tell."
        ) % {"needed": FEWEST_BEFORE}
    return f"{say_change(verdict)} {say_ground(why)}"


def say_few_after(number: int) -> str:
    return ngettext(
        "It is too early to tell: there is %(number)s publication since the start, and "
        "%(needed)s are needed.",
        "It is too early to tell: there are %(number)s publications since the start, and "
        "%(needed)s are needed.",
        number,
    ) % {"number": number, "needed": FEWEST_AFTER}


def say_change(verdict: Verdict) -> str:
    """From what to what, on average of the publications, with the change's 95 % interval."""
    around = around_of(verdict)
    points, low, high = interval_of(Observed(around.change, around.noise))
    said = (
        _(
            "Before, %(before)s answered positively, and since the start %(after)s: %(points)s "
            "percentage points more (probably between %(low)s and %(high)s)."
        )
        if around.change >= 0
        else _(
            "Before, %(before)s answered positively, and since the start %(after)s: %(points)s "
            "percentage points fewer (probably between %(low)s and %(high)s)."
        )
    )
    return tied(
        said
        % {
            "before": value_text(around.baseline, Measure.SHARE),
            "after": value_text(around.baseline + around.change, Measure.SHARE),
            "points": points,
            "low": low,
            "high": high,
        }
    )


def interval_of(effect: Observed) -> tuple[str, str, str]:
    """A change without its sign, and where it probably lies, in percentage points."""
    found = find_interval(effect)
    ends = [round(100 * end) for end in (found.low, found.high)]
    low, high = ends if effect.value >= 0 else [-end for end in reversed(ends)]
    return str(abs(round(100 * effect.value))), signed(low), signed(high)


def say_ground(why: Why) -> str:
    match why:
        case Why.NOTHING_UNUSUAL:
            return _("That is no more than it used to swing: no signal.")
        case Why.OTHER_WAY:
            return _("What is unusual goes the other way than you expected.")
        case Why.FEW_SISTERS:
            return _("That is a signal. There are too few other units to compare with.")
        case Why.SISTERS_TOO:
            return _(
                "That is a signal. But others have changed as much over the same time, so "
                "something that all have in common may lie behind."
            )
        case Why.LARGEST:
            return _("That is a signal, and no comparable unit has changed as much.")
        case Why.BEYOND_SPREAD:
            return _("That is a signal, and more than comparable units usually change.")
        case _other:
            return ""


def say_beyond(verdict: Verdict, improvement: Improvement) -> str:
    """How much further than comparable units, with the uncertainty; empty where it is unknown, or
    where there is no signal to explain."""
    effect = effect_of(verdict, improvement) if Why(verdict.why) in IS_SIGNAL else None
    if effect is None:
        return ""
    points, low, high = interval_of(effect)
    said = (
        _(
            "Beside comparable units it went %(points)s percentage points further the way you "
            "expected (probably between %(low)s and %(high)s)."
        )
        if effect.value >= 0
        else _(
            "Beside comparable units it went %(points)s percentage points the other way "
            "(probably between %(low)s and %(high)s)."
        )
    )
    return said % {"points": points, "low": low, "high": high}


def signed(points: int) -> str:
    """With a real minus sign."""
    return f"{MINUS}{-points}" if points < 0 else str(points)


def effect_of(verdict: Verdict, improvement: Improvement) -> Observed | None:
    """How much more it changed than sister units from the same level, above 0 the expected way."""
    sisters = [
        Moved(each["before"], each["after"] - each["before"]) for each in verdict.numbers["sisters"]
    ]
    rises = improvement.expected == Direction.UP
    return find_aided_change(around_of(verdict), sisters, rises=rises)


def around_of(verdict: Verdict) -> Around:
    return Around(tuple(verdict.numbers["before"]), tuple(verdict.numbers["after"]))


def mean_of(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None


def say_inseparable(others: Sequence[Improvement]) -> str:
    """Several at once on the same figure."""
    if not others:
        return ""
    names = ", ".join(_("“%(statement)s”") % {"statement": other.title} for other in others)
    return _(
        "%(others)s works on the same question at the same time. What each of them has done "
        "cannot be told apart."
    ) % {"others": names}


def say_baseline(improvement: Improvement) -> str:
    """What is registered before the data."""
    values = [value for _first, _last, value, _answered in improvement.baseline]
    if not values:
        return _("There are no publications from before to compare with.")
    said = ngettext(
        "Compared with %(share)s, the mean of %(number)s publication before this was found.",
        "Compared with %(share)s, the mean of %(number)s publications before this was found.",
        len(values),
    ) % {"share": value_text(fmean(values), Measure.SHARE), "number": len(values)}
    if len(values) >= FEWEST_BEFORE:
        return tied(said)
    too_few = _("A verdict needs at least %(needed)s, so the figures alone will not tell.")
    return tied(f"{said} {too_few % {'needed': FEWEST_BEFORE}}")


def say_board(columns: Sequence[Column]) -> str:
    """The one sentence over a board: what waits for somebody, else what is under way."""
    counted = {column.state: len(column.cards) for column in columns}
    waits, works = counted[ImprovementState.EVALUATING], counted[ImprovementState.RUNNING]
    if waits:
        return ngettext(
            "%(number)s improvement waits to be evaluated.",
            "%(number)s improvements wait to be evaluated.",
            waits,
        ) % {"number": waits}
    if works:
        return ngettext(
            "%(number)s improvement is under way, and none waits to be evaluated.",
            "%(number)s improvements are under way, and none waits to be evaluated.",
            works,
        ) % {"number": works}
    return _("Nothing is under way now.")


def say_where(improvement: Improvement, verdict: Verdict | None) -> str:
    """The sentence on top of an improvement: the verdict, or what comes before one."""
    state = ImprovementState(improvement.state)
    if state is ImprovementState.PROPOSED:
        return _("It is proposed. Plan it: who sees to it, from when, and what shall tell.")
    if state is ImprovementState.DROPPED:
        return _("It was given up.")
    if verdict:
        return say_verdict(verdict)
    if state is ImprovementState.PLANNED and improvement.starts_on:
        day = date_format(improvement.starts_on, "DATE_FORMAT")
        return _("It starts on %(day)s.") % {"day": day}
    return _("It is under way. No figures have been published since the start.")
