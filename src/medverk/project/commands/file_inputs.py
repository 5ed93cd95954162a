"""What the commands on files have in common: their options, and how they say what came of it."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medverk.batch.actions import Outcome
    from medverk.rules.disclosure.audit import Violation
    from medverk.rules.weeks import Week

DONE, VIOLATED, BAD_INPUT, NO_MEMORY = 0, 1, 2, 3
MOST_NAMED = 20


def add_inputs(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """The options that name the files to read."""
    for name, help_text in (
        ("responses", "CSV or Parquet file, or folder of Parquet files"),
        ("units", "CSV: unit,parent,level,name"),
        ("policy", "TOML: thresholds, dates, questions, background, breakdowns"),
    ):
        metavar = {"responses": "R", "units": "U.csv", "policy": "P.toml"}[name]
        parser.add_argument(
            f"--{name}", type=Path, required=required, metavar=metavar, help=help_text
        )
    parser.add_argument("--json", action="store_true", help="say what came of it as JSON")


def with_faults(command: str, action: Callable[[], int]) -> int:
    """Run an action on files; a fault in one is said and becomes exit code 2, a violation 1.

    So does a lack of memory, as 3.
    """
    from medverk.batch.actions import AuditFailedError
    from medverk.batch.faults import InputFault
    from medverk.batch.memory import keep_freed_memory

    keep_freed_memory()
    try:
        return action()
    except InputFault as fault:
        print(f"medverk {command}: {fault}", file=sys.stderr)
        return BAD_INPUT
    except AuditFailedError as failed:
        print(
            f"medverk {command}: the audit found violations; nothing was written", file=sys.stderr
        )
        name_violations(failed.violations)
        return VIOLATED
    except MemoryError as lack:
        print(f"medverk {command}: {lack or 'there is not enough memory'}", file=sys.stderr)
        return NO_MEMORY


def report(command: str, options: argparse.Namespace, outcome: "Outcome") -> int:
    """Say what came of a run, for people or as JSON."""
    if options.json:
        print(json.dumps(outcome.summary))
    else:
        said = ", ".join(f"{name} {value}" for name, value in outcome.summary.items())
        print(f"medverk {command}: {said}")
    name_violations(outcome.violations)
    return VIOLATED if outcome.violations else DONE


def name_violations(violations: "tuple[Violation, ...]") -> None:
    """The first violations: what, to whom, of which question and blocks, told by which figures."""
    for violation in violations[:MOST_NAMED]:
        question = violation.question or "number of responses"
        blocks = " ".join(violation.blocks)
        print(f"{violation.flaw}: {violation.audience}, {question}: {blocks}", file=sys.stderr)
        for figure in violation.combination:
            print(f"    {figure}", file=sys.stderr)
    if len(violations) > MOST_NAMED:
        print(f"and {len(violations) - MOST_NAMED} more", file=sys.stderr)


def show_dates(dates: "Iterable[Week]") -> "Iterable[Week]":
    """A progress bar for people at a terminal; nothing when the output is piped."""
    if not sys.stderr.isatty():
        return dates
    from tqdm import tqdm

    bar: Iterable[Week] = tqdm(dates, desc="Publication dates", unit="date")
    return bar
