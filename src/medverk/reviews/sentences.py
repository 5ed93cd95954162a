"""Sentences about results: a share never stands without its uncertainty."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from medverk.charts.measure import MINUS, tied
from medverk.reviews.results import ItemReading, RoundReading
from medverk.reviews.words import UNDEFINED
from medverk.rules.reviews import HalfYear, Met
from medverk.rules.statistics.agreement import Agreement
from medverk.rules.statistics.intervals import Estimate


def say_half_year(half_year: HalfYear) -> str:
    """Spring and autumn, as offices say."""
    words = _("spring %(year)s") if half_year.half == 1 else _("autumn %(year)s")
    return words % {"year": half_year.year}


def say_share(share: Estimate) -> str:
    """A share with its uncertainty: 81 % (probably between 75 and 86 %)."""
    words = _("%(share)s %% (probably between %(low)s and %(high)s %%)")
    return tied(
        words
        % {
            "share": round(100 * share.value),
            "low": round(100 * share.low),
            "high": round(100 * share.high),
        }
    )


def say_agreement(agreement: Agreement) -> str:
    """How alike two reviewers answered: as a count, and beyond chance."""
    alike = _("alike in %(alike)s of %(n)s") % {"alike": agreement.alike, "n": agreement.n}
    if agreement.undefined:
        return f"{alike}: {UNDEFINED[agreement.undefined]}"
    return f"{alike}: {say_kappa(agreement.kappa)}" if agreement.kappa else alike


def say_kappa(kappa: Estimate) -> str:
    words = _("kappa %(kappa)s (probably between %(low)s and %(high)s)")
    return words % {
        "kappa": two_places(kappa.value),
        "low": two_places(kappa.low),
        "high": two_places(kappa.high),
    }


def two_places(value: float) -> str:
    """With the language's own decimal sign, and a real minus."""
    written = number_format(abs(round(value, 2)), 2)
    return f"{MINUS}{written}" if round(value, 2) < 0 else written


def lead_sentence(reading: RoundReading) -> str:
    """The one sentence to leave with: what is weakest, when that is more than chance."""
    weakest = find_weakest(reading)
    if weakest is None or weakest.share is None:
        return _("No item stands out as weaker than the others.")
    return _("Weakest: “%(item)s” Yes in %(share)s.") % {
        "item": weakest.item.text,
        "share": say_share(weakest.share),
    }


def find_weakest(reading: RoundReading) -> ItemReading | None:
    """The item with the lowest share, where its whole interval lies below the share of all items
    together; None when none does."""
    judged = [item for item in reading.items if item.share]
    relevant = sum(item.relevant for item in judged)
    if not relevant:
        return None
    together = sum(dict(item.counts).get(Met.YES, 0) for item in judged) / relevant
    below = [item for item in judged if item.share and item.share.high < together]
    return min(below, key=lambda item: item.share.value if item.share else 1, default=None)
