"""What audits of everything that was ever published have found [disclosure G2, G5]."""

from django.db import models
from django.db.models import Q

from medverk.people.privacy import APPEND, READ, DatabaseRole, Privacy
from medverk.surveys.models import Questionnaire


class Audit(models.Model):
    """One audit of a questionnaire: how long it took, what it covered, and what it found.

    The numbers are of things that were published. `flaws` counts violations by their code for each
    kind of audience; no unit, no counsellor and no number of responses is in it.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="audits")
    begun_at = models.DateTimeField()
    seconds = models.FloatField()
    until = models.CharField(max_length=8)  # the newest release that it covered
    releases = models.PositiveIntegerField()
    blocks = models.PositiveIntegerField()
    figures = models.PositiveIntegerField()
    editions = models.PositiveIntegerField()
    cells = models.PositiveIntegerField()
    own_audiences = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()  # releases that do not match their digest
    flaws = models.JSONField(default=dict)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            ("questionnaire", "begun_at", "seconds", "until", "releases", "blocks", "figures",
             "editions", "cells", "own_audiences", "changed", "flaws"),
            Privacy.INTERNAL,
        ),
    }  # fmt: skip
    privileges = {DatabaseRole.WEB: READ, DatabaseRole.RELEASER: APPEND}

    class Meta:
        indexes = [models.Index(fields=["questionnaire", "-begun_at"], name="audit_newest")]
        constraints = [models.CheckConstraint(condition=Q(seconds__gte=0), name="audit_took_time")]

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.flaws and not self.changed
