"""Reads about people and units."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise

from medverk.people.access import Role, Standing
from medverk.people.models import Membership, Person, Unit
from medverk.people.role_names import ERRANDS, ROLES


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


def valid_on(memberships, today: date):  # type: ignore[no-untyped-def]
    return memberships.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)


def units_below(tops: Iterable[int]) -> dict[int, frozenset[int]]:
    """For each unit id: itself and every unit below it. The tree is small: one query."""
    children = defaultdict(list)
    for unit, parent in Unit.objects.values_list("id", "parent_id"):
        children[parent].append(unit)

    def reach(unit: int) -> frozenset[int]:
        return frozenset({unit}).union(*(reach(child) for child in children[unit]))

    return {top: reach(top) for top in tops}


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
