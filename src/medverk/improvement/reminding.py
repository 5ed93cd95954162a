"""Remind those who are responsible, once of each thing. No free text leaves the site by mail."""

from datetime import date, datetime
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from medverk.improvement.models import Improvement, ReminderSent
from medverk.invitations.gateways import Text
from medverk.invitations.gateways.choosing import gateway_for
from medverk.invitations.models import Channel
from medverk.people.emails import turned_off_by, with_way_out
from medverk.people.models import EmailKind, Person
from medverk.rules.improvement.states import ImprovementState, Reminder, find_reminder

SUBJECTS: dict[Reminder, Promise] = {
    Reminder.STARTS: _("An improvement has started"),
    Reminder.DEADLINE_NEAR: _("An improvement is due in a week"),
    Reminder.EVALUATE: _("It is time to evaluate an improvement"),
}
BODIES: dict[Reminder, Promise] = {
    Reminder.STARTS: _(
        "Hello!\n\nAn improvement at {unit} that you are responsible for has started. Read it "
        "again with your colleagues, and write a line now and then on how it goes:\n{link}"
    ),
    Reminder.DEADLINE_NEAR: _(
        "Hello!\n\nAn improvement at {unit} that you are responsible for is due on {day}. Is "
        "everything done that you agreed on?\n{link}"
    ),
    Reminder.EVALUATE: _(
        "Hello!\n\nThe deadline of an improvement at {unit} has passed. Look at what the figures "
        "say, and write what others can learn from it:\n{link}"
    ),
}


def remind_responsible(*, now: datetime) -> int:
    """How many were reminded. Written down first, so at most once for each deadline."""
    today, reminded = localdate(now), 0
    gateway = gateway_for(Channel.EMAIL)
    for improvement in to_remind():
        reminder = find_reminder(improvement.situation, today)
        person, deadline = improvement.responsible, improvement.deadline
        if reminder is None or person is None or deadline is None:
            continue
        _sent, fresh = ReminderSent.objects.get_or_create(
            improvement=improvement, reminder=reminder, deadline=deadline
        )
        if fresh:
            gateway.send(write_reminder(improvement, person, reminder, deadline), now)
            reminded += 1
    return reminded


def to_remind() -> list[Improvement]:
    """At work or waiting for an evaluation, with somebody who has an address and wants it."""
    rows = Improvement.objects.filter(
        state__in=[ImprovementState.RUNNING, ImprovementState.EVALUATING],
        responsible__active=True,
    )
    return list(
        rows.exclude(responsible__email="")
        .exclude(responsible__in=turned_off_by(EmailKind.IMPROVEMENT))
        .select_related("responsible", "unit")
        .order_by("pk")
    )


def write_reminder(
    improvement: Improvement, person: Person, reminder: Reminder, deadline: date
) -> Text:
    """In the person's own language; it names the office and the day, not what is done."""
    path = reverse("improvement", args=[improvement.unit_id, improvement.pk])
    link = settings.ENVIRONMENT.address + path
    with override(person.language):
        return Text(
            id=uuid4(),
            to=person.email,
            subject=str(SUBJECTS[reminder]),
            body=with_way_out(
                str(BODIES[reminder]).format(
                    unit=improvement.unit.name, link=link, day=date_format(deadline, "DATE_FORMAT")
                )
            ),
            link=link,
        )
