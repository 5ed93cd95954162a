"""Why what an office shows is safe: a lower bound on every set that can be computed from it.

A set that can be computed gives each response 0 or 1, as the sum of a number for its kind of
background (u, a combination of the cells shown) and a number for its block (any: block totals are
known). Say u is 0 on some kinds, the *core*, and other than 0 on others, U. In each block, either
all of the block's core responses are in the set, or all of its U responses. So the set holds at
least min(U, core) responses of each block, added up [disclosure G2].

- A kind that reaches the threshold in this way against the core joins the core: if u differed
  there, the set would be large enough.
- What remains are combinations of the cells that vanish on the core. Their smallest supports are
  found exactly (`supports`), and each must reach the threshold against the core.
- A counsellor with own figures can change u on their own responses, but not on the others'. So the
  same is asked with each such counsellor's responses taken away.

If u is 0 everywhere, the set is a union of blocks, which is the affair of the totals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.breakdowns.leaf import Counts, Leaf
from medverk.rules.disclosure.breakdowns.supports import minimal_supports
from medverk.rules.disclosure.breakdowns.tables import Mask, places_of
from medverk.rules.disclosure.policy import Policy

UNPROVEN = 0


@dataclass(frozen=True)
class Bound:
    """The fewest responses, other than the own of whoever looks, in a set that is no group."""

    least: int
    staff: frozenset[str]
    mixed: bool = False
    """Whether every such set certainly holds answers of more than one category."""


def bound_leaf(
    policy: Policy, leaf: Leaf, system: str | None, rows: Iterable[Mask]
) -> Bound | None:
    """None if these cells together with all totals and own figures are proven safe in the place.

    Otherwise how many responses a forbidden set holds here at least.
    """
    listed = list(rows)
    kinds = columns_apart(listed, leaf.present(system))
    if len(kinds) <= 1:
        return None
    core = grow_core(policy, leaf, system, list(kinds))
    firsts = {places_of(mask)[0]: mask for mask in kinds}
    held = sum(1 << place for place, mask in firsts.items() if mask & core)
    supports = minimal_supports([leaf.present(system), *listed], held, tuple(firsts))
    staff = frozenset(leaf.staff)
    if supports is None:
        return Bound(UNPROVEN, staff)
    weak: list[Weight] = []
    for support in supports:
        union = sum(mask for place, mask in firsts.items() if support >> place & 1)
        weight = weigh(policy, leaf.of(system, union), leaf.of(system, core), leaf.own)
        if not weight.passes:
            weak.append(weight)
    if not weak:
        return None
    least = min(weight.least for weight in weak)
    return Bound(least, staff, all(weight.mixed for weight in weak))


def columns_apart(rows: Iterable[Mask], present: Mask) -> list[Mask]:
    """The kinds that are there, together where no row tells them apart; largest numbers last."""
    parts = [present]
    for row in rows:
        parts = [piece for part in parts for piece in (part & row, part & ~row) if piece]
    return parts


def grow_core(policy: Policy, leaf: Leaf, system: str | None, kinds: list[Mask]) -> Mask:
    """The kinds on which whatever is computed must be the same, or is large enough."""
    by_size = sorted(kinds, key=lambda mask: (-int(leaf.of(system, mask).sum()), mask))
    core, left = by_size[0], by_size[1:]
    grown = True
    while grown:
        grown = False
        for mask in list(left):
            if weigh(policy, leaf.of(system, mask), leaf.of(system, core), leaf.own).passes:
                core |= mask
                left.remove(mask)
                grown = True
    return core


@dataclass(frozen=True)
class Weight:
    """What a set holds at least: `least` responses not counting the own of whoever looks.

    `mixed`: answers of more than one category. `passes`: it is a group for everybody who may look.
    """

    least: int
    mixed: bool
    passes: bool


def weigh(policy: Policy, some: Counts, others: Counts, own: NDArray[np.bool_]) -> Weight:
    """What a set holds that has, of each block, all of the one or all of the other.

    Counts are by block, counsellor and category.
    """
    first, second = some.sum(axis=2), others.sum(axis=2)
    without = np.minimum(
        first.sum(axis=1, keepdims=True) - first, second.sum(axis=1, keepdims=True) - second
    ).sum(axis=0)
    whole = int(np.minimum(first.sum(axis=1), second.sum(axis=1)).sum())
    least = int(min(whole, without[own].min(initial=whole)))
    mixed = tells_apart(some, others, own)
    passes = (
        least >= policy.responses
        and (mixed or least >= 2 * policy.responses)
        and without.min(initial=whole) >= 1
        and has_two_without(first, second, own, least)
    )
    return Weight(least, mixed, passes)


def has_two_without(
    first: NDArray[np.int64], second: NDArray[np.int64], own: NDArray[np.bool_], least: int
) -> bool:
    """Whether two other counsellors are in the set, whoever with own figures looks."""
    if not own.any():
        return True
    # Most often three different counsellors are in the one, in blocks with three in the other.
    rich = (second > 0).sum(axis=1) >= 3
    if (first[rich] > 0).any(axis=0).sum() >= 3:
        return True
    most = np.maximum(first, second).sum(axis=0).max(initial=0)
    if least - most >= 1:
        return True
    for looking in np.flatnonzero(own):
        rest = [np.delete(counts, looking, axis=1) for counts in (first, second)]
        left = np.minimum(*(each.sum(axis=1, keepdims=True) - each for each in rest)).sum(axis=0)
        if left.min(initial=1) < 1 or not left.size:
            return False
    return True


def tells_apart(some: Counts, others: Counts, own: NDArray[np.bool_]) -> bool:
    """Whether, for each category, a block shows that the set cannot be of that category alone."""
    if some.shape[2] == 1:
        return True
    lookers = np.concatenate([[-1], np.flatnonzero(own)])
    seen = []
    for counts in (some, others):
        unlike = counts.sum(axis=2, keepdims=True) - counts
        total = unlike.sum(axis=1)
        each = np.stack([total - (0 if at < 0 else unlike[:, at]) for at in lookers])
        seen.append(each > 0)
    return bool((seen[0] & seen[1]).any(axis=1).all())
