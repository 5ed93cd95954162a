"""Bring the database up to date: tables, privileges of the roles, shipped questionnaires.

Run it after every upgrade, as the owner of the database. It can be repeated without harm.

    medverk migrate
"""

import argparse
from datetime import timedelta

from medverk.people.privacy import DatabaseRole
from medverk.project.commands import start_django


def add(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:
    start_django(DatabaseRole.OWNER)
    migrate()
    return 0


def migrate() -> None:
    """Tables, then privileges, then questionnaires: each step can be repeated."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from medverk.project.privileges import apply_privileges
    from medverk.surveys.actions import load_shipped

    call_command("migrate", verbosity=0, interactive=False)
    apply_privileges()
    # The demo plays the year that has passed: its questionnaires were in use from its beginning.
    load_shipped(now=timezone.now() - timedelta(weeks=54 if settings.DEMO else 0))
