"""(a) Complete submissions a second, and processor time each, beside a bare view."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from urllib.parse import urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bench import seeding
from bench.clients import Submission, submit_for
from bench.cpu import cpu_seconds
from bench.house import House, Served, free_port, start, stop, wait_for_port
from bench.results import Line
from medverk.people.privacy import DatabaseRole

AT_ONCE = 8
WARM_UP = 200
MOST_A_SECOND = 1500  # invitations to have ready for each second
TABLE = "CREATE TABLE bare_row (id bigserial PRIMARY KEY, answers text NOT NULL)"


@dataclass
class Side:
    """One of the two that are measured in turns."""

    served: Served
    postmaster: int
    submissions: Iterator[Submission]
    complete: int = 0
    failed: int = 0
    seconds: float = 0.0
    web_cpu: float = 0.0
    database_cpu: float = 0.0

    def measure(self, seconds: float) -> None:
        web, database = cpu_seconds(self.served.process.pid), cpu_seconds(self.postmaster)
        tally = submit_for(self.served.port, self.submissions, seconds, AT_ONCE)
        self.web_cpu += cpu_seconds(self.served.process.pid) - web
        self.database_cpu += cpu_seconds(self.postmaster) - database
        self.complete += tally.complete
        self.failed += tally.failed
        self.seconds += tally.seconds

    @property
    def rate(self) -> float:
        return self.complete / self.seconds


def measure_submissions(house: House, *, quick: bool) -> list[Line]:
    """Both servers run all the time; they are loaded in turns, so that a busy machine is fair."""
    slices, seconds = (2, 2.0) if quick else (6, 5.0)
    with house.acting_as(DatabaseRole.RELEASER) as releaser:
        releaser.submit(seeding.make_key).result()
    with house.acting_as(DatabaseRole.WEB, "worker") as web:
        count = WARM_UP + int(slices * seconds * MOST_A_SECOND)
        tokens = web.submit(seeding.hand_out_slips, count).result()
    with house.serving() as ours, bare_site(house) as bare:
        sides = (
            Side(ours, house.postmaster(), (answer(token) for token in tokens)),
            Side(bare, house.postmaster(), repeat(Submission("/form/", b"answers=5443521"))),
        )
        for side in sides:
            warm_up(side)
        for _ in range(slices):
            for side in sides:
                side.measure(seconds)
    return report(*sides)


def answer(token: str, given: str = "5443521") -> Submission:
    """An answer to each question, by number."""
    fields = dict(zip(seeding.QUESTIONS, given, strict=True))
    return Submission(f"/s/{token}/", urlencode(fields).encode())


def warm_up(side: Side) -> None:
    first = [next(side.submissions) for _ in range(WARM_UP)]
    submit_for(side.served.port, first, 60, AT_ONCE)


@contextmanager
def bare_site(house: House) -> Iterator[Served]:
    """The minimal Django site, in a database of its own on the same server."""
    owner = house.database.urls[DatabaseRole.OWNER]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bare")
    with psycopg.connect(make_conninfo(owner, dbname="bare")) as connection:
        connection.execute(TABLE)
    parts = conninfo_to_dict(owner)
    address = {
        "BARE_NAME": "bare",
        "BARE_HOST": str(parts["host"]),
        "BARE_USER": str(parts["user"]),
        "BARE_PASSWORD": str(parts["password"]),
    }
    port = free_port()
    arguments = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    arguments += ["--workers", "2", "--blocking-threads", "4", "--no-access-log"]
    process = start([*arguments, "--log-level", "warning", "bench.bare:application"], address)
    try:
        wait_for_port(port)
        yield Served(port, process)
    finally:
        stop(process)


def report(ours: Side, bare: Side) -> list[Line]:
    ratio = ours.rate / bare.rate
    return [
        Line("submissions, 8 at a time", "a second", ours.rate, bare.rate, ratio,
             "≥ 0.5", ratio >= 0.5),
        Line("web server's processor time, each", "ms",
             *each(ours.web_cpu, ours, bare.web_cpu, bare)),
        Line("database's processor time, each", "ms",
             *each(ours.database_cpu, ours, bare.database_cpu, bare)),
        Line("submissions that failed", "", ours.failed, bare.failed, None, "0", ours.failed == 0),
    ]  # fmt: skip


def each(used: float, ours: Side, plain: float, bare: Side) -> tuple[float, float, float]:
    """Milliseconds of one submission of ours and of the bare site, and their ratio."""
    mine, other = 1000 * used / ours.complete, 1000 * plain / bare.complete
    return mine, other, mine / other
