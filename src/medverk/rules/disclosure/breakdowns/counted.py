"""The responses of a place counted for trials (`template`), and which trials that settles.

In a class with signs of two numbers those with the higher are in the set; numbers that are two
apart cannot be in one class. A trial is settled if its set is impossible, or certainly holds a
group. Most are settled by what no counsellor can change: nobody has more responses in a class than
the busiest there. Only what this leaves open is asked for everybody who may look, without their
own responses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from medverk.rules.disclosure.breakdowns.place import Flags, Numbers, Place
from medverk.rules.disclosure.breakdowns.template import Counts, Stage
from medverk.rules.disclosure.policy import Policy

MOST_COUNTED = 4_000_000
"""Classes times counsellors times kinds: larger places are searched."""


@dataclass(frozen=True, eq=False)
class Levels:
    """How many responses have each number: by class (or counsellor, or both), level and trial."""

    n: Counts

    @classmethod
    def of(cls, counts: Counts, stage: Stage) -> Levels:
        """Sort counts by kind."""
        kinds, levels, trials = stage.flags.shape
        found = counts @ stage.flags.reshape(kinds, -1)
        return cls(found.reshape(*counts.shape[:-1], levels, trials))

    @property
    def each(self) -> Counts:
        """Those with a number."""
        return self.n[..., :-2, :]

    @property
    def earlier(self) -> Counts:
        """Those that had a number before the last pivot."""
        return self.n[..., -2, :]

    @property
    def pivot(self) -> Counts:
        """Those of the last pivot's sign."""
        return self.n[..., -1, :]

    def inside(self, part: Levels) -> Counts:
        """Those of a part of the responses that are certainly in the set."""
        higher = (self.each[..., :-1, :] > 0) * part.each[..., 1:, :]
        counts: Counts = higher.sum(axis=-2)
        return counts

    def impossible(self) -> Flags:
        """Whether numbers two apart are in one class."""
        present = self.each > 0
        below = np.logical_or.accumulate(present[..., :-2, :], axis=-2)
        return np.asarray((below & present[..., 2:, :]).any(axis=(0, -2)))

    def linked(self) -> Flags:
        """Whether the last pivot's sign is in some class with signs that had a number before.

        If so, its number is at most one from theirs.
        """
        return np.asarray(((self.earlier > 0) & (self.pivot > 0)).any(axis=0))

    def uniform(self) -> Flags:
        """Whether no class has signs of two numbers."""
        return np.asarray(((self.each > 0).sum(axis=-2) <= 1).all(axis=0))


