"""How long things last. Days are whole days, and hours the clock's, in Norway [F14]."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LONGEST_WAIT = timedelta(hours=1)
PATIENCE = 3
"""Failures in a row until a gateway is left alone."""


@dataclass(frozen=True, slots=True)
class Periods:
    """Days, hours and seconds of invitations [F14, issue 2 section 4]."""

    remind_after_days: int
    expire_after_days: int
    ask_again_after_days: int
    first_hour: int  # sending starts, local time
    last_hour: int  # sending ends before this hour
    backoff_seconds: float  # after the first failed try; doubles
    claim_seconds: float  # a claim older than this belonged to a worker that is gone

    def may_send(self, local: datetime) -> bool:
        """True within the hours at which people may be disturbed."""
        return self.first_hour <= local.hour < self.last_hour

    def next_opening(self, local: datetime) -> datetime:
        """When sending next starts, by the clock: naive, as the day may begin summer time."""
        day = local.date() if local.hour < self.first_hour else local.date() + timedelta(days=1)
        return datetime.combine(day, time(self.first_hour))

    def wait_after(self, tries: int) -> timedelta:
        """How long to wait after so many failed tries: doubling, at most an hour."""
        return min(timedelta(seconds=self.backoff_seconds * 2 ** min(tries - 1, 20)), LONGEST_WAIT)

    def leave_alone_after(self, failures: int) -> timedelta | None:
        """How long a gateway that failed so often in a row is left alone; None: not yet."""
        return None if failures < PATIENCE else self.wait_after(failures - PATIENCE + 1)

    def last_day(self, asked_on: date) -> date:
        """The last day on which an invitation of this day can be answered."""
        return asked_on + timedelta(days=self.expire_after_days)

    def remind_on(self, sent_on: date, last_day: date) -> date | None:
        """The day of the one reminder; None where the invitation does not live that long."""
        day = sent_on + timedelta(days=self.remind_after_days)
        return day if day <= last_day else None

    def ask_again_on(self, asked_on: date) -> date:
        """The first day on which the same contact may be asked again."""
        return monday_from(asked_on + timedelta(days=self.ask_again_after_days))

    def forget_reply_on(self, asked_on: date) -> date:
        """When a number's right to reply is deleted: after the last day."""
        return monday_from(self.last_day(asked_on) + timedelta(days=1))


def monday_from(day: date) -> date:
    """That day or the Monday after it: what is kept of a contact tells no day [disclosure G3]."""
    return day + timedelta(days=-day.weekday() % 7)
