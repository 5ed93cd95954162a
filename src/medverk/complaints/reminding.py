"""Remind those who answer complaints: once a day, on working days, without a word of any case [S4].

The e-mail names the office and nothing else: who reads it over a shoulder learns nothing.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from medverk.complaints.models import ComplaintReminder
from medverk.complaints.queries import due_soon
from medverk.invitations.gateways import Text
from medverk.invitations.gateways.choosing import gateway_for
from medverk.invitations.models import Channel
from medverk.people.access import ACCESS, Action, Scope
from medverk.people.models import Membership, Unit
from medverk.people.queries import units_below, valid_on
from medverk.rules.working_days import is_working_day

HANDLES = {grant.role: grant.scope for grant in ACCESS if grant.action is Action.HANDLE_COMPLAINTS}


def remind_handlers(*, now: datetime) -> int:
    """One e-mail each; returns how many. Written down first, so at most once a day."""
    today = timezone.localdate(now)
    if not is_working_day(today):
        return 0
    waiting = frozenset(due_soon(today).values_list("unit_id", flat=True))
    if not waiting:
        return 0
    gateway = gateway_for(Channel.EMAIL)
    reminded = 0
    for membership in to_remind(waiting, today):
        person = membership.person
        _, fresh = ComplaintReminder.objects.get_or_create(person=person, day=today)
        if fresh:
            gateway.send(reminder(membership), now)
            reminded += 1
    return reminded


def to_remind(units: frozenset[int], today: date) -> Iterable[Membership]:
    """Those whose turn it is: each once a role, by person."""
    found = Membership.objects.filter(role__in=HANDLES, person__active=True)
    found = found.exclude(person__email="").select_related("person", "unit")
    memberships = list(valid_on(found, today).order_by("person", "pk"))
    below = units_below({membership.unit_id for membership in memberships})
    for membership in memberships:
        scope = HANDLES[membership.role]  # type: ignore[index]
        reach = below[membership.unit_id] if scope is Scope.BELOW else {membership.unit_id}
        if reach & units:
            yield membership


def reminder(membership: Membership) -> Text:
    """In the person's own language."""
    unit: Unit = membership.unit
    link = settings.ENVIRONMENT.address + reverse("complaints", args=[unit.pk])
    with override(membership.person.language):
        return Text(
            id=uuid4(),
            to=membership.person.email,
            subject=gettext("A service complaint waits"),
            body=gettext(
                "Hello!\n\nSomething must be done soon about a service complaint at %(unit)s, or "
                "is late already. You find it here:\n%(link)s"
            )
            % {"unit": unit.name, "link": link},
            link=link,
        )


def forget_reminders(*, now: datetime) -> None:
    """Who was reminded on earlier days is of no use."""
    ComplaintReminder.objects.filter(day__lt=timezone.localdate(now)).delete()
