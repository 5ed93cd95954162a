"""What an office tells its users: "You said, we did" [the loop closed]."""

from django.db import models
from django.db.models import Q

from medverk.experiences.models.library import ENGLISH, KEPT, NOT_WITHDRAWN
from medverk.improvement.models import Improvement
from medverk.people.models import Person, Unit
from medverk.people.privacy import DatabaseRole, Privacy


class Telling(models.Model):
    """An improvement that the office has chosen to show everybody, in plain words.

    The figure that users gave is read from what is published, and the verdict from the newest
    release: neither is written by anybody.
    """

    improvement = models.OneToOneField(Improvement, models.PROTECT, related_name="telling")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="tellings")
    language = models.CharField(max_length=2)
    said = models.CharField(max_length=300)
    did = models.CharField(max_length=600)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            ("improvement", "office", "language", "said", "did", "told_at"), Privacy.PUBLIC
        ),
        "withdrawn_at": Privacy.INTERNAL,
        **dict.fromkeys(("told_by", "withdrawn_by"), Privacy.STAFF),
    }
    privileges = {DatabaseRole.WEB: KEPT}

    class Meta:
        indexes = [
            models.Index(
                fields=["office", "-told_at"], condition=NOT_WITHDRAWN, name="tellings_of_office"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="telling_withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["nb", "nn", ENGLISH]) & ~Q(said="") & ~Q(did=""),
                name="telling_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.did
