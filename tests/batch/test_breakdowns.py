"""Breakdowns under attack: nothing forbidden can be computed, and who is careless is caught."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from medverk.batch.breaking_down import all_nodes, grow_trees
from medverk.batch.judging import judge_cells
from medverk.rules.disclosure.breakdowns.cells import Cell
from medverk.rules.disclosure.breakdowns.choice import Wish, crowd_of
from medverk.rules.disclosure.breakdowns.tree import Node
from medverk.rules.disclosure.figures import OPEN, Block, make_line
from medverk.rules.disclosure.tallies import choices, size
from medverk.rules.disclosure.thresholds import may_be_open, may_show_answers

from .breakdown_adversary import find_leaks, matches
from .breakdown_worlds import FilePublication, FileWorld, draw_world, publish_world

SEEDS = range(60)


@pytest.fixture(scope="module")
def publications() -> list[tuple[FileWorld, FilePublication]]:
    worlds = [draw_world(seed) for seed in SEEDS]
    return [(world, publish_world(world)) for world in worlds if world.people]


Published = list[tuple[FileWorld, FilePublication]]


def test_nothing_forbidden_can_be_computed(publications: Published) -> None:
    for world, made in publications:
        history = made.history
        assert find_leaks(world, history.blocks, history.lines, made.cells) == []


def test_every_figure_is_true_and_rests_on_enough(publications: Published) -> None:
    for world, made in publications:
        blocks = {block.id: block for block in made.history.blocks}
        for cell in made.cells:
            people = [
                person
                for person in world.people
                if matches(person, cell)
                and any(
                    part.office == person.office and part.from_week <= person.week <= part.to_week
                    for name in cell.line.blocks
                    for part in blocks[name].parts
                )
            ]
            chosen = Counter(person.answers.get(cell.line.question or "") for person in people)
            shown = range(len(cell.line.counts))
            assert cell.line.n == len(people) >= 5
            assert len({person.counsellor for person in people}) >= 2
            assert cell.line.counts == tuple(chosen[category] for category in shown)


def test_it_shows_something_at_every_level(publications: Published) -> None:
    shown = Counter(
        (made.source.hierarchy.units[cell.line.unit].level.value, len(cell.by))
        for _, made in publications
        for cell in made.cells
    )
    assert {(level, ways) for level in ("office", "county", "country") for ways in (1, 2)} == set(
        shown
    )


def test_the_audit_agrees_with_the_rule(publications: Published) -> None:
    for _, made in publications:
        assert list(judge_cells(made.source, made.cells)) == []


def test_the_same_responses_in_another_order_are_published_alike() -> None:
    world = draw_world(3)
    turned = FileWorld(world.hierarchy, world.policy, world.people[::-1])
    assert publish_world(world).cells == publish_world(turned).cells


def show_all_above_threshold(wish: Wish, node: Node) -> dict[object, int]:
    """Each cell that satisfies G1 by itself."""
    return {by: mask for by, mask in candidates(wish) if passes(wish, node, mask)}


def hide_next_smallest(wish: Wish, node: Node) -> dict[object, int]:
    """The same, and where one cell of a table is hidden the next smallest is hidden too."""
    rows: dict[object, int] = {}
    leaves = node.leaves()
    for table in wish.tables:
        cells = [(by, mask) for by, mask in candidates(wish) if len(by) == len(table)]
        cells = [(by, mask) for by, mask in cells if tuple(name for name, _ in by) == table]
        shown = [(by, mask) for by, mask in cells if passes(wish, node, mask)]
        hidden = [mask for _, mask in cells if size(crowd_of(leaves, None, mask))]
        if len(hidden) - len(shown) == 1:
            shown.sort(key=lambda cell: size(crowd_of(leaves, None, cell[1])))
            shown = shown[1:]
        rows.update(shown)
    return rows


def candidates(wish: Wish) -> Iterator[tuple[object, int]]:
    for table in wish.tables:
        whole = {name: tuple((v,) for v in wish.background.categories[name]) for name in table}
        yield from wish.background.cells(whole).items()


def passes(wish: Wish, node: Node, mask: int) -> bool:
    return may_be_open(wish.policy, crowd_of(node.leaves(), None, mask))


def publish_carelessly(made: FilePublication, choose_rows: object) -> list[Cell]:
    """The cells that a careless publisher shows of the same editions."""
    wish, cells = made.source.wish, []
    blocks = {block.id: block for block in made.history.blocks}
    for root in grow_trees(made.source):
        for node in all_nodes(root):
            if node.unit.startswith("pool:"):
                continue
            for by, mask in choose_rows(wish, node).items():  # type: ignore[operator]
                cells.append(make_cell(wish, node, by, mask, list(blocks.values())))
    return cells


def make_cell(wish: Wish, node: Node, by: object, mask: int, blocks: Sequence[Block]) -> Cell:
    leaves = node.leaves()
    names = {name for leaf in leaves for name in leaf.blocks}
    listed = [block for block in blocks if block.id in names]
    n = size(crowd_of(leaves, None, mask))
    answered = crowd_of(leaves, "goal", mask)
    if may_show_answers(wish.policy, answered):
        return Cell(by, make_line(OPEN, node.unit, "goal", listed, n, choices(answered, 3)))
    return Cell(by, make_line(OPEN, node.unit, None, listed, n))


@pytest.mark.parametrize("choose_rows", [show_all_above_threshold, hide_next_smallest])
def test_careless_publishers_are_caught_by_the_adversary_and_by_the_audit(
    publications: Published, choose_rows: object
) -> None:
    caught = accused = missed = 0
    for world, made in publications[:40]:
        cells = publish_carelessly(made, choose_rows)
        leaks = find_leaks(world, made.history.blocks, made.history.lines, cells)
        violations = list(judge_cells(made.source, cells))
        caught += bool(leaks)
        accused += bool(violations)
        missed += bool(leaks) and not violations
    assert missed == 0
    assert caught >= 10
    assert accused >= caught
