"""What is sent, how the gateways do, and who is reminded.

A number or an address exists only inside `Message.sealed`, sealed to the sender's public key, and
only while the message is on its way: the database refuses anything else [disclosure G3].
"""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from medverk.invitations.models.asking import Channel, Invitation
from medverk.people.models import Person
from medverk.people.privacy import WRITE, DatabaseRole, Privacy
from medverk.rules.invitations.messages import ON_ITS_WAY, MessageState

MESSAGE_STATES = [(state.value, state.name.capitalize()) for state in MessageState]
SEALED_BYTES = 648  # every message, also one to nobody


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
