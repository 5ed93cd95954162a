"""The audits before anything is stored: of a publication, and of a correction [disclosure G5]."""

from __future__ import annotations

from collections.abc import Iterable

from medverk.rules.disclosure.audit import (
    Evidence,
    Flaw,
    Violation,
    accuse,
    audit_figures,
    find_overlaps,
    find_thin_combinations,
    find_thin_lines,
    find_unknown_blocks,
    find_wrong_numbers,
    read_blocks,
)
from medverk.rules.disclosure.figures import OPEN, Block, Line, own_audience
from medverk.rules.disclosure.ledger import Ledger
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.publication import Publication
from medverk.rules.disclosure.tallies import Tally


def audit_publication(
    policy: Policy, before: Ledger, publication: Publication, tallies: Iterable[Tally]
) -> tuple[Violation, ...]:
    """Everything that is wrong with a publication, given all that was published before it.

    The past need not be read again: each new line may cover only what no earlier line of the same
    kind has covered, so that old and new lines have nothing to subtract. That is checked here, the
    new lines by `audit_figures`. `before` is the ledger that the publication was decided with, and
    `tallies` what it was given. Empty means that it may be stored; otherwise nothing may.
    """
    named = [block for state in before.offices.values() for block in state.blocks.values()]
    blocks = [*named, *publication.blocks]
    violations = audit_figures(policy, blocks, publication.lines, tallies)
    return (
        *find_reopened_weeks(before, publication),
        *find_shown_before(before, publication),
        *violations,
    )


def find_reopened_weeks(before: Ledger, publication: Publication) -> list[Violation]:
    """New blocks with weeks that were settled earlier."""
    return [
        Violation(Flaw.BLOCKS_OVERLAP, OPEN, "", (block.id,))
        for block in publication.blocks
        for part in block.parts
        if part.from_week < before.first_open_week(part.office)
    ]


def find_shown_before(before: Ledger, publication: Publication) -> list[Violation]:
    """New lines over blocks that an earlier line of the same kind has covered already.

    Own answers moreover cover whole base runs.
    """
    new = {block.id for block in publication.blocks}
    questions = {line.question for line in publication.lines}
    fresh_open = {question: new | waiting_blocks(before, question) for question in questions}
    cells = own_cells(before, publication)
    found = []
    for line in publication.lines:
        covered = set(line.blocks)
        if line.audience == OPEN:
            fresh = fresh_open[line.question]
        else:
            whole = [cell for cell in cells.get(kind(line), ()) if covered.issuperset(cell)]
            fresh = {block for cell in whole for block in cell}
        if not covered <= fresh:
            found.append(accuse(Flaw.SHOWN_BEFORE, line))
    return found


Kind = tuple[str, str, str | None]
"""Lines of one audience, unit and question follow each other without overlap."""


def kind(line: Line) -> Kind:
    """The kind of a line."""
    return (line.audience, line.unit, line.question)


def waiting_blocks(before: Ledger, question: str | None) -> set[str]:
    """The blocks that waited for an open line of the question; none waits for its number."""
    if question is None:
        return set()
    return {block for state in before.offices.values() for block in state.tails.get(question, ())}


def own_cells(before: Ledger, publication: Publication) -> dict[Kind, list[tuple[str, ...]]]:
    """What own lines may be made of: blocks for the numbers, base runs old and new for answers."""
    cells: dict[Kind, list[tuple[str, ...]]] = {}
    for office, state in before.offices.items():
        for counsellor, own in state.own.items():
            audience = own_audience(counsellor)
            cells[audience, office, None] = [(block,) for block in own.waiting]
            cells.update({(audience, office, name): [*runs] for name, runs in own.runs.items()})
    new = {block.unit: (block.id,) for block in publication.blocks}
    base_runs: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for line in publication.lines:
        if line.question is None:
            base_runs.setdefault((line.audience, line.unit), []).append(line.blocks)
    for line in publication.lines:
        if line.audience == OPEN:
            continue
        if line.question is None and line.unit in new:
            cells.setdefault(kind(line), []).append(new[line.unit])
        if line.question is not None:
            base = base_runs.get((line.audience, line.unit), [])
            cells.setdefault(kind(line), []).extend(base)
    return cells


def audit_correction(
    policy: Policy,
    blocks: Iterable[Block],
    old: Iterable[Line],
    new: Iterable[Line],
    tallies: Iterable[Tally],
) -> tuple[Violation, ...]:
    """Everything that is wrong with replacing the old lines by the new, the old being known still.

    The old numbers may be wrong; that is why they are corrected. But a new line over the same
    blocks must be about the same people: were some added or taken away, the difference is theirs.
    """
    known, wrong, right = list(blocks), list(old), list(new)
    broken = find_unknown_blocks(known, [*wrong, *right]) + find_overlaps(known)
    if broken:
        return tuple(broken)
    evidence = Evidence(policy, read_blocks(known, tallies))
    return (
        *find_other_people(wrong, right),
        *find_wrong_numbers(evidence, right),
        *find_thin_lines(evidence, right),
        *find_thin_combinations(evidence, [*wrong, *right]),
    )


def find_other_people(old: Iterable[Line], new: Iterable[Line]) -> list[Violation]:
    """New lines over the blocks of an old one, but about another number of people."""
    told = {(line.audience, line.question, line.blocks): (line.n, line.answered) for line in old}
    return [
        accuse(Flaw.OTHER_PEOPLE, line)
        for line in new
        if told.get((line.audience, line.question, line.blocks), (line.n, line.answered))
        != (line.n, line.answered)
    ]
