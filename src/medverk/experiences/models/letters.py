"""The monthly letter: who wants it, and that each has had it once."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from medverk.people.models import Person
from medverk.people.privacy import WRITE, DatabaseRole, Privacy
from medverk.rules.experiences import LetterState


class Subscription(models.Model):
    """Somebody wants the monthly letter; the row is gone when they do not.

    themes: "questionnaire.theme", or none for all. address: where it goes when the agency has
    registered none. asked_for: an address that is not confirmed yet by the link that was sent there
    at `asked_at`.
    """

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="subscription", primary_key=True
    )
    themes = ArrayField(models.CharField(max_length=80), default=list)
    address = models.EmailField(blank=True)
    since = models.DateField()
    asked_for = models.EmailField(blank=True)
    asked_at = models.DateTimeField(null=True)

    privacy = dict.fromkeys(
        ("person", "themes", "address", "since", "asked_for", "asked_at"), Privacy.STAFF
    )
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_for="", asked_at=None)
                | ~Q(asked_for="") & Q(asked_at__isnull=False),
                name="subscription_asks_at_a_time",
            ),
        ]


class Letter(models.Model):
    """That somebody's letter about a month was begun; written before it goes, so never twice.

    Its id is the message's at every try. Kept when the subscription ends, for as long as another
    one in the same month could bring a second letter.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    month = models.CharField(max_length=7)
    state = models.CharField(
        max_length=9,
        choices=[(each.value, each.value) for each in LetterState],
        default=LetterState.BEGUN,
    )
    begun_at = models.DateTimeField()

    privacy = {
        "id": Privacy.TECHNICAL,
        **dict.fromkeys(("person", "month", "state", "begun_at"), Privacy.STAFF),
    }
    privileges = {DatabaseRole.WEB: WRITE}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "month"], name="letter_once_a_month"),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in LetterState]), name="letter_state"
            ),
        ]
