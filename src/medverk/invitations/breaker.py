"""Leave a failing gateway alone for a while, and say how it does."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from medverk.invitations.gateways import Gateway
from medverk.invitations.models import Channel, GatewayState
from medverk.invitations.periods import periods
from medverk.rules.invitations.messages import Health, Outcome, judge_gateway


def is_open(channel: Channel, now: datetime) -> bool:
    """True while the gateway is left alone."""
    return GatewayState.objects.filter(channel=channel, wait_until__gt=now).exists()


def batch(channel: Channel, gateway: Gateway) -> int:
    """How many messages to try at once: a gateway that fails gets one."""
    failing = GatewayState.objects.filter(channel=channel, failures__gt=0).exists()
    return 1 if failing else gateway.batch


def remember(channel: Channel, outcomes: Sequence[Outcome | None], now: datetime) -> None:
    """What a batch says about its gateway."""
    match judge_gateway(outcomes):
        case Health.WORKS:
            trust(channel, now)
        case Health.FAILS:
            add_failure(channel, now)


def trust(channel: Channel, now: datetime) -> None:
    GatewayState.objects.update_or_create(
        channel=channel,
        defaults={
            "failures": 0,
            "failing_since": None,
            "wait_until": None,
            "worked_on": timezone.localdate(now),
        },
    )


@transaction.atomic
def add_failure(channel: Channel, now: datetime) -> None:
    state, _ = GatewayState.objects.select_for_update().get_or_create(channel=channel)
    state.failures += 1
    state.failing_since = state.failing_since or now
    wait = periods().leave_alone_after(state.failures)
    if wait is not None:
        state.wait_until = now + wait
    state.save()
