"""What files name by keys and codes, in words."""

from django import template
from django.utils.translation import gettext as _

from medverk.rules.weeks import Week
from medverk.surveys.names import name_of

register = template.Library()


@register.filter
def questionnaire_name(key: str) -> str:
    return name_of(key)


@register.filter
def week_named(written: str) -> str:
    """ "2026-W46" as "week 46, 2026"."""
    week = Week.parse(written)
    return _("week %(number)s, %(year)s") % {"number": week.number, "year": week.year}
