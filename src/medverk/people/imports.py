"""Store tables of units and of persons: all of a table, or nothing of it.

A table can be imported again: a unit is found by number and type, a person by ident, a role by
person, unit, role and first day. What the table does not name stays as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Model
from django.db.transaction import atomic

from medverk.people.actions import log
from medverk.people.models import Membership, Person, Unit, UnitType
from medverk.people.person_table import PersonData, RoleRow, read_persons
from medverk.people.unit_table import Key, UnitRow, read_units


@dataclass(frozen=True)
class Imported:
    """How many rows were new, changed, and as before."""

    new: int
    changed: int
    same: int

    def __str__(self) -> str:
        return f"{self.new} new, {self.changed} changed, {self.same} the same"


NEW, CHANGED, SAME = "new", "changed", "same"


@atomic
def import_units(*, data: bytes, by: Person | None, now: datetime) -> Imported:
    """Units from a CSV file (`unit_table`); `by=None` is the command line.

    Raises TableError, and then nothing is stored.
    """
    lock(Unit)
    stored = {key_of(unit): unit for unit in Unit.objects.all()}
    outcomes = [store_unit(row, stored) for row in read_units(data, stored.keys())]
    imported = count(outcomes)
    log(by=by, action="units_imported", now=now, about=str(imported))
    return imported


def lock(*tables: type[Model]) -> None:
    """One import at a time; reading goes on meanwhile."""
    names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def key_of(unit: Unit) -> Key:
    return unit.number, UnitType(unit.type)


def store_unit(row: UnitRow, stored: dict[Key, Unit]) -> str:
    """Make or change one unit; `stored` grows. Parents come before children."""
    number, kind = row.key
    unit = stored.get(row.key)
    outcome = SAME if unit else NEW
    unit = unit or Unit(number=number, type=kind)
    wanted = {
        "name": row.name,
        "status": row.status,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "parent_id": stored[row.parent].pk if row.parent else None,
    }
    outcome = set_fields(unit, wanted, outcome)
    stored[row.key] = unit
    return outcome


def set_fields(thing: Model, wanted: dict[str, object], outcome: str) -> str:
    """Save what differs; a thing that was `same` is `changed` when something did."""
    differs = [name for name, value in wanted.items() if getattr(thing, name) != value]
    if outcome == SAME and not differs:
        return SAME
    for name in differs:
        setattr(thing, name, wanted[name])
    thing.save()
    return NEW if outcome == NEW else CHANGED


def count(outcomes: Iterable[str]) -> Imported:
    outcomes = list(outcomes)
    return Imported(*(outcomes.count(kind) for kind in (NEW, CHANGED, SAME)))


@atomic
def import_persons(*, data: bytes, by: Person | None, now: datetime) -> Imported:
    """Persons and their roles from a CSV file (`person_table`); `by=None` is the command line.

    Raises TableError, and then nothing is stored. The counts are of roles.
    """
    lock(Person, Membership)
    units = {key_of(unit): unit for unit in Unit.objects.all()}
    persons = {person.ident: person for person in Person.objects.all()}
    idents = {person.subject: person.ident for person in persons.values()}
    rows = read_persons(data, units.keys(), idents)
    for wanted in {row.person for row in rows}:
        persons[wanted.ident] = store_person(wanted, persons.get(wanted.ident))
    stored: dict[object, Membership] = {
        (held.person_id, held.unit_id, held.role, held.valid_from): held
        for held in Membership.objects.all()
    }
    imported = count([store_role(row, persons, units, stored) for row in rows])
    log(by=by, action="persons_imported", now=now, about=str(imported))
    return imported


def store_person(wanted: PersonData, person: Person | None) -> Person:
    outcome = SAME if person else NEW
    person = person or Person(ident=wanted.ident)
    fields = {"subject": wanted.subject, "name": wanted.name, "email": wanted.email}
    set_fields(person, dict(fields), outcome)
    return person


def store_role(
    row: RoleRow,
    persons: dict[str, Person],
    units: dict[Key, Unit],
    stored: dict[object, Membership],
) -> str:
    person, unit = persons[row.person.ident], units[row.unit]
    membership = stored.get((person.pk, unit.pk, row.role, row.valid_from))
    outcome = SAME if membership else NEW
    membership = membership or Membership(
        person=person, unit=unit, role=row.role, valid_from=row.valid_from
    )
    return set_fields(membership, {"valid_to": row.valid_to}, outcome)
