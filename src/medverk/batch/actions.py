"""What the commands do: publish from files, and audit files."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from medverk.batch import duckdb_engine
from medverk.batch.breaking_down import Source, Totals
from medverk.batch.counting import Grain
from medverk.batch.judging import judge_cells
from medverk.batch.policy_file import PolicyFile, read_policy
from medverk.batch.processes import spread
from medverk.batch.publishing import (
    Inputs,
    add_kept,
    leave_state,
    make_figures,
    write_publication,
)
from medverk.batch.reading_shown import UnknownBlockError, read_shown
from medverk.batch.replaying import list_dates, replay
from medverk.batch.responses_file import Source as Responses
from medverk.batch.responses_file import open_source
from medverk.batch.state import digest_of, files_of, new_files, read_state, refuse_past
from medverk.batch.units_file import read_units
from medverk.batch.writing import check_free
from medverk.rules.disclosure.audit import Flaw, Violation, accuse
from medverk.rules.disclosure.columns.audit import audit_lines
from medverk.rules.disclosure.columns.history import Show
from medverk.rules.disclosure.columns.lines import OwnLines
from medverk.rules.disclosure.hierarchy import Hierarchy

SELDOM = 1_000_000
"""New objects between two searches for circles; 700 is usual."""

Count = Callable[[Responses, PolicyFile, Hierarchy], Grain]


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
class Asked:
    """What to publish, and where. `state` is the folder that publications go on from."""

    responses: Path
    units: Path
    policy: Path
    out: Path
    engine: str = "duckdb"
    state: Path | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a run, in numbers of things, and what is wrong with the figures."""

    summary: dict[str, object]
    violations: tuple[Violation, ...]


@dataclass
class AuditFailedError(Exception):
    """The engine's own audit found a violation: nothing may be written."""

    violations: tuple[Violation, ...]


@contextmanager
def collect_seldom() -> Iterator[None]:
    """Look for circles of objects seldom: there are hardly any, and a search goes through all."""
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@collect_seldom()
def publish_files(asked: Asked, *, show: Show) -> Outcome:
    """Decide, audit, and only then write.

    Raises InputFault for bad input, and AuditFailedError if the audit finds a violation.
    """
    started = perf_counter()
    check_free(asked.out)
    count, responses = ENGINES[asked.engine](), open_source(asked.responses)
    said, hierarchy = read_policy(asked.policy), read_units(asked.units)
    before = read_state(asked.state, said) if asked.state else None
    ledger = before.ledger if before else None
    read = new_files(responses, before) if before else responses
    came = count(read, said, hierarchy)
    refuse_past(read, came, ledger.until if ledger else None)
    inputs = Inputs(said, hierarchy, came)
    if asked.state and before:
        inputs = Inputs(said, hierarchy, add_kept(asked.state, before, came, inputs))
    dates = list_dates(said, came.weeks, ledger.until if ledger else None)
    made = replay(said, hierarchy, inputs.grain, dates, show, ledger)
    figures = make_figures(inputs, made, before, waits=asked.state is not None)
    if figures.wrong:
        raise AuditFailedError(figures.wrong)
    digest = write_publication(asked.out, inputs, made, figures)
    if asked.state:
        known = frozenset(map(digest_of, files_of(read))) | (before.files if before else set())
        leave_state(asked.state, before, came, inputs, made, figures.left, known)
    summary: dict[str, object] = {
        "responses": int(came.responses.sum()),
        "in_blocks": sum(block.responses for block in made.blocks),
        "blocks": len(made.blocks),
        "figures": figures.lines + len(figures.cells),
        "cells": len(figures.cells),
        "withheld": len(made.withheld) + len(figures.gaps),
        "digest": digest,
        "seconds": round(perf_counter() - started, 2),
    }
    return Outcome(summary, ())


@collect_seldom()
def audit_files(responses: Path, units: Path, policy: Path, figures: Path) -> Outcome:
    """Audit figures that are already published, by us or by anybody; InputFault for bad input."""
    started = perf_counter()
    said, hierarchy = read_policy(policy).with_all_variables(), read_units(units)
    grain = load_duckdb()(open_source(responses), said, hierarchy)
    tables = grain.totals()
    try:
        shown = read_shown(figures, said, tables.counsellors)
    except UnknownBlockError as error:
        violations = tuple(accuse(Flaw.UNKNOWN_BLOCK, line) for line in error.lines)
        return Outcome(summarise_audit(len(error.lines), violations, started), violations)
    totals = Totals(shown.blocks, [*shown.open_lines, *shown.looking])
    source = Source(said, hierarchy, grain, totals)
    found = audit_lines(
        said.threshold, said.questions, shown.blocks, shown.counsellors, shown.lines, tables
    )
    if not found:
        own = OwnLines(shown.lines, shown.blocks, shown.counsellors, list(said.questions))
        found = judge_cells(source, shown.cells, own.of, spread)
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
