"""A quick proof for places with many responses: the same few comparisons settle all of them.

Say that all figures are over all blocks. The search would go the same way in each large place:
 a pivot's number can only be -1, 0 or 1, since its signs are in blocks with signs of number
0; if 1 and -1 leave a group that is certainly in the set (`weighing`), it is 0. A template has
these comparisons: signs `high` that are in the set in each block where there are signs `low`. Which
signs a pivot decides follows from the figures alone: a place passes if all its comparisons do.
It is asked for everybody, and again without the responses of each counsellor who has own figures.
What does not pass is not unsafe: it is searched, unless one pivot's number alone, the others being
0, tells a set that is too small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.breakdowns.algebra import Basis, TooLargeError, find_basis
from medverk.rules.disclosure.breakdowns.place import Flags, Numbers, Place, flags_of
from medverk.rules.disclosure.breakdowns.tables import Mask
from medverk.rules.disclosure.breakdowns.wish import Wish
from medverk.rules.disclosure.policy import Policy

Counts = NDArray[np.float64]
"""Whole numbers as floats: matrices are multiplied faster, and exactly up to 2**53."""


Masks = frozenset[Mask]
"""The kinds that some figures count."""


@dataclass(frozen=True, eq=False)
class Template:
    """Comparisons for figures over all blocks: a column of kinds for each."""

    high: Counts
    low: Counts
    single: Single

    def only(self, columns: Numbers) -> Template:
        """Some of the comparisons."""
        return replace(self, high=self.high[:, columns], low=self.low[:, columns])


@dataclass(frozen=True, eq=False)
class Single:
    """What one pivot's number tells: the kinds that get 1 and -1, the others getting 0.

    A column of kinds, and a row of the figures' multiples, for each. The figures are in the order
    of their masks; all multiples are to be divided by `unit`.
    """

    plus: Counts
    minus: Counts
    multiples: Numbers
    unit: int


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
    at = rank[sign]
    return Template(
        spread(high.T[at], present, kinds),
        spread(low.T[at], present, kinds),
        make_single(basis, at, present, kinds),
    )


def make_single(basis: Basis, at: Numbers, present: Numbers, kinds: int) -> Single:
    """Each pivot with the number 1, and with -1, where that gives signs no others than these.

    `at` is the place of each present kind's sign in the basis.
    """
    steps = range(1, len(basis.pivots))
    good = [step for step in steps if np.isin(basis.rows[step], (0, basis.unit, -basis.unit)).all()]
    plus, minus = basis.rows[good] > 0, basis.rows[good] < 0
    return Single(
        spread(np.vstack([plus, minus]).T[at], present, kinds),
        spread(np.vstack([minus, plus]).T[at], present, kinds),
        np.vstack([basis.multiples[good], -basis.multiples[good]])[:, :-1],
        basis.unit,
    )


def spread(rows: Flags, places: Numbers, length: int) -> Counts:
    """Rows put where they belong, the others being zero."""
    wide = np.zeros((length, rows.shape[1]))
    wide[places] = rows
    return wide
