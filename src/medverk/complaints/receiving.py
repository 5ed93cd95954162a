"""Take in a complaint from anybody: once, sealed, with its deadlines [S1, S4]."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from medverk.complaints.codes import Behalf, Kind
from medverk.complaints.models import Complaint, ComplaintWords
from medverk.complaints.sealing import Reply, SealBrokenError, open_text, seal_reply, seal_text
from medverk.invitations.tokens import ALPHABET
from medverk.people.actions import log
from medverk.people.models import Unit, UnitType
from medverk.rules.complaints.deadlines import answer_due, fault_due

MOST_AN_HOUR = 300  # in the whole installation
MOST_AN_HOUR_TO_ONE = 40
_SIGNS = 10


class TooManyError(Exception):
    """More complaints have come in the last hour than anybody can read; try again later."""


class NowhereError(Exception):
    """No unit can take a complaint: there is no directorate yet."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody filled in. `unit` None: the directorate finds out whose it is."""

    unit: Unit | None
    kind: Kind
    behalf: Behalf
    language: str
    text: str
    reply: Reply | None
    identity: str | None = None  # of who logged in, as the login provider says it

    def __repr__(self) -> str:
        """Never the text: it could end in a log."""
        return f"Given({self.kind.value})"


@dataclass(frozen=True, slots=True)
class Received:
    """What the receipt says. `changed`: this form was sent before, with another text."""

    reference: str
    due_on: date
    unit: Unit
    changed: bool = False


def receive(*, given: Given, submission: UUID, now: datetime) -> Received:
    """Store a complaint; a form that is sent again is stored once.

    Raises TooManyError, NowhereError.
    """
    known = already_received(submission, given)
    if known:
        return known
    unit = given.unit or directorate()
    refuse_flood(unit, now)
    try:
        with transaction.atomic():
            return store(given, unit, submission, now)
    except IntegrityError:  # the same form came twice at the same moment
        known = already_received(submission, given)
        if known is None:
            raise
        return known


def store(given: Given, unit: Unit, submission: UUID, now: datetime) -> Received:
    today = timezone.localdate(now)
    complaint = Complaint.objects.create(
        reference=new_reference(),
        submission=submission,
        unit=unit,
        received_at=now,
        language=given.language,
        kind=given.kind,
        behalf=given.behalf,
        reply_by=given.reply.by if given.reply else "",
        due_on=answer_due(today),
        is_fault=given.kind == Kind.DIGITAL,
        fault_due_on=fault_due(today),
    )
    ComplaintWords.objects.create(
        complaint=complaint,
        text=seal_text(given.text),
        contact=seal_reply(given.reply) if given.reply else None,
        identity=seal_text(given.identity) if given.identity else None,
    )
    log(by=None, action="complaint_received", now=now, unit=unit, about=complaint.reference)
    return Received(complaint.reference, complaint.due_on, unit)


def already_received(submission: UUID, given: Given) -> Received | None:
    """What became of this very form, if it was sent before."""
    rows = Complaint.objects.filter(submission=submission).select_related("unit", "words")
    found = rows.first()
    if found is None:
        return None
    received = Received(found.reference, found.due_on, found.unit)
    return received if stored_text(found) == given.text else replace(received, changed=True)


def stored_text(complaint: Complaint) -> str | None:
    words = getattr(complaint, "words", None)
    try:
        return open_text(words.text) if words else None
    except SealBrokenError:
        return None


def refuse_flood(unit: Unit, now: datetime) -> None:
    """A limit for all together, and one for each unit: no sender's address is needed for it."""
    lately = Complaint.objects.filter(received_at__gt=now - timedelta(hours=1))
    if lately.count() >= MOST_AN_HOUR or lately.filter(unit=unit).count() >= MOST_AN_HOUR_TO_ONE:
        raise TooManyError


def directorate() -> Unit:
    """Who finds out whose a complaint is. Raises NowhereError."""
    found = Unit.objects.filter(type=UnitType.DIRECTORATE).order_by("pk").first()
    if found is None:
        raise NowhereError
    return found


def new_reference() -> str:
    """50 random bits to say on the telephone: SK-XXXXX-XXXXX."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(_SIGNS))
    return f"SK-{signs[:5]}-{signs[5:]}"
