"""What is counted without who."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from medverk.people.models import Person, Unit
from medverk.people.privacy import WRITE, DatabaseRole, Privacy
from medverk.surveys.languages import ASKED_IN
from medverk.surveys.models import Questionnaire


class InvitationCount(models.Model):
    """How many were invited, by counsellor and week, without whom.

    `taken` is what the counsellor asked for; `invited` is who was in fact reached. They differ by
    those who were asked lately or want no more, which the counsellor must not learn one by one.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    counsellor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    week = models.CharField(max_length=8)
    taken = models.PositiveIntegerField(default=0)
    invited = models.PositiveIntegerField(default=0)
    latest_on = models.DateField(null=True)  # the day of the latest `taken`: for reminders [F2]

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("office", "questionnaire", "week", "taken", "invited"), Privacy.INTERNAL),
        "counsellor": Privacy.STAFF,
        "latest_on": Privacy.STAFF,
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "counsellor", "questionnaire", "week"],
                name="invitation_count_once",
            ),
        ]


class ReachedCount(models.Model):
    """How many were reached, by office, week and one thing more, without whom and without
    counsellor. For response rates beside published groups.

    by: the field of that one thing. Nothing crosses two of them.
    """

    by: ClassVar[str]

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    week = models.CharField(max_length=8)
    invited = models.PositiveIntegerField(default=0)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("office", "questionnaire", "week", "invited"), Privacy.INTERNAL),
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        abstract = True


class ChannelCount(ReachedCount):
    """How many were reached in each way. channel: a Channel, or "kiosk" for the tablet."""

    by = "channel"

    channel = models.CharField(max_length=10)

    privacy = ReachedCount.privacy | {"channel": Privacy.INTERNAL}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "questionnaire", "week", "channel"], name="channel_count_once"
            ),
        ]


class LanguageCount(ReachedCount):
    """How many were reached by the language they were asked in: see surveys.languages, never the
    language itself."""

    by = "asked_in"

    asked_in = models.CharField(max_length=20)

    privacy = ReachedCount.privacy | {"asked_in": Privacy.INTERNAL}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "questionnaire", "week", "asked_in"], name="language_count_once"
            ),
            models.CheckConstraint(
                condition=Q(asked_in__in=ASKED_IN), name="language_count_asked_in"
            ),
        ]


class SendingCount(models.Model):
    """What became of first messages, by office and day. Reminders are not counted: how many are
    reminded tells how many have answered [disclosure G6]."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField()
    sent = models.PositiveIntegerField(default=0)
    uncertain = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("office", "day", "sent", "uncertain", "failed"), Privacy.INTERNAL),
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "day"], name="sending_count_once"),
        ]
