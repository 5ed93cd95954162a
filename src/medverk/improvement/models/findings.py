"""What the results, users and colleagues tell an office [L1]."""

from django.db import models
from django.db.models import Q

from medverk.people.models import Person, Unit
from medverk.people.privacy import DatabaseRole, Privacy
from medverk.rules.improvement.states import Source

KEPT = frozenset({"SELECT", "INSERT", "UPDATE"})  # nothing that was found is deleted
STATEMENT = 500


class Finding(models.Model):
    """A finding of a unit, in words about the work, never about a person.

    indicator: "questionnaire.question" or empty; reference: a path of this site or empty. Closed
    when its improvement ended, or when somebody set it aside with a reason.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="findings")
    source = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Source])
    indicator = models.CharField(max_length=80, blank=True)
    statement = models.CharField(max_length=STATEMENT)
    reference = models.CharField(max_length=300, blank=True)
    found_on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True)
    closed_why = models.CharField(max_length=300, blank=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            ("unit", "source", "indicator", "statement", "reference", "found_on", "closed_on",
             "closed_why"),
            Privacy.INTERNAL,
        ),
        "by": Privacy.STAFF,
    }  # fmt: skip
    privileges = {DatabaseRole.WEB: KEPT}

    class Meta:
        indexes = [
            models.Index(fields=["unit", "closed_on", "-found_on"], name="findings_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=[each.value for each in Source]), name="finding_source"
            ),
            models.CheckConstraint(
                condition=Q(reference="") | Q(reference__regex=r"^/([^/]|$)"),
                name="finding_refers_to_this_site",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_why="") | Q(closed_on__isnull=False),
                name="finding_closed_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.statement
