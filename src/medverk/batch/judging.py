"""The audit of breakdowns: each figure counted anew, and all of them together proven or accused.

It takes figures from a file, whoever decided them, and asks the proof of `breakdowns.tree` of every
unit in every edition. No violation is a proof. A violation names a unit whose cells could not be
proven safe with everything else: it is certain that they were not chosen by our rule, but where the
bound is not sharp, it may be that nothing can be computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medverk.batch.breaking_down import Source, all_nodes, grow_trees
from medverk.rules.disclosure.audit import Flaw, Violation
from medverk.rules.disclosure.breakdowns.cells import Cell
from medverk.rules.disclosure.breakdowns.choice import crowd_of
from medverk.rules.disclosure.breakdowns.tree import Node, is_safe
from medverk.rules.disclosure.figures import OPEN
from medverk.rules.disclosure.tallies import choices, size
from medverk.rules.disclosure.thresholds import may_be_open, may_show_answers

Place = tuple[str, tuple[str, ...]]
"""A unit and all blocks that it breaks down in an edition."""


def judge_cells(source: Source, cells: Sequence[Cell]) -> Iterator[Violation]:
    """Everything that is wrong with the cells of breakdowns, the totals being in order."""
    wanted: dict[Place, list[Cell]] = {}
    for cell in cells:
        wanted.setdefault((cell.line.unit, cell.line.blocks), []).append(cell)
    for root in grow_trees(source):
        for node in all_nodes(root):
            held = wanted.pop(place_of(node), []) if node.leaves() else []
            node.rows = {cell.by: source.wish.background.mask(cell.by) for cell in held}
            for cell in held:
                yield from judge_alone(source, node, cell)
        for node in all_nodes(root):
            if node.rows and not is_safe(
                source.policy.threshold, node, node.rows, source.wish.systems
            ):
                yield Violation(Flaw.THIN_DIFFERENCE, OPEN, "", place_of(node)[1])
    for held in wanted.values():
        # Cells over other blocks than an edition's leave differences that nobody has looked at.
        for cell in held:
            yield Violation(Flaw.THIN_DIFFERENCE, OPEN, cell.line.question or "", cell.line.blocks)


def place_of(node: Node) -> Place:
    """Where the node's cells belong. A pool shows nothing by its own name."""
    blocks = sorted(block for leaf in node.leaves() for block in leaf.blocks)
    return node.unit, tuple(blocks)


def judge_alone(source: Source, node: Node, cell: Cell) -> Iterator[Violation]:
    """What is wrong with one figure: its numbers, or that it rests on too few."""
    line, leaves = cell.line, node.leaves()
    mask = source.wish.background.mask(cell.by)
    everyone = crowd_of(leaves, None, mask)
    counts: tuple[int, ...] = ()
    thin = line.audience != OPEN or not may_be_open(source.policy.threshold, everyone)
    if line.question is not None:
        answered = crowd_of(leaves, line.question, mask)
        counts = choices(answered, source.policy.questions[line.question])
        thin = thin or not may_show_answers(source.policy.threshold, answered)
    if thin:
        yield Violation(Flaw.THIN_LINE, line.audience, line.question or "", line.blocks)
    if (line.n, line.answered, line.counts) != (size(everyone), sum(counts), counts):
        yield Violation(Flaw.WRONG_NUMBERS, line.audience, line.question or "", line.blocks)
