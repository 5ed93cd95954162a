"""ISO weeks, the finest time that a response carries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

WRITTEN_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One ISO week. Weeks sort in time; a year has 52 or 53 of them."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse a week that the calendar does not have (ValueError)."""
        try:
            date.fromisocalendar(self.year, self.number, 1)
        except ValueError as problem:
            raise ValueError(f"there is no week {self.number} in {self.year}") from problem

    @classmethod
    def parse(cls, text: str) -> Week:
        """Read "2026-W47"; anything else raises ValueError."""
        match = WRITTEN_WEEK.fullmatch(text)
        if match is None:
            raise ValueError(f"a week is written like 2026-W47, not {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of_date(cls, day: date) -> Week:
        """The week that holds this day."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    def first_day(self) -> date:
        """The week's Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    def plus(self, weeks: int) -> Week:
        """The week that comes so many weeks after this one (before it, if negative)."""
        return Week.of_date(self.first_day() + timedelta(weeks=weeks))

    def next(self) -> Week:
        """The week after this one."""
        return self.plus(1)

    def __str__(self) -> str:
        """Write the week like 2026-W47."""
        return write_week(self.year, self.number)


@lru_cache(maxsize=4096)
def write_week(year: int, number: int) -> str:
    """A week like 2026-W47. Few are written, but some of them hundreds of thousands of times."""
    return f"{year:04d}-W{number:02d}"
