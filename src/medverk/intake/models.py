"""Passes of tablets in offices: what lets people answer there without an invitation [F10]."""

import uuid

from django.db import models

from medverk.people.models import Person, Unit
from medverk.people.privacy import WRITE, DatabaseRole, Privacy
from medverk.surveys.models import Version


class KioskPass(models.Model):
    """One counsellor's tablet for one day and so many forms."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    counsellor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    day = models.DateField()
    remaining = models.PositiveSmallIntegerField()  # forms that can still be handed out

    privacy = {
        "id": Privacy.TECHNICAL,
        "token_hash": Privacy.SECRET,
        "counsellor": Privacy.STAFF,
        **dict.fromkeys(("office", "version", "day", "remaining"), Privacy.INTERNAL),
    }
    privileges = {DatabaseRole.WEB: WRITE}
