"""What is done about a finding, by whom, when, and what it is measured against [F7, L5]."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from medverk.improvement.models.findings import KEPT, Finding
from medverk.people.models import Person, Unit
from medverk.people.privacy import APPEND, DatabaseRole, Privacy
from medverk.rules.improvement.states import (
    ImprovementState,
    Kind,
    Reminder,
    Situation,
)
from medverk.rules.statistics.assurance import Direction

_S = ImprovementState
_EXPECTED = [Direction.UP.value, Direction.DOWN.value]
_PLANNED = Q(
    starts_on__isnull=False,
    deadline__gt=F("starts_on"),
    baseline_ends__lte=F("starts_on"),
    registered_at__isnull=False,
    responsible__isnull=False,
)


class Improvement(models.Model):
    """What a unit changes since it found something.

    indicator: "questionnaire.question". baseline: the points before what triggered the finding, as
    they were published when it was registered: [[from week, to week, share, answered], …]; sisters:
    ids of the units that it is compared with. Both are frozen when the plan is registered.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="improvements")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="improvements")
    title = models.CharField(max_length=160)
    hypothesis = models.TextField(max_length=1000)
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Kind])
    state = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in _S], default=_S.PROPOSED
    )
    responsible = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField(null=True)
    deadline = models.DateField(null=True)
    indicator = models.CharField(max_length=80)
    expected = models.CharField(max_length=4)
    baseline = models.JSONField(default=list)
    baseline_ends = models.DateField(null=True)
    sisters = ArrayField(models.BigIntegerField(), default=list)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)  # ended or dropped
    closed_why = models.CharField(max_length=300, blank=True)
    adopted_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="adoptions")
    learnt = models.TextField(max_length=2000, blank=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            ("unit", "finding", "title", "hypothesis", "kind", "state", "starts_on", "deadline",
             "indicator", "expected", "proposed_at", "registered_at", "closed_on", "closed_why",
             "adopted_from", "learnt"),
            Privacy.INTERNAL,
        ),
        **dict.fromkeys(("baseline", "baseline_ends", "sisters"), Privacy.PUBLIC),
        **dict.fromkeys(("responsible", "proposed_by"), Privacy.STAFF),
    }  # fmt: skip
    privileges = {DatabaseRole.WEB: KEPT}

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "deadline"], name="improvements_of_unit"),
            models.Index(fields=["finding"], name="improvements_of_finding"),
            models.Index(fields=["state", "starts_on"], name="improvements_to_follow"),
            models.Index(fields=["state", "deadline"], name="improvements_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in _S]), name="improvement_state"
            ),
            models.CheckConstraint(condition=Q(expected__in=_EXPECTED), name="improvement_way"),
            models.CheckConstraint(
                condition=Q(state__in=[_S.PROPOSED, _S.DROPPED]) | _PLANNED,
                name="improvement_planned_before_it_runs",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[_S.ENDED, _S.DROPPED], closed_on__isnull=False)
                | Q(~Q(state__in=[_S.ENDED, _S.DROPPED]), closed_on=None, closed_why=""),
                name="improvement_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=_S.ENDED) | ~Q(learnt=""), name="improvement_ends_with_a_lesson"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def situation(self) -> Situation:
        """What the rules ask about."""
        return Situation(ImprovementState(self.state), self.starts_on, self.deadline)

    @property
    def stopped_on(self) -> date | None:
        """The day from which it works no more; None for one that runs or has ended well."""
        return self.closed_on if self.state == ImprovementState.DROPPED else None


class FollowUp(models.Model):
    """A dated note on how it goes. Added, never changed."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="follow_ups")
    on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("improvement", "on", "text"), Privacy.INTERNAL),
        "by": Privacy.STAFF,
    }
    privileges = {DatabaseRole.WEB: APPEND}

    class Meta:
        indexes = [models.Index(fields=["improvement", "on"], name="follow_ups_in_order")]


class ReminderSent(models.Model):
    """That somebody was reminded of something, so that it is said once."""

    improvement = models.ForeignKey(Improvement, models.CASCADE, related_name="+")
    reminder = models.CharField(max_length=14)
    deadline = models.DateField()  # a new deadline is reminded of anew

    privacy = dict.fromkeys(("id", "improvement", "reminder", "deadline"), Privacy.TECHNICAL)
    privileges = {DatabaseRole.WEB: APPEND}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["improvement", "reminder", "deadline"], name="reminded_once"
            ),
            models.CheckConstraint(
                condition=Q(reminder__in=[each.value for each in Reminder]), name="reminder_kind"
            ),
        ]
