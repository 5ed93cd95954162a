"""Who is asked, and who must not be: a contact is a keyed hash [disclosure G3, F14]."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from medverk.people.models import Person, Unit
from medverk.people.privacy import APPEND, WRITE, DatabaseRole, Privacy
from medverk.surveys.models import Version

HASH_BYTES = 32
REMEMBERED_BYTES = 72  # a hash in a box: nonce, content and authenticator


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
