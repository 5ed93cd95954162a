"""The responses of a place counted for trials (`template`), and which trials that settles.

In a class with signs of two numbers those with the higher are in the set; numbers that are two
apart cannot be in one class. A trial is settled if its set is impossible, or certainly holds a
group. Most are settled for many places at a time (`neighbours`). Only what this leaves in doubt is
asked for everybody who may look, without their own responses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from medverk.rules.disclosure.breakdowns.footing import Flags, Numbers, Tallies
from medverk.rules.disclosure.breakdowns.neighbours import Neighbours, Seen
from medverk.rules.disclosure.breakdowns.place import Place
from medverk.rules.disclosure.breakdowns.template import Counts, Stage
from medverk.rules.disclosure.parcels import Parcels
from medverk.rules.disclosure.policy import Policy


@dataclass(frozen=True, eq=False)
class Levels:
    """How many responses have each number, by class, level and trial; or by counsellor besides."""

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
        return np.asarray((below & present[..., 2:, :]).any(axis=(-3, -2)))

    def linked(self) -> Flags:
        """Whether the last pivot's sign is in some class with signs that had a number before.

        If so, its number is at most one from theirs.
        """
        return np.asarray(((self.earlier > 0) & (self.pivot > 0)).any(axis=-2))

    def uniform(self) -> Flags:
        """Whether no class has signs of two numbers."""
        return np.asarray(((self.each > 0).sum(axis=-2) <= 1).all(axis=-2))


@dataclass(frozen=True, eq=False)
class Counted:
    """The responses of a place in one system: by counsellor, class and kind.

    `own` says who has own figures. `chosen` has the answers to a question by category, class and
    kind, and no category for responses. Its neighbours are known as those of one place (`number`)
    of several that were counted together.
    """

    by_staff: Counts
    own: Flags
    chosen: Counts
    together: Neighbours
    number: int

    @property
    def alone(self) -> Neighbours:
        """The neighbours of this place."""
        return self.together.only([self.number])

    @property
    def present(self) -> tuple[int, ...]:
        """The kinds that there are."""
        return self.together.present[self.number]

    @cached_property
    def everybody(self) -> Counts:
        """By class and kind."""
        counts: Counts = self.by_staff.sum(axis=0)
        return counts

    def look_closer(self, seen: Seen, stage: Stage, policy: Policy) -> Numbers | None:
        """The trials that are not settled for everybody who may look, of those seen in some way.

        None if a pivot's numbers are not bounded for somebody.
        """
        settled, doubtful = seen.settled.copy(), np.flatnonzero(seen.in_doubt)
        if len(doubtful):
            settled[doubtful], bounded = self.settle_exactly(stage.only(doubtful), policy)
            if not bounded.all():
                return None
        return np.flatnonzero(~settled)

    def settle_exactly(self, stage: Stage, policy: Policy) -> tuple[Flags, Flags]:
        """Which trials are settled for everybody and all who may look; which are bounded."""
        levels = Levels.of(self.by_staff, stage)
        everybody = Levels(levels.n.sum(axis=0, keepdims=True))
        without = Levels(np.concatenate([everybody.n, everybody.n - levels.n[self.own]]))
        size = without.inside(without).sum(axis=1)
        by_staff = everybody.inside(levels).sum(axis=1)
        busiest = -np.sort(-by_staff, axis=0)[: policy.counsellors - 1].sum(axis=0)
        is_group = (size >= policy.responses) & (size - busiest >= 1)
        few = np.flatnonzero((is_group & (size < 2 * policy.responses)).any(axis=0))
        if len(self.chosen) and len(few):
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
            everybody = Levels.of(self.everybody, stage.only(near))
            own = Levels.of(self.by_staff[self.own], stage.only(near))
            mine = everybody.inside(own).sum(axis=1)
            left = size[near] - mine
            few = np.flatnonzero(((left > 0) & (left < policy.responses)).any(axis=0))
            if len(few):
                return int(near[few[0]]), False
        return None


@dataclass(frozen=True, eq=False)
class Grid:
    """Where the rows of several places are counted, by place, counsellor, class and kind.

    `cell` is the same without counsellors.
    """

    shape: tuple[int, int, int, int]
    at: Numbers
    cell: Numbers

    @classmethod
    def of(cls, places: Sequence[Place], classes: Sequence[Numbers], kinds: int) -> Grid:
        """From the class of each block."""
        staff = max(len(place.staff) for place in places)
        shape = len(places), staff, 1 + max(int(each.max()) for each in classes), kinds
        size = prod(shape[2:])
        at, cells = [], []
        for number, (each, place) in enumerate(zip(classes, places, strict=True)):
            cell = each[place.block] * kinds + place.kind
            at.append(cell + (place.who + number * staff) * size)
            cells.append(cell + number * size)
        return cls(shape, np.concatenate(at), np.concatenate(cells))


def count_systems(
    places: Sequence[Place], systems: Iterable[str | None], kinds: int
) -> dict[str | None, list[Counted]]:
    """What trials need of several places in each system. Mostly their classes are the same."""
    grids: dict[tuple[bytes, ...], Grid] = {}
    found = {}
    for question in systems:
        classes = [np.unique(place.every_run(question), return_inverse=True)[1] for place in places]
        key = tuple(each.tobytes() for each in classes)
        if key not in grids:
            grids[key] = Grid.of(places, classes, kinds)
        found[question] = count_places(places, question, grids[key])
    return found


def count_places(places: Sequence[Place], question: str | None, grid: Grid) -> list[Counted]:
    """What trials need in one system."""
    n = [place.n(question) for place in places]
    by_staff = count_by(grid.at, np.concatenate(n), grid.shape)
    own = np.ones(grid.shape[:2], dtype=np.bool_)
    for flags, place in zip(own, places, strict=True):
        flags[: len(place.own)] = place.own
    categories = choices(places, question, grid, by_staff.sum(axis=1))
    together = Neighbours.of(by_staff, own, categories.sum(axis=2))
    staff, chosen = together.staff.astype(np.int64), together.chosen.astype(np.int64)
    for number, place in enumerate(places):
        tallies = Tallies(staff[number, : len(place.staff)], chosen[number])
        place.tallied[place.every, question] = tallies
    return [
        Counted(
            by_staff[number, : len(place.staff)],
            place.own,
            categories[number],
            together,
            number,
        )
        for number, place in enumerate(places)
    ]


def choices(places: Sequence[Place], question: str | None, grid: Grid, everybody: Counts) -> Counts:
    """The answers to a question by place, category, class and kind; no category for responses."""
    if question is None:
        return np.zeros((len(places), 0, *grid.shape[2:]))
    answers = Parcels.join([place.answers[question] for place in places])
    counts = answers.add_up(grid.cell, everybody.ravel()).astype(np.float64)
    return counts.reshape(-1, *everybody.shape).transpose(1, 0, 2, 3)


def count_by(at: Numbers, n: Numbers, shape: tuple[int, ...]) -> Counts:
    """Counts in a table, of which `at` has the places."""
    counts = np.bincount(at, n, prod(shape))
    return np.asarray(counts, dtype=np.float64).reshape(shape)
