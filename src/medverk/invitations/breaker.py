"""Leave a failing gateway alone for a while, and say how it does."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from medverk.invitations.gateways import Gateway, Outcome
from medverk.invitations.models import Channel, GatewayState
from medverk.invitations.periods import periods

_PATIENCE = 3  # failures in a row until the gateway is left alone
_FAILURES = (Outcome.NOT_SENT, Outcome.UNKNOWN)


def is_open(channel: Channel, now: datetime) -> bool:
    """True while the gateway is left alone."""
    return GatewayState.objects.filter(channel=channel, wait_until__gt=now).exists()


def batch(channel: Channel, gateway: Gateway) -> int:
    """How many messages to try at once: a gateway that fails gets one."""
    failing = GatewayState.objects.filter(channel=channel, failures__gt=0).exists()
    return 1 if failing else gateway.batch


def remember(channel: Channel, outcomes: Sequence[Outcome | None], now: datetime) -> None:
    """One answer of the gateway about a message is enough to trust it again."""
    tried = [outcome for outcome in outcomes if outcome is not None]
    if not tried:
        return
    if any(outcome not in _FAILURES for outcome in tried):
        GatewayState.objects.update_or_create(
            channel=channel,
            defaults={
                "failures": 0,
                "failing_since": None,
                "wait_until": None,
                "worked_on": timezone.localdate(now),
            },
        )
    else:
        add_failure(channel, now)


@transaction.atomic
def add_failure(channel: Channel, now: datetime) -> None:
    state, _ = GatewayState.objects.select_for_update().get_or_create(channel=channel)
    state.failures += 1
    state.failing_since = state.failing_since or now
    if state.failures >= _PATIENCE:
        state.wait_until = now + periods().wait_after(state.failures - _PATIENCE + 1)
    state.save()
