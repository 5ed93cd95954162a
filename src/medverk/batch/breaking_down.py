"""The breakdowns of a file's publication: who is behind each edition, then the rule."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from medverk.batch.counting import Grain, Numbers
from medverk.batch.policy_file import PolicyFile
from medverk.rules.disclosure import breakdowns
from medverk.rules.disclosure.audit import tell_apart
from medverk.rules.disclosure.breakdowns import Background, Cell, Place, Wish, WithheldCell
from medverk.rules.disclosure.breakdowns.editions import (
    edition_of,
    find_classes,
    join_runs,
    keep_whole_runs,
)
from medverk.rules.disclosure.columns.tables import number_of
from medverk.rules.disclosure.figures import OPEN, Block, Line
from medverk.rules.disclosure.hierarchy import Hierarchy

LEVELS = ("county", "country")


@dataclass(frozen=True)
class Totals:
    """What is published already: the blocks, and the lines of totals and own figures."""

    blocks: list[Block]
    lines: list[Line]

    def own_by_unit(self) -> dict[str, set[str]]:
        """Who has own figures, by office."""
        found: dict[str, set[str]] = {}
        for line in self.lines:
            if line.audience != OPEN:
                found.setdefault(line.unit, set()).add(line.audience.removeprefix("own:"))
        return found


@dataclass(frozen=True)
class Source:
    """Everything that breakdowns are made from. `moved` are the units of editions with others."""

    policy: PolicyFile
    hierarchy: Hierarchy
    grain: Grain
    totals: Totals
    moved: Mapping[str, Hierarchy] | None = None

    @cached_property
    def wish(self) -> Wish:
        """What is asked for."""
        said = self.policy
        return Wish(
            said.threshold,
            Background(said.background_in_tables),
            said.breakdowns.tables,
            said.questions,
        )

    def units_of(self, edition: str) -> Hierarchy:
        """The units as they are in an edition."""
        return (self.moved or {}).get(edition, self.hierarchy)


def break_down(source: Source) -> tuple[list[Cell], list[WithheldCell]]:
    """The cells of every edition, and what they leave out."""
    cells: list[Cell] = []
    gaps: list[WithheldCell] = []
    levels = source.policy.breakdowns.levels
    for edition, places in find_places(source) if source.wish.tables else ():
        units = source.units_of(edition).units
        shows = {unit.id for unit in units.values() if unit.level in levels}
        made = breakdowns.break_down(source.wish, places, shows)
        cells.extend(made.cells)
        gaps.extend(made.gaps)
    return cells, gaps


def find_places(source: Source) -> Iterator[tuple[str, list[Place]]]:
    """The offices and pools of each edition, with the blocks that it is about."""
    totals, said = source.totals, source.policy
    classes = find_classes(totals.blocks, totals.lines, said.questions)
    runs = join_runs(classes)
    grouped: dict[str, dict[str, list[Block]]] = {}
    for block in sorted(totals.blocks, key=lambda block: (block.from_week, block.id)):
        edition = edition_of(said.breakdowns.edition, block.to_week)
        pooled = block.id.startswith("pool:")
        grouped.setdefault(edition, {}).setdefault(block.id if pooled else block.unit, []).append(
            block
        )
    own = totals.own_by_unit()
    for edition, held in sorted(grouped.items()):
        chosen = []
        for _, blocks in sorted(held.items()):
            kept = set(keep_whole_runs([block.id for block in blocks], runs))
            if kept:
                chosen.append([block for block in blocks if block.id in kept])
        units = source.units_of(edition)
        rows = find_rows(source.grain, chosen)
        yield (
            edition,
            [
                make_place(source.grain, units, blocks, classes, own, *rows[at])
                for at, blocks in enumerate(chosen)
            ],
        )


def find_all_places(source: Source) -> list[Place]:
    """Every office and pool with all its blocks, as an audit of any figures needs them.

    A question's runs are the blocks that none of its totals tells apart.
    """
    totals, said = source.totals, source.policy
    held: dict[str, list[Block]] = {}
    for block in sorted(totals.blocks, key=lambda block: (block.from_week, block.id)):
        held.setdefault(block.id if block.id.startswith("pool:") else block.unit, []).append(block)
    chosen = [blocks for _, blocks in sorted(held.items())]
    classes: dict[str, dict[str, str]] = {}
    for question in said.questions:
        told = tell_apart(
            line.blocks
            for line in totals.lines
            if line.audience == OPEN and line.question == question
        )
        first = {block: blocks[0] for blocks in told for block in blocks}
        classes[question] = {block.id: first.get(block.id, "") for block in totals.blocks}
    own = totals.own_by_unit()
    rows = find_rows(source.grain, chosen)
    return [
        make_place(source.grain, source.hierarchy, blocks, classes, own, *rows[at])
        for at, blocks in enumerate(chosen)
    ]


def find_rows(grain: Grain, chosen: Sequence[Sequence[Block]]) -> list[tuple[Numbers, Numbers]]:
    """For each place, its rows of the grain, and which of its blocks each is in."""
    edges = np.searchsorted(grain.office, range(len(grain.offices) + 1)).tolist()
    ranges = dict(zip(grain.offices, pairwise(edges), strict=True))
    weeks = [number_of(week) for week in grain.weeks]
    found = []
    for blocks in chosen:
        rows, inside = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for office, block_of_week in number_weeks(weeks, blocks).items():
            first, end = ranges.get(office, (0, 0))
            block_of = block_of_week[grain.week[first:end]]
            known = np.flatnonzero(block_of >= 0)
            rows.append(first + known)
            inside.append(block_of[known])
        found.append((np.concatenate(rows), np.concatenate(inside)))
    return found


def number_weeks(weeks: Sequence[int], blocks: Sequence[Block]) -> dict[str, Numbers]:
    """For each office, the number of the block that each week is in, or -1."""
    found: dict[str, Numbers] = defaultdict(lambda: np.full(len(weeks), -1))
    for number, block in enumerate(blocks):
        for part in block.parts:
            first = bisect_left(weeks, number_of(part.from_week))
            end = bisect_right(weeks, number_of(part.to_week), lo=first)
            found[part.office][first:end] = number
    return found


def make_place(
    grain: Grain,
    units: Hierarchy,
    blocks: Sequence[Block],
    classes: Mapping[str, Mapping[str, str]],
    own: Mapping[str, set[str]],
    rows: Numbers,
    inside: Numbers,
) -> Place:
    """One place. `rows` are its rows of the grain, `inside` says which block each is in."""
    staff, who = np.unique(grain.counsellor[rows], return_inverse=True)
    names = tuple(grain.counsellors[counsellor] for counsellor in staff)
    parts = {part.office for block in blocks for part in block.parts}
    looking = set().union(*(own.get(office, set()) for office in parts))
    unit = blocks[0].unit
    path = [each.id for each in units.path(unit) if each.level in LEVELS]
    return Place(
        unit,
        tuple(path),
        tuple(blocks),
        {question: number_runs(blocks, runs) for question, runs in classes.items()},
        names,
        np.array([name in looking for name in names], dtype=np.bool_),
        inside,
        grain.kind[rows],
        who,
        grain.responses[rows],
        {question: grain.answers[question][rows] for question in classes},
    )


def number_runs(blocks: Sequence[Block], runs: Mapping[str, str]) -> tuple[int, ...]:
    """The number of each block's run."""
    names = [runs[block.id] for block in blocks]
    numbers = {name: at for at, name in enumerate(dict.fromkeys(names))}
    return tuple(numbers[name] for name in names)
