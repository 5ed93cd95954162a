"""Begin the demo anew: an empty database, its tables, and no keys of an earlier try."""

from pathlib import Path

from django.conf import settings
from django.db import ProgrammingError, connection

from medverk.environment import EnvironmentError
from medverk.people.models import Person
from medverk.project.commands.migrate import migrate
from medverk.project.demo.places import SUBJECT
from medverk.releases.memory import forget_all


def start_over() -> None:
    """As the owner. Raises EnvironmentError where this could destroy what people have done."""
    if not settings.DEMO:
        raise EnvironmentError(
            "The demo replaces everything in the database. Set MEDVERK_DEMO=1 on a machine "
            "where nobody works with Medverk."
        )
    if holds_real_people():
        raise EnvironmentError(
            "This database has people in it who are not from the demo, so the demo will not "
            "replace it. Use an empty database."
        )
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    for key in Path(settings.ENVIRONMENT.require("MEDVERK_RELEASER_KEYS")).glob("*.key"):
        key.unlink()
    forget_all()
    migrate()


def holds_real_people() -> bool:
    """Whether somebody is registered whom the demo did not invent."""
    try:
        return Person.objects.exclude(subject__startswith=SUBJECT).exists()
    except ProgrammingError:  # no tables yet
        return False
