"""Is what was installed complete, is the database up to date, and do the processes run?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from medverk.project.checks.finding import Finding

ASSETS = ("vendor/designsystemet.css", "vendor/theme.css", "vendor/htmx.js", "medverk.css")
QUIET_FOR = timedelta(minutes=5)  # a worker says that it lives every ten seconds or so
WORKING = 2  # processes that take jobs: worker and releaser


def check_installation(now: datetime) -> list[Finding]:
    """Findings about this installation; needs the web role's connection."""
    found = [*check_time_zone(settings.TIME_ZONE), *check_assets(ASSETS)]
    try:
        found += judge_migrations(count_unapplied())
        found += judge_workers(count_living(now))
    except DatabaseError:
        found.append(Finding("migrations", "The tables cannot be read. Run `medverk migrate`."))
    return found


def check_time_zone(name: str) -> Iterator[Finding]:
    try:
        ZoneInfo(name)
    except ZoneInfoNotFoundError:
        yield Finding(
            "time zone", f"This machine does not know {name}: install its time zone data (tzdata)."
        )


def check_assets(names: tuple[str, ...]) -> Iterator[Finding]:
    absent = [name for name in names if not finders.find(name)]
    if absent:
        yield Finding("assets", f"Style sheets are missing ({', '.join(absent)}): `make setup`.")


def count_unapplied() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def judge_migrations(unapplied: int) -> Iterator[Finding]:
    if unapplied:
        yield Finding(
            "migrations", f"{unapplied} steps of the database are missing. Run `medverk migrate`."
        )


def count_living(now: datetime) -> int:
    """How many processes that take jobs have said lately that they live."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > %s",
            [now - QUIET_FOR],
        )
        (living,) = cursor.fetchone()
    return int(living)


def judge_workers(living: int) -> Iterator[Finding]:
    if living < WORKING:
        yield Finding(
            "workers",
            f"{living} of {WORKING} processes that take jobs have been seen in the last "
            f"{QUIET_FOR.seconds // 60} minutes. Start `medverk worker` and `medverk releaser`.",
        )
