"""Back up the whole database into one file, while everybody works on.

The file holds everything but logins and keys. Answers that are not settled yet are in it as they
are stored: sealed, and in random order. The folder of the release engine's keys
(MEDVERK_RELEASER_KEYS) is copied by itself and to another place: whoever holds both could open
them. docs/operate-backup.md says how, and how long each may be kept.

    medverk backup /var/backups/medverk-2026-11-18.tar
"""

import argparse
import sys
from pathlib import Path

from medverk.people.privacy import DatabaseRole
from medverk.project.commands import start_django


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write; must be new")


def run(options: argparse.Namespace) -> int:
    start_django(DatabaseRole.OWNER)
    from django.conf import settings

    from medverk.project.backups import BackupError, back_up

    try:
        back_up(settings.ENVIRONMENT.require("MEDVERK_OWNER_DATABASE_URL"), options.file)
    except BackupError as error:
        print(f"medverk backup: {error}", file=sys.stderr)
        return 1
    print(f"{options.file} holds the whole database. Keys are not in it: copy them separately.")
    return 0
