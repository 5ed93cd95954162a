"""The responses of a place counted for comparisons (`template`), and what comparisons say.

Most are settled by what no counsellor can change: a counsellor has no more responses in a class
than the busiest there. Only comparisons that this leaves open are asked counsellor by counsellor.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from medverk.rules.disclosure.breakdowns.place import Flags, Numbers, Place
from medverk.rules.disclosure.breakdowns.template import Counts, Single, Template
from medverk.rules.disclosure.policy import Policy

MOST_COUNTED = 4_000_000
"""Blocks times kinds times counsellors: larger places are searched."""


@dataclass(frozen=True, eq=False)
class Counted:
    """The responses of a place in one system: by class, counsellor and kind.

    `chosen` has the answers of each category, by class and kind; `own` who has own figures.
    """

    by_staff: Counts
    chosen: tuple[Counts, ...]
    own: Flags

    @cached_property
    def everybody(self) -> Counts:
        """By class and kind."""
        counts: Counts = self.by_staff.sum(axis=1)
        return counts

    @cached_property
    def most_own(self) -> Counts:
        """By class and kind: as many as anybody has who has own figures."""
        counts: Counts = self.by_staff[:, self.own].max(axis=1, initial=0)
        return counts

    @cached_property
    def busiest(self) -> Counts:
        """By kind: as many as one counsellor has."""
        counts: Counts = self.by_staff.sum(axis=0).max(axis=0, initial=0)
        return counts

    def holds(self, template: Template, policy: Policy) -> bool:
        """Whether every comparison leaves a group for everybody who may look."""
        open_ones = np.flatnonzero(~self.surely_hold(template, policy))
        return not len(open_ones) or self.exactly_hold(template.only(open_ones), policy)

    def surely_hold(self, template: Template, policy: Policy) -> Flags:
        """The comparisons that hold, whoever takes their own responses away."""
        high = (self.everybody - self.most_own) @ template.high
        low = (self.everybody - self.most_own) @ template.low
        least = (high * (low > 0)).sum(axis=0)
        others = least - (policy.counsellors - 1) * (self.busiest @ template.high)
        few = policy.responses if not self.chosen else 2 * policy.responses
        found: Flags = (least >= few) & (others >= 1)
        return found

    def exactly_hold(self, template: Template, policy: Policy) -> bool:
        """The same, counsellor by counsellor."""
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

    def find_leak(self, single: Single, policy: Policy) -> int | None:
        """Which of these tells a set of too few responses, if any does: anybody can compute it.

        Of a class with signs of two numbers those with the higher are in the set; of a class with
        three there is none.
        """
        plus, minus = self.everybody @ single.plus, self.everybody @ single.minus
        zero = self.everybody.sum(axis=1, keepdims=True) - plus - minus
        impossible = ((plus > 0) & (minus > 0)).any(axis=0)
        size = ((zero > 0) * plus + (minus > 0) * zero).sum(axis=0)
        found = np.flatnonzero((size > 0) & (size < policy.responses) & ~impossible)
        return int(found[0]) if len(found) else None


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
