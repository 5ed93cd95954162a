"""The breakdowns of an edition: figures of groups, said once for each half-year [disclosure]."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from medverk.people.models import Unit
from medverk.people.privacy import Privacy
from medverk.releases.models.published import STANDS, Release, week_field
from medverk.surveys.models import Questionnaire


class Edition(models.Model):
    """The breakdowns of the blocks that closed in one half-year; said once, or corrected.

    `background` has the variables with their categories, `tables` those that were asked for.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="editions")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    name = models.CharField(max_length=10)  # "2026-H1"
    background = models.JSONField()
    tables = models.JSONField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            ("release", "questionnaire", "name", "background", "tables", "corrects"),
            Privacy.PUBLIC,
        ),
    }
    privileges = STANDS

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "name"],
                condition=Q(corrects=None),
                name="edition_once",
            ),
            models.CheckConstraint(
                condition=Q(name__regex=r"^\d{4}-H[12]$"), name="edition_a_half_year"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Breakdown(models.Model):
    """That a unit has responses in an edition, from one week to another, both included."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="breakdowns")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    from_week = week_field()
    to_week = week_field()

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("edition", "unit", "from_week", "to_week"), Privacy.PUBLIC),
    }
    privileges = STANDS

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "edition"], name="breakdown_of_unit_once")
        ]


class Covered(models.Model):
    """Blocks that several figures of a breakdown are about: a county's need not cover all."""

    breakdown = models.ForeignKey(Breakdown, models.PROTECT, related_name="covered")
    from_week = week_field()
    to_week = week_field()
    blocks = ArrayField(models.CharField(max_length=60))

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("breakdown", "from_week", "to_week", "blocks"), Privacy.PUBLIC),
    }
    privileges = STANDS


class Cell(models.Model):
    """One open figure of a group, like `age=under 30|30-49;sex=woman`.

    Where `question` is null, only how many there are may be shown.
    """

    covered = models.ForeignKey(Covered, models.PROTECT, related_name="cells")
    by = models.CharField(max_length=300)
    question = models.CharField(max_length=60, null=True)
    n = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    counts = ArrayField(models.PositiveIntegerField())

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("covered", "by", "question", "n", "answered", "counts"), Privacy.PUBLIC),
    }
    privileges = STANDS

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["covered", "by", "question"], nulls_distinct=False, name="cell_once"
            )
        ]


class CellWithheld(models.Model):
    """A group that a unit's breakdown does not show by itself. The code gives no count away."""

    breakdown = models.ForeignKey(Breakdown, models.PROTECT, related_name="withheld")
    by = models.CharField(max_length=300)
    reason = models.CharField(max_length=40)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("breakdown", "by", "reason"), Privacy.PUBLIC),
    }
    privileges = STANDS

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["breakdown", "by"], name="cell_withheld_once")
        ]
