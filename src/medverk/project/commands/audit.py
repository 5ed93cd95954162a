"""Audit figures in a file: does anything shown, however combined, tell about too few?

Reads the same files as `medverk publish --responses`, and figures.csv, with blocks.csv beside it.
Exit code 0: nothing was found. 1: a violation, which is named. 2: a file is not in order. 3: memory
ran out.

    medverk audit --responses R.csv --units U.csv --policy P.toml --figures out/figures.csv
"""

import argparse
from pathlib import Path

from medverk.project.commands.file_inputs import add_inputs, report, with_faults


def add(parser: argparse.ArgumentParser) -> None:
    add_inputs(parser, required=True)
    parser.add_argument("--figures", type=Path, required=True, metavar="FILE", help="figures.csv")


def run(options: argparse.Namespace) -> int:
    from medverk.batch.actions import audit_files

    return with_faults(
        "audit",
        lambda: report(
            "audit",
            options,
            audit_files(options.responses, options.units, options.policy, options.figures),
        ),
    )
