"""A quick proof for places with many responses: the same few comparisons settle all of them.

Say that all figures are over all blocks. The search would go the same way in each large place:
 a pivot's number can only be -1, 0 or 1, since its signs are in blocks with signs of number
0; if 1 and -1 leave a group that is certainly in the set (`weighing`), it is 0. A template has
these comparisons: signs `high` that are in the set in each block where there are signs `low`. Which
signs a pivot decides follows from the figures alone: a place passes if all its comparisons do.
It is asked for everybody, and again without the responses of each counsellor who has own figures.
What does not pass is not unsafe: it is searched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.breakdowns.algebra import TooLargeError, find_basis
from medverk.rules.disclosure.breakdowns.place import Flags, Numbers, Place, flags_of
from medverk.rules.disclosure.breakdowns.tables import Mask
from medverk.rules.disclosure.breakdowns.wish import Wish
from medverk.rules.disclosure.policy import Policy

Counts = NDArray[np.float64]
"""Whole numbers as floats: matrices are multiplied faster, and exactly up to 2**53."""

MOST_COUNTED = 4_000_000
"""Blocks times kinds times counsellors: larger places are searched."""


Masks = frozenset[Mask]
"""The kinds that some figures count."""


@dataclass(frozen=True, eq=False)
class Template:
    """Comparisons for figures over all blocks: a column of kinds for each."""

    high: Counts
    low: Counts


@dataclass(frozen=True, eq=False)
class Templates:
    """Templates for any figures of places with about as many responses of each kind as these."""

    policy: Policy
    sizes: Numbers
    made: dict[Masks, Template | None] = field(default_factory=dict)

    @classmethod
    def of(cls, wish: Wish, places: Sequence[Place]) -> Templates:
        """Templates for the kinds that these places have."""
        kinds = wish.background.kinds
        sizes = np.zeros(kinds, dtype=np.int64)
        for place in places:
            sizes += np.bincount(place.kind, place.responses, kinds).astype(np.int64)
        return cls(wish.policy, sizes)

    def get(self, masks: Masks) -> Template | None:
        """The template for figures that count these kinds."""
        if masks not in self.made:
            self.made[masks] = make_template(self.sizes, sorted(masks))
        return self.made[masks]


@dataclass(frozen=True, eq=False)
class Counted:
    """The responses of a place in one system: by class, counsellor and kind.

    `chosen` has the answers of each category, by class and kind; `own` who has own figures.
    """

    by_staff: Counts
    chosen: tuple[Counts, ...]
    own: Flags

    def holds(self, template: Template, policy: Policy) -> bool:
        """Whether every comparison leaves a group for everybody who may look."""
        high, low = self.by_staff @ template.high, self.by_staff @ template.low
        all_high, all_low = high.sum(axis=1), low.sum(axis=1)
        certain = (all_high * (all_low > 0)).sum(axis=0)
        without_own = (all_high[:, None] - high[:, self.own]) * (
            all_low[:, None] > low[:, self.own]
        )
        least = without_own.sum(axis=0).min(axis=0, initial=np.inf)
        least = np.minimum(least, certain)
        busiest = -np.sort(-(high * (all_low > 0)[:, None]).sum(axis=0), axis=0)
        others = least - busiest[: policy.counsellors - 1].sum(axis=0)
        if (least < policy.responses).any() or (others < 1).any():
            return False
        few = least < 2 * policy.responses
        if not self.chosen or not few.any():
            return True
        mixed = all_low[:, few] > 0
        each = [(chosen @ template.high[:, few] * mixed).sum(axis=0) for chosen in self.chosen]
        unlike = certain[few] - np.max(each, axis=0)
        return bool((unlike - (certain - least)[few] >= 1).all())


def count_place(place: Place, kinds: int, question: str | None) -> Counted | None:
    """What comparisons need; None where that would be too much."""
    n = place.n(question)
    runs = range(len(place.blocks)) if question is None else place.runs[question]
    classes = np.array(runs, dtype=np.int64)
    shape = (int(classes.max()) + 1, len(place.staff), kinds)
    if shape[0] * shape[1] * shape[2] > MOST_COUNTED:
        return None
    klass = classes[place.block]
    by_staff = count_by((klass, place.who, place.kind), n, shape)
    chosen = () if question is None else place.answers[question].T
    pair = (shape[0], kinds)
    each = tuple(count_by((klass, place.kind), category, pair) for category in chosen)
    return Counted(by_staff, each, place.own)


def count_by(keys: tuple[Numbers, ...], n: Numbers, shape: tuple[int, ...]) -> Counts:
    """Counts by several keys."""
    at = keys[0]
    for key, width in zip(keys[1:], shape[1:], strict=True):
        at = at * width + key
    return np.bincount(at, n, int(np.prod(shape))).astype(np.float64).reshape(shape)


def make_template(sizes: Numbers, masks: Sequence[Mask]) -> Template | None:
    """The comparisons for figures that count these kinds; None if there is no such way.

    The order of pivots is that of their size in all places together.
    """
    kinds = len(sizes)
    inside = np.array([flags_of(mask, kinds) for mask in masks], dtype=np.int64)
    present = np.flatnonzero(sizes)
    signs, sign = np.unique(inside[:, present].T, axis=0, return_inverse=True)
    order = np.argsort(-np.bincount(sign, sizes[present]), kind="stable")
    try:
        basis = find_basis(np.vstack([signs[order].T, np.ones(len(order), dtype=np.int64)]))
    except TooLargeError:
        return None
    last = np.array([np.flatnonzero(column).max(initial=-1) for column in basis.rows.T])
    steps = np.arange(1, len(basis.pivots))
    own = basis.rows[steps]
    # The numbers of the signs that a pivot decides must be its own or the opposite.
    decided = last[None, :] == steps[:, None]
    if not np.isin(own[decided], (basis.unit, -basis.unit)).all():
        return None
    zero = last[None, :] < steps[:, None]
    plus, minus = decided & (own > 0), decided & (own < 0)
    some = plus.any(axis=1)[:, None]
    high = np.vstack([np.where(some, plus, zero), np.where(some, zero, minus)])
    low = np.vstack([np.where(some, zero, minus), np.where(some, plus, zero)])
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = range(len(order))
    return Template(*(spread(chosen.T[rank[sign]], present, kinds) for chosen in (high, low)))


def spread(rows: Flags, places: Numbers, length: int) -> Counts:
    """Rows put where they belong, the others being zero."""
    wide = np.zeros((length, rows.shape[1]))
    wide[places] = rows
    return wide
