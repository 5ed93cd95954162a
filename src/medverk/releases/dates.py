"""On which dates figures come, and when a year ends. Pure.

A publication date is a Monday; it covers everything received up to the week before.
"""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from django.utils.timezone import localdate

from medverk.rules.weeks import Week


class Dates(StrEnum):
    """How often figures come; an agency chooses."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


def week_of(now: datetime) -> Week:
    """The week it is, for people in Norway."""
    return Week.of_date(localdate(now))


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


def half_year_of(week: Week) -> str:
    """The edition of a block that closed in this week, like "2026-H1"."""
    return f"{week.year}-H{1 if week.number <= 26 else 2}"


def half_years_over(start: Week, until: Week) -> Iterator[str]:
    """The half-years whose last week lies between `start` and `until`, both included, in order."""
    week = start
    while week <= until:
        if week.number == 26 or ends_year(week):
            yield half_year_of(week)
        week = week.next()
