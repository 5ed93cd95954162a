"""On which dates figures come, and when a year ends.

A publication date is a Monday; it covers everything received up to the week before.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from medverk.rules.weeks import Week


class Dates(StrEnum):
    """How often figures come; an agency chooses."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


def ends_year(week: Week) -> bool:
    """Whether the week is the last of its year: what waits is pooled then."""
    return week.next().year != week.year


def is_due(week: Week, dates: Dates) -> bool:
    """Whether something is published when this week is over. The end of a year always is."""
    monthly = dates is Dates.MONTHLY
    return ends_year(week) or not monthly or week.next().first_day().day <= 7


def weeks_due(first: Week, now: Week, dates: Dates) -> Iterator[Week]:
    """The weeks, from `first` on, that are over and are published by themselves, in order."""
    week = first
    while week < now:
        if is_due(week, dates):
            yield week
        week = week.next()


def year_ends_before(first: Week, until: Week) -> Iterator[Week]:
    """The ends of years from `first` on, before `until`: they are published first."""
    week = first
    while week < until:
        if ends_year(week):
            yield week
        week = week.next()


def next_date(now: Week, dates: Dates) -> date:
    """The first Monday after this week began on which figures come."""
    week = now
    while not is_due(week, dates):
        week = week.next()
    return week.next().first_day()
