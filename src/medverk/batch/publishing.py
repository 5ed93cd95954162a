"""One publication on files, from counted responses to a folder: the first, or one that goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from medverk.batch.breaking_down import Source, Totals, plan_editions
from medverk.batch.counting import Grain
from medverk.batch.judging import Judged, judge_shares, judge_unproven
from medverk.batch.policy_file import PolicyFile
from medverk.batch.processes import spread
from medverk.batch.replaying import Replay
from medverk.batch.state import (
    State,
    first_needed,
    is_over,
    keep_lines,
    load_grain,
    write_grain,
    write_state,
)
from medverk.batch.writing import (
    digest_of_figures,
    whole_folder,
    write_blocks,
    write_figures,
    write_withheld,
)
from medverk.rules.disclosure.audit import Violation
from medverk.rules.disclosure.breakdowns.cells import Cell, WithheldCell
from medverk.rules.disclosure.breakdowns.editions import edition_of
from medverk.rules.disclosure.columns.audit import audit_lines
from medverk.rules.disclosure.columns.lines import OwnLines
from medverk.rules.disclosure.figures import OPEN, Block, Line
from medverk.rules.disclosure.hierarchy import Hierarchy


@dataclass(frozen=True)
class Inputs:
    """The three files that say what there is to publish, read and found in order."""

    policy: PolicyFile
    hierarchy: Hierarchy
    grain: Grain


@dataclass(frozen=True)
class Figures:
    """What is to be written. `source` is what breakdowns were made from; `left` waits its turn."""

    source: Source
    lines: int
    """How many are totals and own figures."""

    cells: list[Cell]
    gaps: list[WithheldCell]
    left: Totals
    wrong: tuple[Violation, ...]
    """What the engine's own audit found: then nothing may be written."""


@dataclass(frozen=True)
class Part:
    """An edition's cells and gaps, or a number of lines; and how they were judged."""

    judged: Judged
    lines: int = 0
    cells: tuple[Cell, ...] = ()
    gaps: tuple[WithheldCell, ...] = ()


def make_figures(inputs: Inputs, made: Replay, before: State | None, *, waits: bool) -> Figures:
    """The totals and the breakdowns, audited; where these may wait, only of editions that are over.

    Editions share no blocks, and are made and judged side by side.
    """
    source, left = find_source(inputs, made, before, waits=waits)
    editions = plan_editions(source)
    source.prepare()

    def make_edition(edition: str) -> Part:
        breakdown = editions[edition]()
        judged = judge_shares(source, breakdown.cells)
        return Part(judged, 0, breakdown.cells, breakdown.gaps)

    tasks = [partial(make_edition, edition) for edition in editions]
    *parts, totals = spread(call, [*tasks, partial(judge_lines, inputs.policy, made)])
    cells = [cell for part in parts for cell in part.cells]
    gaps = [gap for part in parts for gap in part.gaps]
    wrong = [each for part in parts for each in part.judged.wrong]
    unproven = [blocks for part in parts for blocks in part.judged.unproven]
    # Where publications go on from each other, own figures of other weeks are not at hand.
    find_own = None if waits else partial(find_own_lines, inputs.policy, made)
    wrong += judge_unproven(source, cells, unproven, find_own)
    return Figures(source, totals.lines, cells, gaps, left, totals.judged.wrong or tuple(wrong))


def judge_lines(said: PolicyFile, made: Replay) -> Part:
    """The totals and own figures, and what is wrong with them, taken as known together."""
    tables, blocks, lines = made.tables, made.known_blocks, made.columns(said.questions)
    wrong = audit_lines(said.threshold, said.questions, blocks, tables.counsellors, lines, tables)
    return Part(Judged(wrong, ()), len(lines))


def find_own_lines(said: PolicyFile, made: Replay, counsellors: AbstractSet[str]) -> list[Line]:
    """All own lines of these counsellors."""
    names, blocks = made.tables.counsellors, made.known_blocks
    own = OwnLines(made.columns(said.questions), blocks, names, list(said.questions))
    return own.of(counsellors)


def call(task: Callable[[], Part]) -> Part:
    """Do a task."""
    return task()


def find_source(
    inputs: Inputs, made: Replay, before: State | None, *, waits: bool
) -> tuple[Source, Totals]:
    """What breakdowns are made from, and what is left for later."""
    blocks = [*(before.blocks if before else ()), *made.blocks]
    lines = [*(before.lines if before else ()), *made.lines, *made.first_own_lines()]
    totals = Totals(blocks, lines)
    due, left = part_due(inputs.policy, made, totals) if waits else (totals, Totals([], []))
    return Source(inputs.policy, inputs.hierarchy, inputs.grain, due), left


def part_due(policy: PolicyFile, made: Replay, totals: Totals) -> tuple[Totals, Totals]:
    """What is of editions that are over, and what is left for later publications."""
    due = find_due(policy, made, totals.blocks)
    ids = {block.id for block in due}
    left = [block for block in totals.blocks if block.id not in ids]
    told = [line for line in totals.lines if line.audience != OPEN or ids.issuperset(line.blocks)]
    return Totals(due, told), Totals(left, keep_lines(totals.lines, left))


def find_due(policy: PolicyFile, made: Replay, blocks: Sequence[Block]) -> list[Block]:
    """The blocks of editions that are over."""
    until = made.history.ledger.until if made.history else None
    if until is None:
        return []
    editions = [edition_of(policy.breakdowns.edition, block.to_week) for block in blocks]
    over = {edition for edition in set(editions) if is_over(policy, edition, until)}
    return [block for block, edition in zip(blocks, editions, strict=True) if edition in over]


def write_publication(out: Path, inputs: Inputs, made: Replay, figures: Figures) -> str:
    """Write the folder, whole or not at all; returns the digest of its figures."""
    questions = inputs.policy.questions
    named = {block.id: block for block in (*figures.source.totals.blocks, *made.known_blocks)}
    with whole_folder(out) as folder:
        write_blocks(folder, named.values())
        write_figures(folder, figures.cells, made, questions)
        write_withheld(folder, made.withheld, figures.gaps)
        return digest_of_figures(folder)


def add_kept(folder: Path, before: State, came: Grain, inputs: Inputs) -> Grain:
    """The responses that came, and those kept of earlier weeks."""
    file = folder / name_grain(came)
    write_grain(file, came)
    files = [*(folder / name for name in before.grain), file]
    return load_grain(files, first_needed(before), inputs.policy, inputs.hierarchy)


def name_grain(came: Grain) -> str:
    """The file of the responses that came, named after their last week."""
    return f"grain-{came.weeks[-1]}.parquet"


def leave_state(
    folder: Path,
    before: State | None,
    came: Grain,
    inputs: Inputs,
    made: Replay,
    left: Totals,
    files: frozenset[str],
) -> None:
    """Keep for the next publication what it needs."""
    if made.history is None:
        return
    state = State(made.history.ledger, files, (), left.blocks, left.lines)
    since = first_needed(state)
    if before is None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_grain(folder / name_grain(came), came.since(since))
    names = {*(before.grain if before else ()), name_grain(came)}
    kept = tuple(sorted(name for name in names if name >= f"grain-{since}"))
    write_state(folder, State(state.ledger, files, kept, state.blocks, state.lines), inputs.policy)
