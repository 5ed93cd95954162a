"""Each cell of a breakdown counted anew, for the audit: is it true, and does it rest on enough?

The responses of a place in some of its blocks are counted once, by counsellor and by category, for
all cells that cover these blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter

import numpy as np

from medverk.batch.breaking_down import Source
from medverk.batch.counting import Numbers
from medverk.rules.disclosure.audit import Flaw, Violation
from medverk.rules.disclosure.breakdowns import Cell, Place
from medverk.rules.disclosure.breakdowns.footing import Flags, Tallies, flags_of
from medverk.rules.disclosure.breakdowns.place import add_up
from medverk.rules.disclosure.breakdowns.tables import Mask
from medverk.rules.disclosure.figures import OPEN
from medverk.rules.disclosure.policy import Policy

System = str | None
"""A question, or None for the number of responses."""

Part = tuple[int, frozenset[int]]
"""The number of a place, and some of its blocks."""


@dataclass(frozen=True, eq=False)
class Behind:
    """What is behind cells of some blocks in one system, by mask.

    How many; of each answer; and whether they are too few to be told of, or few and alike.
    """

    n: list[int]
    counts: list[list[int]]
    thin: list[bool]


@dataclass
class Recount:
    """Counts cells anew. Counsellors with the same name are the same, wherever they are.

    `where` has the place of each block, and the block's number in it.
    """

    source: Source
    places: Sequence[Place]
    where: Mapping[str, tuple[int, int]]
    masks: Sequence[Mask]
    tallied: dict[tuple[Part, System], Tallies] = field(default_factory=dict)
    known: dict[tuple[str, ...], Mapping[System, Behind]] = field(default_factory=dict)

    @cached_property
    def staff(self) -> list[Numbers]:
        """For each place, the numbers of its counsellors among all."""
        names: dict[str, int] = {}
        return [
            np.array([names.setdefault(name, len(names)) for name in place.staff], dtype=np.int64)
            for place in self.places
        ]

    @cached_property
    def columns(self) -> dict[Mask, int]:
        """The column of each mask."""
        return {mask: column for column, mask in enumerate(self.masks)}

    @cached_property
    def kinds_of_masks(self) -> Numbers:
        """By kind and mask: whether the mask has the kind."""
        kinds = self.source.wish.background.kinds
        return np.array([flags_of(mask, kinds) for mask in self.masks], dtype=np.int64).T

    def judge(self, cell: Cell) -> Iterator[Violation]:
        """What is wrong with one figure: its numbers, or that it rests on too few."""
        line, column = cell.line, self.columns[self.source.wish.background.mask(cell.by)]
        behind = self.look_behind(line.blocks)
        everybody = behind[None]
        counts: list[int] = []
        thin = everybody.thin[column]
        if line.question is not None:
            answers = behind[line.question]
            counts, thin = answers.counts[column], thin or answers.thin[column]
        if thin or line.audience != OPEN:
            yield Violation(Flaw.THIN_LINE, line.audience, line.question or "", line.blocks)
        told = line.n, line.answered, list(line.counts)
        if told != (everybody.n[column], sum(counts), counts):
            yield Violation(Flaw.WRONG_NUMBERS, line.audience, line.question or "", line.blocks)

    def look_behind(self, blocks: tuple[str, ...]) -> Mapping[System, Behind]:
        """What these blocks hold of all masks."""
        if blocks not in self.known:
            parts, systems = self.divide(blocks), self.source.wish.systems
            self.known[blocks] = {system: self.add_parts(parts, system) for system in systems}
        return self.known[blocks]

    def add_parts(self, parts: Sequence[Part], system: System) -> Behind:
        """What these parts hold of all masks."""
        tallies = [self.tally(part, system) for part in parts]
        by_staff = np.concatenate([each.staff for each in tallies])
        if len(parts) > 1:
            _, who = np.unique(
                np.concatenate([self.staff[at] for at, _ in parts]), return_inverse=True
            )
            by_staff = add_rows(who, by_staff)
        n, policy = by_staff.sum(axis=0), self.source.policy.threshold
        thin = ~satisfy_threshold(policy, by_staff)
        counts = np.sum([each.chosen for each in tallies], axis=0)
        if system is not None:
            thin |= (np.count_nonzero(counts, axis=0) == 1) & (n < 2 * policy.responses)
        return Behind(n.tolist(), counts.T.tolist(), thin.tolist())

    def tally(self, part: Part, system: System) -> Tallies:
        """What a place holds in some of its blocks, by mask instead of by kind."""
        if (part, system) not in self.tallied:
            at, blocks = part
            place = self.places[at].only(blocks)
            by_kind = place.tallies(place.every, system)
            masks = self.kinds_of_masks[: by_kind.staff.shape[1]]
            by_mask = Tallies(by_kind.staff @ masks, by_kind.chosen @ masks)
            self.tallied[part, system] = by_mask
        return self.tallied[part, system]

    def divide(self, blocks: tuple[str, ...]) -> list[Part]:
        """These blocks place by place."""
        inside = sorted(map(self.where.__getitem__, blocks))
        return [
            (place, frozenset(at for _, at in listed))
            for place, listed in groupby(inside, key=itemgetter(0))
        ]


def add_rows(at: Numbers, rows: Numbers) -> Numbers:
    """Rows added up by place."""
    width = rows.shape[1]
    return add_up((at[:, None] * width + np.arange(width)).ravel(), rows.ravel(), 0).reshape(
        -1, width
    )


def satisfy_threshold(policy: Policy, by_staff: Numbers) -> Flags:
    """Whether the responses in each column, by counsellor, satisfy G1 [disclosure G1]."""
    total, share = by_staff.sum(axis=0), policy.max_share
    enough: Flags = (
        (total >= policy.responses)
        & (np.count_nonzero(by_staff, axis=0) >= policy.counsellors)
        & (by_staff.max(axis=0, initial=0) * share.denominator <= total * share.numerator)
    )
    return enough
