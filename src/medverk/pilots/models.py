"""Tables of pilots: what is tried where and when, what staff say of it, the decision [F9]."""

from django.db import models
from django.db.models import F, Q

from medverk.people.models import Person, Unit
from medverk.people.privacy import WRITE, DatabaseRole, Privacy
from medverk.rules.pilots import Decision, PilotState, Situation
from medverk.surveys.models import Version

_KEPT = frozenset({"SELECT", "INSERT", "UPDATE"})  # a pilot is never deleted
_UNDECIDED = Q(decided_at=None, decided_by=None, decision="", reason="")
_FULLY_DECIDED = Q(
    ~Q(reason=""),
    decided_at__isnull=False,
    decided_by__isnull=False,
    decision__in=[decision.value for decision in Decision],
)


class Pilot(models.Model):
    """A county tries a questionnaire in named offices for a time."""

    county = models.ForeignKey(Unit, models.PROTECT, related_name="pilots")
    name = models.CharField(max_length=120)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    begins_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in PilotState],
        default=PilotState.PLANNED,
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=10, blank=True)
    reason = models.TextField(max_length=2000, blank=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            ("county", "name", "version", "begins_on", "ends_on", "state"), Privacy.INTERNAL
        ),
        **dict.fromkeys(("decided_at", "decision", "reason"), Privacy.INTERNAL),
        "decided_by": Privacy.STAFF,
    }
    privileges = {DatabaseRole.WEB: _KEPT}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="pilot_period"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PilotState]), name="pilot_state"
            ),
            models.CheckConstraint(
                condition=Q(_FULLY_DECIDED, state=PilotState.DECIDED)
                | Q(~Q(state=PilotState.DECIDED), _UNDECIDED),
                name="pilot_decided_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def office_ids(self) -> frozenset[int]:
        return frozenset(place.office_id for place in self.places.all())

    @property
    def situation(self) -> Situation:
        """What the rules ask about; prefetch `places` where there are many."""
        return Situation(
            state=PilotState(self.state),
            offices=self.office_ids,
            begins_on=self.begins_on,
            ends_on=self.ends_on,
        )


class PilotOffice(models.Model):
    """An office takes part in a pilot."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="places")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="pilot_places")

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("pilot", "office"), Privacy.INTERNAL),
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pilot", "office"], name="pilot_office_once")
        ]


class Verdict(models.TextChoices):
    """Staff's short answer to whether it worked, and whether the answers are of use."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class StaffAnswer(models.Model):
    """What somebody at an office says of the pilot; the county sees it without the name."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="staff_answers")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    is_leader = models.BooleanField()
    worked = models.CharField(max_length=6, choices=Verdict)
    good = models.TextField(max_length=2000, blank=True)
    bad = models.TextField(max_length=2000, blank=True)
    usable = models.CharField(max_length=6, choices=Verdict)
    more = models.TextField(max_length=2000, blank=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("pilot", "office"), Privacy.INTERNAL),
        **dict.fromkeys(
            ("by", "is_leader", "worked", "good", "bad", "usable", "more"), Privacy.STAFF
        ),
    }
    privileges = {DatabaseRole.WEB: _KEPT}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "office", "by"], name="pilot_one_answer_a_person"
            ),
            models.CheckConstraint(
                condition=Q(worked__in=Verdict.values, usable__in=Verdict.values),
                name="pilot_answer_verdicts",
            ),
        ]
