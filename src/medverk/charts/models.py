"""The decisions that series begin anew: who, why and when [statistics.md, "Control chart"]."""

from django.db import models
from django.db.models import Q

from medverk.people.models import Person, Unit
from medverk.people.privacy import DatabaseRole, Privacy

LONGEST_WHY = 200


class Rebase(models.Model):
    """From a week on, a unit's answers to a question are another process: a new segment begins.

    One that was a mistake is taken back, which stands beside it; nothing is deleted.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    questionnaire = models.CharField(max_length=60)
    question = models.CharField(max_length=60)
    week = models.CharField(max_length=8)  # the first of the new segment: 2026-W14
    why = models.CharField(max_length=LONGEST_WHY)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("unit", "questionnaire", "question", "week"), Privacy.PUBLIC),
        **dict.fromkeys(("why", "at", "taken_back_at"), Privacy.INTERNAL),
        **dict.fromkeys(("by", "taken_back_by"), Privacy.STAFF),
    }
    privileges = {DatabaseRole.WEB: frozenset({"SELECT", "INSERT", "UPDATE"})}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "questionnaire", "question", "week"],
                condition=Q(taken_back_at=None),
                name="rebase_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_by=None, taken_back_at=None)
                | Q(taken_back_by__isnull=False, taken_back_at__isnull=False),
                name="rebase_taken_back_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(week__regex=r"^[0-9]{4}-W[0-9]{2}$"), name="rebase_from_a_week"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="rebase_says_why"),
        ]
