"""What the page about sending shows: counts by day, and how the gateways do. No persons.

Only first messages are counted. How many are reminded, or still open, tells how many have
answered, and that is a figure that waits for its block [disclosure G6].
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Sum
from django.utils import timezone

from medverk.invitations.models import (
    Channel,
    GatewayState,
    Message,
    MessageKind,
    SendingCount,
)
from medverk.invitations.periods import periods
from medverk.rules.invitations.messages import ON_ITS_WAY

DAYS_SHOWN = 14


@dataclass(frozen=True, slots=True)
class SendingDay:
    day: date
    sent: int
    uncertain: int
    failed: int


@dataclass(frozen=True, slots=True)
class GatewayReport:
    """failing_since: None when it works, as far as we know."""

    channel: Channel
    failing_since: datetime | None
    next_try: datetime | None


@dataclass(frozen=True, slots=True)
class SendingReport:
    waiting: int
    sends_now: bool  # it is a time of day at which messages go out
    opens_at: datetime
    days: tuple[SendingDay, ...]
    gateways: tuple[GatewayReport, ...]

    @property
    def uncertain(self) -> int:
        return sum(day.uncertain for day in self.days)

    @property
    def failed(self) -> int:
        return sum(day.failed for day in self.days)

    @property
    def failing(self) -> tuple[GatewayReport, ...]:
        return tuple(gateway for gateway in self.gateways if gateway.failing_since)


def sending_report(units: Collection[int], now: datetime) -> SendingReport:
    """The last two weeks of these units, newest day first. Three queries."""
    allowed, local = periods(), timezone.localtime(now)
    return SendingReport(
        waiting=count_waiting(units),
        sends_now=allowed.may_send(local),
        opens_at=timezone.make_aware(allowed.next_opening(local)),
        days=days(units, timezone.localdate(now) - timedelta(days=DAYS_SHOWN)),
        gateways=gateways(),
    )


def count_waiting(units: Collection[int]) -> int:
    waiting = Message.objects.filter(
        invitation__office__in=units, kind=MessageKind.INVITATION, state__in=ON_ITS_WAY
    )
    return waiting.count()


def days(units: Collection[int], since: date) -> tuple[SendingDay, ...]:
    counted = SendingCount.objects.filter(office__in=units, day__gt=since).values_list("day")
    summed = counted.annotate(Sum("sent"), Sum("uncertain"), Sum("failed")).order_by("-day")
    return tuple(SendingDay(*row) for row in summed)


def gateways() -> tuple[GatewayReport, ...]:
    """Both ways out; one that has not been tried yet counts as working."""
    known = {state.channel: state for state in GatewayState.objects.all()}
    found = []
    for channel in (Channel.SMS, Channel.EMAIL):
        state = known.get(channel)
        failing = state is not None and state.failures > 0
        found.append(
            GatewayReport(
                channel,
                state.failing_since if state and failing else None,
                state.wait_until if state and failing else None,
            )
        )
    return tuple(found)
