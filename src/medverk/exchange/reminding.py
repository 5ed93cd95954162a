"""Remind the receiving unit's leaders of what is new, due or late [L3]. No text goes by e-mail."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override

from medverk.exchange.models import Feedback, FeedbackReminder
from medverk.exchange.queries import leaders_of, open_feedback
from medverk.invitations.gateways import Text
from medverk.invitations.gateways.choosing import gateway_for
from medverk.invitations.models import Channel
from medverk.people.emails import with_way_out
from medverk.people.models import Membership
from medverk.rules.exchange import Reminder, find_reminder

_SATURDAY = 5


def remind_units(*, now: datetime) -> int:
    """One e-mail to each leader with something to hear of, on working days; returns how many.

    Written down first, so at most once: a reminder lost in a crash is not worth a second one.
    """
    today = timezone.localdate(now)
    if today.weekday() >= _SATURDAY:
        return 0
    due = find_due(today)
    leaders = list(leaders_of(due, today))
    counts = write_down(due, {leader.unit_id for leader in leaders}, now)
    gateway = gateway_for(Channel.EMAIL)
    told = [leader for leader in leaders if counts[leader.unit_id]]
    for leader in told:
        gateway.send(letter(leader, counts[leader.unit_id]), now)
    return len(told)


def find_due(today: date) -> dict[int, list[tuple[Feedback, Reminder]]]:
    """What each unit has not been told of yet, by the unit's id. Two queries."""
    due = defaultdict(list)
    for feedback in open_feedback():
        reminder = find_reminder(feedback.situation, today)
        if reminder and reminder.value not in {
            known.reminder for known in feedback.reminders.all()
        }:
            due[feedback.to_unit_id].append((feedback, reminder))
    return dict(due)


@transaction.atomic
def write_down(
    due: dict[int, list[tuple[Feedback, Reminder]]], units: Iterable[int], now: datetime
) -> dict[int, int]:
    """How many each of the units is told of now; two workers at once do not both tell."""
    counts = dict.fromkeys(units, 0)
    for unit in counts:
        for feedback, reminder in due[unit]:
            _, fresh = FeedbackReminder.objects.get_or_create(
                feedback=feedback, reminder=reminder, defaults={"at": now}
            )
            counts[unit] += fresh
    return counts


def letter(leader: Membership, count: int) -> Text:
    """In the leader's own language: how many, and where; never what was said."""
    link = settings.ENVIRONMENT.address + reverse("exchange", args=[leader.unit_id])
    with override(leader.person.language):
        return Text(
            id=uuid4(),
            to=leader.person.email,
            subject=gettext("Feedback from other units"),
            body=with_way_out(
                ngettext(
                    "Hello!\n\nOne feedback to {unit} is new, or waits for an answer or for what "
                    "came of it:\n{link}",
                    "Hello!\n\n{count} feedbacks to {unit} are new, or wait for an answer or for "
                    "what came of them:\n{link}",
                    count,
                ).format(unit=leader.unit.name, count=count, link=link)
            ),
            link=link,
        )
