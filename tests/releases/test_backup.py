"""Backup and restore on real databases: nothing is lost, and no trail is made [disclosure G3]."""

import json
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from medverk.people.privacy import DatabaseRole
from medverk.project import backups
from medverk.project.backups import BackupError, back_up, find_program, restore
from medverk.releases.actions import publish
from medverk.releases.models import Release
from medverk.rules.weeks import Week
from medverk.surveys.actions import load_shipped
from medverk.vault.actions import add_responses, key_in_use, prepare_key, seal_answer
from medverk.vault.models import SealedAnswer
from medverk.vault.sealing import seal
from tests.releases.vaulted import Agency, lay_out, morning_after, received_by
from tests.rules.disclosure.worlds import draw_busy_world

pytestmark = pytest.mark.django_db(transaction=True)

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
MANY = 80  # sealed answers: enough that chance and a trail look different


def url_of(role: DatabaseRole, database: str) -> str:
    return make_conninfo(os.environ[f"MEDVERK_{role.upper()}_DATABASE_URL"], dbname=database)


@pytest.fixture
def source() -> str:
    """The owner's address of the database that the test has filled."""
    return url_of(DatabaseRole.OWNER, connection.settings_dict["NAME"])


@pytest.fixture
def empty() -> Iterator[str]:
    """The name of an empty database."""
    name = f"restored_{os.getpid()}"
    with psycopg.connect(os.environ["MEDVERK_OWNER_DATABASE_URL"], autocommit=True) as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {name} (FORCE)")
        owner.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield name
        owner.execute(f"DROP DATABASE {name} (FORCE)")


@pytest.fixture
def filled(asked: object, use_policy: Callable) -> tuple[Agency, Week]:
    """A history that is published, with many answers of the next week still sealed."""
    load_shipped(now=SINCE)
    world = draw_busy_world(3)
    use_policy(world.policy)
    agency = lay_out(world, asked)  # type: ignore[arg-type]
    prepare_key(now=morning_after(world.dates[-1]))
    for last, until in pairwise([None, *world.dates[:4]]):
        assert until is not None
        add_responses(map(agency.answer, received_by(world, last, until)))
        publish(questionnaire="short", until=until, now=morning_after(until))
    later = world.dates[3].next()
    for response in [r for r in world.responses if r.week > later][:MANY]:
        answer = agency.answer(response)
        seal_answer(id=uuid4(), answer=replace(answer, week=str(later)))
    assert SealedAnswer.objects.count() == MANY
    return agency, later


