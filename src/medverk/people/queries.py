"""Reads about people and units."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from medverk.people.access import Role, Standing
from medverk.people.models import Membership, Person, Unit


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
