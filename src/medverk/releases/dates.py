"""Which week it is."""

from datetime import datetime

from django.utils.timezone import localdate

from medverk.rules.weeks import Week


def week_of(now: datetime) -> Week:
    """The week it is, for people in Norway."""
    return Week.of_date(localdate(now))
