"""Bring persons and their roles up to date from a CSV file. All rows are stored, or none.

One row for each role: subject,ident,name,email,unit_number,unit_type,role,valid_from,valid_to
(subject: `sub` at the login provider; role: counsellor, interviewer, office_leader, county_staff,
directorate, contact_centre, privacy_officer, administrator). This is how the first administrator
comes in.

    medverk persons import persons.csv
"""

import argparse
from pathlib import Path

from medverk.people.privacy import DatabaseRole
from medverk.project.commands import start_django
from medverk.project.commands.units import store


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["import"], help="import: store the file's rows")
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="UTF-8, comma or semicolon")


def run(options: argparse.Namespace) -> int:
    start_django(DatabaseRole.WEB)
    from medverk.people.imports import import_persons

    return store(options.file, import_persons)
