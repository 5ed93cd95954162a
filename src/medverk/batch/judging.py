"""The audit of breakdowns on files: each figure counted anew, and all of them together.

It takes figures from a file, whoever decided them. Each must be true and rest on enough; all of
them, with all totals and own figures, must tell groups only (`breakdowns.auditing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from medverk.batch.breaking_down import Source, find_all_places
from medverk.batch.counting import Numbers
from medverk.rules.disclosure.audit import Flaw, Violation
from medverk.rules.disclosure.breakdowns import Cell, Leak, Place, audit_breakdowns
from medverk.rules.disclosure.breakdowns.cells import By, write_by
from medverk.rules.disclosure.figures import OPEN
from medverk.rules.disclosure.policy import Policy


def judge_cells(source: Source, cells: Sequence[Cell]) -> Iterator[Violation]:
    """Everything that is wrong with the cells of breakdowns, the totals being in order."""
    if not cells:
        return
    places = find_all_places(source)
    where = {
        block.id: (number, at)
        for number, place in enumerate(places)
        for at, block in enumerate(place.blocks)
    }
    strange = [cell for cell in cells if not where.keys() >= set(cell.line.blocks)]
    for cell in strange:
        yield Violation(Flaw.UNKNOWN_BLOCK, OPEN, cell.line.question or "", cell.line.blocks)
    if strange:
        return
    recount = Recount(source, places, where)
    for cell in cells:
        yield from recount.judge(cell)
    audit = audit_breakdowns(source.wish, places, source.totals.lines, cells)
    for leak in audit.leaks:
        yield Violation(
            Flaw.THIN_DIFFERENCE, leak.audience, leak.question or "", leak.blocks, say(leak)
        )
    for blocks in audit.doubts:
        yield Violation(Flaw.UNDECIDED, OPEN, "", blocks)


@dataclass
class Recount:
    """Counts cells anew. Counsellors with the same name are the same, wherever they are."""

    source: Source
    places: Sequence[Place]
    where: Mapping[str, tuple[int, int]]
    everyone: dict[tuple[By, tuple[str, ...]], Numbers] = field(default_factory=dict)

    @cached_property
    def staff(self) -> list[Numbers]:
        """For each place, the numbers of its counsellors among all."""
        names: dict[str, int] = {}
        return [
            np.array([names.setdefault(name, len(names)) for name in place.staff], dtype=np.int64)
            for place in self.places
        ]

    def judge(self, cell: Cell) -> Iterator[Violation]:
        """What is wrong with one figure: its numbers, or that it rests on too few."""
        line, parts = cell.line, self.find_parts(cell)
        key = (cell.by, line.blocks)
        if key not in self.everyone:
            self.everyone[key] = self.count(parts, None)
        everyone, policy = self.everyone[key], self.source.policy.threshold
        counts: tuple[int, ...] = ()
        thin = line.audience != OPEN or not satisfies_threshold(policy, everyone)
        if line.question is not None:
            answered = self.count(parts, line.question)
            counts = self.count_categories(parts, line.question)
            few_alike = sum(map(bool, counts)) == 1 and sum(counts) < 2 * policy.responses
            thin = thin or few_alike or not satisfies_threshold(policy, answered)
        if thin:
            yield Violation(Flaw.THIN_LINE, line.audience, line.question or "", line.blocks)
        if (line.n, line.answered, line.counts) != (int(everyone.sum()), sum(counts), counts):
            yield Violation(Flaw.WRONG_NUMBERS, line.audience, line.question or "", line.blocks)

    def find_parts(self, cell: Cell) -> list[tuple[int, Numbers]]:
        """The places that a cell covers, with the rows of them that it counts."""
        covered: dict[int, set[int]] = {}
        for block in cell.line.blocks:
            place, at = self.where[block]
            covered.setdefault(place, set()).add(at)
        mask = self.source.wish.background.mask(cell.by)
        return [
            (at, np.flatnonzero(self.places[at].rows_of(mask, blocks)))
            for at, blocks in covered.items()
        ]

    def count(self, parts: Sequence[tuple[int, Numbers]], question: str | None) -> Numbers:
        """Responses, or answers to a question, by counsellor."""
        who = [self.staff[at][self.places[at].who[rows]] for at, rows in parts]
        n = [
            self.places[at].responses[rows]
            if question is None
            else self.places[at].answers[question][rows].sum(axis=1)
            for at, rows in parts
        ]
        return np.bincount(np.concatenate(who), np.concatenate(n)).astype(np.int64)

    def count_categories(
        self, parts: Sequence[tuple[int, Numbers]], question: str
    ) -> tuple[int, ...]:
        """How many chose each category."""
        each = [self.places[at].answers[question][rows].sum(axis=0) for at, rows in parts]
        return tuple(int(count) for count in np.sum(each, axis=0))


def satisfies_threshold(policy: Policy, by_staff: Numbers) -> bool:
    """Whether responses by counsellor satisfy G1 [disclosure G1]."""
    total = int(by_staff.sum())
    return (
        total >= policy.responses
        and int(np.count_nonzero(by_staff)) >= policy.counsellors
        and int(by_staff.max()) <= policy.max_share * total
    )


def say(leak: Leak) -> tuple[str, ...]:
    """The figures that tell a set, with their multiples."""
    return tuple(
        f"{times} x {cell.line.unit} {cell.line.from_week}..{cell.line.to_week} "
        f"{write_by(cell.by) or 'total'} ({len(cell.line.blocks)} blocks)"
        for times, cell in leak.combination
    )
