"""Tables of service complaints. What people wrote is sealed, and goes when its time is over."""

import uuid

from django.db import models
from django.db.models import Q

from medverk.complaints.codes import AnswerChannel, Behalf, Elsewhere, Kind, ReplyBy
from medverk.people.models import Person, Unit
from medverk.people.privacy import APPEND, WRITE, DatabaseRole, Privacy
from medverk.rules.complaints.life import LEARNS_FROM, Case, ComplaintState, Outcome

_KEPT = frozenset({"SELECT", "INSERT", "UPDATE"})  # a complaint is never deleted, its words are
_LONGEST_TEXT = 2000
_TO_LEARN_FROM = sorted(outcome.value for outcome in LEARNS_FROM)


def _all(at: str, by: str, *codes: str) -> Q:
    """These fields are filled in together, or not at all."""
    none = Q(**{at: None, by: None}, **dict.fromkeys(codes, ""))
    some = Q(**{f"{at}__isnull": False, f"{by}__isnull": False})
    for code in codes:
        some &= ~Q(**{code: ""})
    return none | some


class Complaint(models.Model):
    """A service complaint, without what was written. `unit` is whose turn it is."""

    reference = models.CharField(max_length=14, unique=True)
    submission = models.UUIDField(unique=True)  # of the form: sent twice is stored once
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="complaints")
    received_at = models.DateTimeField()
    language = models.CharField(max_length=5)
    kind = models.CharField(max_length=10, choices=Kind)
    behalf = models.CharField(max_length=10, choices=Behalf)
    reply_by = models.CharField(max_length=10, choices=ReplyBy, blank=True)  # empty: no answer
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in ComplaintState],
        default=ComplaintState.RECEIVED,
    )
    due_on = models.DateField()
    handler = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    is_fault = models.BooleanField(default=False)
    fault_due_on = models.DateField()
    fault_reported_at = models.DateTimeField(null=True)
    fault_reported_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    classification = models.PositiveSmallIntegerField(null=True)  # the version it is classed with
    theme = models.CharField(max_length=30, blank=True)
    subtheme = models.CharField(max_length=30, blank=True)
    benefit = models.CharField(max_length=30, blank=True)
    outcome = models.CharField(max_length=1, blank=True)
    cause = models.TextField(max_length=_LONGEST_TEXT, blank=True)
    measure = models.TextField(max_length=_LONGEST_TEXT, blank=True)

    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answer_channel = models.CharField(max_length=15, choices=AnswerChannel, blank=True)
    routed_at = models.DateTimeField(null=True)
    routed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    routed_to = models.CharField(max_length=20, choices=Elsewhere, blank=True)
    routed_name = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("reference", "submission"), Privacy.INTERNAL),
        **dict.fromkeys(
            ("unit", "received_at", "language", "kind", "behalf", "reply_by"), Privacy.INTERNAL
        ),
        **dict.fromkeys(("state", "due_on", "is_fault", "fault_due_on"), Privacy.INTERNAL),
        **dict.fromkeys(
            ("classification", "theme", "subtheme", "benefit", "outcome", "cause", "measure"),
            Privacy.INTERNAL,
        ),
        **dict.fromkeys(
            ("fault_reported_at", "answered_at", "answer_channel", "closed_at"), Privacy.INTERNAL
        ),
        **dict.fromkeys(("routed_at", "routed_to", "routed_name"), Privacy.INTERNAL),
        **dict.fromkeys(("handler", "fault_reported_by", "answered_by"), Privacy.STAFF),
        **dict.fromkeys(("routed_by", "closed_by"), Privacy.STAFF),
    }
    privileges = {DatabaseRole.WEB: _KEPT}

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "due_on"], name="complaint_by_turn"),
            models.Index(fields=["received_at"], name="complaint_by_receipt"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=Kind.values,
                    behalf__in=Behalf.values,
                    reply_by__in=["", *ReplyBy.values],
                    state__in=[state.value for state in ComplaintState],
                    outcome__in=["", *(outcome.value for outcome in Outcome)],
                    answer_channel__in=["", *AnswerChannel.values],
                    routed_to__in=["", *Elsewhere.values],
                ),
                name="complaint_codes",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=_TO_LEARN_FROM) | (~Q(cause="") & ~Q(measure="")),
                name="complaint_to_learn_from_has_cause_and_measure",
            ),
            models.CheckConstraint(
                condition=Q(classification=None, theme="", subtheme="", benefit="", outcome="")
                | (Q(classification__isnull=False) & ~Q(theme="")),
                name="complaint_classed_with_a_version",
            ),
            models.CheckConstraint(
                condition=Q(fault_reported_at=None, fault_reported_by=None)
                | Q(
                    is_fault=True, fault_reported_at__isnull=False, fault_reported_by__isnull=False
                ),
                name="complaint_fault_reported_by_somebody",
            ),
            models.CheckConstraint(
                condition=_all("answered_at", "answered_by", "answer_channel"),
                name="complaint_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=_all("routed_at", "routed_by", "routed_to"),
                name="complaint_routed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=ComplaintState.CLOSED, closed_at__isnull=False)
                | (~Q(state=ComplaintState.CLOSED) & Q(closed_at=None, closed_by=None)),
                name="complaint_closed_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.ANSWERED)
                | (Q(answered_at__isnull=False, routed_at=None) & ~Q(outcome="") & ~Q(theme="")),
                name="complaint_answered_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.ROUTED_OUT)
                | Q(routed_at__isnull=False, answered_at=None),
                name="complaint_routed_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["received", "in_progress"])
                | Q(answered_at=None, routed_at=None),
                name="complaint_open_is_not_answered",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def case(self) -> Case:
        """What the rules ask about."""
        return Case(ComplaintState(self.state), self.theme, self.outcome, self.cause, self.measure)


class ComplaintWords(models.Model):
    """What was written, sealed. The row is deleted when the retention is over."""

    complaint = models.OneToOneField(
        Complaint, models.CASCADE, primary_key=True, related_name="words"
    )
    text = models.BinaryField()
    contact = models.BinaryField(null=True)
    answer = models.BinaryField(null=True)
    identity = models.BinaryField(null=True)  # of who logged in to complain

    privacy = {
        "complaint": Privacy.TECHNICAL,
        **dict.fromkeys(("text", "contact", "answer", "identity"), Privacy.CONTACT),
    }
    privileges = {DatabaseRole.WEB: WRITE}


class DepartingText(models.Model):
    """A text without personal data, which somebody has approved: the only one that may leave.

    Each approval is a row of its own; the newest counts.
    """

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="departing")
    text = models.TextField(max_length=10_000)
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("complaint", "text", "approved_at"), Privacy.INTERNAL),
        "approved_by": Privacy.STAFF,
    }
    privileges = {DatabaseRole.WEB: WRITE}  # it is deleted with the words


