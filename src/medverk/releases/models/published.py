"""What was published, on what it rests, what is withheld [disclosure G5, G6].

A release is never edited. The releaser may read and add, the web role may read; triggers in the
migrations refuse every change, by the owner too, and every addition to a release that stands. Open
and own figures lie in tables of their own, so that no query for a page can mix them up.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from medverk.people.models import Person, Unit
from medverk.people.privacy import APPEND, NOTHING, READ, DatabaseRole, Privacy
from medverk.surveys.models import Questionnaire

STANDS = {DatabaseRole.WEB: READ, DatabaseRole.RELEASER: APPEND}
_WEEK = r"^\d{4}-W\d{2}$"


def week_field() -> "models.CharField[str, str]":
    return models.CharField(max_length=8)


class Release(models.Model):
    """All that was published of one questionnaire on one date, up to the end of the week `until`.

    Its row is added last; from then on nothing can be added to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="releases")
    until = week_field()
    published_at = models.DateTimeField()
    policy = models.JSONField()
    engine_version = models.CharField(max_length=20)
    digest = models.CharField(max_length=80)
    seal = models.CharField(max_length=80, blank=True)  # of what single counsellors are shown
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    why = models.CharField(max_length=300, blank=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            ("questionnaire", "until", "published_at", "policy", "engine_version", "digest",
             "seal", "corrects", "why"),
            Privacy.PUBLIC,
        ),
    }  # fmt: skip
    privileges = STANDS

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "until"],
                condition=Q(corrects=None),
                name="release_once_per_date",
            ),
            models.CheckConstraint(condition=Q(until__regex=_WEEK), name="release_until_a_week"),
            models.CheckConstraint(
                condition=Q(corrects=None, why="") | (Q(corrects__isnull=False) & ~Q(why="")),
                name="release_says_why_it_corrects",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire.key} {self.until}"


class Block(models.Model):
    """Responses closed together, for ever. `unit` is the office, or a pool's county or country."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="blocks")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)  # the engine's id: "17:2026-W14"
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    responses = models.PositiveIntegerField()

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("release", "questionnaire", "name", "unit", "responses"), Privacy.PUBLIC),
    }
    privileges = STANDS

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "name"], name="block_name_once"),
        ]


class BlockPart(models.Model):
    """All responses that an office received from one week to another, both included.

    A trigger fills the column `span` (questionnaire, office and weeks as one range of integers);
    an exclusion constraint on it forbids that a week of an office is in two blocks.
    """

    block = models.ForeignKey(Block, models.PROTECT, related_name="parts")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    from_week = week_field()
    to_week = week_field()

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("block", "office", "from_week", "to_week"), Privacy.PUBLIC),
    }
    privileges = STANDS


class Shown(models.Model):
    """One line: over which blocks, and the numbers. `question` is null for responses as such."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    question = models.CharField(max_length=60, null=True)
    from_week = week_field()
    to_week = week_field()
    blocks = ArrayField(models.CharField(max_length=60))
    n = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    counts = ArrayField(models.PositiveIntegerField())

    class Meta:
        abstract = True


_SHOWN = ("unit", "question", "from_week", "to_week", "blocks", "n", "answered", "counts")


class Figure(Shown):
    """An open figure: anybody may know it."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="figures")

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("release", *_SHOWN), Privacy.PUBLIC),
    }
    privileges = STANDS

    class Meta:
        indexes = [models.Index(fields=["unit", "to_week"], name="figure_of_unit")]


class OwnFigure(Shown):
    """A figure of one counsellor's own responses, shown to that counsellor only [F6]."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="own_figures")
    counsellor = models.ForeignKey(Person, models.PROTECT, related_name="+")

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("release", "counsellor", *_SHOWN), Privacy.STAFF),
    }
    privileges = STANDS

    class Meta:
        indexes = [models.Index(fields=["counsellor", "to_week"], name="own_figure_of_counsellor")]


class NotShown(models.Model):
    """What is not shown of some weeks, and why. `for_good` when nothing more is to come of them."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    question = models.CharField(max_length=60, null=True)
    from_week = week_field()
    to_week = week_field()
    reason = models.CharField(max_length=40)
    for_good = models.BooleanField()

    class Meta:
        abstract = True


_NOT_SHOWN = ("unit", "question", "from_week", "to_week", "reason", "for_good")


class Withheld(NotShown):
    """What nobody is shown."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="withheld")

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("release", *_NOT_SHOWN), Privacy.PUBLIC),
    }
    privileges = STANDS

    class Meta:
        indexes = [models.Index(fields=["unit", "to_week"], name="withheld_of_unit")]


class OwnWithheld(NotShown):
    """What a counsellor is not shown of their own."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="own_withheld")
    counsellor = models.ForeignKey(Person, models.PROTECT, related_name="+")

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("release", "counsellor", *_NOT_SHOWN), Privacy.STAFF),
    }
    privileges = STANDS

    class Meta:
        indexes = [models.Index(fields=["counsellor", "release"], name="own_withheld_of")]


class Salt(models.Model):
    """The secret in a release's seal: with it, and the numbers guessed, the seal could be tried."""

    release = models.OneToOneField(Release, models.PROTECT, primary_key=True, related_name="salt")
    salt = models.CharField(max_length=64)

    privacy = {"release": Privacy.TECHNICAL, "salt": Privacy.ANSWER}
    privileges = {DatabaseRole.RELEASER: APPEND}


class OpenLedger(models.Model):
    """What the engine must know of the past: who has responses where is the releaser's only."""

    questionnaire = models.OneToOneField(Questionnaire, models.PROTECT, primary_key=True)
    ledger = models.JSONField()

    privacy = {"questionnaire": Privacy.PUBLIC, "ledger": Privacy.ANSWER}
    privileges = {
        DatabaseRole.WEB: NOTHING,
        DatabaseRole.RELEASER: frozenset({"SELECT", "INSERT", "UPDATE"}),
    }


class PlannedClosing(models.Model):
    """The week with which a period (a pilot) ends in an office; what waits there is pooled then."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    week = week_field()

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("questionnaire", "office", "week"), Privacy.INTERNAL),
    }
    privileges = {DatabaseRole.WEB: APPEND, DatabaseRole.RELEASER: READ}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "office", "week"], name="closing_planned_once"
            ),
            models.CheckConstraint(condition=Q(week__regex=_WEEK), name="closing_in_a_week"),
        ]
