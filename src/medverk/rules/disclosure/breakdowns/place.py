"""Who is behind one edition in one place: an office, or a pool of a county or of the country."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, chain

import numpy as np

from medverk.rules.disclosure.breakdowns.footing import Flags, Footing, Numbers, Tallies, flags_of
from medverk.rules.disclosure.breakdowns.tables import Background, Mask
from medverk.rules.disclosure.figures import Block
from medverk.rules.disclosure.parcels import Parcels
from medverk.rules.weeks import Week


@dataclass(frozen=True, eq=False)
class Told:
    """Some blocks as a figure names them."""

    ids: tuple[str, ...]
    from_week: Week
    to_week: Week


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
    answers: Mapping[str, Parcels]

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
        size = len(self.blocks) * kinds
        return add_up(self.block * kinds + self.kind, self.responses, size).reshape(-1, kinds)

    @cached_property
    def kept(self) -> dict[object, Numbers]:
        """What is counted once and asked for often."""
        return {}

    def recall(self, key: object, count: Callable[[], Numbers]) -> Numbers:
        """What was counted under this key; counted now if it was not."""
        if key not in self.kept:
            self.kept[key] = count()
        return self.kept[key]

    def counts(self, mask: Mask) -> Numbers:
        """How many responses of these kinds each block has."""
        return self.recall(mask, lambda: pick(self.by_block_and_kind, mask))

    @cached_property
    def every(self) -> frozenset[int]:
        """All blocks."""
        return frozenset(range(len(self.blocks)))

    def every_run(self, question: str | None) -> tuple[int, ...]:
        """The number of each block's run, or of the block where responses are counted."""
        return tuple(range(len(self.blocks))) if question is None else self.runs[question]

    def n(self, question: str | None) -> Numbers:
        """The responses in each row, or the answers to a question."""
        if question is None:
            return self.responses
        return self.recall(question, self.answers[question].answered)

    def by_staff(self, mask: Mask, blocks: frozenset[int], question: str | None) -> Numbers:
        """How many responses of these kinds in these blocks there are about each counsellor."""
        return pick(self.tallies(blocks, question).staff, mask)

    @cached_property
    def tallied(self) -> dict[tuple[frozenset[int], str | None], Tallies]:
        """What was tallied once."""
        return {}

    def tallies(self, blocks: frozenset[int], question: str | None) -> Tallies:
        """The responses in some blocks, or the answers to a question."""
        key = blocks, question
        if key not in self.tallied:
            self.tallied[key] = self.tally(blocks, question)
        return self.tallied[key]

    def tally(self, blocks: frozenset[int], question: str | None) -> Tallies:
        """The same, counted now."""
        kinds = self.by_block_and_kind.shape[1]
        rows = slice(None) if blocks == self.every else self.rows_in(blocks)
        kind, n = self.kind[rows], self.n(question)[rows]
        staff = add_up(self.who[rows] * kinds + kind, n, len(self.staff) * kinds)
        chosen = np.zeros((0, kinds), dtype=np.int64)
        if question is not None:
            answers = self.answers[question].pick(rows)
            chosen = answers.add_up(kind, add_up(kind, n, kinds)).astype(np.int64)
        return Tallies(staff.reshape(-1, kinds), chosen)

    @cached_property
    def found(self) -> dict[tuple[Mask, frozenset[int], str | None], Footing]:
        """The footings that were found."""
        return {}

    def footing(self, mask: Mask, blocks: frozenset[int], question: str | None = None) -> Footing:
        """What a figure of these kinds in these blocks rests on."""
        key = mask, blocks, question
        if key not in self.found:
            self.find_footings([mask], blocks, question)
        return self.found[key]

    def find_footings(
        self, masks: Sequence[Mask], blocks: frozenset[int], question: str | None = None
    ) -> None:
        """Find what several figures of these blocks rest on, at a time."""
        new = [mask for mask in masks if (mask, blocks, question) not in self.found]
        if new:
            footings = self.tallies(blocks, question).footings(new)
            keys = ((mask, blocks, question) for mask in new)
            self.found.update(zip(keys, footings, strict=True))

    @cached_property
    def told(self) -> dict[frozenset[int], Told]:
        """What was told of blocks before."""
        return {}

    def tell(self, blocks: frozenset[int]) -> Told:
        """The names and weeks of some blocks."""
        if blocks not in self.told:
            chosen = [self.blocks[at] for at in blocks]
            self.told[blocks] = Told(
                tuple(sorted(block.id for block in chosen)),
                min(block.from_week for block in chosen),
                max(block.to_week for block in chosen),
            )
        return self.told[blocks]

    def rows_of(self, mask: Mask, blocks: Iterable[int]) -> Flags:
        """The rows of these kinds in these blocks."""
        kinds = int(self.kind.max(initial=0)) + 1
        return self.rows_in(blocks) & flags_of(mask, kinds)[self.kind]

    def rows_in(self, blocks: Iterable[int]) -> Flags:
        """The rows in these blocks."""
        inside = np.zeros(len(self.blocks), dtype=np.bool_)
        inside[list(blocks)] = True
        return inside[self.block]

    @cached_property
    def parts(self) -> dict[frozenset[int], Place]:
        """The place with some of its blocks, where that was asked for."""
        return {}

    def only(self, blocks: frozenset[int]) -> Place:
        """The same place with some of its blocks."""
        if blocks == self.every:
            return self
        if blocks not in self.parts:
            self.parts[blocks] = self.leave_out_others(sorted(blocks))
        return self.parts[blocks]

    def leave_out_others(self, blocks: Sequence[int]) -> Place:
        """The same place with these blocks."""
        new = np.full(len(self.blocks), -1)
        new[list(blocks)] = range(len(blocks))
        number = new[self.block]
        rows = np.flatnonzero(number >= 0)
        return replace(
            self,
            blocks=tuple(self.blocks[at] for at in blocks),
            runs={name: tuple(runs[at] for at in blocks) for name, runs in self.runs.items()},
            block=number[rows],
            kind=self.kind[rows],
            who=self.who[rows],
            responses=self.responses[rows],
            answers={name: counts.pick(rows) for name, counts in self.answers.items()},
        )


