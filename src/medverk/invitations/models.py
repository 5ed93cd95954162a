"""Tables of invitations: who is asked, what is sent, and what is counted without who.

A number or an address exists only inside `Message.sealed`, sealed to the sender's public key, and
only while the message is on its way: the database refuses anything else [disclosure G3].
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from medverk.people.models import Person, Unit
from medverk.people.privacy import APPEND, WRITE, DatabaseRole, Privacy
from medverk.rules.invitations.messages import ON_ITS_WAY, MessageState
from medverk.surveys.languages import ASKED_IN
from medverk.surveys.models import Questionnaire, Version

MESSAGE_STATES = [(state.value, state.name.capitalize()) for state in MessageState]
HASH_BYTES = 32
REMEMBERED_BYTES = 72  # a hash in a box: nonce, content and authenticator
SEALED_BYTES = 648  # every message, also one to nobody


class Channel(models.TextChoices):
    """How the invitation reaches the person [F10]."""

    SMS = "sms"
    EMAIL = "email"
    SLIP = "slip"
    INTERVIEW = "interview"


class Invitation(models.Model):
    """A request to answer that is still open. It is deleted, not marked, when it is answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.BinaryField(max_length=HASH_BYTES, unique=True)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    counsellor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel)
    remembered = models.BinaryField(null=True)  # the contact's hash, for the token only
    counted = models.BooleanField(default=False)  # it has been counted as handed out or sent
    expires_on = models.DateField()  # the last day on which it can be answered

    privacy = {
        "id": Privacy.TECHNICAL,
        "token_hash": Privacy.SECRET,
        "remembered": Privacy.CONTACT,
        "counsellor": Privacy.STAFF,
        **dict.fromkeys(
            ("office", "version", "language", "kind", "channel", "counted", "expires_on"),
            Privacy.INTERNAL,
        ),
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        indexes = [
            models.Index(fields=["expires_on"], name="invitation_by_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="invitation_channel"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["sms", "email"])
                & Q(Exact(Length("remembered"), REMEMBERED_BYTES))
                | Q(channel__in=["slip", "interview"], remembered=None, counted=True),
                name="invitation_handed_out_has_no_contact",
            ),
        ]


class MessageKind(models.TextChoices):
    INVITATION = "invitation"
    REMINDER = "reminder"


class Message(models.Model):
    """One SMS or e-mail of an invitation. Its id is the idempotency id at the gateway."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The database itself deletes messages with their invitation (migration 0002): it also sees one
    # that another transaction has just added.
    invitation = models.ForeignKey(
        Invitation, models.DO_NOTHING, db_constraint=False, related_name="messages"
    )
    kind = models.CharField(max_length=10, choices=MessageKind)
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=MESSAGE_STATES, default=MessageState.QUEUED)
    sealed = models.BinaryField(null=True)  # contact and token, for the sender only
    due_on = models.DateField()
    tries = models.PositiveSmallIntegerField(default=0)
    wait_until = models.DateTimeField(null=True)  # after a failed try; empty when it is final
    claimed_at = models.DateTimeField(null=True)  # while a worker is sending it

    privacy = {
        "id": Privacy.TECHNICAL,
        "sealed": Privacy.CONTACT,
        **dict.fromkeys(
            ("invitation", "kind", "channel", "state", "due_on", "tries", "wait_until"),
            Privacy.INTERNAL,
        ),
        "claimed_at": Privacy.INTERNAL,
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        indexes = [
            models.Index(
                fields=["channel", "due_on"],
                condition=Q(state__in=ON_ITS_WAY),
                name="message_on_its_way",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "kind"], name="message_once_of_a_kind"),
            models.CheckConstraint(
                condition=Q(state__in=[*MessageState], kind__in=MessageKind.values),
                name="message_state_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ON_ITS_WAY, sealed__isnull=False)
                | (~Q(state__in=ON_ITS_WAY) & Q(sealed=None, wait_until=None)),
                name="message_contact_only_on_its_way",
            ),
            models.CheckConstraint(
                condition=Q(sealed=None) | Q(Exact(Length("sealed"), SEALED_BYTES)),
                name="message_of_one_size",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", claimed_at__isnull=False)
                | (~Q(state="sending") & Q(claimed_at=None)),
                name="message_claimed_while_sending",
            ),
        ]


class Asked(models.Model):
    """Who must not be asked again before a day, as a keyed hash that goes away [F14]."""

    contact_hash = models.BinaryField(max_length=HASH_BYTES, primary_key=True)
    until = models.DateField()  # may be asked again from this day, a Monday

    privacy = {"contact_hash": Privacy.CONTACT, "until": Privacy.INTERNAL}
    privileges = {DatabaseRole.WEB: WRITE}


class ReplyAddress(models.Model):
    """What lets a number answer the question after a call by SMS [K1]: see `remembering`.

    A row stays until the invitation would have expired, whether it was answered or not.
    """

    number_hash = models.BinaryField(max_length=HASH_BYTES, primary_key=True)
    sealed_token = models.BinaryField()
    until = models.DateField()  # deleted on this day, a Monday

    privacy = {
        "number_hash": Privacy.CONTACT,
        "sealed_token": Privacy.CONTACT,
        "until": Privacy.INTERNAL,
    }
    privileges = {DatabaseRole.WEB: WRITE}


class DoNotAsk(models.Model):
    """Who said "never ask me again" [F14]. Nothing is taken back here, also not by the web role."""

    contact_hash = models.BinaryField(max_length=HASH_BYTES, primary_key=True)

    privacy = {"contact_hash": Privacy.CONTACT}
    privileges = {DatabaseRole.WEB: APPEND}


class InvitationCount(models.Model):
    """How many were invited, by counsellor and week, without whom.

    `taken` is what the counsellor asked for; `invited` is who was in fact reached. They differ by
    those who were asked lately or want no more, which the counsellor must not learn one by one.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    counsellor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    week = models.CharField(max_length=8)
    taken = models.PositiveIntegerField(default=0)
    invited = models.PositiveIntegerField(default=0)
    latest_on = models.DateField(null=True)  # the day of the latest `taken`: for reminders [F2]

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("office", "questionnaire", "week", "taken", "invited"), Privacy.INTERNAL),
        "counsellor": Privacy.STAFF,
        "latest_on": Privacy.STAFF,
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "counsellor", "questionnaire", "week"],
                name="invitation_count_once",
            ),
        ]


