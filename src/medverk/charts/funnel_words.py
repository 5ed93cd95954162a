"""What a funnel says, in words: who surely differs, and that the rest do not differ for sure."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverk.rules.statistics.funnel import Standing

HIGH = (Standing.HIGH, Standing.VERY_HIGH)
LOW = (Standing.LOW, Standing.VERY_LOW)
NAMED = 3  # units that a sentence names


def funnel_sentence(
    names: Sequence[str],
    standings: Sequence[Standing],
    here: Sequence[bool],
    sure: Collection[int],
) -> str:
    """Of the one unit that the page is about, else of all. sure: places of units to be named."""
    for name, standing, is_here in zip(names, standings, here, strict=True):
        if is_here:
            return one_sentence(name, standing)
    named = [(names[place], standings[place]) for place in sorted(sure)]
    high = [name for name, standing in named if standing in HIGH]
    low = [name for name, standing in named if standing in LOW]
    others = sum(standing is not Standing.WITHIN for standing in standings) - len(named)
    if not named:
        nobody = _(
            "No unit differs from the others by more than chance and usual differences give."
        )
        return " ".join([nobody, *by_chance(others)])
    said = []
    if high:
        said.append(
            _("Higher than the others, by more than chance: %(units)s.") % {"units": listed(high)}
        )
    if low:
        said.append(
            _("Lower than the others, by more than chance: %(units)s.") % {"units": listed(low)}
        )
    said.append(_("Between the rest no sure difference is seen."))
    return " ".join([*said, *by_chance(others)])


def by_chance(others: int) -> list[str]:
    """Units that lie outside the curves and are not named."""
    if not others:
        return []
    sentence = ngettext(
        "One lies just outside the curves. That easily happens by chance.",
        "%(number)s lie just outside the curves. That easily happens by chance.",
        others,
    )
    return [sentence % {"number": others}]


def one_sentence(name: str, standing: Standing) -> str:
    if standing is Standing.WITHIN:
        return _("%(unit)s lies where units of its size usually do.") % {"unit": name}
    if standing in HIGH:
        return _("%(unit)s lies higher than units of its size usually do.") % {"unit": name}
    return _("%(unit)s lies lower than units of its size usually do.") % {"unit": name}


def standing_text(standing: Standing) -> str:
    """In the cell of a table."""
    match standing:
        case Standing.WITHIN:
            return _("as usual for its size")
        case Standing.HIGH:
            return _("higher than usual")
        case Standing.VERY_HIGH:
            return _("much higher than usual")
        case Standing.LOW:
            return _("lower than usual")
        case Standing.VERY_LOW:
            return _("much lower than usual")


def listed(names: Sequence[str]) -> str:
    """The first few by name, the rest by number."""
    if len(names) > NAMED:
        rest = {"names": ", ".join(names[:NAMED]), "number": len(names) - NAMED}
        return _("%(names)s and %(number)s more") % rest
    return ", ".join(names)
