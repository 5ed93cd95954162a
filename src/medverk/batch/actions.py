"""What the commands do: publish from files, and audit files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from medverk.batch.breaking_down import Source, Totals, break_down
from medverk.batch.counting import Grain, count_responses
from medverk.batch.judging import judge_cells
from medverk.batch.policy_file import PolicyFile, read_policy
from medverk.batch.reading import read_blocks, read_figures
from medverk.batch.replaying import Show, list_dates, make_tallies, replay
from medverk.batch.units_file import read_units
from medverk.batch.writing import (
    check_free,
    whole_folder,
    write_blocks,
    write_figures,
    write_withheld,
)
from medverk.rules.disclosure.audit import Violation, audit_figures
from medverk.rules.disclosure.breakdowns.cells import Cell
from medverk.rules.disclosure.digest import digest_of
from medverk.rules.disclosure.figures import Block
from medverk.rules.disclosure.hierarchy import Hierarchy


@dataclass(frozen=True)
class Inputs:
    """The three files that say what there is to publish, read and found in order."""

    policy: PolicyFile
    hierarchy: Hierarchy
    grain: Grain


@dataclass(frozen=True)
class Outcome:
    """What came of a run, in numbers of things, and what is wrong with the figures."""

    summary: dict[str, object]
    violations: tuple[Violation, ...]


@dataclass
class AuditFailedError(Exception):
    """The engine's own audit found a violation: nothing may be written."""

    violations: tuple[Violation, ...]


def read_inputs(responses: Path, units: Path, policy: Path) -> Inputs:
    """Read and check everything, the small files first; InputFault for the first fault."""
    said, hierarchy = read_policy(policy), read_units(units)
    return Inputs(said, hierarchy, count_responses(responses, said, hierarchy))


def publish_files(responses: Path, units: Path, policy: Path, out: Path, *, show: Show) -> Outcome:
    """Decide, audit, and only then write.

    Raises InputFault for bad input, and AuditFailedError if the audit finds a violation.
    """
    started = perf_counter()
    check_free(out)
    inputs = read_inputs(responses, units, policy)
    said = inputs.policy
    tallies = make_tallies(inputs.grain, said.questions)
    history = replay(said, inputs.hierarchy, tallies, list_dates(said, inputs.grain.weeks), show)
    totals = Totals(history.blocks, history.lines)
    cells, gaps = break_down(Source(said, inputs.hierarchy, inputs.grain, totals))
    cells = [*(Cell((), line) for line in history.lines), *cells]
    violations = audit_cells(inputs, history.blocks, cells)
    if violations:
        raise AuditFailedError(violations)
    with whole_folder(out) as folder:
        write_blocks(folder, history.blocks)
        write_figures(folder, cells, said.questions)
        write_withheld(folder, history.withheld, gaps)
    summary: dict[str, object] = {
        "responses": int(inputs.grain.responses.sum()),
        "in_blocks": sum(block.responses for block in history.blocks),
        "blocks": len(history.blocks),
        "figures": len(cells),
        "cells": sum(bool(cell.by) for cell in cells),
        "withheld": len(history.withheld) + len(gaps),
        "totals": digest_of(said.threshold, history.blocks, history.lines, history.withheld),
        "seconds": round(perf_counter() - started, 2),
    }
    return Outcome(summary, ())


def audit_files(responses: Path, units: Path, policy: Path, figures: Path) -> Outcome:
    """Audit figures that are already published, by us or by anybody; InputFault for bad input."""
    started = perf_counter()
    said = read_policy(policy)
    blocks = read_blocks(figures)
    cells = read_figures(figures, said.questions, said.background)
    inputs = read_inputs(responses, units, policy)
    violations = audit_cells(inputs, blocks, cells)
    summary: dict[str, object] = {
        "figures": len(cells),
        "violations": len(violations),
        "seconds": round(perf_counter() - started, 2),
    }
    return Outcome(summary, violations)


def audit_cells(
    inputs: Inputs, blocks: Sequence[Block], cells: Sequence[Cell]
) -> tuple[Violation, ...]:
    """Everything that is wrong with these figures, taken as known together."""
    said = inputs.policy
    lines = [cell.line for cell in cells if not cell.by]
    tallies = make_tallies(inputs.grain, said.questions)
    wrong = audit_figures(said.threshold, blocks, lines, tallies)
    if wrong:
        return wrong
    source = Source(said, inputs.hierarchy, inputs.grain, Totals(list(blocks), lines))
    return tuple(judge_cells(source, [cell for cell in cells if cell.by]))
