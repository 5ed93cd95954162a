"""Two counties with offices and a centre, their people, and somebody logged in."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from medverk.exchange import actions
from medverk.exchange.models import Feedback
from medverk.people.access import Role
from medverk.people.models import Membership, Person, Unit, UnitType
from medverk.rules.exchange import Kind

START = date(2020, 1, 1)


class Place:
    """Units and persons by what they are for."""

    def __init__(self) -> None:
        self.country = make_unit("1", UnitType.DIRECTORATE, "The directorate", None)
        self.county = make_unit("12", UnitType.COUNTY, "Vestland", self.country)
        self.other_county = make_unit("15", UnitType.COUNTY, "Møre", self.country)
        self.stord = make_unit("1201", UnitType.OFFICE, "Stord", self.county)
        self.voss = make_unit("1202", UnitType.OFFICE, "Voss", self.county)
        self.leaderless = make_unit("1203", UnitType.OFFICE, "Askøy", self.county)
        self.elsewhere = make_unit("1501", UnitType.OFFICE, "Ulstein", self.other_county)
        self.writer = make_person("Ola", Role.COUNSELLOR, self.stord)
        self.own_leader = make_person("Per", Role.OFFICE_LEADER, self.stord)
        self.leader = make_person("Liv", Role.OFFICE_LEADER, self.voss)
        self.colleague = make_person("Eva", Role.COUNSELLOR, self.voss)
        self.far_leader = make_person("Siv", Role.OFFICE_LEADER, self.elsewhere)
        self.planner = make_person("Kari", Role.COUNTY_STAFF, self.county)
        self.other_planner = make_person("Nils", Role.COUNTY_STAFF, self.other_county)


def make_unit(number: str, kind: UnitType, name: str, parent: Unit | None) -> Unit:
    return Unit.objects.create(number=number, type=kind, name=name, valid_from=START, parent=parent)


def make_person(name: str, role: Role, unit: Unit) -> Person:
    person = Person.objects.create(
        subject=name, name=name, ident=name, email=f"{name.lower()}@example.org"
    )
    Membership.objects.create(person=person, role=role, unit=unit, valid_from=START)
    return person


@pytest.fixture
def place(db: None) -> Place:
    return Place()


@pytest.fixture
def written(place: Place, now: datetime) -> Callable[..., Feedback]:
    """`written(kind=…, text=…)`: what Stord's counsellor sends to Voss."""

    def write(kind: Kind = Kind.IMPROVE, text: str = "Ring oss før dere sender noen.") -> Feedback:
        return actions.send(
            from_unit=place.stord,
            to_unit=place.voss,
            kind=kind,
            text=text,
            by=place.writer,
            now=now,
        )

    return write


@pytest.fixture
def log_in(client: Client) -> Callable[[Person], Client]:
    def become(person: Person) -> Client:
        client.post(reverse("login_as"), {"person": person.pk})
        return client

    return become
