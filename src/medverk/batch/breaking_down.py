"""The breakdowns of a file's publication: counts by edition, then the rule, then its figures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from medverk.batch.counting import Grain, Numbers
from medverk.batch.policy_file import PolicyFile
from medverk.rules.disclosure.breakdowns.cells import Cell, WithheldCell
from medverk.rules.disclosure.breakdowns.choice import Wish, answered_questions, choose, crowd_of
from medverk.rules.disclosure.breakdowns.editions import (
    Classes,
    edition_of,
    find_classes,
    join_runs,
    keep_whole_runs,
)
from medverk.rules.disclosure.breakdowns.leaf import Leaf
from medverk.rules.disclosure.breakdowns.tables import Background
from medverk.rules.disclosure.breakdowns.tree import Node
from medverk.rules.disclosure.figures import OPEN, Block, Line, make_line
from medverk.rules.disclosure.hierarchy import Hierarchy, Level
from medverk.rules.disclosure.tallies import choices, size


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
    """Everything that breakdowns are made from."""

    policy: PolicyFile
    hierarchy: Hierarchy
    grain: Grain
    totals: Totals

    @property
    def wish(self) -> Wish:
        """What is asked for."""
        said = self.policy
        return Wish(
            said.threshold, Background(said.background), said.breakdowns.tables, said.questions
        )


def break_down(source: Source) -> tuple[list[Cell], list[WithheldCell]]:
    """The cells of every edition, and what they leave out."""
    cells: list[Cell] = []
    gaps: list[WithheldCell] = []
    if not source.wish.tables:
        return cells, gaps
    blocks = {block.id: block for block in source.totals.blocks}
    for root in grow_trees(source):
        levels = source.policy.breakdowns.levels
        units = source.hierarchy.units
        shows = {unit.id: unit.level in levels for unit in units.values()}
        choose(source.wish, root, shows)
        for node in all_nodes(root):
            if shows.get(node.unit, False) and not node.unit.startswith("pool:"):
                cells.extend(write_cells(source.wish, node, blocks))
                gaps.extend(write_gaps(source.wish, node, blocks))
    return cells, gaps


def all_nodes(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    for child in node.below:
        yield from all_nodes(child)


def write_cells(wish: Wish, node: Node, blocks: dict[str, Block]) -> Iterator[Cell]:
    """The figures that a unit shows: answers where they may be, else the number of responses."""
    leaves = node.leaves()
    listed = [blocks[name] for leaf in leaves for name in leaf.blocks]
    for by, mask in node.rows.items():
        n = size(crowd_of(leaves, None, mask))
        answered = answered_questions(wish, leaves, mask)
        if not answered:
            yield Cell(by, make_line(OPEN, node.unit, None, listed, n))
        for question, crowd in answered.items():
            counts = choices(crowd, wish.questions[question])
            yield Cell(by, make_line(OPEN, node.unit, question, listed, n, counts))


def write_gaps(wish: Wish, node: Node, blocks: dict[str, Block]) -> Iterator[WithheldCell]:
    """The cells asked for that a unit does not show whole, whether or not anybody is in them."""
    listed = [blocks[name] for leaf in node.leaves() for name in leaf.blocks]
    weeks = (min(block.from_week for block in listed), max(block.to_week for block in listed))
    for table in wish.tables:
        groups = {
            name: tuple((value,) for value in wish.background.categories[name]) for name in table
        }
        for by in wish.background.cells(groups):
            if by not in node.rows:
                yield WithheldCell(node.unit, by, *weeks)


def grow_trees(source: Source) -> Iterator[Node]:
    """The units of each edition, down to the places that have blocks in it."""
    totals, said = source.totals, source.policy
    classes = find_classes(totals.blocks, totals.lines, said.questions)
    runs = join_runs(classes)
    grouped: dict[str, dict[str, list[Block]]] = {}
    for block in totals.blocks:
        edition = edition_of(said.breakdowns.edition, block.to_week)
        place = block.unit if not block.id.startswith("pool:") else block.id
        grouped.setdefault(edition, {}).setdefault(place, []).append(block)
    chosen: dict[tuple[str, str], list[Block]] = {}
    for edition, places in sorted(grouped.items()):
        for place, blocks in sorted(places.items()):
            kept = set(keep_whole_runs([block.id for block in blocks], runs))
            if kept:
                chosen[edition, place] = [block for block in blocks if block.id in kept]
    leaves = dict(count_leaves(source, chosen, classes))
    for edition in sorted({edition for edition, _ in leaves}):
        here = {place: leaf for (when, place), leaf in leaves.items() if when == edition}
        yield plant(source, here, chosen, edition)


def plant(
    source: Source,
    leaves: dict[str, Leaf],
    chosen: dict[tuple[str, str], list[Block]],
    edition: str,
) -> Node:
    """The tree of one edition: the country, its counties, their offices and pools."""
    units = source.hierarchy
    top = next((unit.id for unit in units.units.values() if unit.level is Level.COUNTRY), "")
    root = Node(top)
    counties: dict[str, Node] = {}
    for place, leaf in sorted(leaves.items()):
        unit = chosen[edition, place][0].unit
        county = units.above(unit, Level.COUNTY)
        above = root if county is None else counties.setdefault(county, Node(county))
        above.below.append(Node(place, leaf))
    root.below.extend(counties[name] for name in sorted(counties))
    return root


def count_leaves(
    source: Source, chosen: dict[tuple[str, str], list[Block]], classes: Classes
) -> Iterator[tuple[tuple[str, str], Leaf]]:
    """Everybody behind each edition in each place, by class, kind, counsellor and category."""
    grain = source.grain
    offices = {name: at for at, name in enumerate(grain.offices)}
    keys = list(chosen)
    leaf_of = np.full((len(grain.offices), len(grain.weeks)), -1)
    block_of = np.full_like(leaf_of, -1)
    for at, key in enumerate(keys):
        for number, block in enumerate(chosen[key]):
            for part in block.parts:
                if part.office in offices:
                    first = bisect_left(grain.weeks, part.from_week)
                    last = bisect_right(grain.weeks, part.to_week)
                    leaf_of[offices[part.office], first:last] = at
                    block_of[offices[part.office], first:last] = number
    places = leaf_of[grain.office, grain.week]
    order = np.argsort(places, kind="stable")
    edges = np.searchsorted(places[order], range(len(keys) + 1))
    own = source.totals.own_by_unit()
    for at, key in enumerate(keys):
        rows = order[edges[at] : edges[at + 1]]
        inside = block_of[grain.office[rows], grain.week[rows]]
        yield key, count_leaf(source, key[1], chosen[key], classes, rows, inside, own)


def count_leaf(
    source: Source,
    place: str,
    blocks: list[Block],
    classes: Classes,
    rows: Numbers,
    inside: Numbers,
    own: dict[str, set[str]],
) -> Leaf:
    """One leaf. `rows` are its rows of the grain, `inside` says which block each is in."""
    grain, said = source.grain, source.policy
    staff, who = np.unique(grain.counsellor[rows], return_inverse=True)
    names = tuple(grain.counsellors[counsellor] for counsellor in staff)
    kinds = Background(said.background).kinds
    systems: dict[str | None, Numbers] = {}
    for question in (None, *said.questions):
        ids = [block.id if question is None else classes[question][block.id] for block in blocks]
        numbers = {name: at for at, name in enumerate(dict.fromkeys(ids))}
        group = np.array([numbers[name] for name in ids])[inside]
        counts = grain.responses[:, None] if question is None else grain.answers[question]
        total = np.zeros((len(numbers), kinds, len(staff), counts.shape[1]), dtype=np.int64)
        np.add.at(total, (group, grain.kind[rows], who), counts[rows])
        systems[question] = total
    parts = {part.office for block in blocks for part in block.parts}
    looking = set().union(*(own.get(office, set()) for office in parts))
    return Leaf(
        place,
        tuple(block.id for block in blocks),
        names,
        np.array([name in looking for name in names], dtype=np.bool_),
        systems,
    )
