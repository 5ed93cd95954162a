"""Writes about invitations: ask people, spend a token, never ask again.

Nobody learns whether a person was left out because they were asked lately or want no more: the
inviter gets the same answer, and a message to nobody goes through the same queue [F14].
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from medverk.invitations import contacts, counts, waking
from medverk.invitations.contacts import Contact
from medverk.invitations.models import (
    HASH_BYTES,
    REMEMBERED_BYTES,
    Asked,
    Channel,
    DoNotAsk,
    Invitation,
    Message,
    MessageKind,
)
from medverk.invitations.periods import periods
from medverk.invitations.queries import CALL
from medverk.invitations.remembering import expect_replies, recall, remember
from medverk.invitations.tokens import new_token, parse_token, token_hash
from medverk.people.actions import log
from medverk.people.models import Person, Unit
from medverk.rules.invitations.asking import find_asked, find_first
from medverk.surveys.models import Version
from medverk.surveys.queries import content


@dataclass(frozen=True, slots=True)
class Encounter:
    """A conversation or call after which somebody can be asked.

    contact: where to send, for the channels sms and email; None for a slip or an interview.
    """

    office: Unit
    counsellor: Person
    version: Version
    language: str
    kind: str
    channel: Channel
    contact: Contact | None = None

    def __post_init__(self) -> None:
        """Channel and contact belong together (ValueError)."""
        sent = self.channel in (Channel.SMS, Channel.EMAIL)
        if sent is not (self.contact is not None):
            raise ValueError(f"an invitation by {self.channel} and its contact do not fit")
        if self.contact and self.contact.channel is not self.channel:
            raise ValueError(f"a contact for {self.contact.channel} is not for {self.channel}")


@dataclass(frozen=True, slots=True)
class Invited:
    """What the inviter learns. The token only when it is the inviter who hands it over."""

    token: str | None


@dataclass(frozen=True, slots=True)
class Spent:
    """What intake needs of the invitation that it has just deleted."""

    office_id: int
    counsellor_id: int
    version_id: int
    channel: str
    language: str


def invite(
    *,
    office: Unit,
    counsellor: Person,
    version: Version,
    language: str,
    kind: str,
    channel: Channel,
    contact: Contact | None,
    by: Person | None,
    now: datetime,
) -> Invited:
    """Ask one person [F1, F2]. See `invite_all`."""
    encounter = Encounter(office, counsellor, version, language, kind, channel, contact)
    return invite_all(encounters=[encounter], by=by, now=now)[0]


@transaction.atomic
def invite_all(
    *, encounters: Sequence[Encounter], by: Person | None, now: datetime
) -> list[Invited]:
    """Ask the people of these encounters, in a handful of statements however many they are.

    by: who reports them; None for a client of the API. Returns one answer for each encounter, in
    order, that does not tell who was left out.
    """
    today = today_of(now)
    hashes = [
        contacts.contact_hash(encounter.contact) if encounter.contact else None
        for encounter in encounters
    ]
    asked = who_may_be_asked(hashes, today)
    made = [
        make(encounter, digest, asked=index in asked, today=today)
        for index, (encounter, digest) in enumerate(zip(encounters, hashes, strict=True))
    ]
    Invitation.objects.bulk_create([one.invitation for one in made])
    messages = [one.message for one in made if one.message]
    Message.objects.bulk_create(messages)
    expect_replies([one.reply for one in made if one.reply], periods().forget_reply_on(today))
    counts.count_taken(encounters, today)
    log_offices({encounter.office for encounter in encounters}, by, now)
    if messages:
        waking.wake_sender()
    return [Invited(one.token) for one in made]


def log_offices(offices: Iterable[Unit], by: Person | None, now: datetime) -> None:
    """That somebody was asked there. To the minute: finer, it would number the invitation."""
    for office in offices:
        log(by=by, action="invited", now=now.replace(second=0, microsecond=0), unit=office)


@dataclass(frozen=True, slots=True)
class Made:
    invitation: Invitation
    message: Message | None
    token: str | None
    reply: tuple[Contact, str] | None = None  # who can answer by SMS, and for which token


def make(encounter: Encounter, digest: bytes | None, *, asked: bool, today: date) -> Made:
    """The rows of one invitation. Who is left out gets a message to nobody and no token."""
    token = new_token()
    invitation = make_invitation(encounter, token, today, asked=asked)
    contact = encounter.contact
    if contact is None or digest is None:
        return Made(invitation, None, token)
    if not asked:
        invitation.remembered = secrets.token_bytes(REMEMBERED_BYTES)
        return Made(invitation, make_message(invitation, contacts.seal_nothing(), today), None)
    invitation.remembered = remember(digest, token)
    message = make_message(invitation, contacts.seal(contact, token), today)
    by_reply = contact.channel is Channel.SMS and is_about_a_call(encounter.version)
    return Made(invitation, message, None, (contact, token) if by_reply else None)


def is_about_a_call(version: Version) -> bool:
    return content(version.pk).key == CALL


def make_invitation(encounter: Encounter, token: str, today: date, *, asked: bool) -> Invitation:
    return Invitation(
        token_hash=token_hash(token) if asked else secrets.token_bytes(HASH_BYTES),
        office=encounter.office,
        counsellor=encounter.counsellor,
        version=encounter.version,
        language=encounter.language,
        kind=encounter.kind,
        channel=encounter.channel,
        counted=encounter.contact is None,
        expires_on=periods().last_day(today),
    )


def make_message(invitation: Invitation, sealed: bytes, today: date) -> Message:
    return Message(
        invitation=invitation,
        kind=MessageKind.INVITATION,
        channel=invitation.channel,
        sealed=sealed,
        due_on=today,
    )


def who_may_be_asked(hashes: Sequence[bytes | None], today: date) -> frozenset[int]:
    """Which of these may be asked now, by index; they are marked as asked at once [F14].

    None stands for somebody who stands before us: a slip is always given.
    """
    first = find_first(hashes)
    never = DoNotAsk.objects.filter(contact_hash__in=first).values_list("contact_hash", flat=True)
    candidates = first.keys() - {bytes(digest) for digest in never}
    return find_asked(hashes, mark_as_asked(sorted(candidates), today))


def mark_as_asked(hashes: Sequence[bytes], today: date) -> frozenset[bytes]:
    """Mark those not asked lately, and return them. Two at the same time cannot both win."""
    if not hashes:
        return frozenset()
    until = periods().ask_again_on(today)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Asked._meta.db_table} AS asked (contact_hash, until) "
            "SELECT unnest(%s::bytea[]), %s::date "
            "ON CONFLICT (contact_hash) DO UPDATE SET until = excluded.until "
            "WHERE asked.until <= %s::date RETURNING contact_hash",
            [list(hashes), until, today],
        )
        return frozenset(bytes(row[0]) for row in cursor.fetchall())


# One statement, whatever waits to be sent: an answer costs as few round trips as can be. The
# messages go too, and the database lets one caller win.
_TAKE = f"""
DELETE FROM {Invitation._meta.db_table} WHERE token_hash = %s AND expires_on >= %s
RETURNING counted, office_id, counsellor_id, version_id, channel, language
"""  # noqa: S608  (our own table)


@transaction.atomic(savepoint=False)
def spend(*, token: str, now: datetime) -> Spent | None:
    """Use up an open invitation: it is deleted, and its description returned.

    Call it in the transaction that stores the sealed answer. Of any number of callers with the
    same token exactly one gets an answer; None for used, expired, unknown and malformed tokens.
    """
    parsed = parse_token(token)
    if parsed is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [token_hash(parsed), today_of(now)])
        row = cursor.fetchone()
    if row is None:
        return None
    counted, *rest = row
    spent = Spent(*rest)
    if not counted:  # the answer came before the worker could note that the message was sent
        count_as_sent(spent, today_of(now))
    return spent


def count_as_sent(spent: Spent, today: date) -> None:
    """Whoever answers has got the message, also when its sender died before noting it."""
    questionnaire = counts.questionnaire_of(spent.version_id)
    counts.count_sending(spent.office_id, today, "sent")
    counts.count_invited({(spent.office_id, spent.counsellor_id, questionnaire): 1}, today)
    way = counts.Way(spent.office_id, questionnaire, spent.channel, spent.language)
    counts.count_ways({way: 1}, today)


@transaction.atomic
def never_ask_again(*, token: str, now: datetime) -> bool:
    """Honour "never ask me again" [F14]: remember the keyed hash, and delete the invitation.

    Only the token opens the hash. Returns False when the token opens nothing. From a slip nothing
    is known to remember.
    """
    parsed = parse_token(token)
    if parsed is None:
        return False
    remembered = Invitation.objects.filter(token_hash=token_hash(parsed)).values_list(
        "remembered", flat=True
    )
    boxes = [bytes(box) for box in remembered if box is not None]
    spent = spend(token=parsed, now=now)
    if spent is None:
        return False
    known = [DoNotAsk(contact_hash=recall(box, parsed)) for box in boxes]
    DoNotAsk.objects.bulk_create(known, ignore_conflicts=True)
    return True


def today_of(now: datetime) -> date:
    """The day in Norway."""
    return timezone.localdate(now)
