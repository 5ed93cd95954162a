"""Programs that invite by the API."""

from django.db import models
from django.db.models import F, Q

from medverk.invitations.models.asking import HASH_BYTES
from medverk.people.models import Unit
from medverk.people.privacy import WRITE, DatabaseRole, Privacy


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
