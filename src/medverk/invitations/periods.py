"""How long things last, from the environment. Days are whole days in Norway."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone


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

    def may_send(self, now: datetime) -> bool:
        """True within the hours at which people may be disturbed."""
        return self.first_hour <= timezone.localtime(now).hour < self.last_hour

    def next_opening(self, now: datetime) -> datetime:
        """When sending next starts."""
        local = timezone.localtime(now)
        day = local.date() if local.hour < self.first_hour else local.date() + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, time(self.first_hour)))

    def wait_after(self, tries: int) -> timedelta:
        """How long to wait after so many failed tries: doubling, at most an hour."""
        return timedelta(seconds=min(self.backoff_seconds * 2 ** min(tries - 1, 20), 3600))

    def last_day(self, asked_on: date) -> date:
        """The last day on which an invitation of this day can be answered."""
        return asked_on + timedelta(days=self.expire_after_days)

    def ask_again_on(self, asked_on: date) -> date:
        """The first day on which the same contact may be asked again."""
        return monday_from(asked_on + timedelta(days=self.ask_again_after_days))

    def forget_reply_on(self, asked_on: date) -> date:
        """When a number's right to reply is deleted: after the last day."""
        return monday_from(self.last_day(asked_on) + timedelta(days=1))


def monday_from(day: date) -> date:
    """That day or the Monday after it: what is kept of a contact tells no day [disclosure G3]."""
    return day + timedelta(days=-day.weekday() % 7)


def periods() -> Periods:
    """The periods of this installation."""
    get = settings.ENVIRONMENT.get
    return Periods(
        remind_after_days=int(get("MEDVERK_REMIND_AFTER_DAYS", "3")),
        expire_after_days=int(get("MEDVERK_EXPIRE_AFTER_DAYS", "14")),
        ask_again_after_days=int(get("MEDVERK_ASK_AGAIN_AFTER_DAYS", "30")),
        first_hour=int(get("MEDVERK_SEND_FROM_HOUR", "9")),
        last_hour=int(get("MEDVERK_SEND_UNTIL_HOUR", "20")),
        backoff_seconds=float(get("MEDVERK_SEND_BACKOFF_SECONDS", "30")),
        claim_seconds=float(get("MEDVERK_SEND_CLAIM_SECONDS", "120")),
    )
