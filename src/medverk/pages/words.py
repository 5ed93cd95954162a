"""Figures in sentences, in the active language [look, rules 1 and 2]."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from medverk.charts.measure import Measure, tied, value_text
from medverk.pages.reading import Answers, Counted, Gist, Reading
from medverk.rules.statistics.intervals import Estimate
from medverk.rules.weeks import Week

NAMED = 2  # statements that a sentence names; more are counted


def percent(share: float) -> str:
    return value_text(share, Measure.SHARE)


def between(share: Estimate) -> str:
    """Where the truth probably lies; said even when it is narrow."""
    low, high = round(100 * share.low), round(100 * share.high)
    if low == high:
        return tied(_("probably very near %(number)s %%") % {"number": low})
    return tied(_("probably between %(low)s and %(high)s %%") % {"low": low, "high": high})


def reach(share: Estimate) -> str:
    """The same in the cell of a table."""
    low, high = round(100 * share.low), round(100 * share.high)
    return tied(_("%(low)s and %(high)s %%") % {"low": low, "high": high})


def verb(answers: Answers) -> str:
    """What the share does: "81 % agree"."""
    match answers.counted:
        case Counted.AGREE:
            return _("agree")
        case Counted.YES:
            return _("say yes")
        case Counted.NUMBER:
            return _("choose %(number)s or higher") % {"number": answers.counts_from}


def mean_text(reading: Reading) -> str:
    mean = reading.mean
    return _(
        "Mean %(mean)s, probably between %(low)s and %(high)s, on a scale from 1 to %(top)s."
    ) % {
        "mean": one_decimal(mean.value),
        "low": one_decimal(mean.low),
        "high": one_decimal(mean.high),
        "top": len(reading.answers.labels),
    }


def one_decimal(value: float) -> str:
    return number_format(round(value, 1), 1)  # number_format itself cuts off


def week_text(week: Week, this_year: int) -> str:
    """The year is said when it is not this one."""
    if week.year == this_year:
        return _("week %(number)s") % {"number": week.number}
    return week_and_year(week)


def week_and_year(week: Week) -> str:
    """Where nothing on the page says which year it is."""
    return _("week %(number)s, %(year)s") % {"number": week.number, "year": week.year}


def weeks_text(first: Week, last: Week, this_year: int) -> str:
    if first == last:
        return week_text(first, this_year)
    if first.year == last.year == this_year:
        return _("weeks %(first)s to %(last)s") % {"first": first.number, "last": last.number}
    return _("%(first)s to %(last)s") % {
        "first": week_text(first, this_year),
        "last": week_text(last, this_year),
    }


def day_text(day: date) -> str:
    """Like "Monday 30 November"."""
    # Translators: Django's date format of a weekday, day and month.
    return date_format(day, _("l j F"))


def lead(gist: Gist) -> str:
    """The one sentence, sometimes two, that a busy person should leave with."""
    if not gist.better and not gist.worse:
        return tied(f"{opening(gist)} {level(gist)}")
    statements = gist.best.answers.counted is Counted.AGREE
    said = []
    if gist.better:
        said.append(better(statements) % {"what": named(gist.better)})
    if gist.worse:
        said.append(weaker(statements) % {"what": named(gist.worse)})
    return " ".join([*said, _("Otherwise it is as usual.")] if gist.rest else said)


def better(statements: bool) -> str:
    if statements:
        return _("More users than before agree with %(what)s.")
    return _("The answers to %(what)s are better than before.")


def weaker(statements: bool) -> str:
    if statements:
        return _("Fewer users than before agree with %(what)s.")
    return _("The answers to %(what)s are weaker than before.")


def opening(gist: Gist) -> str:
    if gist.too_early:
        return _("It is too early to see a development.")
    return _("It is as usual.")


def level(gist: Gist) -> str:
    """How many agree, when nothing has changed."""
    weakest, best = gist.weakest, gist.best
    if weakest is best:
        return _("%(share)s %(verb)s (%(between)s).") % {
            "share": percent(best.share.value),
            "verb": verb(best.answers),
            "between": between(best.share),
        }
    values = {
        "best": quoted(best),
        "high": round(100 * best.share.value),
        "weakest": quoted(weakest),
        "low": round(100 * weakest.share.value),
        "verb": verb(best.answers),
    }
    if not gist.apart:
        return alike(values)
    if best.answers.counted is Counted.AGREE:
        return (
            _("Most agree with %(best)s (%(high)s %%), fewest with %(weakest)s (%(low)s %%).")
            % values
        )
    return (
        _("Most %(verb)s for %(best)s (%(high)s %%), fewest for %(weakest)s (%(low)s %%).") % values
    )


def alike(values: dict[str, object]) -> str:
    if values["low"] == values["high"]:
        return _("%(low)s %% %(verb)s, whatever is asked about.") % values
    return _("Between %(low)s and %(high)s %% %(verb)s, whatever is asked about.") % values


def named(readings: Sequence[Reading]) -> str:
    """One or two statements by their words, more by their number."""
    if len(readings) > NAMED:
        return _("%(number)s of the statements") % {"number": len(readings)}
    return joined(quoted(reading) for reading in readings)


def quoted(reading: Reading) -> str:
    return _("“%(statement)s”") % {"statement": reading.text}


def joined(parts: Iterable[str]) -> str:
    listed = list(parts)
    if len(listed) == 1:
        return listed[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(listed[:-1]), "last": listed[-1]}
