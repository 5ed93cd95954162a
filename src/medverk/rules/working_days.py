"""Norwegian working days: not Saturdays, not Sundays, not public holidays [S4]."""

from __future__ import annotations

from datetime import date, timedelta

_SATURDAY = 5
# Days from Easter Sunday: Maundy Thursday, Good Friday, Easter, Easter Monday, Ascension Day,
# Whit Sunday, Whit Monday.
_AROUND_EASTER = (-3, -2, 0, 1, 39, 49, 50)
_FIXED = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))


def easter_sunday(year: int) -> date:
    """In the Gregorian calendar, by the computation of Meeus, Jones and Butcher."""
    century, rest = divmod(year, 100)
    moon = year % 19
    leap, odd = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    full = (19 * moon + century - leap - shift + 15) % 30
    sunday = (32 + 2 * odd + 2 * (rest // 4) - full - rest % 4) % 7
    late = (moon + 11 * full + 22 * sunday) // 451
    month, day = divmod(full + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int) -> frozenset[date]:
    """The days on which Norway rests by law."""
    easter = easter_sunday(year)
    moving = {easter + timedelta(days=days) for days in _AROUND_EASTER}
    return frozenset(moving | {date(year, month, day) for month, day in _FIXED})


def is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year)


def add_working_days(start: date, days: int) -> date:
    """The working day that comes so many working days after `start`. Raises ValueError below 1."""
    if days < 1:
        raise ValueError("days must be 1 or more")
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def next_working_day(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
