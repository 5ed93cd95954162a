"""How the numbers of a chart are said and where its lines are drawn, by what is measured."""

from enum import StrEnum
from math import ceil, floor, log10

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LEAST_RANGE = 30  # percent: so that noise is not blown up to fill the picture
MINUS = "\N{MINUS SIGN}"


class Measure(StrEnum):
    """What the values of a chart are."""

    SHARE = "share"  # proportions from 0 to 1, said in percent
    MEAN = "mean"  # of answers 1, 2, …, said with one decimal
    NUMBER = "number"  # said as whole numbers


def tied(text: str) -> str:
    """A number is never parted from its percent sign at the end of a line."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def value_text(value: float, measure: Measure) -> str:
    """A value in words: "81 %", "3.9", "12"."""
    match measure:
        case Measure.SHARE:
            return tied(_("%(number)s %%") % {"number": round(100 * value)})
        case Measure.MEAN:
            return number_format(round(value, 1), 1)
        case Measure.NUMBER:
            return number_format(round(value), 0)


def change_text(change: float, measure: Measure) -> str:
    """A difference between two values, with its sign: "+5 points", "−0.3"."""
    size = abs(change)
    if measure is Measure.SHARE:
        points = round(100 * size)
        said = ngettext("%(number)s point", "%(number)s points", points) % {"number": points}
        is_none = not points
    else:
        said = value_text(size, measure)
        is_none = not round(size, 1 if measure is Measure.MEAN else 0)
    if is_none:
        return said
    return f"{'+' if change > 0 else MINUS}{said}"


def find_lines(low: float, high: float, measure: Measure) -> tuple[float, float, float]:
    """The lowest, middle and highest line of an axis that holds both values."""
    if measure is Measure.SHARE:
        return find_percent_lines(100 * low, 100 * high)
    step = 1.0 if measure is Measure.MEAN else 10.0 ** floor(log10(max(high - low, 1)))
    bottom, top = floor(low / step) * step, ceil(high / step) * step
    if top == bottom:
        top += step
    return bottom, (bottom + top) / 2, top


def find_percent_lines(lowest: float, highest: float) -> tuple[float, float, float]:
    """Whole tens between 0 and 100, at least 30 apart, the middle a ten too; as proportions."""
    low = max(0, floor(round(lowest, 6) / 10) * 10)
    high = min(100, ceil(round(highest, 6) / 10) * 10)
    while high - low < LEAST_RANGE or (high - low) % 20:
        if high == 100 or (low > 0 and lowest - low < high - highest):
            low -= 10
        else:
            high += 10
    return low / 100, (low + high) / 200, high / 100
