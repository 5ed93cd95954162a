"""The county of the demo: eleven offices, a contact centre, a directorate, and invented staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from random import Random

from medverk.people.access import Role
from medverk.people.models import Membership, Person, Unit, UnitType

SUBJECT = "demo:"
"""Every subject of the demo begins so; nobody else's does."""


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """An office: its counsellors, its conversations a week, and how content its users are.

    quality: 0 is middling; a whole step moves most answers by one category.
    """

    name: str
    counsellors: int
    weekly: float
    quality: float


OFFICES = (
    OfficePlan("Askøy", 6, 52, 0.15),
    OfficePlan("Aurland og Lærdal", 3, 10, 0.35),
    OfficePlan("Austevoll", 3, 9, 0.10),
    OfficePlan("Bergen Nord", 9, 68, -0.15),
    OfficePlan("Fjaler", 2, 0.6, 0.30),  # never enough answers of its own
    OfficePlan("Osterøy", 4, 26, 0.05),
    OfficePlan("Sogndal", 4, 44, 0.25),
    OfficePlan("Stord", 5, 48, 0.00),
    OfficePlan("Stryn", 2, 16, 0.20),  # two counsellors: own figures never come [G2]
    OfficePlan("Voss", 5, 46, -0.05),
    OfficePlan("Øygarden", 5, 54, 0.10),
)
CENTRE = OfficePlan("Kontaktsenter Vest", 8, 90, 0.0)
IMPROVING = "Voss"
"""The office whose users agree more about the goal from the middle of the year on."""

FIRST_NAMES = (
    "Kari", "Ola", "Eirin", "Jon", "Samira", "Magnhild", "Torbjørn", "Aisha", "Sverre", "Liv",
    "Håkon", "Marte", "Ibrahim", "Ragnhild", "Odd", "Ingrid", "Mikkel", "Sigrid", "Tuva", "Nils",
    "Amal", "Gunnar", "Hege", "Peder", "Solveig", "Yusuf", "Berit", "Aslak", "Wenche", "Leif",
)  # fmt: skip
LAST_NAMES = ("Eksempel", "Liksom", "Utkast", "Skisse", "Påfunn", "Tenkt", "Prøve", "Modell",
              "Fabel", "Eventyr", "Forsøk")  # fmt: skip


@dataclass
class County:
    """What the demo made, by name."""

    directorate: Unit
    county: Unit
    offices: dict[str, Unit]
    centre: Unit
    counsellors: dict[int, list[Person]]
    leaders: dict[int, Person]
    planner: Person


@dataclass
class Staff:
    """Gives out invented people, each with a name, a number and a subject that stay the same."""

    names: Iterator[str]
    numbers: Iterator[int]
    since: date

    def take(self, role: Role, unit: Unit) -> Person:
        number = next(self.numbers)
        person = Person.objects.create(
            subject=f"{SUBJECT}{number}",
            name=next(self.names),
            ident=f"D{number}",
            email=f"d{number}@example.org",
            language="nn" if number % 3 == 0 else "nb",
        )
        Membership.objects.create(person=person, role=role, unit=unit, valid_from=self.since)
        return person


def make_county(*, since: date, chance: Random) -> County:
    """Units and staff, as the web role's import would make them; valid from `since`."""
    staff = Staff(shuffled_names(chance), count(1), since)
    directorate = make_unit("0100", UnitType.DIRECTORATE, "Direktoratet", None, since)
    county = make_unit("1200", UnitType.COUNTY, "Vestland", directorate, since)
    centre = make_unit("4100", UnitType.CONTACT_CENTRE, CENTRE.name, directorate, since)
    offices = {
        plan.name: make_unit(f"12{number:02}", UnitType.OFFICE, plan.name, county, since)
        for number, plan in enumerate(OFFICES, start=1)
    }
    for role in (Role.DIRECTORATE, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR):
        staff.take(role, directorate)
    leaders = {unit.pk: staff.take(Role.OFFICE_LEADER, unit) for unit in offices.values()}
    counsellors = {
        unit.pk: [staff.take(Role.COUNSELLOR, unit) for _ in range(plan.counsellors)]
        for plan, unit in zip(OFFICES, offices.values(), strict=True)
    }
    counsellors[centre.pk] = [
        staff.take(Role.CONTACT_CENTRE, centre) for _ in range(CENTRE.counsellors)
    ]
    planner = staff.take(Role.COUNTY_STAFF, county)
    staff.take(Role.INTERVIEWER, county)
    staff.take(Role.CASEWORKER, county)
    return County(directorate, county, offices, centre, counsellors, leaders, planner)


def make_unit(number: str, kind: UnitType, name: str, parent: Unit | None, since: date) -> Unit:
    return Unit.objects.create(number=number, type=kind, name=name, parent=parent, valid_from=since)


def shuffled_names(chance: Random) -> Iterator[str]:
    """Invented names, none twice."""
    names = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
    chance.shuffle(names)
    return iter(names)