@dataclass(frozen=True, eq=False)
class Counted:
    """The responses of a place in one system: by class, counsellor and kind.

    `own` says who has own figures. `answers` has a row for some of the answers to a question, with
    a column for each category, and `at` where in `everybody` each row is counted.
    """

    by_staff: Counts
    own: Flags
    at: Numbers
    answers: Numbers | None = None

    @cached_property
    def chosen(self) -> tuple[Counts, ...]:
        """The answers of each category, by class and kind."""
        if self.answers is None:
            return ()
        shape = self.everybody.shape
        return tuple(count_by(self.at, each, shape) for each in self.answers.T)

    @cached_property
    def everybody(self) -> Counts:
        """By class and kind."""
        counts: Counts = self.by_staff.sum(axis=1)
        return counts

    @cached_property
    def known(self) -> Counts:
        """The rows of three tables: by class; by class without whoever may look; by counsellor."""
        least = self.everybody - self.by_staff[:, self.own].max(axis=1, initial=0)
        return np.concatenate([self.everybody, least, self.by_staff.sum(axis=0)])

    def find_open(self, stage: Stage, policy: Policy) -> Numbers | None:
        """The trials that are not settled for everybody who may look.

        None if a pivot's numbers are not bounded for somebody.
        """
        settled, in_doubt = self.settle_surely(stage, policy)
        doubtful = np.flatnonzero(in_doubt)
        if len(doubtful):
            settled[doubtful], bounded = self.settle_exactly(stage.only(doubtful), policy)
            if not bounded.all():
                return None
        return np.flatnonzero(~settled)

    def settle_surely(self, stage: Stage, policy: Policy) -> tuple[Flags, Flags]:
        """The trials that are settled, whoever takes their own responses away.

        Also those of which this is in doubt, though they are settled for who has no own figures,
        or of which it is in doubt whether the pivot's number is bounded.
        """
        n, classes = Levels.of(self.known, stage).n, len(self.everybody)
        everybody, sure, staff = (
            Levels(each) for each in np.split(n, [classes, 2 * classes], axis=0)
        )
        # What a counsellor can have in the set, wherever it may be.
        higher = (everybody.each[:, :-1] > 0).any(axis=0) * staff.each[:, 1:]
        theirs = higher.sum(axis=1)
        busiest = -np.sort(-theirs, axis=0)[: policy.counsellors - 1].sum(axis=0)
        size = sure.inside(everybody).sum(axis=0) - theirs[self.own].max(axis=0, initial=0)
        is_group = (size >= policy.responses) & (size - busiest >= 1)
        few = np.flatnonzero(is_group & (size < 2 * policy.responses))
        if self.answers is not None and len(few):
            is_group[few] = size[few] > self.most_alike(stage.only(few))
        beside = ((sure.earlier > 0) * everybody.pivot).sum(axis=0)
        bounded = beside > staff.pivot[self.own].max(axis=0, initial=0)
        settled: Flags = bounded & (sure.impossible() | is_group)
        enough = everybody.inside(everybody).sum(axis=0) >= policy.responses
        in_doubt: Flags = ~settled & (everybody.impossible() | enough | ~bounded)
        return settled, in_doubt

    def settle_exactly(self, stage: Stage, policy: Policy) -> tuple[Flags, Flags]:
        """The same for everybody, and for each who may look; and whether the number is bounded."""
        levels = Levels.of(self.by_staff, stage)
        everybody = Levels(levels.n.sum(axis=1, keepdims=True))
        without = Levels(np.concatenate([everybody.n, everybody.n - levels.n[:, self.own]], axis=1))
        size = without.inside(without).sum(axis=0)
        by_staff = everybody.inside(levels).sum(axis=0)
        busiest = -np.sort(-by_staff, axis=0)[: policy.counsellors - 1].sum(axis=0)
        is_group = (size >= policy.responses) & (size - busiest >= 1)
        few = np.flatnonzero((is_group & (size < 2 * policy.responses)).any(axis=0))
        if self.answers is not None and len(few):
            # Whatever the one who looks has answered was the only other answer, at worst.
            is_group[:, few] &= (size[:, few] > self.most_alike(stage.only(few))) | (
                size[:, few] >= 2 * policy.responses
            )
        settled = np.asarray((without.impossible() | is_group).all(axis=0))
        bounded = np.asarray(without.linked().all(axis=0))
        return settled & bounded, bounded

    def most_alike(self, stage: Stage) -> Counts:
        """How many of the responses certainly in the set chose the same."""
        everybody = Levels.of(self.everybody, stage)
        by_category = [everybody.inside(Levels.of(each, stage)).sum(axis=0) for each in self.chosen]
        most: Counts = np.max(by_category, axis=0)
        return most

    def is_uniform(self, stage: Stage) -> Flags:
        """Whether each class has one number throughout: nothing is in the set, or whole classes."""
        return Levels.of(self.everybody, stage).uniform()

    def find_leak(self, stage: Stage, policy: Policy) -> tuple[int, bool] | None:
        """Which of these trials of all pivots tells a set of too few; and whether to everybody.

        Else it is too few without the responses of somebody who may look.
        """
        levels = Levels.of(self.everybody, stage)
        size = levels.inside(levels).sum(axis=0)
        size[levels.impossible()] = 0
        found = np.flatnonzero((size > 0) & (size < policy.responses))
        if len(found):
            return int(found[0]), True
        near = np.flatnonzero((size > 0) & (size < 3 * policy.responses))
        if len(near) and self.own.any():
            everybody = Levels.of(self.everybody[:, None], stage.only(near))
            own = Levels.of(self.by_staff[:, self.own], stage.only(near))
            mine = everybody.inside(own).sum(axis=0)
            left = size[near] - mine
            few = np.flatnonzero(((left > 0) & (left < policy.responses)).any(axis=0))
            if len(few):
                return int(near[few[0]]), False
        return None


def count_place(place: Place, question: str | None, kinds: int) -> Counted | None:
    """What trials need; None where that would be too much."""
    classes = np.array(place.every_run(question), dtype=np.int64)
    shape = (int(classes.max()) + 1, len(place.staff), kinds)
    if shape[0] * shape[1] * shape[2] > MOST_COUNTED:
        return None
    klass = classes[place.block]
    by_staff = count_by(
        (klass * shape[1] + place.who) * kinds + place.kind, place.n(question), shape
    )
    answers = None if question is None else place.answers[question]
    return Counted(by_staff, place.own, klass * kinds + place.kind, answers)


def count_by(at: Numbers, n: Numbers, shape: tuple[int, ...]) -> Counts:
    """Counts in a table, of which `at` has the places."""
    counts = np.bincount(at, n, int(np.prod(shape)))
    return np.asarray(counts, dtype=np.float64).reshape(shape)
