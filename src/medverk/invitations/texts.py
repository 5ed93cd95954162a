"""What a message says: the fixed words of its language, filled in."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from medverk.invitations.contacts import Contact
from medverk.invitations.gateways import Text
from medverk.invitations.models import Channel, Message, MessageKind
from medverk.invitations.periods import periods
from medverk.invitations.queries import CALL
from medverk.rules.disclosure.policy import Policy
from medverk.surveys.queries import NotOfferedError, words
from medverk.surveys.words import EmailWords, SmsWords, Words

LANGUAGE_IF_WITHDRAWN = "nb"


def link_of(token: str) -> str:
    """The address that is sent."""
    return settings.ENVIRONMENT.address + reverse("answer_page", args=[token])


def compose(message: Message, contact: Contact, token: str, now: datetime) -> Text:
    """The text of a message. `message.invitation` and its office and questionnaire are loaded."""
    link = link_of(token)
    found = words_in(message.invitation.language, now)
    places = {
        "office": message.invitation.office.name,
        "link": link,
        "minimum": Policy.from_mapping(settings.ENVIRONMENT.policy).responses,
        "days": periods().expire_after_days,
    }
    if contact.channel is Channel.SMS:
        subject, body = "", sms_text(message, found.sms)
    else:
        subject, body = email_text(message, found.email)
    return Text(
        id=message.id,
        to=contact.address,
        subject=subject.format(**places),
        body=body.format(**places).strip(),
        link=link,
    )


def words_in(language: str, now: datetime) -> Words:
    """The words of a language; a review may have been withdrawn since the invitation."""
    try:
        return words(language, now=now)
    except NotOfferedError:
        return words(LANGUAGE_IF_WITHDRAWN, now=now)


def sms_text(message: Message, sms: SmsWords) -> str:
    if message.invitation.version.questionnaire.key == CALL:
        return sms.call
    return sms.reminder if message.kind == MessageKind.REMINDER else sms.invitation


def email_text(message: Message, email: EmailWords) -> tuple[str, str]:
    if message.kind == MessageKind.REMINDER:
        return email.reminder_subject, email.reminder_body
    return email.subject, email.body
