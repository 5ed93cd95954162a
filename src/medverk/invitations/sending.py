"""Send what is due: claim it, commit, call the gateway, note what became of it.

A claim is committed before the gateway is called. So a worker that is killed leaves a message in
the state `sending`: when its claim has grown old it is tried again with the same idempotency id,
or, where the gateway knows no such id, shown as uncertain. Nothing is lost, nothing sent twice.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from nacl.exceptions import CryptoError

from medverk.environment import EnvironmentError
from medverk.invitations import breaker
from medverk.invitations.contacts import open_sealed
from medverk.invitations.gateways import Gateway
from medverk.invitations.gateways.choosing import gateway_for
from medverk.invitations.models import Channel, Message
from medverk.invitations.outcomes import Result, note
from medverk.invitations.periods import periods
from medverk.invitations.texts import compose
from medverk.rules.invitations.messages import MessageState, Outcome

logger = logging.getLogger(__name__)

SENT_CHANNELS = (Channel.SMS, Channel.EMAIL)


def send_due(*, now: datetime) -> int:
    """Send everything that is due at `now`; returns how many messages were handled."""
    handled = 0
    while some := send_some(now=now):
        handled += some
    return handled


def send_some(*, now: datetime) -> int:
    """Handle one batch of each channel; 0 when nothing is due or it is not the time of day."""
    if not periods().may_send(timezone.localtime(now)):
        return 0
    return sum(send_batch(channel, now) for channel in SENT_CHANNELS)


def send_batch(channel: Channel, now: datetime) -> int:
    waiting = on_its_way(channel, now)
    if not waiting.exists() or breaker.is_open(channel, now):
        return 0
    gateway = configured(channel, now)
    if gateway is None:
        return 0
    take_over_old_claims(channel, gateway, now)
    claimed = claim(channel, breaker.batch(channel, gateway), now)
    results = [Result(message, deliver(message, gateway, now)) for message in claimed]
    note(results, gateway, now)
    breaker.remember(channel, [result.outcome for result in results], now)
    return len(claimed)


def configured(channel: Channel, now: datetime) -> Gateway | None:
    """The gateway, or None when its settings are wrong: the other channel goes on meanwhile."""
    try:
        return gateway_for(channel)
    except EnvironmentError:
        fields = {"kind": str(channel)}
        logger.exception(
            "messages wait: `medverk check` says what to set", extra={"fields": fields}
        )
        breaker.remember(channel, [Outcome.NOT_SENT], now)
        return None


def on_its_way(channel: Channel, now: datetime) -> QuerySet[Message]:
    """Messages of a channel that are due, or that somebody has begun to send."""
    today = timezone.localdate(now)
    return Message.objects.filter(channel=channel, due_on__lte=today).filter(
        Q(state=MessageState.SENDING) | Q(state=MessageState.QUEUED) & due(now)
    )


def due(now: datetime) -> Q:
    today = timezone.localdate(now)
    return (Q(wait_until=None) | Q(wait_until__lte=now)) & Q(invitation__expires_on__gte=today)


def take_over_old_claims(channel: Channel, gateway: Gateway, now: datetime) -> None:
    """What a worker that is gone had begun: its outcome is unknown."""
    old = now - timedelta(seconds=periods().claim_seconds)
    begun = loaded().filter(channel=channel, state=MessageState.SENDING, claimed_at__lt=old)
    note([Result(message, Outcome.UNKNOWN) for message in begun], gateway, now)


def loaded() -> QuerySet[Message]:
    return Message.objects.select_related(
        "invitation__office", "invitation__version__questionnaire"
    )


@transaction.atomic
def claim(channel: Channel, count: int, now: datetime) -> list[Message]:
    """Mark messages as being sent, and commit that. Two workers never claim the same one."""
    found = list(
        loaded()
        .select_for_update(skip_locked=True, of=("self",))
        .filter(
            due(now),
            channel=channel,
            state=MessageState.QUEUED,
            due_on__lte=timezone.localdate(now),
        )
        .order_by(F("wait_until").asc(nulls_first=True), "due_on")[:count]
    )
    Message.objects.filter(pk__in=[message.pk for message in found]).update(
        state=MessageState.SENDING, claimed_at=now, tries=F("tries") + 1
    )
    for message in found:
        message.tries += 1
    return found


def deliver(message: Message, gateway: Gateway, now: datetime) -> Outcome | None:
    """Open, compose and send; None when there is nobody to send to.

    A fault of our own in one message must not hold up the others: it waits, and is logged.
    """
    try:
        opened = open_sealed(bytes(message.sealed or b""))
        text = compose(message, *opened, now) if opened else None
    except CryptoError:
        logger.error("a message cannot be opened: MEDVERK_SENDER_PRIVATE_KEY does not fit")
        return Outcome.NOT_SENT
    except Exception:
        logger.exception("a message cannot be composed")
        return Outcome.NOT_SENT
    try:
        return gateway.send(text, now) if text else None
    except Exception:
        logger.exception("a gateway failed in a way it should not")
        return Outcome.UNKNOWN
