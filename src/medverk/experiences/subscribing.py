"""Writes about who wants the monthly letter. Links are signed: nothing about them is stored."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, override

from medverk.experiences.models import Subscription
from medverk.invitations.gateways import Text
from medverk.invitations.gateways.choosing import gateway_for
from medverk.invitations.models import Channel
from medverk.people.actions import log
from medverk.people.models import Person

CONFIRM, STOP = "experiences.confirm", "experiences.stop"
CONFIRMED_WITHIN = timedelta(days=3)
ASKED_AGAIN_AFTER = timedelta(minutes=10)  # so that nobody's mailbox is filled from here


@transaction.atomic
def subscribe(*, by: Person, themes: Sequence[str], now: datetime) -> Subscription:
    """From next month on: the letter about this one. Subscribing again changes the themes."""
    subscription, fresh = Subscription.objects.update_or_create(
        person=by,
        defaults={"themes": list(themes)},
        create_defaults={"themes": list(themes), "since": localdate(now)},
    )
    if fresh:
        log(by=by, action="letters_wanted", now=now)
    return subscription


@transaction.atomic
def unsubscribe(*, person: Person, now: datetime) -> None:
    """No more letters. Harmless when repeated."""
    gone, _ = Subscription.objects.filter(person=person).delete()
    if gone:
        log(by=person, action="letters_ended", now=now)


def ask_to_confirm(*, by: Person, address: str, now: datetime) -> bool:
    """Send a link to an address that somebody says is theirs; False when one was just sent.

    The moment is written down first, so that a crash sends no second one at once.
    """
    with transaction.atomic():
        found = Subscription.objects.select_for_update().filter(person=by).first()
        if found is None or (found.asked_at and now - found.asked_at < ASKED_AGAIN_AFTER):
            return False
        found.asked_for, found.asked_at = address, now
        found.save(update_fields=["asked_for", "asked_at"])
    gateway_for(Channel.EMAIL).send(confirmation(found, by), now)
    return True


def confirmation(asked: Subscription, person: Person) -> Text:
    token = signing.dumps(what_is_asked(asked), salt=CONFIRM)
    link = settings.ENVIRONMENT.address + reverse("confirm_address", args=[token])
    with override(person.language):
        return Text(
            id=uuid4(),
            to=asked.asked_for,
            subject=gettext("Is this your e-mail address?"),
            body=gettext(
                "Hello!\n\nYou asked Medverk for a letter once a month about what other offices "
                "have learned. Open this link to confirm that it shall come here:\n%(link)s\n\n"
                "If it was not you, do nothing: then nothing more is sent."
            )
            % {"link": link},
            link=link,
        )


def what_is_asked(asked: Subscription) -> list[object]:
    """Tells one question from the next: a newer link ends the older."""
    return [asked.person_id, asked.asked_at.isoformat() if asked.asked_at else ""]


@transaction.atomic
def confirm(*, by: Person, token: str, now: datetime) -> bool:
    """Letters go where the link was sent; False when it is old, used, or another person's."""
    asked = Subscription.objects.select_for_update().filter(person=by, asked_at__isnull=False)
    found = asked.first()
    if found is None or read_token(token, CONFIRM) != what_is_asked(found):
        return False
    if found.asked_at is None or now - found.asked_at > CONFIRMED_WITHIN:
        return False
    found.address, found.asked_for, found.asked_at = found.asked_for, "", None
    found.save(update_fields=["address", "asked_for", "asked_at"])
    return True


def stop_address(person_id: int) -> str:
    """Where one click ends somebody's letters, without logging in [RFC 8058]."""
    token = signing.dumps(person_id, salt=STOP)
    return str(settings.ENVIRONMENT.address) + reverse("stop_letters", args=[token])


def whose(token: str) -> Person | None:
    """Whose letters a link ends; None for what is no such link. It works for ever."""
    found = read_token(token, STOP)
    return Person.objects.filter(pk=found).first() if isinstance(found, int) else None


def read_token(token: str, salt: str) -> Any:
    try:
        return signing.loads(token, salt=salt)
    except signing.BadSignature:
        return None
