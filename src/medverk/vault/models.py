"""Tables of sealed answers and settled responses [disclosure G3, G4].

There are no foreign keys here: checking one would leave this transaction's number on the row that
it points to. There are no sequences and no times either; a week is as fine as it gets.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from medverk.people.privacy import APPEND, INSERT, READ, DatabaseRole, Privacy
from medverk.vault.sealing import CIPHERTEXT_SIZE

_SETTLE = APPEND | {"TRUNCATE"}
_KEEP_RESPONSES = APPEND | {"DELETE"}
_KEEP_KEYS = APPEND | {"UPDATE"}


class SealedAnswer(models.Model):
    """An answer that only the release engine can open. All are of one size."""

    id = models.UUIDField(primary_key=True)
    ciphertext = models.BinaryField()

    privacy = {"id": Privacy.TECHNICAL, "ciphertext": Privacy.SEALED}
    privileges = {DatabaseRole.WEB: INSERT, DatabaseRole.RELEASER: _SETTLE}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("ciphertext"), CIPHERTEXT_SIZE), name="sealed_size"
            ),
        ]


class Response(models.Model):
    """One person's answers about one conversation, settled: nothing leads to the person."""

    id = models.UUIDField(primary_key=True)
    office_id = models.BigIntegerField()
    counsellor_id = models.BigIntegerField()
    version_id = models.BigIntegerField()
    questionnaire = models.CharField(max_length=40, db_collation="C")
    week = models.CharField(max_length=8, db_collation="C")  # sorts as written
    answers = ArrayField(models.PositiveSmallIntegerField(null=True))
    background = models.JSONField(default=dict)

    privacy = {
        "id": Privacy.TECHNICAL,
        "version_id": Privacy.TECHNICAL,
        "questionnaire": Privacy.PUBLIC,
        **dict.fromkeys(
            ("office_id", "counsellor_id", "week", "answers", "background"), Privacy.ANSWER
        ),
    }
    privileges = {DatabaseRole.RELEASER: _KEEP_RESPONSES}

    class Meta:
        indexes = [
            models.Index(fields=["questionnaire", "office_id", "week"], name="response_of_office")
        ]


class SealKey(models.Model):
    """A public key to seal with. The private key lies in the releaser's folder until destroyed."""

    public_key = models.BinaryField(primary_key=True)
    made_on = models.DateField()
    number = models.PositiveIntegerField(unique=True)  # the highest is in use
    last_needed_on = models.DateField(null=True)  # the last settling that opened something with it
    destroyed_on = models.DateField(null=True)

    privacy = dict.fromkeys(
        ("public_key", "made_on", "number", "last_needed_on", "destroyed_on"), Privacy.TECHNICAL
    )
    privileges = {DatabaseRole.WEB: READ, DatabaseRole.RELEASER: _KEEP_KEYS}


class SetAside(models.Model):
    """A sealed answer that no key opens, or that does not make sense: kept, and reported."""

    id = models.UUIDField(primary_key=True)
    ciphertext = models.BinaryField()

    privacy = {"id": Privacy.TECHNICAL, "ciphertext": Privacy.SEALED}
    privileges = {DatabaseRole.RELEASER: APPEND}