def program(name: str) -> str:
    return str(find_program(name, connection.pg_version // 10_000).path)  # type: ignore[attr-defined]


def fingerprints(url: str) -> dict[str, str]:
    """Every table's content, whatever the order of its rows."""
    with psycopg.connect(url) as link:
        tables = link.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        return {
            name: link.execute(
                f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {name} t"
            ).fetchone()[0]  # type: ignore[index]
            for (name,) in tables
        }


def medverk(database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command itself, on another database of the same server."""
    environment = os.environ | {
        f"MEDVERK_{role.upper()}_DATABASE_URL": url_of(role, database) for role in DatabaseRole
    }
    environment |= {
        "DJANGO_SETTINGS_MODULE": "medverk.project.settings",
        "MEDVERK_POLICY": settings.ENVIRONMENT.get("MEDVERK_POLICY"),
    }
    return subprocess.run(
        [sys.executable, "-m", "medverk.project", *arguments],
        env=environment,
        capture_output=True,
        text=True,
    )


def test_it_restores_everything_and_what_waited_still_settles(
    filled: tuple[Agency, Week], source: str, empty: str, tmp_path: Path
) -> None:
    file = tmp_path / "backup.tar"
    done = medverk(connection.settings_dict["NAME"], "backup", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert file.stat().st_mode & 0o777 == 0o600
    before = fingerprints(source)

    done = medverk(empty, "restore", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    target = url_of(DatabaseRole.OWNER, empty)
    after = fingerprints(target)
    assert after == before

    later = filled[1]
    publish_later = ("publish", "now", "--questionnaire", "short", "--until", str(later))
    done = medverk(empty, *publish_later)
    assert done.returncode == 1
    assert "not the database published from last" in done.stderr
    done = medverk(empty, *publish_later, "--after-restore")
    said = [json.loads(line)["message"] for line in done.stderr.splitlines()]
    assert (done.returncode, said) == (0, ["audited"])
    assert "short: nothing was forgotten" in done.stdout
    with psycopg.connect(target) as link:
        waiting = link.execute("SELECT count(*) FROM vault_sealedanswer").fetchone()
        settled = link.execute(
            "SELECT count(*) FROM vault_response WHERE week = %s", [str(later)]
        ).fetchone()
        digests = dict(link.execute("SELECT id, digest FROM releases_release").fetchall())
    assert (waiting, settled) == ((0,), (MANY,))
    known = dict(Release.objects.values_list("id", "digest"))
    assert {key: digests[key] for key in known} == known


def test_it_gives_a_restored_database_the_same_privileges(
    filled: object, source: str, empty: str, tmp_path: Path
) -> None:
    back_up(source, tmp_path / "backup.tar")
    assert medverk(empty, "restore", str(tmp_path / "backup.tar")).returncode == 0
    web = url_of(DatabaseRole.WEB, empty)
    for statement in ("SELECT FROM vault_sealedanswer", "SELECT FROM vault_response"):
        with psycopg.connect(web) as link, pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute(statement)
    standing = pytest.raises(psycopg.errors.IntegrityConstraintViolation)
    with psycopg.connect(url_of(DatabaseRole.OWNER, empty)) as owner, standing:
        owner.execute("DELETE FROM releases_figure")


def test_it_loses_no_acknowledged_answer_while_answers_come_in(
    filled: tuple[Agency, Week], source: str, empty: str, tmp_path: Path
) -> None:
    stop, started, stored = threading.Event(), threading.Event(), list[UUID]()
    ciphertext = bytes(SealedAnswer.objects.values_list("ciphertext", flat=True)[0])

    def answer() -> None:
        with psycopg.connect(source, autocommit=True) as link:
            link.execute("SET ROLE medverk_web")
            while not stop.is_set():
                key = uuid4()
                link.execute("INSERT INTO vault_sealedanswer VALUES (%s, %s)", [key, ciphertext])
                stored.append(key)
                started.set()

    load = threading.Thread(target=answer)
    load.start()
    started.wait(5)
    acknowledged = len(stored)
    back_up(source, tmp_path / "backup.tar")
    stop.set()
    load.join()
    restore(url_of(DatabaseRole.OWNER, empty), tmp_path / "backup.tar")
    with psycopg.connect(url_of(DatabaseRole.OWNER, empty)) as link:
        kept = {key for (key,) in link.execute("SELECT id FROM vault_sealedanswer")}
    assert kept >= set(stored[:acknowledged])
    assert len(stored) > acknowledged  # answers did come in while the backup was made


def test_it_lets_nobody_settle_between_the_sealed_answers_and_the_rest(
    filled: object, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, tried = backups.copy_sealed_out, []

    def settle_meanwhile(*arguments: object) -> None:
        with psycopg.connect(source) as link:
            link.execute("SET lock_timeout = '200ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                link.execute("TRUNCATE vault_sealedanswer")
        tried.append(True)
        copy(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(backups, "copy_sealed_out", settle_meanwhile)
    back_up(source, tmp_path / "backup.tar")
    assert tried == [True]
    assert len(sealed_in(tmp_path / "backup.tar")) == MANY


def sealed_in(file: Path) -> list[str]:
    """The ids of the sealed answers in a backup, in the order of the file."""
    with tarfile.open(file) as tar:
        member = tar.extractfile(backups.ANSWERS)
        assert member is not None
        return [line.split("\t")[0] for line in member.read().decode().splitlines()]


def agreement(order: list[str], truth: list[str]) -> float:
    """The rank correlation of two orders: 1 for the same, about 0 by chance."""
    place = {key: number for number, key in enumerate(truth)}
    count = len(truth)
    squares = sum((place[key] - number) ** 2 for number, key in enumerate(order))
    return 1 - 6 * squares / (count * (count**2 - 1))


def test_it_tells_nothing_of_the_order_in_which_answers_came(source: str, tmp_path: Path) -> None:
    key_in_use.forget()
    truth = [str(uuid4()) for _ in range(400)]
    SealedAnswer.objects.bulk_create(
        SealedAnswer(id=UUID(key), ciphertext=os.urandom(len(a_ciphertext()))) for key in truth
    )
    back_up(source, tmp_path / "backup.tar")
    order = sealed_in(tmp_path / "backup.tar")
    assert sorted(order) == sorted(truth)
    # By chance the correlation is within 5 / sqrt(400) of nought but once in a million times.
    assert abs(agreement(order, truth)) < 0.25
    assert sum(left == right for left, right in zip(order, truth, strict=True)) < 12
    # The same attack on what pg_dump itself would have written:
    naive = subprocess.run(
        [program("pg_dump"), "--data-only", f"--table={backups.SEALED}", source],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rows = [line.split("\t")[0] for line in naive.splitlines() if line[:36] in set(truth)]
    assert agreement(rows, truth) == 1


def a_ciphertext() -> bytes:
    from nacl.public import PrivateKey

    from medverk.vault.sealing import Answer

    answer = Answer(1, 1, 1, "short", "2026-W01", (1, None), {})
    return seal(answer, bytes(PrivateKey.generate().public_key))


def test_it_keeps_sealed_answers_and_logins_out_of_the_dump_itself(
    filled: object, source: str, tmp_path: Path
) -> None:
    back_up(source, tmp_path / "backup.tar")
    with tarfile.open(tmp_path / "backup.tar") as tar:
        tar.extract(backups.DUMP, tmp_path, filter="data")
    listed = subprocess.run(
        [program("pg_restore"), "--list", str(tmp_path / backups.DUMP)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    data = {line.split()[6] for line in listed.splitlines() if "TABLE DATA" in line}
    assert "vault_response" in data
    assert not data & {backups.SEALED, backups.SESSIONS}


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "changed"])
def test_it_refuses_a_file_that_is_no_whole_backup(
    damage: str, filled: object, source: str, empty: str, tmp_path: Path
) -> None:
    file = tmp_path / "backup.tar"
    back_up(source, file)
    whole = file.read_bytes()
    at = whole.index(b"PGDMP") + 5000
    changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    file.write_bytes(
        {"empty": b"", "text": b"no", "cut": whole[: len(whole) // 2], "changed": changed}[damage]
    )
    with pytest.raises(BackupError, match=r"no backup of Medverk|damaged"):
        restore(url_of(DatabaseRole.OWNER, empty), file)
    assert fingerprints(url_of(DatabaseRole.OWNER, empty)) == {}


def test_it_overwrites_neither_a_file_nor_a_database(
    filled: object, source: str, tmp_path: Path
) -> None:
    file = tmp_path / "backup.tar"
    back_up(source, file)
    with pytest.raises(BackupError, match="there already"):
        back_up(source, file)
    with pytest.raises(BackupError, match="not empty"):
        restore(source, file)


def test_it_leaves_nothing_behind_when_it_fails(source: str, tmp_path: Path) -> None:
    with pytest.raises(BackupError):
        back_up(make_conninfo(source, dbname="nowhere"), tmp_path / "backup.tar")
    assert list(tmp_path.iterdir()) == []