class LetterState(models.TextChoices):
    """`sending` is committed before the mail server is called."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"  # perhaps sent: never sent again blindly
    FAILED = "failed"


LETTERS_ON_THEIR_WAY = (LetterState.QUEUED, LetterState.SENDING)


class AnswerLetter(models.Model):
    """An answer by e-mail: address, subject and text, sealed until it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="letters")
    sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    wait_until = models.DateTimeField(null=True)

    privacy = {
        "id": Privacy.TECHNICAL,
        "sealed": Privacy.CONTACT,
        **dict.fromkeys(("complaint", "state", "tries", "claimed_at"), Privacy.INTERNAL),
        "wait_until": Privacy.INTERNAL,
    }
    privileges = {DatabaseRole.WEB: _KEPT}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=LETTERS_ON_THEIR_WAY, sealed__isnull=False)
                | (Q(sealed=None) & Q(state__in=["sent", "uncertain", "failed"])),
                name="complaint_letter_sealed_only_on_its_way",
            ),
        ]


class ComplaintReminder(models.Model):
    """That somebody was reminded on a day, so that nobody is reminded twice."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField()

    privacy = {
        "id": Privacy.TECHNICAL,
        "person": Privacy.STAFF,
        "day": Privacy.INTERNAL,
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="complaint_reminder_once")
        ]


class YearReport(models.Model):
    """A year's numbers of a county or of the country. Made once, and never changed."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    numbers = models.JSONField()

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("unit", "year", "made_at"), Privacy.PUBLIC),
        "numbers": Privacy.PUBLIC,
    }
    privileges = {DatabaseRole.WEB: APPEND}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="complaint_report_once_a_year")
        ]
