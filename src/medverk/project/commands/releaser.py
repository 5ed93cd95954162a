"""The release engine: settle sealed answers and publish figures, with its own role and key.

medverk releaser
"""

import argparse

from medverk.people.privacy import DatabaseRole
from medverk.project.commands import start_django
from medverk.project.commands.worker import work_on


def add(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:
    start_django(DatabaseRole.RELEASER, "releaser")
    prepare_key()
    work_on("release")
    return 0


def prepare_key() -> None:
    """Without a key of ours no answer can be sealed, so make it before anything else."""
    from django.utils import timezone

    from medverk.vault.actions import prepare_key

    prepare_key(now=timezone.now())
