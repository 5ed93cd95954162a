"""The audit of breakdowns on files: each figure counted anew, and all of them together.

It takes figures from a file, whoever decided them. Each must be true and rest on enough; all of
them, with all totals and own figures, must tell groups only (`breakdowns.auditing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from medverk.batch.breaking_down import Source, find_all_places
from medverk.rules.disclosure.audit import Flaw, Violation
from medverk.rules.disclosure.breakdowns import Cell, Leak, Place, audit_breakdowns
from medverk.rules.disclosure.breakdowns.cells import write_by
from medverk.rules.disclosure.breakdowns.summing import Part, count_crowd
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.figures import OPEN
from medverk.rules.disclosure.tallies import choices, size
from medverk.rules.disclosure.thresholds import may_be_open, may_show_answers


def judge_cells(source: Source, cells: Sequence[Cell]) -> Iterator[Violation]:
    """Everything that is wrong with the cells of breakdowns, the totals being in order."""
    if not cells:
        return
    places = find_all_places(source)
    where = {block.id: (place, at) for place in places for at, block in enumerate(place.blocks)}
    strange = [cell for cell in cells if not where.keys() >= set(cell.line.blocks)]
    for cell in strange:
        yield Violation(Flaw.UNKNOWN_BLOCK, OPEN, cell.line.question or "", cell.line.blocks)
    if strange:
        return
    for cell in cells:
        yield from judge_alone(source, where, cell)
    audit = audit_breakdowns(source.wish, places, source.totals.lines, cells)
    for leak in audit.leaks:
        yield Violation(
            Flaw.THIN_DIFFERENCE, leak.audience, leak.question or "", leak.blocks, say(leak)
        )
    for blocks in audit.doubts:
        yield Violation(Flaw.UNDECIDED, OPEN, "", blocks)


def judge_alone(
    source: Source, where: Mapping[str, tuple[Place, int]], cell: Cell
) -> Iterator[Violation]:
    """What is wrong with one figure: its numbers, or that it rests on too few."""
    line, parts = cell.line, find_parts(source, where, cell)
    everyone = count_crowd(parts, None)
    counts: tuple[int, ...] = ()
    thin = line.audience != OPEN or not may_be_open(source.policy.threshold, everyone)
    if line.question is not None:
        answered = count_crowd(parts, line.question)
        counts = choices(answered, source.policy.questions[line.question])
        thin = thin or not may_show_answers(source.policy.threshold, answered)
    if thin:
        yield Violation(Flaw.THIN_LINE, line.audience, line.question or "", line.blocks)
    if (line.n, line.answered, line.counts) != (size(everyone), sum(counts), counts):
        yield Violation(Flaw.WRONG_NUMBERS, line.audience, line.question or "", line.blocks)


def find_parts(source: Source, where: Mapping[str, tuple[Place, int]], cell: Cell) -> list[Part]:
    """The places that a cell covers, with which of their blocks."""
    covered: dict[int, tuple[Place, set[int]]] = {}
    for block in cell.line.blocks:
        place, at = where[block]
        covered.setdefault(id(place), (place, set()))[1].add(at)
    mask = source.wish.background.mask(cell.by)
    return [(place, Row(mask, frozenset(blocks))) for place, blocks in covered.values()]


def say(leak: Leak) -> tuple[str, ...]:
    """The figures that tell a set, with their multiples."""
    return tuple(
        f"{times} x {cell.line.unit} {cell.line.from_week}..{cell.line.to_week} "
        f"{write_by(cell.by) or 'total'} ({len(cell.line.blocks)} blocks)"
        for times, cell in leak.combination
    )
