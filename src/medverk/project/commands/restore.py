"""Restore a backup into an empty database, and bring it up to date with this Medverk.

MEDVERK_OWNER_DATABASE_URL names a new, empty database that belongs to the owner; the web role and
the releaser must exist on its server. Put the release engine's keys back as well, or answers that
were not settled yet stay sealed for ever. Before anything is published from it,
`medverk publish now --after-restore` sees to it that no week is published twice.

    medverk restore /var/backups/medverk-2026-11-18.tar
"""

import argparse
import sys
from pathlib import Path

from medverk.people.privacy import DatabaseRole
from medverk.project.commands import start_django
from medverk.project.commands.migrate import migrate


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="what `medverk backup` wrote")


def run(options: argparse.Namespace) -> int:
    start_django(DatabaseRole.OWNER)
    from django.conf import settings

    from medverk.project.backups import BackupError, restore

    try:
        restore(settings.ENVIRONMENT.require("MEDVERK_OWNER_DATABASE_URL"), options.file)
    except BackupError as error:
        print(f"medverk restore: {error}", file=sys.stderr)
        return 1
    migrate()
    print(
        "Restored. Nothing is published from it before you run `medverk publish now "
        "--after-restore` as the releaser."
    )
    return 0
