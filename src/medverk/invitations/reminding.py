"""Remind counsellors who want it, and who have been active lately but not today [F2]."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from medverk.invitations.gateways import Text
from medverk.invitations.gateways.choosing import gateway_for
from medverk.invitations.models import Channel, CounsellorReminder, InvitationCount
from medverk.people.access import Role
from medverk.people.models import Membership
from medverk.people.queries import valid_on

ACTIVE_DAYS = 14
_SATURDAY = 5


def remind_counsellors(*, now: datetime) -> int:
    """One e-mail each on a working day; returns how many. Written down first, so at most once.

    A reminder lost in a crash is not worth a second one.
    """
    local = timezone.localtime(now)
    if local.weekday() >= _SATURDAY:
        return 0
    today = local.date()
    gateway = gateway_for(Channel.EMAIL)
    reminded = 0
    for membership in to_remind(today, local.hour):
        _, fresh = CounsellorReminder.objects.get_or_create(counsellor=membership.person, day=today)
        if fresh:
            gateway.send(reminder(membership), now)
            reminded += 1
    return reminded


def to_remind(today: date, hour: int) -> list[Membership]:
    """Counsellors of today who want it by this hour, have an address, and invited lately but not
    today."""
    invited = InvitationCount.objects.filter(counsellor=OuterRef("person"))
    lately = today - timedelta(days=ACTIVE_DAYS)
    wanted = Membership.objects.filter(
        Exists(invited.filter(latest_on__gte=lately)),
        ~Exists(invited.filter(latest_on=today)),
        role=Role.COUNSELLOR,
        person__active=True,
        person__wants_reminder=True,
        person__reminder_hour__lte=hour,
    ).exclude(person__email="")
    return list(valid_on(wanted, today).select_related("person", "unit").order_by("person"))


def reminder(membership: Membership) -> Text:
    """In the counsellor's own language; it names no conversation, since none is known."""
    person = membership.person
    link = settings.ENVIRONMENT.address + reverse("invite", args=[membership.unit_id])
    with override(person.language):
        return Text(
            id=uuid4(),
            to=person.email,
            subject=gettext("Did you talk with anybody today?"),
            body=gettext(
                "Hello!\n\nYou have not invited anybody to answer today. If you had a "
                "conversation, it takes ten seconds:\n{link}\n\nYou can turn this reminder off "
                "in your settings."
            ).format(link=link),
            link=link,
        )
