"""Tables of feedback between units: what was said, answered and done; what was reminded of [L3]."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from medverk.people.models import Person, Unit
from medverk.people.privacy import APPEND, DatabaseRole, Privacy
from medverk.rules.exchange import ExchangeState, Kind, News, Outcome, Reminder, Situation

LONGEST_TEXT = 1500
_KEPT = frozenset({"SELECT", "INSERT", "UPDATE"})  # it is withdrawn, never deleted
_HAS_ANSWER = Q(~Q(answer=""), answered_at__isnull=False, answered_by__isnull=False)
_NO_ANSWER = Q(answer="", answered_at=None, answered_by=None)
_HAS_OUTCOME = Q(
    outcome__in=[outcome.value for outcome in Outcome],
    told_at__isnull=False,
    told_by__isnull=False,
)
_NO_OUTCOME = Q(outcome="", told="", told_at=None, told_by=None)


class Feedback(models.Model):
    """One unit says something to another. The other unit sees the unit, not who wrote."""

    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="feedback_sent")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="feedback_received")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in ExchangeState],
        default=ExchangeState.SENT,
    )
    text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answer = models.TextField(max_length=LONGEST_TEXT, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, blank=True)
    told = models.TextField(max_length=LONGEST_TEXT, blank=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("from_unit", "to_unit", "kind", "state", "sent_at"), Privacy.INTERNAL),
        **dict.fromkeys(("answered_at", "outcome", "told_at"), Privacy.INTERNAL),
        **dict.fromkeys(("text", "answer", "told"), Privacy.STAFF),
        **dict.fromkeys(("sent_by", "answered_by", "told_by"), Privacy.STAFF),
    }
    privileges = {DatabaseRole.WEB: _KEPT}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="feedback_to_others"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="feedback_kind"
            ),
            models.CheckConstraint(
                condition=Q(_NO_ANSWER, _NO_OUTCOME, ~Q(text=""), state=ExchangeState.SENT)
                | Q(_NO_ANSWER, _NO_OUTCOME, text="", state=ExchangeState.WITHDRAWN)
                | Q(_HAS_ANSWER, _NO_OUTCOME, ~Q(text=""), state=ExchangeState.ANSWERED)
                | Q(_HAS_ANSWER, _HAS_OUTCOME, ~Q(text=""), state=ExchangeState.CLOSED)
                | Q(
                    _HAS_ANSWER,
                    _NO_OUTCOME,
                    ~Q(text=""),
                    state=ExchangeState.CLOSED,
                    kind=Kind.PRAISE,
                ),
                name="feedback_holds_what_its_state_says",
            ),
        ]
        indexes = [
            models.Index(fields=["to_unit", "-sent_at"], name="feedback_received"),
            models.Index(fields=["from_unit", "-sent_at"], name="feedback_sent"),
            models.Index(
                fields=["to_unit"],
                condition=Q(state__in=[ExchangeState.SENT, ExchangeState.ANSWERED]),
                name="feedback_open",
            ),
        ]

    @property
    def situation(self) -> Situation:
        """What the rules ask about."""
        return Situation(
            state=ExchangeState(self.state),
            sent_on=timezone.localdate(self.sent_at),
            answered_on=timezone.localdate(self.answered_at) if self.answered_at else None,
        )


class FeedbackReminder(models.Model):
    """The leaders of the receiving unit have been reminded of this, once."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="reminders")
    reminder = models.CharField(max_length=12)
    at = models.DateTimeField()

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("feedback", "reminder", "at"), Privacy.INTERNAL),
    }
    privileges = {DatabaseRole.WEB: APPEND}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feedback", "reminder"], name="feedback_reminded_once"),
            models.CheckConstraint(
                condition=Q(reminder__in=[reminder.value for reminder in Reminder]),
                name="feedback_reminder",
            ),
        ]


class FeedbackNews(models.Model):
    """Who wrote this has been told by e-mail that something came back, once."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="news")
    news = models.CharField(max_length=12)
    at = models.DateTimeField()

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("feedback", "news", "at"), Privacy.INTERNAL),
    }
    privileges = {DatabaseRole.WEB: APPEND}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feedback", "news"], name="feedback_news_once"),
            models.CheckConstraint(
                condition=Q(news__in=[news.value for news in News]), name="feedback_news"
            ),
        ]
