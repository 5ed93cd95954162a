"""What became of a message, and what that says about it and about its gateway [F14].

In doubt a message goes again only where that cannot double it: nobody is asked twice.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Outcome(StrEnum):
    """What we know after a try."""

    SENT = "sent"
    REFUSED = "refused"  # it will never be sent: nobody has this number
    NOT_SENT = "not_sent"  # surely not sent: try again later
    UNKNOWN = "unknown"  # perhaps sent: the answer did not come, or told nothing


class MessageState(StrEnum):
    """`sending` is committed before the gateway is called, so a killed worker leaves a mark."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"  # perhaps sent: never sent again blindly
    FAILED = "failed"


ON_ITS_WAY = (MessageState.QUEUED, MessageState.SENDING)
ON_THE_PHONE = (MessageState.SENT, MessageState.UNCERTAIN)
"""Whoever it was for may have it."""

AFTER: Mapping[Outcome | None, MessageState] = {
    None: MessageState.SENT,  # there was nobody to send to, and that must not show
    Outcome.SENT: MessageState.SENT,
    Outcome.REFUSED: MessageState.FAILED,
    Outcome.NOT_SENT: MessageState.QUEUED,
    Outcome.UNKNOWN: MessageState.UNCERTAIN,
}

TURNED_AWAY = frozenset({401, 403, 404, 405, 407, 429})
"""The gateway turned us away and not the message: wrong key, wrong address, too many at a time."""

PERHAPS = frozenset({408, 409, 425, 499})


class Health(StrEnum):
    """What a batch says about its gateway."""

    WORKS = "works"
    FAILS = "fails"


def state_after(outcome: Outcome | None, *, idempotent: bool) -> MessageState:
    """Where a message is after a try. idempotent: the gateway knows a message that comes again."""
    if outcome is Outcome.UNKNOWN and idempotent:
        return MessageState.QUEUED
    return AFTER[outcome]


def state_when_lost(tries: int) -> MessageState:
    """Of a message whose invitation has expired: once tried, it may have come through."""
    return MessageState.UNCERTAIN if tries else MessageState.FAILED


def read_status(status: int) -> Outcome:
    """What a gateway's HTTP status says about the message."""
    if 200 <= status < 300:
        return Outcome.SENT
    if status in TURNED_AWAY or 300 <= status < 400:
        return Outcome.NOT_SENT
    if status in PERHAPS or status >= 500:
        return Outcome.UNKNOWN
    return Outcome.REFUSED


def judge_gateway(outcomes: Iterable[Outcome | None]) -> Health | None:
    """One answer about a message is enough to trust a gateway again; None: nothing was tried."""
    tried = {outcome for outcome in outcomes if outcome is not None}
    if not tried:
        return None
    return Health.WORKS if tried & {Outcome.SENT, Outcome.REFUSED} else Health.FAILS
