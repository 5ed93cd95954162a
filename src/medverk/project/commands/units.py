"""Bring units up to date from a CSV file. All rows are stored, or none.

Columns: number,type,name,status,valid_from,valid_to,parent_number,parent_type
type: LOKAL, REGION, FYLKE, KONTAKT, DIR; status: UNDER_ETABLERING, AKTIV, UNDER_AVVIKLING, NEDLAGT.
The same file can be imported again; units are found by number and type.

    medverk units import units.csv
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from medverk.environment import EnvironmentError
from medverk.people.privacy import DatabaseRole
from medverk.project.commands import start_django


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["import"], help="import: store the file's rows")
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="UTF-8, comma or semicolon")


def run(options: argparse.Namespace) -> int:
    start_django(DatabaseRole.WEB)
    from medverk.people.imports import import_units

    return store(options.file, import_units)


def store(file: Path, action: Callable[..., object]) -> int:
    """Import a file with one of the actions of `people.imports`; exit code 1 when it is refused."""
    from django.utils import timezone
    from django.utils.translation import override

    from medverk.people.table_texts import describe
    from medverk.people.tables import TableError

    try:
        with override("en"):
            print(f"{file}: {action(data=read(file), by=None, now=timezone.now())}")
            return 0
    except TableError as error:
        with override("en"):
            for problem in error.problems:
                print(f"{file}: {describe(problem)}", file=sys.stderr)
        print("Nothing was stored.", file=sys.stderr)
        return 1


def read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise EnvironmentError(f"Cannot read {file}: {error.strerror}.") from error
