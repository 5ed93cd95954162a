"""Each cell of a breakdown counted anew, for the audit: is it true, and does it rest on enough?

The responses of a place in some of its blocks are counted once, by counsellor and by category, for
all cells that cover these blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from medverk.batch.breaking_down import Source
from medverk.batch.counting import Numbers
from medverk.rules.disclosure.audit import Flaw, Violation
from medverk.rules.disclosure.breakdowns import Cell, Place
from medverk.rules.disclosure.breakdowns.place import add_up, flags_of
from medverk.rules.disclosure.breakdowns.tables import Mask
from medverk.rules.disclosure.figures import OPEN
from medverk.rules.disclosure.policy import Policy

System = str | None
"""A question, or None for the number of responses."""


@dataclass(frozen=True, eq=False)
class Part:
    """A place in some of its blocks: by counsellor and mask, and by category and mask."""

    staff: Numbers
    by_staff: Mapping[System, Numbers]
    by_category: Mapping[System, Numbers]


@dataclass(frozen=True, eq=False)
class Behind:
    """What is behind one cell in one system: how many about each counsellor, and of each answer."""

    by_staff: Numbers
    counts: tuple[int, ...]


@dataclass
class Recount:
    """Counts cells anew. Counsellors with the same name are the same, wherever they are.

    `where` has the place of each block, and the block's number in it.
    """

    source: Source
    places: Sequence[Place]
    where: Mapping[str, tuple[int, int]]
    masks: Sequence[Mask]
    counted: dict[tuple[int, frozenset[int]], Part] = field(default_factory=dict)
    divided: dict[tuple[str, ...], list[Part]] = field(default_factory=dict)
    known: dict[tuple[Mask, tuple[str, ...]], tuple[int, bool]] = field(default_factory=dict)

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
        line, policy = cell.line, self.source.policy.threshold
        mask = self.source.wish.background.mask(cell.by)
        parts = self.divide(line.blocks)
        n, thin = self.count_everybody(mask, line.blocks)
        counts: tuple[int, ...] = ()
        if line.question is not None:
            answers = self.look_behind(parts, mask, line.question)
            counts = answers.counts
            few_alike = sum(map(bool, counts)) == 1 and sum(counts) < 2 * policy.responses
            thin = thin or few_alike or not satisfies_threshold(policy, answers.by_staff)
        if thin or line.audience != OPEN:
            yield Violation(Flaw.THIN_LINE, line.audience, line.question or "", line.blocks)
        if (line.n, line.answered, line.counts) != (n, sum(counts), counts):
            yield Violation(Flaw.WRONG_NUMBERS, line.audience, line.question or "", line.blocks)

    def count_everybody(self, mask: Mask, blocks: tuple[str, ...]) -> tuple[int, bool]:
        """How many responses there are, and whether they are too few; for all questions' cells."""
        if (mask, blocks) not in self.known:
            by_staff = self.look_behind(self.divide(blocks), mask, None).by_staff
            thin = not satisfies_threshold(self.source.policy.threshold, by_staff)
            self.known[mask, blocks] = int(by_staff.sum()), thin
        return self.known[mask, blocks]

    def look_behind(self, parts: Sequence[Part], mask: Mask, system: System) -> Behind:
        """What these parts hold of a mask."""
        column = self.columns[mask]
        found = [part.by_staff[system][:, column] for part in parts]
        by_staff = found[0]
        if len(parts) > 1:
            staff = np.concatenate([part.staff for part in parts])
            by_staff = add_up(staff, np.concatenate(found), 0)
        if system is None:
            return Behind(by_staff, ())
        counts = sum(part.by_category[system][:, column] for part in parts)
        return Behind(by_staff, tuple(np.asarray(counts).tolist()))

    def divide(self, blocks: tuple[str, ...]) -> list[Part]:
        """These blocks place by place."""
        if blocks not in self.divided:
            covered: dict[int, list[int]] = {}
            for block in blocks:
                place, at = self.where[block]
                covered.setdefault(place, []).append(at)
            self.divided[blocks] = [
                self.count_part(place, frozenset(inside)) for place, inside in covered.items()
            ]
        return self.divided[blocks]

    def count_part(self, number: int, blocks: frozenset[int]) -> Part:
        """A place in some of its blocks, counted for all masks."""
        if (number, blocks) not in self.counted:
            place, kinds = self.places[number], self.source.wish.background.kinds
            inside = np.zeros(len(place.blocks), dtype=np.bool_)
            inside[list(blocks)] = True
            rows = np.flatnonzero(inside[place.block])
            who, kind, staff = place.who[rows], place.kind[rows], len(place.staff)
            by_staff: dict[System, Numbers] = {}
            by_category: dict[System, Numbers] = {}
            for system in self.source.wish.systems:
                n = place.n(system)[rows]
                table = add_up(who * kinds + kind, n, staff * kinds).reshape(-1, kinds)
                by_staff[system] = table @ self.kinds_of_masks
            for question in self.source.wish.questions:
                columns = place.answers[question][rows].T
                each = np.stack([add_up(kind, column, kinds) for column in columns])
                by_category[question] = each @ self.kinds_of_masks
            self.counted[number, blocks] = Part(self.staff[number], by_staff, by_category)
        return self.counted[number, blocks]


def satisfies_threshold(policy: Policy, by_staff: Numbers) -> bool:
    """Whether responses by counsellor satisfy G1 [disclosure G1]."""
    total = int(by_staff.sum())
    return (
        total >= policy.responses
        and int(np.count_nonzero(by_staff)) >= policy.counsellors
        and int(by_staff.max()) <= policy.max_share * total
    )
