"""The demo's time: the year before the last finished week, and the days since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from medverk.rules.weeks import Week

LATE = timedelta(hours=1)  # a week is published when it has been over for an hour
EVENING = timedelta(hours=21)  # a day is played when it has come to this


@dataclass(frozen=True, slots=True)
class Year:
    """`first` and `last` are weeks that are over; `until` is the last day that is."""

    first: Week
    last: Week
    until: date

    def weeks(self) -> Iterator[Week]:
        """Every week that is played: the finished ones, and the one that it is."""
        for number in range(self.length + 1):
            yield self.week(number)

    def days(self, week: Week) -> Iterator[date]:
        """The days of a week that are over: nothing was sent this evening in the morning."""
        for number in range(7):
            day = week.first_day() + timedelta(days=number)
            if day <= self.until:
                yield day

    def week(self, number: int) -> Week:
        """The week with that number in the played year, from 0."""
        return self.first.plus(number)

    @property
    def halfway(self) -> date:
        return self.week(self.length // 2).first_day()

    @property
    def length(self) -> int:
        """How many weeks are over and are published."""
        return (self.last.first_day() - self.first.first_day()).days // 7 + 1


def year_before(now: datetime, weeks: int) -> Year:
    """So many weeks up to the last that is over at `now`."""
    last = Week.of_date(timezone.localdate(now - LATE)).plus(-1)
    return Year(last.plus(1 - weeks), last, timezone.localdate(now - EVENING))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day in Norway."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def monday_after(week: Week) -> datetime:
    """When the release engine wakes up after a week."""
    return at(week.next().first_day(), 3, 20)