class ChannelCount(models.Model):
    """How many were reached in each way, by office and week, without whom and without counsellor.

    For response rates beside published groups. channel: a Channel, or "kiosk" for the tablet.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    week = models.CharField(max_length=8)
    channel = models.CharField(max_length=10)
    invited = models.PositiveIntegerField(default=0)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            ("office", "questionnaire", "week", "channel", "invited"), Privacy.INTERNAL
        ),
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "questionnaire", "week", "channel"], name="channel_count_once"
            ),
        ]


class LanguageCount(models.Model):
    """How many were reached by the language they were asked in, by office and week, without whom.

    For response rates beside published groups. asked_in: see surveys.languages, never the language
    itself; nothing crosses it with the channel or the counsellor.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    week = models.CharField(max_length=8)
    asked_in = models.CharField(max_length=20)
    invited = models.PositiveIntegerField(default=0)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            ("office", "questionnaire", "week", "asked_in", "invited"), Privacy.INTERNAL
        ),
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "questionnaire", "week", "asked_in"], name="language_count_once"
            ),
            models.CheckConstraint(
                condition=Q(asked_in__in=ASKED_IN), name="language_count_asked_in"
            ),
        ]


class SendingCount(models.Model):
    """What became of first messages, by office and day. Reminders are not counted: how many are
    reminded tells how many have answered [disclosure G6]."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField()
    sent = models.PositiveIntegerField(default=0)
    uncertain = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("office", "day", "sent", "uncertain", "failed"), Privacy.INTERNAL),
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "day"], name="sending_count_once"),
        ]


class GatewayState(models.Model):
    """How a gateway has done lately: after several failures in a row it is left alone a while."""

    channel = models.CharField(max_length=10, choices=Channel, primary_key=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    wait_until = models.DateTimeField(null=True)
    worked_on = models.DateField(null=True)

    privacy = dict.fromkeys(
        ("channel", "failures", "failing_since", "wait_until", "worked_on"), Privacy.INTERNAL
    )
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(failures=0, failing_since=None, wait_until=None)
                | Q(failures__gt=0, failing_since__isnull=False),
                name="gateway_failing_since",
            ),
        ]


class CounsellorReminder(models.Model):
    """That a counsellor was reminded on a day; written before the e-mail goes, so at most once."""

    counsellor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField()

    privacy = {"id": Privacy.TECHNICAL, "counsellor": Privacy.STAFF, "day": Privacy.STAFF}
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["counsellor", "day"], name="counsellor_reminded_once"),
        ]


class ApiClient(models.Model):
    """A calendar or telephony system that reports encounters of its unit and those below."""

    name = models.CharField(max_length=80, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    token_hash = models.BinaryField(max_length=HASH_BYTES, unique=True)
    active = models.BooleanField(default=True)
    made_on = models.DateField()
    revoked_on = models.DateField(null=True)
    used_on = models.DateField(null=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        "token_hash": Privacy.SECRET,
        **dict.fromkeys(
            ("name", "unit", "active", "made_on", "revoked_on", "used_on"), Privacy.INTERNAL
        ),
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(active=True, revoked_on=None)
                | Q(active=False, revoked_on__gte=F("made_on")),
                name="api_client_revoked_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(models.Model):
    """The answer that a client got for a key, so that a repeated request gets the same one."""

    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="+")
    key_hash = models.BinaryField(max_length=HASH_BYTES)
    request_digest = models.BinaryField(max_length=HASH_BYTES)  # keyed: the body holds numbers
    response = models.JSONField(null=True)
    day = models.DateField()

    privacy = {
        "id": Privacy.TECHNICAL,
        "client": Privacy.INTERNAL,
        "key_hash": Privacy.SECRET,
        "request_digest": Privacy.SECRET,
        "response": Privacy.INTERNAL,
        "day": Privacy.INTERNAL,
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "key_hash"], name="idempotency_key_once"),
        ]


class OutboxMessage(models.Model):
    """In the demo only: what would have been sent, for the page `outbox`. Else never filled."""

    id = models.UUIDField(primary_key=True)  # the message's: a repeated send is stored once
    at = models.DateTimeField()
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    link = models.CharField(max_length=200)

    privacy = {
        "id": Privacy.TECHNICAL,
        "at": Privacy.INTERNAL,
        "to": Privacy.CONTACT,
        "subject": Privacy.INTERNAL,
        "body": Privacy.SECRET,
        "link": Privacy.SECRET,
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        indexes = [models.Index(fields=["-at"], name="outbox_newest_first")]
