"""The breakdowns of a file's publication: who is behind each edition, then the rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, partial

from medverk.batch.counting import Grain
from medverk.batch.placing import make_places
from medverk.batch.policy_file import PolicyFile
from medverk.rules.disclosure import breakdowns
from medverk.rules.disclosure.audit import tell_apart
from medverk.rules.disclosure.breakdowns import Background, Breakdown, Place, Wish
from medverk.rules.disclosure.breakdowns.editions import (
    Runs,
    edition_of,
    find_classes,
    join_runs,
    keep_whole_runs,
)
from medverk.rules.disclosure.figures import OPEN, Block, Line
from medverk.rules.disclosure.hierarchy import Hierarchy


@dataclass(frozen=True)
class Totals:
    """What is published already: the blocks, and the lines of totals and own figures."""

    blocks: list[Block]
    lines: list[Line]

    @cached_property
    def own_by_unit(self) -> Mapping[str, set[str]]:
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

    @cached_property
    def classes(self) -> dict[str, dict[str, str]]:
        """Each block's run for an audit: the blocks that no total of a question tells apart."""
        found: dict[str, dict[str, str]] = {}
        for question in self.policy.questions:
            told = tell_apart(
                line.blocks
                for line in self.totals.lines
                if line.audience == OPEN and line.question == question
            )
            first = {block: blocks[0] for blocks in told for block in blocks}
            found[question] = {block.id: first.get(block.id, "") for block in self.totals.blocks}
        return found

    @cached_property
    def ties(self) -> list[tuple[str, ...]]:
        """The runs of several blocks of one place, whose total alone is told."""
        runs: dict[tuple[str, str, str], list[str]] = {}
        for question, classes in self.classes.items():
            for block in self.totals.blocks:
                key = question, name_place(block), classes[block.id]
                runs.setdefault(key, []).append(block.id)
        return [tuple(blocks) for blocks in runs.values() if len(blocks) > 1]

    def prepare(self) -> None:
        """Find now what else each process would find for itself."""
        _ = self.wish, self.ties, self.totals.own_by_unit

    def units_of(self, edition: str) -> Hierarchy:
        """The units as they are in an edition."""
        return (self.moved or {}).get(edition, self.hierarchy)


def plan_editions(source: Source) -> dict[str, Callable[[], Breakdown]]:
    """For each edition, in order, what makes its breakdowns."""
    said, totals = source.policy, source.totals
    if not source.wish.tables:
        return {}
    classes = find_classes(totals.blocks, totals.lines, said.questions)
    editions = find_editions(said.breakdowns.edition, totals.blocks, join_runs(classes))

    def make(edition: str) -> Breakdown:
        hierarchy = source.units_of(edition)
        units = hierarchy.units.values()
        shows = {unit.id for unit in units if unit.level in said.breakdowns.levels}
        places = make_places(
            source.grain, hierarchy, editions[edition], classes, totals.own_by_unit
        )
        return breakdowns.break_down(source.wish, places, shows)

    return {edition: partial(make, edition) for edition in sorted(editions)}


def find_editions(
    edition: str, blocks: Sequence[Block], runs: Runs
) -> dict[str, list[list[Block]]]:
    """For each edition, the blocks of the offices and pools that it is about."""
    grouped: dict[str, list[Block]] = {}
    for block in blocks:
        grouped.setdefault(edition_of(edition, block.to_week), []).append(block)
    found: dict[str, list[list[Block]]] = {}
    for name, inside in grouped.items():
        for held in by_place(inside):
            kept = set(keep_whole_runs([block.id for block in held], runs))
            if kept:
                found.setdefault(name, []).append([each for each in held if each.id in kept])
    return found


def by_place(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks of each office and pool, by their first week."""
    held: dict[str, list[Block]] = {}
    for block in in_order(blocks):
        held.setdefault(name_place(block), []).append(block)
    return [inside for _, inside in sorted(held.items())]


def name_place(block: Block) -> str:
    """The place that a block is of: its office, or the pool that it is."""
    return block.id if block.id.startswith("pool:") else block.unit


def in_order(blocks: Sequence[Block]) -> list[Block]:
    """Blocks by their first week, then by name."""
    return sorted(blocks, key=week_and_name)


def week_and_name(block: Block) -> tuple[int, int, str]:
    """What blocks are ordered by, in numbers: weeks are slow to compare."""
    week = block.from_week
    return week.year, week.number, block.id


def find_places(source: Source, wanted: AbstractSet[str]) -> list[Place]:
    """Every office and pool with those of its blocks that are wanted, as an audit needs them."""
    chosen = by_place([block for block in source.totals.blocks if block.id in wanted])
    own = source.totals.own_by_unit
    return make_places(source.grain, source.hierarchy, chosen, source.classes, own)
