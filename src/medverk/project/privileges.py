"""What each database role may do, taken from the models and given to PostgreSQL [disclosure G4].

Run after every migration, by the owner. First everything is taken away, then what the models say
is given: a table that says nothing is closed.
"""

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from medverk.people.privacy import INSERT, NOTHING, READ, WRITE, DatabaseRole

# Tables of libraries, which cannot say it themselves.
LIBRARIES: dict[str, dict[DatabaseRole, frozenset[str]]] = {
    "django_session": {DatabaseRole.WEB: WRITE},
    "django_migrations": {DatabaseRole.WEB: READ, DatabaseRole.RELEASER: READ},
    "procrastinate_jobs": {DatabaseRole.WEB: WRITE, DatabaseRole.RELEASER: WRITE},
    "procrastinate_events": {DatabaseRole.WEB: WRITE, DatabaseRole.RELEASER: WRITE},
    "procrastinate_periodic_defers": {DatabaseRole.WEB: WRITE, DatabaseRole.RELEASER: WRITE},
    "procrastinate_workers": {DatabaseRole.WEB: WRITE, DatabaseRole.RELEASER: WRITE},
}
GRANTED = (DatabaseRole.WEB, DatabaseRole.RELEASER)


def privileges_of(model: type[Model], role: DatabaseRole) -> frozenset[str]:
    privileges: dict[DatabaseRole, frozenset[str]] = getattr(model, "privileges", {})
    return privileges.get(role, NOTHING)


def our_models() -> list[type[Model]]:
    """Every model of every room; libraries' models are in LIBRARIES."""
    return [model for model in apps.get_models() if model.__module__.startswith("medverk.")]


def wanted(role: DatabaseRole) -> dict[str, frozenset[str]]:
    """Privileges by table name, for one role."""
    ours = {model._meta.db_table: privileges_of(model, role) for model in our_models()}
    return ours | {table: rights.get(role, NOTHING) for table, rights in LIBRARIES.items()}


def apply_privileges() -> None:
    """Bring the database in line with the models; needs the owner's connection."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        for role in GRANTED:
            name = quote(f"medverk_{role}")
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
            cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {name}")
            for table, rights in wanted(role).items():
                if rights:
                    cursor.execute(f"GRANT {', '.join(sorted(rights))} ON {quote(table)} TO {name}")
                if rights & INSERT:
                    grant_sequences(cursor, table, name)


def grant_sequences(cursor, table: str, name: str) -> None:  # type: ignore[no-untyped-def]
    """Identity columns need no grant; a serial column's sequence does."""
    cursor.execute(
        "SELECT DISTINCT d.objid::regclass::text FROM pg_depend d "
        "JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' "
        "WHERE d.refobjid = %s::regclass AND d.deptype IN ('a', 'i')",
        [f'"{table}"'],
    )
    for (sequence,) in cursor.fetchall():
        cursor.execute(f"GRANT USAGE ON SEQUENCE {sequence} TO {name}")


HELD = """
SELECT relname, privilege
FROM pg_class
CROSS JOIN unnest(
    '{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS privilege
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
  AND (has_table_privilege(%(role)s, pg_class.oid, privilege)
       OR privilege IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
          AND has_any_column_privilege(%(role)s, pg_class.oid, privilege))
"""


def held(cursor: Any, role: str) -> dict[str, frozenset[str]]:
    """The privileges that the database really gives a role, by table; tables without any are left
    out. A privilege on a single column counts as one on the table.

    role: the role's name in the database.
    """
    cursor.execute(HELD, {"role": role})
    found: dict[str, set[str]] = defaultdict(set)
    for table, privilege in cursor.fetchall():
        found[table].add(privilege)
    return {table: frozenset(privileges) for table, privileges in found.items()}
