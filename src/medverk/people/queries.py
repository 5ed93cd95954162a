"""Reads about people and units."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise

from medverk.people.access import Role, Standing
from medverk.people.models import LogEntry, Membership, Person, Unit, UnitStatus, UnitType
from medverk.people.role_names import ERRANDS, ROLES, UNIT_STATES, UNIT_TYPES


def standings_of(person: Person, today: date) -> tuple[Standing, ...]:
    """The roles that a person has today, with how far down each reaches. Two queries."""
    memberships = list(valid_on(Membership.objects.filter(person=person), today))
    if not memberships:
        return ()
    below = units_below(membership.unit_id for membership in memberships)
    return tuple(
        Standing(Role(membership.role), membership.unit_id, below[membership.unit_id])
        for membership in memberships
    )


def valid_on(memberships: QuerySet[Membership], today: date) -> QuerySet[Membership]:
    return memberships.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)


BELOW = """
WITH RECURSIVE below (top, unit) AS (
    SELECT id, id FROM people_unit WHERE id = ANY(%s)
    UNION
    SELECT below.top, unit.id FROM people_unit unit JOIN below ON unit.parent_id = below.unit
)
SELECT top, unit FROM below
"""


def units_below(tops: Iterable[int]) -> dict[int, frozenset[int]]:
    """For each unit id: itself and every unit below it. One query, which reads no other units: what
    an office costs does not depend on how many others there are."""
    reached: dict[int, set[int]] = {top: {top} for top in tops}
    with connection.cursor() as cursor:
        cursor.execute(BELOW, [list(reached)])
        for top, unit in cursor.fetchall():
            reached[top].add(unit)
    return {top: frozenset(units) for top, units in reached.items()}


PERSONAS_OF_A_ROLE = 12


@dataclass(frozen=True)
class PersonaGroup:
    """Some who have a role today, each from another unit."""

    title: Promise
    errand: Promise
    memberships: tuple[Membership, ...]


def personas(today: date) -> tuple[PersonaGroup, ...]:
    """A handful of people to be in the demo: per role, one from each of the first units."""
    found = (
        valid_on(Membership.objects.filter(person__active=True), today)
        .order_by("role", "unit__name", "unit", "person__name")
        .distinct("role", "unit__name", "unit")
        .select_related("person", "unit")
    )
    by_role = defaultdict(list)
    for membership in found:
        by_role[membership.role].append(membership)
    return tuple(
        PersonaGroup(ROLES[role], ERRANDS[role], tuple(by_role[role][:PERSONAS_OF_A_ROLE]))
        for role in Role
        if by_role[role]
    )


@dataclass(frozen=True)
class UnitLine:
    """A unit in the administrator's list: how many work there today, and belong right under it."""

    unit: Unit
    type: Promise
    status: Promise
    persons: int
    below: int


def unit_lines(units: Iterable[Unit], today: date) -> list[UnitLine]:
    """In the order of the units. Two queries, about these units alone."""
    listed = list(units)
    persons = dict(
        valid_on(Membership.objects.filter(unit__in=listed), today)
        .values_list("unit")
        .annotate(persons=Count("person", distinct=True))
    )
    below = dict(
        Unit.objects.filter(parent__in=listed).values_list("parent").annotate(below=Count("pk"))
    )
    return [
        UnitLine(
            unit,
            UNIT_TYPES[UnitType(unit.type)],
            UNIT_STATES[UnitStatus(unit.status)],
            persons.get(unit.pk, 0),
            below.get(unit.pk, 0),
        )
        for unit in listed
    ]


def path_to(unit: Unit) -> list[Unit]:
    """The units above it, the highest first. One query for each level, of which there are three."""
    found: list[Unit] = []
    while unit.parent is not None:
        unit = unit.parent
        found.append(unit)
    return found[::-1]


def persons_matching(words: str) -> QuerySet[Person]:
    """Persons whose name, ident or e-mail holds each word, by name."""
    found = Person.objects.order_by("name", "ident")
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(ident__icontains=word) | Q(email__icontains=word)
        )
    return found


@dataclass(frozen=True)
class HeldRole:
    """A role that somebody has, had or will have."""

    membership: Membership
    title: Promise
    over: bool


def roles_of(person: Person, today: date) -> list[HeldRole]:
    """All roles of a person, the present first. One query."""
    found = person.memberships.select_related("unit").order_by("-valid_from", "id")
    roles = [
        HeldRole(held, ROLES[Role(held.role)], bool(held.valid_to and held.valid_to < today))
        for held in found
    ]
    return sorted(roles, key=lambda role: role.over)


def log_entries(action: str) -> QuerySet[LogEntry]:
    """What was done, newest first; of one kind when `action` is given."""
    found = LogEntry.objects.select_related("by", "unit").order_by("-at", "-id")
    return found.filter(action=action) if action else found


def logged_actions() -> list[str]:
    """The kinds of things that have been done, for the choice on the log page."""
    return list(LogEntry.objects.order_by("action").values_list("action", flat=True).distinct())
