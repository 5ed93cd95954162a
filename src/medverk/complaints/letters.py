"""Answers by e-mail: queued by the web, sent by the worker, sealed until then [S1].

A claim is committed before the mail server is called. E-mail knows no idempotency: what a killed
worker had begun is shown as uncertain, and never sent again blindly.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, override

from medverk.complaints.codes import ReplyBy
from medverk.complaints.models import AnswerLetter, Complaint, ComplaintWords, LetterState
from medverk.complaints.sealing import (
    Letter,
    SealBrokenError,
    open_letter,
    open_reply,
    seal_letter,
)
from medverk.invitations.gateways import Gateway, Outcome, Text
from medverk.invitations.gateways.choosing import gateway_for
from medverk.invitations.models import Channel
from medverk.invitations.periods import periods

logger = logging.getLogger(__name__)

MOST_TRIES = 8


class NoAddressError(Exception):
    """There is no e-mail address to answer to."""


def email_of(complaint: Complaint) -> str | None:
    """Where an answer by e-mail can go. Raises SealBrokenError."""
    words = ComplaintWords.objects.filter(complaint=complaint).only("contact").first()
    if words is None or not words.contact:
        return None
    reply = open_reply(words.contact)
    return reply.address if reply.by == ReplyBy.EMAIL else None


def queue_letter(*, complaint: Complaint, text: str) -> AnswerLetter:
    """In the language of whoever complained. Raises NoAddressError."""
    try:
        address = email_of(complaint)
    except SealBrokenError:
        address = None
    if not address:
        raise NoAddressError
    with override(complaint.language):
        subject = gettext("Answer to your complaint %(reference)s") % {
            "reference": complaint.reference
        }
    sealed = seal_letter(Letter(address, subject, text))
    return AnswerLetter.objects.create(complaint=complaint, sealed=sealed)


def send_letters(*, now: datetime) -> int:
    """Send what waits; returns how many were handled."""
    take_over_old_claims(now)
    handled = 0
    while letter := claim(now):
        gateway = gateway_for(Channel.EMAIL)
        note(letter, deliver(letter, gateway, now), now)
        handled += 1
    return handled


def take_over_old_claims(now: datetime) -> None:
    old = now - timedelta(seconds=periods().claim_seconds)
    AnswerLetter.objects.filter(state=LetterState.SENDING, claimed_at__lt=old).update(
        state=LetterState.UNCERTAIN, sealed=None
    )


@transaction.atomic
def claim(now: datetime) -> AnswerLetter | None:
    """Mark one as being sent, and commit that. Two workers never claim the same."""
    waiting = AnswerLetter.objects.select_for_update(skip_locked=True).filter(
        Q(wait_until=None) | Q(wait_until__lte=now), state=LetterState.QUEUED
    )
    letter = waiting.order_by("pk").first()
    if letter is not None:
        letter.state, letter.claimed_at = LetterState.SENDING, now
        letter.tries += 1
        letter.save()
    return letter


def deliver(letter: AnswerLetter, gateway: Gateway, now: datetime) -> Outcome:
    try:
        opened = open_letter(letter.sealed or b"")
    except SealBrokenError:
        logger.error("an answer cannot be opened: MEDVERK_CONTACT_KEY does not fit")
        return Outcome.NOT_SENT
    try:
        text = Text(id=letter.id, to=opened.to, subject=opened.subject, body=opened.body, link="")
        return gateway.send(text, now)
    except Exception:
        logger.exception("a gateway failed in a way it should not")
        return Outcome.UNKNOWN


_AFTER = {
    Outcome.SENT: LetterState.SENT,
    Outcome.REFUSED: LetterState.FAILED,
    Outcome.UNKNOWN: LetterState.UNCERTAIN,
}


def note(letter: AnswerLetter, outcome: Outcome, now: datetime) -> None:
    """What became of it. What surely was not sent is tried again, some times."""
    if outcome is Outcome.NOT_SENT and letter.tries < MOST_TRIES:
        letter.state = LetterState.QUEUED
        letter.wait_until = now + periods().wait_after(letter.tries)
    else:
        letter.state = _AFTER.get(outcome, LetterState.FAILED)
        letter.sealed, letter.wait_until = None, None
    letter.save()
