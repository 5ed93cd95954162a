"""Trials settled for many places at a time, from what two kinds have in common.

Whichever class holds kinds of two numbers, those with the higher are in the set. So one kind with
the lower is enough to know of some that are in the set: all with the next number in its classes.
That gives a lower bound, and upper bounds likewise; whoever looks has at most as many responses in
the set as in all numbers but the lowest. What these bounds leave in doubt is counted (`counted`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from medverk.rules.disclosure.breakdowns.footing import Flags
from medverk.rules.disclosure.breakdowns.template import Counts, Stage
from medverk.rules.disclosure.policy import Policy


@dataclass(frozen=True, eq=False)
class Seen:
    """By trial, or by place and trial: what is settled, whoever takes their own responses away.

    Also where this is in doubt; what is neither, counting would not settle.
    """

    settled: Flags
    in_doubt: Flags

    def of(self, place: int) -> Seen:
        """What is seen of one of the places."""
        return Seen(self.settled[place], self.in_doubt[place])


@dataclass(frozen=True, eq=False)
class Neighbours:
    """For each place and two kinds, how many responses of the second are in classes of the first.

    `surely` are the classes that hold the first whoever takes their own responses away, `maybe`
    all classes; `both` counts the classes that surely hold both. `staff` has the responses by
    place, counsellor and kind, `chosen` the answers by place, category and kind, and `own` says who
    has own figures.
    """

    surely: Counts
    maybe: Counts
    both: Counts
    staff: Counts
    chosen: Counts
    own: Flags

    @classmethod
    def of(cls, by_staff: Counts, own: Flags, chosen: Counts) -> Neighbours:
        """From the responses by place, counsellor, class and kind."""
        everybody = by_staff.sum(axis=1)
        looking = by_staff if own.all() else by_staff * own[:, :, None, None]
        most = looking.max(axis=1, initial=0)
        surely = (everybody > most).astype(np.float64)
        maybe = (everybody > 0).astype(np.float64)
        return cls(
            surely.transpose(0, 2, 1) @ everybody,
            maybe.transpose(0, 2, 1) @ everybody,
            surely.transpose(0, 2, 1) @ surely,
            by_staff.sum(axis=2),
            chosen,
            own,
        )

    @cached_property
    def present(self) -> list[tuple[int, ...]]:
        """The kinds that each place has."""
        present: Flags = self.staff.sum(axis=1) > 0
        return [tuple(np.flatnonzero(each).tolist()) for each in present]

    def only(self, places: Sequence[int]) -> Neighbours:
        """Some of the places."""
        at = list(places)
        if at == list(range(len(self.own))):
            return self
        return Neighbours(
            self.surely[at],
            self.maybe[at],
            self.both[at],
            self.staff[at],
            self.chosen[at],
            self.own[at],
        )

    def look(self, stage: Stage, policy: Policy) -> Seen:
        """What bounds settle, by place and trial."""
        theirs = self.staff @ stage.above
        most_own = self.most_own(theirs)
        size = self.certain(self.surely, stage).max(axis=1).sum(axis=1) - most_own
        busiest = sum_of_largest(theirs, policy.counsellors - 1)
        alike = (self.chosen @ stage.above).max(axis=1, initial=0)
        varied = (size > alike) | (size >= 2 * policy.responses)
        is_group = (size >= policy.responses) & (size > busiest) & varied
        beside = (stage.earlier * (self.surely @ stage.pivot)).max(axis=1)
        bounded = beside > self.most_own(self.staff @ stage.pivot)
        settled: Flags = bounded & (is_group | apart(self.both, stage))
        at_most = np.minimum(
            self.certain(self.maybe, stage).sum(axis=(1, 2)), theirs.sum(axis=1) - most_own
        )
        in_doubt: Flags = ~settled & (
            ~bounded | (at_most >= policy.responses) | apart(self.maybe, stage)
        )
        return Seen(settled, in_doubt)

    def certain(self, beside: Counts, stage: Stage) -> Counts:
        """By place, kind, level and trial: what is in the set since this kind has the level."""
        kinds, levels, trials = stage.each.shape
        found = beside @ stage.each[:, 1:].reshape(kinds, -1)
        return found.reshape(len(beside), kinds, levels - 1, trials) * stage.each[:, :-1]

    def most_own(self, theirs: Counts) -> Counts:
        """The most that somebody has who may look, of what counsellors have in some trials."""
        most: Counts = (theirs * self.own[:, :, None]).max(axis=1, initial=0)
        return most


def apart(beside: Counts, stage: Stage) -> Flags:
    """Whether kinds of which these are beside each other have numbers two apart."""
    kinds, levels, trials = stage.beyond.shape
    found = beside @ stage.beyond.reshape(kinds, -1)
    found = found.reshape(len(beside), kinds, levels, trials)
    return np.asarray((found * stage.each[:, :levels]).any(axis=(1, 2)))


def sum_of_largest(counts: Counts, how_many: int) -> Counts:
    """The sum of the largest counts along the second axis."""
    largest: Counts
    if how_many == 1:
        largest = counts.max(axis=1, initial=0)
    else:
        largest = -np.sort(-counts, axis=1)[:, :how_many].sum(axis=1)
    return largest
