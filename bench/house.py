"""A Medverk of its own in a temporary folder: a real, durable PostgreSQL, and its processes."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from medverk.people.privacy import DatabaseRole
from medverk.project.commands import start_django
from medverk.project.embedded import EmbeddedDatabase, start_database
from medverk.project.local import write_local_environment


@dataclass(frozen=True)
class House:
    """An installation with tables and questionnaires, and nobody in it yet."""

    home: Path
    database: EmbeddedDatabase

    @contextmanager
    def acting_as(self, role: DatabaseRole, process: str = "") -> Iterator[Executor]:
        """Run functions in a process with that role's privileges and secrets."""
        with ProcessPoolExecutor(
            1, get_context("spawn"), initializer=start_django, initargs=(role, process)
        ) as executor:
            yield executor

    @contextmanager
    def running(self, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
        """One `medverk` process until the end of the block."""
        process = start(["-m", "medverk.project", *arguments], environment)
        try:
            yield process
        finally:
            stop(process)

    @contextmanager
    def serving(self) -> Iterator["Served"]:
        """The web server, with the number of processes it has by default."""
        port = free_port()
        with self.running("serve", "--port", str(port)) as process:
            wait_for_port(port)
            yield Served(port, process)

    def postmaster(self) -> int:
        """The process that all others of the database server descend from."""
        return int((self.home / "postgres" / "postmaster.pid").read_text().splitlines()[0])


@dataclass(frozen=True)
class Served:
    port: int
    process: subprocess.Popen[bytes]


@contextmanager
def new_house() -> Iterator[House]:
    """A fresh installation; everything of it is gone at the end of the block."""
    home = Path(tempfile.mkdtemp(prefix="medverk-bench-"))
    for name in [name for name in os.environ if name.startswith("MEDVERK_")]:
        del os.environ[name]
    os.environ |= {"MEDVERK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "medverk.project.settings"}
    database = start_database(home)
    try:
        write_local_environment({str(role): url for role, url in database.urls.items()}, 8000)
        subprocess.run([sys.executable, "-m", "medverk.project", "migrate"], check=True)
        yield House(home, database)
    finally:
        database.stop()
        shutil.rmtree(home, ignore_errors=True)


def start(
    arguments: list[str], environment: Mapping[str, str], *, group: bool = False
) -> subprocess.Popen[bytes]:
    """group: in a process group of its own, so that it can be killed with its children."""
    return subprocess.Popen(
        [sys.executable, *arguments], env={**os.environ, **environment}, start_new_session=group
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Until somebody listens there. Raises TimeoutError after half a minute."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nobody listens at port {port}")
