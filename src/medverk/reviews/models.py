"""Tables of quality reviews. When a round closes, cases and answers are deleted [Q1]."""

from django.db import models
from django.db.models import Q

from medverk.people.models import Person, Unit
from medverk.people.privacy import APPEND, WRITE, DatabaseRole, Privacy
from medverk.reviews.checklists import Checklist, checklist
from medverk.rules.reviews import CaseState, HalfYear, Met, Reminder, RoundState
from medverk.rules.sampling import Stratify

LONGEST_NOTE = 1000
LONGEST_REFERENCE = 40
_KEPT = frozenset({"SELECT", "INSERT", "UPDATE"})  # a round is cancelled, never deleted
_DRAWN = Q(~Q(seed=""), ~Q(list_digest=""), ~Q(sample_digest=""), drawn_at__isnull=False)
_NOT_DRAWN = Q(seed="", list_digest="", sample_digest="", drawn_at=None, listed=0)


def one_of(field: str, kind: type[Met | CaseState | RoundState | Stratify | Reminder]) -> Q:
    return Q(**{f"{field}__in": [value.value for value in kind]})


class Round(models.Model):
    """One checklist in one unit in one half-year.

    `seed`, `list_digest` and `sample_digest` stay, so that whoever has the list can draw again.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="review_rounds")
    checklist_key = models.CharField(max_length=40)
    checklist_version = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    half = models.PositiveSmallIntegerField()
    stratify = models.CharField(max_length=10)
    wanted = models.PositiveSmallIntegerField()
    reviewers_each = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=RoundState.PLANNED)
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    seed = models.CharField(max_length=64, blank=True)
    listed = models.PositiveIntegerField(default=0)
    list_digest = models.CharField(max_length=64, blank=True)
    sample_digest = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            (
                "unit", "checklist_key", "checklist_version", "year", "half", "stratify", "wanted",
                "reviewers_each", "due_on", "state", "seed", "listed", "list_digest",
                "sample_digest", "drawn_at", "ended_at",
            ),
            Privacy.INTERNAL,
        ),
        "planned_by": Privacy.STAFF,
    }  # fmt: skip
    privileges = {DatabaseRole.WEB: _KEPT}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "checklist_key", "year", "half"],
                condition=~Q(state=RoundState.CANCELLED),
                name="review_round_once_a_half_year",
            ),
            models.CheckConstraint(
                condition=Q(
                    one_of("stratify", Stratify), half__in=[1, 2], reviewers_each__in=[1, 2]
                ),
                name="review_round_plan",
            ),
            models.CheckConstraint(
                condition=Q(_NOT_DRAWN, state=RoundState.PLANNED, ended_at=None)
                | Q(_DRAWN, state=RoundState.REVIEWING, ended_at=None)
                | Q(_DRAWN, state=RoundState.CLOSED, ended_at__isnull=False)
                | Q(_DRAWN | _NOT_DRAWN, state=RoundState.CANCELLED, ended_at__isnull=False),
                name="review_round_holds_what_its_state_says",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checklist_key} {self.half_year}"

    @property
    def checklist(self) -> Checklist:
        return checklist(self.checklist_key, self.checklist_version)

    @property
    def half_year(self) -> HalfYear:
        return HalfYear(self.year, self.half)


class SampledCase(models.Model):
    """A case of the sample, by a reference that only the office can read; deleted at the end."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="cases")
    position = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=LONGEST_REFERENCE)
    counsellor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=CaseState.WAITING)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("round", "position", "state"), Privacy.INTERNAL),
        "reference": Privacy.CONTACT,
        "counsellor": Privacy.STAFF,
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="review_case_position"),
            models.UniqueConstraint(fields=["round", "reference"], name="review_case_reference"),
            models.CheckConstraint(condition=one_of("state", CaseState), name="review_case_state"),
        ]


class Review(models.Model):
    """Somebody reviews a case, the first or the second; blind to the other until both are done."""

    case = models.ForeignKey(SampledCase, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField(null=True)
    note = models.TextField(max_length=LONGEST_NOTE, blank=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("case", "place", "done_at"), Privacy.INTERNAL),
        **dict.fromkeys(("reviewer", "note"), Privacy.STAFF),
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "reviewer"], name="review_once_a_person"),
            models.UniqueConstraint(fields=["case", "place"], name="review_place"),
            models.CheckConstraint(condition=Q(place__in=[1, 2]), name="review_first_or_second"),
        ]


class Answer(models.Model):
    """What a reviewer, or without one the two together, say of a case on one item."""

    case = models.ForeignKey(SampledCase, models.CASCADE, related_name="answers")
    review = models.ForeignKey(Review, models.CASCADE, null=True, related_name="answers")
    item = models.CharField(max_length=40)
    met = models.CharField(max_length=12)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("case", "review", "item", "met"), Privacy.STAFF),
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "review", "item"],
                name="review_answer_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=one_of("met", Met), name="review_answer_met"),
        ]


class ItemResult(models.Model):
    """What a closed round found on one item: counts of a unit, never of a counsellor.

    `pairs`: how often the first reviewer said the row and the second the column, in the order of
    `Met`; empty where one reviewed alone.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="results")
    item = models.CharField(max_length=40)
    yes = models.PositiveSmallIntegerField()
    partly = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    not_relevant = models.PositiveSmallIntegerField()
    pairs = models.JSONField(default=list)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            ("round", "item", "yes", "partly", "no", "not_relevant", "pairs"), Privacy.INTERNAL
        ),
    }
    privileges = {DatabaseRole.WEB: APPEND}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "item"], name="review_result_once")]


class RoundReminder(models.Model):
    """A round has been reminded of, for a day: before its deadline, and weekly after."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="reminders")
    reminder = models.CharField(max_length=4)
    day = models.DateField()

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("round", "reminder", "day"), Privacy.INTERNAL),
    }
    privileges = {DatabaseRole.WEB: APPEND}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "reminder", "day"], name="review_reminded_once"
            ),
            models.CheckConstraint(
                condition=one_of("reminder", Reminder), name="review_reminder_kind"
            ),
        ]
