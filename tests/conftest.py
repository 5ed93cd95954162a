"""What every test may ask for; the database is a real PostgreSQL (see test_settings)."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from hypothesis import settings as properties

from medverk.people.privacy import DatabaseRole
from tests.browser import as_person, browser, pool, screen

__all__ = ["as_person", "browser", "pool", "screen"]

# A busy machine is no failure, and a clean checkout tests the same examples each time; at a
# developer's desk the examples differ from run to run.
properties.register_profile("desk", deadline=None)
properties.register_profile("ci", deadline=None, derandomize=True, database=None)
properties.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each xdist worker has a database of its own on the shared server."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """After the tables, the privileges of the roles, as `medverk migrate` does."""
    from medverk.project.privileges import apply_privileges

    with django_db_blocker.unblock():
        apply_privileges()
        begin_identities_high()


def begin_identities_high() -> None:
    """As in an agency after some years: an identity that a page writes as it writes numbers for
    people, as 10 001, opens nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER SEQUENCE "{name}" RESTART WITH 10001')


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Databases come and go in tests: what is remembered outside them must not stay."""
    from tests.remembered import forget_everything

    forget_everything()


@pytest.fixture(autouse=True)
def no_jobs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """pytest-django empties our tables after a test that commits, and not those of the queue."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    if not commits and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE procrastinate_jobs, procrastinate_periodic_defers, procrastinate_workers "
            "CASCADE"
        )


@pytest.fixture(autouse=True)
def language_of_the_pages() -> Iterator[None]:
    """A request leaves its language behind in the process; the next test must not speak it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def now() -> datetime:
    """A Wednesday noon: 2026-W47."""
    return datetime(2026, 11, 18, 11, 0, tzinfo=UTC)


@pytest.fixture
def as_role() -> Callable[[DatabaseRole], object]:
    """`with as_role(DatabaseRole.WEB): …` runs with that role's privileges and no more."""

    @contextmanager
    def become(role: DatabaseRole) -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE medverk_{role}")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute("RESET ROLE")

    return become
