"""Who is behind one edition in one place: an office, or a pool of a county or of the country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.breakdowns.tables import Background, Mask
from medverk.rules.disclosure.figures import Block

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Place:
    """The responses of an edition's blocks in one place, counted.

    `above` are the units above it in that edition, lowest first. One row for each block, kind of
    background and counsellor with responses, as places in `blocks`, the kinds of the background and
    `staff`; several rows of the same are added up. `own` marks counsellors who have own figures.
    `runs` numbers, per question, the runs of blocks that its totals do not tell apart.
    """

    unit: str
    above: tuple[str, ...]
    blocks: tuple[Block, ...]
    runs: Mapping[str, tuple[int, ...]]
    staff: tuple[str, ...]
    own: Flags
    block: Numbers
    kind: Numbers
    who: Numbers
    responses: Numbers
    answers: Mapping[str, Numbers]

    @cached_property
    def bundles(self) -> tuple[frozenset[int], ...]:
        """The blocks in the smallest sets that no question's runs cross."""
        bundle = list(range(len(self.blocks)))
        for runs in self.runs.values():
            first: dict[int, int] = {}
            for block, run in enumerate(runs):
                old, new = bundle[block], bundle[first.setdefault(run, block)]
                if old != new:
                    bundle = [new if each == old else each for each in bundle]
        found: dict[int, set[int]] = {}
        for block, number in enumerate(bundle):
            found.setdefault(number, set()).add(block)
        return tuple(sorted(map(frozenset, found.values()), key=min))

    @cached_property
    def by_block_and_kind(self) -> Numbers:
        """How many responses of each kind each block has."""
        kinds = int(self.kind.max(initial=0)) + 1
        key = self.block * kinds + self.kind
        counted = np.bincount(key, self.responses, len(self.blocks) * kinds)
        return counted.astype(np.int64).reshape(-1, kinds)

    def counts(self, mask: Mask) -> Numbers:
        """How many responses of these kinds each block has."""
        kinds = self.by_block_and_kind.shape[1]
        chosen: Numbers = self.by_block_and_kind[:, flags_of(mask, kinds)].sum(axis=1)
        return chosen

    @cached_property
    def every(self) -> frozenset[int]:
        """All blocks."""
        return frozenset(range(len(self.blocks)))

    @cached_property
    def kept(self) -> dict[object, Numbers]:
        """What is counted once and asked for often."""
        return {}

    def n(self, question: str | None) -> Numbers:
        """The responses in each row, or the answers to a question."""
        if question is None:
            return self.responses
        if question not in self.kept:
            self.kept[question] = self.answers[question].sum(axis=1)
        return self.kept[question]

    def by_staff(self, mask: Mask, blocks: frozenset[int], question: str | None = None) -> Numbers:
        """How many responses of these kinds in these blocks there are about each counsellor."""
        if blocks != self.every:
            rows = self.rows_of(mask, blocks)
            counted = np.bincount(self.who[rows], self.n(question)[rows], len(self.staff))
            return counted.astype(np.int64)
        kinds = self.by_block_and_kind.shape[1]
        key = ("staff", question)
        if key not in self.kept:
            cells = np.bincount(
                self.who * kinds + self.kind, self.n(question), len(self.staff) * kinds
            )
            self.kept[key] = cells.astype(np.int64).reshape(-1, kinds)
        found: Numbers = self.kept[key][:, flags_of(mask, kinds)].sum(axis=1)
        return found

    def by_category(self, mask: Mask, blocks: frozenset[int], question: str) -> Numbers:
        """How many of these kinds in these blocks chose each category."""
        answers = self.answers[question]
        if blocks != self.every:
            chosen: Numbers = answers[self.rows_of(mask, blocks)].sum(axis=0)
            return chosen
        kinds = self.by_block_and_kind.shape[1]
        key = ("category", question)
        if key not in self.kept:
            each = [np.bincount(self.kind, column, kinds) for column in answers.T]
            self.kept[key] = np.array(each).astype(np.int64)
        found: Numbers = self.kept[key][:, flags_of(mask, kinds)].sum(axis=1)
        return found

    def rows_of(self, mask: Mask, blocks: Iterable[int]) -> Flags:
        """The rows of these kinds in these blocks."""
        kinds = int(self.kind.max(initial=0)) + 1
        inside = np.zeros(len(self.blocks), dtype=np.bool_)
        inside[list(blocks)] = True
        return inside[self.block] & flags_of(mask, kinds)[self.kind]

    def only(self, blocks: Sequence[int]) -> Place:
        """The same place with some of its blocks."""
        new = np.full(len(self.blocks), -1)
        new[list(blocks)] = range(len(blocks))
        rows = new[self.block] >= 0
        return replace(
            self,
            blocks=tuple(self.blocks[at] for at in blocks),
            runs={name: tuple(runs[at] for at in blocks) for name, runs in self.runs.items()},
            block=new[self.block[rows]],
            kind=self.kind[rows],
            who=self.who[rows],
            responses=self.responses[rows],
            answers={name: counts[rows] for name, counts in self.answers.items()},
        )


def flags_of(mask: Mask, length: int) -> Flags:
    """The kinds in a mask, as an array."""
    bits = np.frombuffer(
        mask.to_bytes(length // 8 + 1 + mask.bit_length() // 8, "little"), np.uint8
    )
    return np.unpackbits(bits, bitorder="little")[:length].astype(np.bool_)


def pool_places(unit: str, above: tuple[str, ...], places: Sequence[Place]) -> Place:
    """Several places as one. Counsellors with the same name are the same person."""
    staff = sorted({name for place in places for name in place.staff})
    number = {name: at for at, name in enumerate(staff)}
    own = np.zeros(len(staff), dtype=np.bool_)
    for place in places:
        own[[number[name] for name, flag in zip(place.staff, place.own, strict=True) if flag]] = (
            True
        )
    starts = [0, *accumulate(len(place.blocks) for place in places)]
    questions = places[0].runs if places else {}
    return Place(
        unit,
        above,
        tuple(block for place in places for block in place.blocks),
        {name: shift_runs(name, places) for name in questions},
        tuple(staff),
        own,
        np.concatenate([place.block + starts[at] for at, place in enumerate(places)]),
        np.concatenate([place.kind for place in places]),
        np.concatenate(
            [np.array([number[name] for name in place.staff])[place.who] for place in places]
        ),
        np.concatenate([place.responses for place in places]),
        {name: np.concatenate([place.answers[name] for place in places]) for name in questions},
    )


def shift_runs(question: str, places: Sequence[Place]) -> tuple[int, ...]:
    """The runs of several places, numbered apart."""
    shifted: list[int] = []
    for place in places:
        base = max(shifted, default=-1) + 1
        shifted += [base + run for run in place.runs[question]]
    return tuple(shifted)


def other_values(background: Background, names: Iterable[str]) -> Numbers:
    """For each kind, the number of its combination of the variables that are not among these."""
    apart = set(names)
    grid = np.zeros((1,), dtype=np.int64)
    for name, values in background.categories.items():
        width = len(values) + 1
        step = np.zeros(width, dtype=np.int64) if name in apart else np.arange(width)
        grid = (grid[:, None] * width + step[None, :]).ravel()
    return grid
