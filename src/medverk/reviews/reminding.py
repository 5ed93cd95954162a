"""Remind of rounds that are not finished: the leaders, and those who have cases left [Q1]."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import uuid4

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from medverk.invitations.gateways import Text
from medverk.invitations.gateways.choosing import gateway_for
from medverk.invitations.models import Channel
from medverk.people.access import Role
from medverk.people.emails import turned_off_by, with_way_out
from medverk.people.models import EmailKind, Membership, Person
from medverk.people.queries import valid_on
from medverk.reviews.models import Review, Round, RoundReminder
from medverk.reviews.queries import unfinished
from medverk.rules.reviews import CaseState, find_reminder

_SATURDAY = 5


def remind_reviewers(*, now: datetime) -> int:
    """One e-mail to each for each round, on working days; returns how many. Written down first."""
    today = timezone.localdate(now)
    if today.weekday() >= _SATURDAY:
        return 0
    gateway = gateway_for(Channel.EMAIL)
    sent = 0
    for found in find_due(today):
        for person in concerned(found, today):
            gateway.send(letter(found, person), now)
            sent += 1
    return sent


def find_due(today: date) -> Iterator[Round]:
    """Rounds that nobody has been reminded of for this time; each is written down as it comes."""
    for found in unfinished(today):
        due = find_reminder(found.due_on, today)
        known = {(known.reminder, known.day) for known in found.reminders.all()}
        if due is None or (due[0].value, due[1]) in known:
            continue
        _, fresh = RoundReminder.objects.get_or_create(round=found, reminder=due[0], day=due[1])
        if fresh:
            yield found


def concerned(found: Round, today: date) -> list[Person]:
    """The leaders, those with cases left, and those who must settle; who can be told."""
    leading = valid_on(
        Membership.objects.filter(unit=found.unit, role=Role.OFFICE_LEADER), today
    ).values("person")
    waiting = Review.objects.filter(
        Q(done_at=None) | Q(case__state=CaseState.DISAGREED), case__round=found
    ).values("reviewer")
    people = Person.objects.filter(Q(pk__in=leading) | Q(pk__in=waiting), active=True)
    wanting = people.exclude(email="").exclude(pk__in=turned_off_by(EmailKind.REVIEW))
    return list(wanting.order_by("pk"))


def letter(found: Round, person: Person) -> Text:
    """In the person's own language: which checklist, by when, and where; no reference of a case."""
    link = settings.ENVIRONMENT.address + reverse("review_round", args=[found.unit_id, found.pk])
    with override(person.language):
        return Text(
            id=uuid4(),
            to=person.email,
            subject=gettext("A quality review is not finished"),
            body=with_way_out(
                gettext(
                    "Hello!\n\nThe review “{name}” in {unit} is to be finished by {day}:\n{link}"
                ).format(
                    name=found.checklist.name,
                    unit=found.unit.name,
                    day=date_format(found.due_on, "DATE_FORMAT"),
                    link=link,
                )
            ),
            link=link,
        )
