"""What an office has shared, and how it went for everybody who did the same."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, GeneratedField, Q, Value, When
from django.db.models.expressions import CombinedExpression

from medverk.improvement.models import Improvement
from medverk.improvement.models import Verdict as Judged
from medverk.people.models import Person, Unit
from medverk.people.privacy import DatabaseRole, Privacy
from medverk.rules.experiences import OfficeKind
from medverk.rules.statistics.verdict import Verdict, Why

KEPT = frozenset({"SELECT", "INSERT", "UPDATE"})  # who took it over must still be able to read it
NOT_WITHDRAWN = Q(withdrawn_at=None)
ENGLISH = "en"


def weighted(config: str) -> CombinedExpression:
    """The title counts more than the rest. Nynorsk is read by PostgreSQL's Norwegian rules."""
    title = SearchVector("title", weight="A", config=config)
    return title + SearchVector("seen", "done", "learnt", weight="B", config=config)


class Experience(models.Model):
    """An improvement in words for other offices, shared by the leader of the one that made it.

    theme: "questionnaire.theme" of the indicator; verdict: of the newest release; both are copied
    here so that a search reads one table. search: what PostgreSQL finds it by.
    """

    improvement = models.OneToOneField(Improvement, models.PROTECT, related_name="experience")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="experiences")
    kind = models.CharField(max_length=6, choices=[(each.value, each.value) for each in OfficeKind])
    indicator = models.CharField(max_length=80)
    theme = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=160)
    seen = models.TextField(max_length=1000)
    done = models.TextField(max_length=2000)
    learnt = models.TextField(max_length=2000)
    verdict = models.CharField(max_length=22, default=Verdict.TOO_EARLY)
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    search = GeneratedField(
        expression=Case(
            When(language=Value(ENGLISH), then=weighted("english")), default=weighted("norwegian")
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            ("improvement", "office", "kind", "indicator", "theme", "language", "title", "seen",
             "done", "learnt", "shared_at", "withdrawn_at", "search"),
            Privacy.INTERNAL,
        ),
        "verdict": Privacy.PUBLIC,
        **dict.fromkeys(("shared_by", "withdrawn_by"), Privacy.STAFF),
    }  # fmt: skip
    privileges = {DatabaseRole.WEB: KEPT}

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="experiences_by_words"),
            models.Index(fields=["-shared_at"], condition=NOT_WITHDRAWN, name="experiences_newest"),
            *(
                models.Index(
                    fields=[each, "-shared_at"],
                    condition=NOT_WITHDRAWN,
                    name=f"experiences_by_{each}",
                )
                for each in ("theme", "kind", "verdict")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="experience_withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    language__in=["nb", "nn", ENGLISH],
                    kind__in=[each.value for each in OfficeKind],
                    verdict__in=[each.value for each in Verdict],
                ),
                name="experience_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(seen="") & ~Q(done="") & ~Q(learnt=""),
                name="experience_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Outcome(models.Model):
    """How it has gone with an improvement that was shared or taken over, by the newest release.

    source: the verdict that it was read from. effect, error: the change beyond sister units in the
    expected direction with its standard error, in the indicator's unit (share of answers, 0 to 1);
    both are empty while nothing can be said (`rules.statistics.aided`).
    """

    improvement = models.OneToOneField(
        Improvement, models.PROTECT, related_name="outcome", primary_key=True
    )
    verdict = models.CharField(max_length=22)
    why = models.CharField(max_length=20)
    source = models.ForeignKey(Judged, models.PROTECT, related_name="+")
    effect = models.FloatField(null=True)
    error = models.FloatField(null=True)

    privacy = {
        "improvement": Privacy.TECHNICAL,
        **dict.fromkeys(("verdict", "why", "source", "effect", "error"), Privacy.PUBLIC),
    }
    privileges = {DatabaseRole.WEB: KEPT}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(effect=None, error=None) | Q(effect__isnull=False, error__gt=0),
                name="outcome_has_its_error",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[each.value for each in Verdict])
                & Q(why__in=[each.value for each in Why]),
                name="outcome_known",
            ),
        ]
