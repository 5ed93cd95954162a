"""What people call an edition: one name on every page, in the language of the page."""

from django.utils.translation import gettext as _


def edition_text(name: str) -> str:
    """ "2026-H1" as "the first half of 2026"."""
    year, half = name.split("-H")
    if half == "1":
        return _("the first half of %(year)s") % {"year": year}
    return _("the second half of %(year)s") % {"year": year}
