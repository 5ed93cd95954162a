"""The table of persons and their roles: one row for each role that a person has. Pure.

subject,ident,name,email,unit_number,unit_type,role,valid_from,valid_to
a1b2,Z99001,Kari Eksempel,kari@example.org,1201,LOKAL,counsellor,2025-01-01,
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from medverk.people.access import Role
from medverk.people.models import UNIT_TYPES_OF_ROLE, UnitType
from medverk.people.tables import Cells, Expected, Problem, TableError, read_table
from medverk.people.unit_table import Key, read_number

COLUMNS = (
    "subject", "ident", "name", "email", "unit_number", "unit_type", "role",
    "valid_from", "valid_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonData:
    subject: str
    ident: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role of one person in one unit."""

    line: int
    person: PersonData
    unit: Key
    role: Role
    valid_from: date
    valid_to: date | None


def read_persons(data: bytes, units: Collection[Key], idents: Mapping[str, str]) -> list[RoleRow]:
    """The roles of a table.

    units: those stored. idents: the ident of each stored person, by subject. Raises TableError.
    """
    problems: list[Problem] = []
    read = [read_role(Cells(row, problems), units) for row in read_table(data, COLUMNS)]
    rows = [row for row in read if row is not None]
    problems += list(problems_between(rows, idents))
    if problems:
        raise TableError(*sorted(problems, key=lambda problem: problem.line))
    return rows


def read_role(cells: Cells, units: Collection[Key]) -> RoleRow | None:
    """One row, or None when its role or unit cannot be told."""
    person = PersonData(
        subject=cells.text("subject", longest=200),
        ident=cells.text("ident", longest=20),
        name=cells.text("name", longest=120),
        email=read_email(cells),
    )
    number = read_number(cells, "unit_number")
    kind = cells.choice("unit_type", UnitType, Expected.UNIT_TYPE)
    role = cells.choice("role", Role, Expected.ROLE)
    valid_from, valid_to = cells.period()
    if not number or kind is None or role is None:
        return None
    if (number, kind) not in units:
        cells.refuse("unit_number", Expected.KNOWN_UNIT)
    if kind not in UNIT_TYPES_OF_ROLE[role]:
        cells.refuse("role", Expected.ROLE_OF_UNIT)
    return RoleRow(cells.row.line, person, (number, kind), role, valid_from, valid_to)


def read_email(cells: Cells) -> str:
    email = cells.text("email", longest=254, required=False)
    try:
        if email:
            validate_email(email)
    except ValidationError:
        cells.refuse("email", Expected.EMAIL)
    return email


def problems_between(rows: Iterable[RoleRow], idents: Mapping[str, str]) -> Iterable[Problem]:
    """Faults that no row shows alone: one ident for two persons, one role named twice."""
    persons: dict[str, PersonData] = {}
    owners = dict(idents)
    seen: set[object] = set()
    for row in rows:
        person = row.person
        if persons.setdefault(person.ident, person) != person:
            yield Problem(row.line, "ident", Expected.SAME_PERSON, person.ident)
        elif owners.setdefault(person.subject, person.ident) != person.ident:
            yield Problem(row.line, "subject", Expected.FREE_SUBJECT, person.subject)
        role = (person.ident, row.unit, row.role, row.valid_from)
        if role in seen:
            yield Problem(row.line, "role", Expected.ONCE, row.role)
        seen.add(role)
