"""An office with two counsellors, a contact centre, and invitations to answer."""

from dataclasses import dataclass
from datetime import date, datetime

from medverk.invitations.actions import invite
from medverk.invitations.contacts import Contact, contact_hash, parse_phone
from medverk.invitations.models import Channel, Invitation
from medverk.invitations.remembering import expect_replies, remember
from medverk.invitations.tokens import new_token, token_hash
from medverk.people.access import Role
from medverk.people.models import Membership, Person, Unit
from medverk.surveys.models import Version
from medverk.surveys.queries import current_version

START = date(2020, 1, 1)
EXPIRY = date(2026, 12, 1)


@dataclass(frozen=True)
class House:
    office: Unit
    other_office: Unit
    centre: Unit
    kari: Person
    per: Person

    def version(self, key: str = "conversation") -> Version:
        return Version.objects.get(questionnaire__key=key)


def make_house() -> House:
    def unit(number: str, kind: str, name: str, parent: Unit | None) -> Unit:
        return Unit.objects.create(
            number=number, type=kind, name=name, valid_from=START, parent=parent
        )

    def person(name: str, role: Role, office: Unit) -> Person:
        made = Person.objects.create(subject=name, name=name, ident=name)
        Membership.objects.create(person=made, role=role, unit=office, valid_from=START)
        return made

    country = unit("0001", "DIR", "Directorate", None)
    county = unit("0002", "FYLKE", "County", country)
    office = unit("0101", "LOKAL", "Fjellby & <Dalen>", county)
    return House(
        office=office,
        other_office=unit("0102", "LOKAL", "Dalvik", county),
        centre=unit("4100", "KONTAKT", "Kontaktsenteret", country),
        kari=person("Kari", Role.COUNSELLOR, office),
        per=person("Per", Role.COUNSELLOR, office),
    )


def slip(house: House, now: datetime, language: str = "nn", key: str = "conversation") -> str:
    """The code on a printed slip, handed out by Kari."""
    invited = invite(
        office=house.office, counsellor=house.kari, version=current_version(key, now=now),
        language=language, kind=key, channel=Channel.SLIP, contact=None, by=house.kari, now=now,
    )  # fmt: skip
    assert invited.token is not None
    return invited.token


def texted(
    house: House, now: datetime, key: str = "conversation", contact: Contact | None = None
) -> str:
    """The token in a message that has been sent, as the worker leaves it."""
    contact = contact or parse_phone("+4741234567")
    token = new_token()
    Invitation.objects.create(
        token_hash=token_hash(token),
        office=house.centre if key == "call" else house.office,
        counsellor=house.kari,
        version=current_version(key, now=now),
        language="nb",
        kind=key,
        channel=Channel.SMS,
        remembered=remember(contact_hash(contact), token),
        counted=True,
        expires_on=EXPIRY,
    )
    if key == "call":
        expect_replies([(contact, token)], EXPIRY)
    return token
