"""Individual guidance that a counsellor asks for: between the two, and nobody else [F7]."""

import uuid

from django.db import models
from django.db.models import F, Q

from medverk.people.models import Person
from medverk.people.privacy import WRITE, DatabaseRole, Privacy
from medverk.rules.improvement.guidance import GuidanceState

_OPEN = [GuidanceState.ASKED.value, GuidanceState.AGREED.value]


class GuidanceRequest(models.Model):
    """A counsellor asks a guide for a talk. Its words are gone when it is closed; either may
    delete it. It names no unit: nobody's place in the agency gives a right to read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    counsellor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    guide = models.ForeignKey(Person, models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in GuidanceState],
        default=GuidanceState.ASKED,
    )
    about = models.CharField(max_length=300, blank=True)
    asked_on = models.DateField()
    told_on = models.DateField(null=True)  # the guide, by e-mail

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(
            ("counsellor", "guide", "state", "about", "asked_on", "told_on"), Privacy.STAFF
        ),
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        indexes = [
            models.Index(fields=["counsellor"], name="guidance_asked_for"),
            models.Index(fields=["guide"], name="guidance_given"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(counsellor=F("guide")), name="guidance_of_two"),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN)
                | Q(state__in=[GuidanceState.HELD, GuidanceState.WITHDRAWN], about=""),
                name="guidance_words_gone_when_closed",
            ),
        ]
