"""What each release says of an improvement: rows are added, never changed [statistics.md]."""

from django.db import models
from django.db.models import Q

from medverk.improvement.models.improvements import Improvement
from medverk.people.privacy import APPEND, DatabaseRole, Privacy
from medverk.releases.models import Release
from medverk.rules.statistics import verdict as rules


class Verdict(models.Model):
    """A verdict by the figures known with a release.

    numbers: what it rests on, from open figures: {"before": [share, …], "after": […], "change": …,
    "sisters": [{"unit": id, "before": share, "after": share}, …]}; no sisters while too early.
    """

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="verdicts")
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    until = models.CharField(max_length=8)  # the release's last week, to stand in its order
    at = models.DateTimeField()
    verdict = models.CharField(max_length=22)
    why = models.CharField(max_length=20)
    numbers = models.JSONField()

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("improvement", "at"), Privacy.INTERNAL),
        **dict.fromkeys(("release", "until", "verdict", "why", "numbers"), Privacy.PUBLIC),
    }
    privileges = {DatabaseRole.WEB: APPEND}

    class Meta:
        indexes = [
            models.Index(fields=["improvement", "-until", "-at"], name="verdicts_newest_first")
        ]
        constraints = [
            models.UniqueConstraint(fields=["improvement", "release"], name="verdict_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=[each.value for each in rules.Verdict])
                & Q(why__in=[each.value for each in rules.Why]),
                name="verdict_known",
            ),
        ]
