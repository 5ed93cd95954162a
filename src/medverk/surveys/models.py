"""Tables of questionnaires, their versions, and texts in further languages.

A version that is in use never changes, and the texts of a reviewed translation do not change while
it is reviewed: triggers in the first migration hold both, also against `.update()`.
"""

from django.db import models
from django.db.models import Q

from medverk.people.models import Person
from medverk.people.privacy import READ, DatabaseRole, Privacy
from medverk.surveys.languages import FURTHER

# Versions come with the product, put there by the owner at migration; pages review translations.
_REVIEW = frozenset({"SELECT", "UPDATE"})


class Questionnaire(models.Model):
    """What keeps its key while its versions come and go: "conversation", "call"."""

    key = models.CharField(max_length=40, unique=True)

    privacy = {"id": Privacy.TECHNICAL, "key": Privacy.PUBLIC}
    privileges = {DatabaseRole.WEB: READ, DatabaseRole.RELEASER: READ}

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """One wording of a questionnaire. `content` is what `content.parse_content` reads."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    in_use_from = models.DateTimeField(null=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("questionnaire", "number", "content", "in_use_from"), Privacy.PUBLIC),
    }
    privileges = {DatabaseRole.WEB: READ, DatabaseRole.RELEASER: READ}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire.key} {self.number}"


class Status(models.TextChoices):
    """A draft is shown to nobody who answers."""

    DRAFT = "draft"
    REVIEWED = "reviewed"


class Translation(models.Model):
    """A version in a further language or, where `version` is empty, the fixed words around all."""

    version = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, related_name="translations"
    )
    language = models.CharField(max_length=5)
    texts = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reviewed_on = models.DateField(null=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("version", "language", "texts", "status"), Privacy.PUBLIC),
        "reviewed_by": Privacy.STAFF,
        "reviewed_on": Privacy.INTERNAL,
    }
    privileges = {DatabaseRole.WEB: _REVIEW, DatabaseRole.RELEASER: READ}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"], nulls_distinct=False, name="translation_once"
            ),
            models.CheckConstraint(
                condition=Q(language__in=FURTHER), name="translation_of_a_further_language"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", reviewed_by=None, reviewed_on=None)
                | Q(status="reviewed", reviewed_by__isnull=False, reviewed_on__isnull=False),
                name="translation_reviewed_by_somebody_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version or 'fixed words'} in {self.language}"

    @property
    def is_reviewed(self) -> bool:
        return self.status == Status.REVIEWED
