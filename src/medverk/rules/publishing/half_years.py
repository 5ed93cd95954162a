"""Half-years of publication: an edition is named "2026-H1", and has 26 weeks, or 27 at the end of a
long year [disclosure, "Words"]."""

from collections.abc import Iterator

from medverk.rules.publishing.dates import ends_year
from medverk.rules.weeks import Week

LAST_OF_FIRST = 26  # the number of its last week


def half_year_of(week: Week) -> str:
    """The edition of a block that closed in this week, like "2026-H1"."""
    return f"{week.year}-H{1 if week.number <= LAST_OF_FIRST else 2}"


def half_years_over(start: Week, until: Week) -> Iterator[str]:
    """The half-years whose last week lies between `start` and `until`, both included, in order."""
    week = start
    while week <= until:
        if week.number == LAST_OF_FIRST or ends_year(week):
            yield half_year_of(week)
        week = week.next()


def weeks_of(name: str) -> tuple[Week, Week]:
    """The first and the last week of a half-year like "2026-H1"."""
    year, half = int(name[:4]), name[-1]
    if half == "1":
        return Week(year, 1), Week(year, LAST_OF_FIRST)
    return Week(year, LAST_OF_FIRST + 1), Week(year + 1, 1).plus(-1)
