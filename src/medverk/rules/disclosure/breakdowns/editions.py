"""Which blocks an edition's breakdowns are about: those that no total tells apart half-way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from medverk.rules.disclosure.figures import OPEN, Block, Line
from medverk.rules.weeks import Week

Classes = Mapping[str, Mapping[str, str]]
"""Per question: for each block whose answers are shown, the first block of its run."""


def edition_of(edition: str, closed: Week) -> str:
    """The edition of a block that closed in this week, like "2026-H1", "2026" or "period"."""
    if edition == "half-year":
        return f"{closed.year}-H{1 if closed.number <= 26 else 2}"
    return str(closed.year) if edition == "year" else "period"


def find_classes(
    blocks: Iterable[Block], lines: Iterable[Line], questions: Iterable[str]
) -> dict[str, dict[str, str]]:
    """How the totals of each question divide the blocks.

    A run is told by the line of the unit that the block is of; a pool is told apart by its unit's
    line, from which all else can be subtracted.
    """
    unit_of = {block.id: block.unit for block in blocks}
    pools = {block.id for block in blocks if len(block.parts) > 1 or block.id.startswith("pool:")}
    classes: dict[str, dict[str, str]] = {question: {} for question in questions}
    for line in lines:
        if line.audience != OPEN or line.question is None:
            continue
        for block in line.blocks:
            if block in pools:
                classes[line.question][block] = block
            elif unit_of[block] == line.unit:
                classes[line.question][block] = line.blocks[0]
    return classes


Runs = Mapping[str, frozenset[str]]
"""For each block, all blocks that some question's run holds together with it."""


def join_runs(classes: Classes) -> dict[str, frozenset[str]]:
    """The blocks that must be taken together, for each block that every question shows."""
    ways: list[Mapping[str, str]] = []
    for runs in classes.values():
        # Mostly all questions divide blocks alike.
        if runs not in ways:
            ways.append(runs)
    shown = [list_members(runs) for runs in ways]
    if len(shown) == 1:
        return shown[0]
    everywhere = set(shown[0]).intersection(*shown[1:]) if shown else set()
    return {
        block: frozenset().union(*[members[block] for members in shown]) for block in everywhere
    }


def list_members(runs: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """For each block, all blocks of its run."""
    held: dict[str, list[str]] = {}
    for block, run in runs.items():
        held.setdefault(run, []).append(block)
    members = {run: frozenset(blocks) for run, blocks in held.items()}
    return {block: members[run] for block, run in runs.items()}


def keep_whole_runs(blocks: Sequence[str], runs: Runs) -> list[str]:
    """The blocks of an edition in one place that every question's runs hold wholly or not at all.

    Were a cell to cover half a run, the totals would not be a sum of what it covers.
    """
    kept = {block for block in blocks if block in runs}
    while True:
        whole = {block for block in kept if runs[block] <= kept}
        if whole == kept:
            return [block for block in blocks if block in kept]
        kept = whole
