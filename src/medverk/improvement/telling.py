"""Tell a guide that somebody asks for a talk [F7]. The e-mail says neither who nor about what."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, override

from medverk.improvement.models import GuidanceRequest
from medverk.invitations.gateways import Text
from medverk.invitations.gateways.choosing import gateway_for
from medverk.invitations.models import Channel
from medverk.people.emails import turned_off_by, with_way_out
from medverk.people.models import EmailKind, Person
from medverk.rules.improvement.guidance import GuidanceState

_SATURDAY = 5


def tell_guides(*, now: datetime) -> int:
    """One e-mail to each guide whom somebody has asked since the last, on working days; how many.

    Written down first, so at most once: a letter lost in a crash is not worth a second one.
    """
    if localdate(now).weekday() >= _SATURDAY:
        return 0
    gateway = gateway_for(Channel.EMAIL)
    guides = write_down(now)
    for guide in guides:
        gateway.send(letter(guide), now)
    return len(guides)


@transaction.atomic
def write_down(now: datetime) -> list[Person]:
    """Who is told now. What another worker is telling of is left to it."""
    waiting = GuidanceRequest.objects.filter(
        state=GuidanceState.ASKED, told_on=None, guide__active=True
    ).exclude(guide__email="")
    waiting = waiting.exclude(guide__in=turned_off_by(EmailKind.GUIDANCE))
    mine = list(
        waiting.select_for_update(skip_locked=True, of=("self",))
        .select_related("guide")
        .order_by("pk")
    )
    numbers = [request.pk for request in mine]
    GuidanceRequest.objects.filter(pk__in=numbers).update(told_on=localdate(now))
    return list({request.guide_id: request.guide for request in mine}.values())


def letter(guide: Person) -> Text:
    """In the guide's own language: that somebody asks, and where it can be read."""
    link = settings.ENVIRONMENT.address + reverse("guidance")
    with override(guide.language):
        return Text(
            id=uuid4(),
            to=guide.email,
            subject=gettext("Somebody would like a talk with you"),
            body=with_way_out(
                gettext(
                    "Hello!\n\nSomebody has asked you for individual guidance. Only the two of you "
                    "can see it:\n{link}"
                ).format(link=link)
            ),
            link=link,
        )
