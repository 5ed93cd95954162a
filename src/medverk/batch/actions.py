"""What the commands do: publish from files, and audit files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from medverk.batch import duckdb_engine
from medverk.batch.breaking_down import Source, Totals, break_down
from medverk.batch.counting import Grain
from medverk.batch.judging import judge_cells
from medverk.batch.policy_file import PolicyFile, read_policy
from medverk.batch.reading_shown import UnknownBlockError, read_shown
from medverk.batch.replaying import list_dates, replay
from medverk.batch.units_file import read_units
from medverk.batch.writing import (
    check_free,
    digest_of_figures,
    whole_folder,
    write_blocks,
    write_figures,
    write_withheld,
)
from medverk.rules.disclosure.audit import Flaw, Violation, accuse
from medverk.rules.disclosure.breakdowns.cells import Cell
from medverk.rules.disclosure.columns.audit import audit_lines
from medverk.rules.disclosure.columns.history import Show
from medverk.rules.disclosure.columns.lines import Lines
from medverk.rules.disclosure.columns.tables import Tables
from medverk.rules.disclosure.figures import Block, Line
from medverk.rules.disclosure.hierarchy import Hierarchy

Count = Callable[[Path, PolicyFile, Hierarchy], Grain]


def load_duckdb() -> Count:
    """Count in this process."""
    return duckdb_engine.count_responses


def load_spark() -> Count:
    """Count with Spark, here or on a cluster."""
    from medverk.batch import spark_engine

    return spark_engine.count_responses


ENGINES: dict[str, Callable[[], Count]] = {"duckdb": load_duckdb, "spark": load_spark}
"""What can count responses; loaded when it is asked for."""


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


def read_inputs(responses: Path, units: Path, policy: Path, engine: str = "duckdb") -> Inputs:
    """Read and check everything, the small files first; InputFault for the first fault."""
    count = ENGINES[engine]()
    said, hierarchy = read_policy(policy), read_units(units)
    return Inputs(said, hierarchy, count(responses, said, hierarchy))


def publish_files(
    responses: Path, units: Path, policy: Path, out: Path, *, show: Show, engine: str = "duckdb"
) -> Outcome:
    """Decide, audit, and only then write.

    Raises InputFault for bad input, and AuditFailedError if the audit finds a violation.
    """
    started = perf_counter()
    check_free(out)
    inputs = read_inputs(responses, units, policy, engine)
    said, grain = inputs.policy, inputs.grain
    made = replay(said, inputs.hierarchy, grain, list_dates(said, grain.weeks), show)
    source = source_of(inputs, made.blocks, [*made.lines, *made.first_own_lines()])
    cells, gaps = break_down(source)
    lines = made.columns(said.questions)
    violations = find_violations(source, made.tables, made.tables.counsellors, lines, cells)
    if violations:
        raise AuditFailedError(violations)
    with whole_folder(out) as folder:
        write_blocks(folder, made.blocks)
        totals = [Cell((), line) for line in made.lines]
        write_figures(folder, [*totals, *cells], made, said.questions)
        write_withheld(folder, made.withheld, gaps)
        digest = digest_of_figures(folder)
    summary: dict[str, object] = {
        "responses": int(grain.responses.sum()),
        "in_blocks": sum(block.responses for block in made.blocks),
        "blocks": len(made.blocks),
        "figures": len(lines) + len(cells),
        "cells": len(cells),
        "withheld": len(made.withheld) + len(gaps),
        "digest": digest,
        "seconds": round(perf_counter() - started, 2),
    }
    return Outcome(summary, ())


def audit_files(responses: Path, units: Path, policy: Path, figures: Path) -> Outcome:
    """Audit figures that are already published, by us or by anybody; InputFault for bad input."""
    started = perf_counter()
    inputs = read_inputs(responses, units, policy)
    tables = inputs.grain.totals()
    try:
        shown = read_shown(figures, inputs.policy, tables.counsellors)
    except UnknownBlockError as error:
        violations = tuple(accuse(Flaw.UNKNOWN_BLOCK, line) for line in error.lines)
        return Outcome(summarise_audit(len(error.lines), violations, started), violations)
    source = source_of(inputs, shown.blocks, [*shown.open_lines, *shown.looking])
    found = find_violations(source, tables, shown.counsellors, shown.lines, shown.cells)
    return Outcome(summarise_audit(len(shown.lines) + len(shown.cells), found, started), found)


def summarise_audit(
    figures: int, violations: Sequence[Violation], started: float
) -> dict[str, object]:
    """An audit in numbers."""
    return {
        "figures": figures,
        "violations": len(violations),
        "seconds": round(perf_counter() - started, 2),
    }


def source_of(inputs: Inputs, blocks: list[Block], lines: list[Line]) -> Source:
    """What breakdowns are made from, and judged by."""
    return Source(inputs.policy, inputs.hierarchy, inputs.grain, Totals(blocks, lines))


def find_violations(
    source: Source, tables: Tables, counsellors: Sequence[str], lines: Lines, cells: Sequence[Cell]
) -> tuple[Violation, ...]:
    """Everything that is wrong with these figures, taken as known together."""
    said = source.policy
    wrong = audit_lines(
        said.threshold, said.questions, source.totals.blocks, counsellors, lines, tables
    )
    return wrong or tuple(judge_cells(source, cells))
