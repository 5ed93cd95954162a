"""Why counties and the country are safe: what a unit shows and the places below it do not.

A combination of a county's cells that an office shows too can be subtracted there, and leaves what
the office itself lets compute. In each office that shows less it leaves something: at least the
office's bound. All offices that show no more than one of these, and lack no kind of response that
it has, leave something too, so together they must be a group [disclosure G2, "over the hierarchy"].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from medverk.rules.disclosure.breakdowns.leaf import Leaf
from medverk.rules.disclosure.breakdowns.proof import Bound, bound_leaf, columns_apart
from medverk.rules.disclosure.breakdowns.tables import Mask, Rows
from medverk.rules.disclosure.policy import Policy


@dataclass(eq=False)
class Node:
    """A unit in an edition: a leaf, or the units below it. `rows` is what it shows so far."""

    unit: str
    leaf: Leaf | None = None
    below: list[Node] = field(default_factory=list)
    rows: Rows = field(default_factory=dict)

    def leaves(self) -> list[Leaf]:
        """All places under the unit."""
        if self.leaf is not None:
            return [self.leaf]
        return [leaf for node in self.below for leaf in node.leaves()]

    def present(self, system: str | None) -> Mask:
        """The kinds of response under the unit."""
        found = 0
        for leaf in self.leaves():
            found |= leaf.present(system)
        return found


def is_safe(policy: Policy, node: Node, rows: Rows, systems: Mapping[str | None, int]) -> bool:
    """Whether a unit may show these cells, all below it being decided."""
    return all(
        bound_node(policy, node, system, frozenset(rows.values())) is None for system in systems
    )


def bound_node(
    policy: Policy, node: Node, system: str | None, rows: frozenset[Mask]
) -> Bound | None:
    """None if these cells leave nothing forbidden at the unit, else how little may be left."""
    if node.leaf is not None:
        return bound_leaf(policy, node.leaf, system, rows)
    weak: list[tuple[Node, Bound]] = []
    strong: list[Node] = []
    for child in node.below:
        shown = frozenset(child.rows.values())
        if rows <= shown:
            continue
        bound = bound_node(policy, child, system, rows | shown)
        if bound is None:
            strong.append(child)
        else:
            weak.append((child, bound))
    failing: list[list[Bound]] = []
    for child, _ in weak:
        if any(goes_along(other, child, system, rows) for other in strong):
            continue
        bounds = [bound for other, bound in weak if goes_along(other, child, system, rows)]
        if not is_enough(policy, system, bounds):
            failing.append(bounds)
    if not failing:
        return None
    return min((add_up(bounds) for bounds in failing), key=lambda bound: bound.least)


def goes_along(other: Node, child: Node, system: str | None, rows: frozenset[Mask]) -> bool:
    """Whether something is left in the other whenever something is left in the child.

    A combination of `rows` vanishes in a unit if it vanishes in each place under it, by what the
    place and the units between show. If in one such place nothing is shown that the child does not
    show, and no kind is lacking that the child has, then what vanishes there vanishes in the child.
    Kinds that none of the rows tells apart are one.
    """
    shown = frozenset(child.rows.values())
    here = columns_apart(rows | shown, child.present(system))
    return any(
        others_shown <= shown and covers(leaf.present(system), here, rows | shown)
        for leaf, others_shown in places_under(other, frozenset())
    )


def places_under(node: Node, shown: frozenset[Mask]) -> Iterator[tuple[Leaf, frozenset[Mask]]]:
    """The places under a unit, with all that they and the units between show."""
    shown |= frozenset(node.rows.values())
    if node.leaf is not None:
        yield node.leaf, shown
    for child in node.below:
        yield from places_under(child, shown)


def covers(present: Mask, here: list[Mask], rows: frozenset[Mask]) -> bool:
    """Whether there is, among the kinds present, one like each of those here."""
    return all(find_alike(mask, present, rows) for mask in here)


def find_alike(mask: Mask, present: Mask, rows: frozenset[Mask]) -> Mask:
    """The kinds present that no row tells apart from these."""
    for row in rows:
        present &= row if mask & row else ~row
    return present


def is_enough(policy: Policy, system: str | None, bounds: list[Bound]) -> bool:
    """Whether what is left in several places is a group; answers moreover must not be alike."""
    mixed = system is None or any(bound.mixed for bound in bounds)
    needed = policy.responses if mixed else 2 * policy.responses
    some = [bound for bound in bounds if bound.least > 0]
    apart = any(
        first.staff.isdisjoint(second.staff)
        for at, first in enumerate(some)
        for second in some[at + 1 :]
    )
    return apart and sum(bound.least for bound in some) >= needed


def add_up(bounds: list[Bound]) -> Bound:
    """Several bounds as one."""
    return Bound(
        sum(bound.least for bound in bounds),
        frozenset().union(*(bound.staff for bound in bounds)),
        any(bound.mixed for bound in bounds),
    )
