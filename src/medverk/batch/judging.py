"""The audit of breakdowns on files: each figure counted anew, and all of them together.

It takes figures from a file, whoever decided them. Each must be true and rest on enough; all of
them, with all totals and own figures, must tell groups only (`breakdowns.auditing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from medverk.batch.breaking_down import Source, find_all_places
from medverk.batch.recounting import judge_figures
from medverk.rules.disclosure.audit import Flaw, Violation
from medverk.rules.disclosure.breakdowns import Audit, Cell, Leak, audit_breakdowns
from medverk.rules.disclosure.breakdowns.cells import write_by
from medverk.rules.disclosure.breakdowns.spreading import Spread, one_by_one
from medverk.rules.disclosure.figures import OPEN


def judge_cells(
    source: Source, cells: Sequence[Cell], spread: Spread = one_by_one
) -> Iterator[Violation]:
    """Everything that is wrong with the cells of breakdowns, the totals being in order."""
    if not cells:
        return
    places = find_all_places(source)
    known = {block.id for place in places for block in place.blocks}
    strange = list(find_strange(known, cells))
    if strange:
        yield from strange
        return
    audit = audit_breakdowns(source.wish, places, source.totals.lines, cells, spread)
    yield from judge_figures(source.wish, places, cells)
    yield from accuse_leaks(audit)


def find_strange(known: AbstractSet[str], cells: Sequence[Cell]) -> Iterator[Violation]:
    """The figures over blocks that there are not, or over none."""
    # Cells over the same blocks share the list of names, mostly: it is long to compare.
    lists = {id(cell.line.blocks): cell.line.blocks for cell in cells}
    strange = {each for each, blocks in lists.items() if not blocks or not known >= set(blocks)}
    for cell in cells:
        if id(cell.line.blocks) in strange:
            yield Violation(Flaw.UNKNOWN_BLOCK, OPEN, cell.line.question or "", cell.line.blocks)


def accuse_leaks(audit: Audit) -> Iterator[Violation]:
    """What can be computed, and of what this was not found out."""
    for leak in audit.leaks:
        yield Violation(
            Flaw.THIN_DIFFERENCE, leak.audience, leak.question or "", leak.blocks, say(leak)
        )
    for blocks in audit.doubts:
        yield Violation(Flaw.UNDECIDED, OPEN, "", blocks)


def say(leak: Leak) -> tuple[str, ...]:
    """The figures that tell a set, with their multiples."""
    return tuple(
        f"{times} x {cell.line.unit} {cell.line.from_week}..{cell.line.to_week} "
        f"{write_by(cell.by) or 'total'} ({len(cell.line.blocks)} blocks)"
        for times, cell in leak.combination
    )
