"""Is the database server fit, and does each role hold what it should and no more?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

from medverk.people.privacy import DatabaseRole
from medverk.project.checks.finding import Finding
from medverk.project.privileges import GRANTED, held, wanted

OLDEST_SERVER = 150000  # PostgreSQL 15, as server_version_num says it

SETTINGS = (
    "server_version_num",
    "track_commit_timestamp",
    "log_statement",
    "log_duration",
    "log_error_verbosity",
    "log_min_duration_statement",
    "log_parameter_max_length",
    "log_parameter_max_length_on_error",
    "server_encoding",
)


@dataclass(frozen=True)
class RoleFacts:
    """One role as the server knows it. `readable` is what it could read when it tried."""

    superuser: bool
    becomes: frozenset[str]  # other roles whose privileges it can take
    privileges: Mapping[str, frozenset[str]]
    readable: frozenset[str]


def check_server(urls: Mapping[DatabaseRole, str]) -> list[Finding]:
    """Findings about the server, asked as each role whose address is known."""
    found: list[Finding] = []
    for role, url in urls.items():
        try:
            with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
                if not found:
                    found += judge_settings(read_settings(connection))
                if role in GRANTED:
                    found += judge_role(role, read_role(connection), wanted(role))
        except psycopg.Error as error:
            reason = str(error).strip().splitlines()[0]
            sentence = f"The database does not let the role {role} in: {reason}"
            found.append(Finding(f"MEDVERK_{role.upper()}_DATABASE_URL", sentence))
    return list(dict.fromkeys(found))


def read_settings(connection: psycopg.Connection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(SETTINGS)]
    )
    return dict(rows.fetchall())


def judge_settings(settings: Mapping[str, str]) -> Iterator[Finding]:
    """What the server would write down beside the tables is a trail as well [disclosure G3]."""
    if int(settings["server_version_num"]) < OLDEST_SERVER:
        yield Finding("postgresql", "Use PostgreSQL 15 or newer.")
    if settings["server_encoding"] != "UTF8":
        yield Finding("postgresql", "Make the database with ENCODING 'UTF8'.")
    if settings["track_commit_timestamp"] != "off":
        yield Finding(
            "track_commit_timestamp",
            "Set track_commit_timestamp = off: it would keep the second of each answer.",
        )
    if settings["log_statement"] not in ("none", "ddl"):
        yield Finding(
            "log_statement", "Set log_statement = none or ddl: the log would time each answer."
        )
    if settings["log_min_duration_statement"] == "0" or settings["log_duration"] != "off":
        yield Finding(
            "log_min_duration_statement",
            "Set log_duration = off and log_min_duration_statement = -1 or 1000: the log would "
            "time each answer.",
        )
    if settings["log_error_verbosity"] != "terse":
        yield Finding(
            "log_error_verbosity",
            "Set log_error_verbosity = terse: an error's detail could quote what was stored.",
        )
    for name in ("log_parameter_max_length", "log_parameter_max_length_on_error"):
        if settings[name] != "0":
            yield Finding(name, f"Set {name} = 0: the log could hold what people wrote.")


def read_role(connection: psycopg.Connection) -> RoleFacts:
    """What the server says about the role of this connection, and what the role can read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls OR rolcreaterole "
            "FROM pg_roles WHERE rolname = current_user"
        )
        name, superuser = cursor.fetchone() or ("", False)
        cursor.execute(
            "SELECT rolname FROM pg_roles "
            "WHERE rolname <> current_user AND pg_has_role(current_user, oid, 'MEMBER')"
        )
        becomes = frozenset(other for (other,) in cursor.fetchall())
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for (table,) in cursor.fetchall()]
        readable = frozenset(table for table in tables if can_read(connection, table))
        return RoleFacts(superuser, becomes, held(cursor, name), readable)


def can_read(connection: psycopg.Connection, table: str) -> bool:
    """Tries it. No row is fetched; the refusal comes first."""
    try:
        connection.execute(sql.SQL("SELECT FROM {} LIMIT 0").format(sql.Identifier(table)))
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


def judge_role(
    role: DatabaseRole, facts: RoleFacts, wanted: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    """The role must hold exactly what the models give it [disclosure G4]."""
    about = f"role {role}"
    if facts.superuser:
        yield Finding(about, f"The role {role} is a superuser or can make roles: it must not.")
    if facts.becomes:
        others = ", ".join(sorted(facts.becomes))
        yield Finding(about, f"The role {role} can become {others}: revoke that membership.")
    nothing: frozenset[str] = frozenset()
    for table in sorted(facts.privileges.keys() | wanted.keys()):
        has, should = facts.privileges.get(table, nothing), wanted.get(table, nothing)
        if has - should or (table in facts.readable and "SELECT" not in should):
            extra = ", ".join(sorted(has - should)) or "SELECT"
            yield Finding(
                about, f"The role {role} may {extra} on {table}, and must not. `medverk migrate`."
            )
        if should - has:
            lacking = ", ".join(sorted(should - has))
            yield Finding(about, f"The role {role} lacks {lacking} on {table}. `medverk migrate`.")
