"""The audit of breakdowns on files: each figure counted anew, and all of them together.

It takes figures from a file, whoever decided them. Each must be true and rest on enough; all of
them, with all totals and own figures, must tell groups only (`breakdowns.auditing`).

Cells that nothing links to others make a *share*, which is judged by itself: mostly an edition.
What is not proven there, whatever counsellors can subtract, is judged with all figures there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial

from medverk.batch.breaking_down import Source, find_places
from medverk.batch.processes import Spread, one_by_one
from medverk.batch.recounting import judge_figures
from medverk.rules.disclosure.audit import Flaw, Violation
from medverk.rules.disclosure.breakdowns import (
    Audit,
    Cell,
    Leak,
    Place,
    audit_breakdowns,
    find_unproven,
)
from medverk.rules.disclosure.breakdowns.cells import write_by
from medverk.rules.disclosure.figures import OPEN, Line

MOST_SHARES = 16
"""Small shares go together: their places are proven side by side."""

NONE = -1
"""The group of a block that has none yet."""

FindOwn = Callable[[AbstractSet[str]], Sequence[Line]]
"""All own lines of these counsellors."""


@dataclass(frozen=True)
class Share:
    """Cells, and all blocks that they or a question's runs link."""

    cells: tuple[Cell, ...]
    blocks: frozenset[str]


@dataclass(frozen=True)
class Judged:
    """What is wrong with a share, and the blocks of what no proof settles."""

    wrong: tuple[Violation, ...]
    unproven: tuple[frozenset[str], ...]


def judge_cells(
    source: Source, cells: Sequence[Cell], find_own: FindOwn, spread: Spread = one_by_one
) -> tuple[Violation, ...]:
    """Everything that is wrong with the cells of breakdowns, the totals being in order."""
    judged = judge_shares(source, cells, spread)
    return *judged.wrong, *judge_unproven(source, cells, judged.unproven, find_own)


def judge_shares(source: Source, cells: Sequence[Cell], spread: Spread = one_by_one) -> Judged:
    """The same as far as proofs go. `spread` may judge shares side by side."""
    strange = tuple(find_strange({block.id for block in source.totals.blocks}, cells))
    if strange:
        return Judged(strange, ())
    judged = spread(partial(judge_share, source), share_cells(source, cells))
    return Judged(
        tuple(wrong for each in judged for wrong in each.wrong),
        tuple(blocks for each in judged for blocks in each.unproven),
    )


def find_strange(known: AbstractSet[str], cells: Sequence[Cell]) -> Iterator[Violation]:
    """The figures over blocks that there are not, or over none."""
    # Cells over the same blocks share the list of names, mostly: it is long to compare.
    lists = {id(cell.line.blocks): cell.line.blocks for cell in cells}
    strange = {each for each, blocks in lists.items() if not blocks or not known >= set(blocks)}
    for cell in cells:
        if id(cell.line.blocks) in strange:
            yield Violation(Flaw.UNKNOWN_BLOCK, OPEN, cell.line.question or "", cell.line.blocks)


def share_cells(source: Source, cells: Sequence[Cell]) -> list[Share]:
    """The cells in shares that nothing links, in the order of their first blocks."""
    lists = {id(cell.line.blocks): cell.line.blocks for cell in cells}
    group_of = link_blocks([*lists.values(), *source.ties])
    held: dict[int, list[Cell]] = {}
    for cell in cells:
        held.setdefault(group_of[cell.line.blocks[0]], []).append(cell)
    blocks: dict[int, list[str]] = {group: [] for group in held}
    for block, group in group_of.items():
        if group in held:
            blocks[group].append(block)
    least = sum(map(len, blocks.values())) / MOST_SHARES
    shares, some, inside = [], list[Cell](), list[str]()
    for group, listed in held.items():
        some += listed
        inside += blocks[group]
        if len(inside) >= least:
            shares.append(Share(tuple(some), frozenset(inside)))
            some, inside = [], []
    return [*shares, Share(tuple(some), frozenset(inside))] if some else shares


def link_blocks(sets: Iterable[Sequence[str]]) -> dict[str, int]:
    """The number of each block's group: blocks of one set are in one group."""
    group_of: dict[str, int] = {}
    members: dict[int, list[str]] = {}
    # The largest first: most of the others then lie within one group.
    for number, blocks in enumerate(sorted(sets, key=len, reverse=True)):
        found = {group_of.get(block, NONE) for block in blocks}
        if len(found) == 1 and NONE not in found:
            continue
        joined = [block for block in blocks if block not in group_of]
        for group in found - {NONE}:
            joined += members.pop(group)
        members[number] = joined
        group_of.update(dict.fromkeys(joined, number))
    return group_of


def judge_share(source: Source, share: Share) -> Judged:
    """Count each cell anew, and prove all of them together."""
    places = find_places(source, share.blocks)
    unproven = find_unproven(source.wish, places, share.cells)
    return Judged(tuple(judge_figures(source.wish, places, share.cells)), tuple(unproven))


def judge_unproven(
    source: Source,
    cells: Sequence[Cell],
    unproven: Sequence[frozenset[str]],
    find_own: FindOwn | None,
) -> Iterator[Violation]:
    """Judge all cells at once, with all that whoever is concerned can subtract.

    Where own figures are not known, what no leak explains is in doubt.
    """
    if not unproven:
        return
    places = find_places(source, {block.id for block in source.totals.blocks})
    lines = [line for line in source.totals.lines if line.audience == OPEN]
    if find_own is not None:
        lines += find_own(find_concerned(places, frozenset().union(*unproven)))
    audit = audit_breakdowns(source.wish, places, lines, cells)
    if find_own is None and not audit.leaks:
        audit = replace(audit, doubts=tuple(tuple(sorted(blocks)) for blocks in unproven))
    yield from accuse_leaks(audit)


def find_concerned(places: Iterable[Place], blocks: AbstractSet[str]) -> set[str]:
    """The counsellors of the places that have some of these blocks."""
    concerned: set[str] = set()
    for place in places:
        if any(block.id in blocks for block in place.blocks):
            concerned.update(place.staff)
    return concerned


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
