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
    work_on("release")
    return 0