def add_up(at: Numbers, counts: Numbers, length: int) -> Numbers:
    """Counts added up by place."""
    return np.bincount(at, counts, length).astype(np.int64)


def pick(counts: Numbers, mask: Mask) -> Numbers:
    """The sum of the columns of these kinds."""
    chosen: Numbers = counts @ flags_of(mask, counts.shape[1])
    return chosen


def pool_places(unit: str, above: tuple[str, ...], places: Sequence[Place]) -> Place:
    """Several places as one. Counsellors with the same name are the same person."""
    staff, numbers = number_staff(places)
    own = np.zeros(len(staff), dtype=np.bool_)
    for place, number in zip(places, numbers, strict=True):
        own[number[place.own]] = True
    starts = accumulate((len(place.blocks) for place in places), initial=0)
    questions = places[0].runs if places else {}
    return Place(
        unit,
        above,
        tuple(chain.from_iterable(place.blocks for place in places)),
        {name: shift_runs(name, places) for name in questions},
        staff,
        own,
        np.concatenate([place.block + start for place, start in zip(places, starts, strict=False)]),
        np.concatenate([place.kind for place in places]),
        np.concatenate(list(map(np.take, numbers, (place.who for place in places)))),
        np.concatenate([place.responses for place in places]),
        {name: Parcels.join([place.answers[name] for place in places]) for name in questions},
    )


def number_staff(places: Sequence[Place]) -> tuple[tuple[str, ...], list[Numbers]]:
    """All counsellors of some places, and the numbers that those of each place have among them."""
    names = sorted(set().union(*(place.staff for place in places)))
    number = {name: at for at, name in enumerate(names)}
    return tuple(names), [
        np.array([number[name] for name in place.staff], dtype=np.int64) for place in places
    ]


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
