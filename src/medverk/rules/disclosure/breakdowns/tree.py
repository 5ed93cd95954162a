"""Why counties and the country are safe: what a unit shows and the places below it do not.

A combination of a county's cells that an office shows too can be subtracted there, and leaves what
the office itself lets compute. In each office that shows less it leaves something: at least the
office's bound. All offices that show no more than one of these, and lack no kind of response that
it has, leave something too, so together they must be a group [disclosure G2, "over the hierarchy"].
"""

from __future__ import annotations

from collections.abc import Mapping
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
    weak: list[tuple[frozenset[Mask], Mask, Bound]] = []
    for child in node.below:
        shown = frozenset(child.rows.values())
        if rows <= shown:
            continue
        bound = bound_node(policy, child, system, rows | shown)
        if bound is not None:
            weak.append((shown, child.present(system), bound))
    left = [gather(rows | shown, shown, present, weak) for shown, present, _ in weak]
    failing = [bounds for bounds in left if not is_enough(policy, system, bounds)]
    if not failing:
        return None
    return min((add_up(bounds) for bounds in failing), key=lambda bound: bound.least)


def gather(
    rows: frozenset[Mask],
    shown: frozenset[Mask],
    present: Mask,
    weak: list[tuple[frozenset[Mask], Mask, Bound]],
) -> list[Bound]:
    """The bounds that add up: of all that show no more, and lack no kind that is here.

    Kinds that none of these rows tells apart are one. If a combination of `rows` and what one of
    the others shows vanishes there, it does so here too; so what is left here is left there.
    """
    here = columns_apart(rows, present)
    return [
        bound
        for others_shown, others_present, bound in weak
        if others_shown <= shown and covers(others_present, here, rows)
    ]


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
