"""A county with two offices, a contact centre, and the people who work there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from medverk.environment import Environment
from medverk.invitations import actions, contacts
from medverk.invitations.models import Channel, Message
from medverk.people.access import Role
from medverk.people.models import Membership, Person, Unit
from medverk.surveys import queries as surveys
from medverk.surveys.actions import load_shipped
from medverk.surveys.models import Version
from tests.invitations import fake_gateway

START = date(2020, 1, 1)
PHONE = "+4741234567"


@dataclass
class House:
    """Units and persons of a test."""

    county: Unit
    office: Unit
    other_office: Unit
    centre: Unit
    kari: Person  # counsellor at the office
    per: Person  # counsellor at the other office
    leader: Person
    admin: Person
    agent: Person  # at the contact centre


def people_asked() -> int:
    """How many first messages that wait go to somebody; the sender alone can tell."""
    waiting = Message.objects.filter(kind="invitation", sealed__isnull=False)
    return sum(contacts.open_sealed(bytes(one.sealed)) is not None for one in waiting)


def make_person(name: str, role: Role, unit: Unit) -> Person:
    ident = name.upper()[:3] + "1"
    person = Person.objects.create(
        subject=name, name=name, ident=ident, email=f"{name.lower()}@example.org"
    )
    Membership.objects.create(person=person, role=role, unit=unit, valid_from=START)
    return person


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def make_house() -> House:
    def unit(number: str, kind: str, name: str, parent: Unit | None) -> Unit:
        return Unit.objects.create(
            number=number, type=kind, name=name, valid_from=START, parent=parent
        )

    country = unit("0001", "DIR", "Directorate", None)
    county = unit("0002", "FYLKE", "County", country)
    office = unit("0101", "LOKAL", "Fjellby", county)
    other = unit("0102", "LOKAL", "Dalvik", county)
    centre = unit("4100", "KONTAKT", "Kontaktsenter", country)
    return House(
        county=county,
        office=office,
        other_office=other,
        centre=centre,
        kari=make_person("Kari", Role.COUNSELLOR, office),
        per=make_person("Per", Role.COUNSELLOR, other),
        leader=make_person("Liv", Role.OFFICE_LEADER, office),
        admin=make_person("Ada", Role.ADMINISTRATOR, country),
        agent=make_person("Geir", Role.CONTACT_CENTRE, centre),
    )


@pytest.fixture
def version(db: None, now: datetime) -> Version:
    """The questionnaire after a conversation."""
    load_shipped(now=now)
    return surveys.current_version("conversation", now=now)


@pytest.fixture
def call(version: Version, now: datetime) -> Version:
    """The contact centre's question."""
    return surveys.current_version("call", now=now)


Encounter = Callable[..., actions.Encounter]


@pytest.fixture
def encounter(house: House, version: Version) -> Encounter:
    """An encounter at the office; the contact is written as people write it, None for a slip."""

    def made(written: str | None = PHONE, **changes: object) -> actions.Encounter:
        contact = contacts.parse_contact(written) if written else None
        values: dict[str, object] = {
            "office": house.office,
            "counsellor": house.kari,
            "version": version,
            "language": "nb",
            "kind": "office",
            "channel": contact.channel if contact else Channel.SLIP,
            "contact": contact,
        }
        return actions.Encounter(**(values | changes))  # type: ignore[arg-type]

    return made


@pytest.fixture
def environment(settings) -> Callable[..., None]:
    """Set variables for this test: `environment(MEDVERK_SMS_GATEWAY="altinn")`."""

    def change(**values: str) -> None:
        known = settings.ENVIRONMENT
        settings.ENVIRONMENT = Environment({**known.values, **values}, known.role)

    return change


@pytest.fixture
def gateway(environment):
    """It answers at once; on a busy machine that takes a while."""
    with fake_gateway.running() as running:
        environment(
            MEDVERK_SMS_GATEWAY="altinn",
            MEDVERK_SMS_URL=running.url,
            MEDVERK_SMS_TOKEN="secret",
            MEDVERK_SMS_SENDER="Medverk",
            MEDVERK_SEND_TIMEOUT_SECONDS="20",
        )
        yield running


@pytest.fixture
def forgetful(gateway, environment):
    """A gateway that knows no idempotency id."""
    gateway.deduplicates = False
    environment(MEDVERK_SMS_GATEWAY="http", MEDVERK_SMS_IDEMPOTENT="0")
    return gateway


@pytest.fixture
def invited(encounter, now):
    """One invitation by SMS is waiting."""
    actions.invite_all(encounters=[encounter()], by=None, now=now)
