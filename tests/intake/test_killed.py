"""The web server's processes are killed (kill -9) under load: an acknowledged answer is there,
exactly once; one that was not acknowledged is there at most once [issue 2, section 9]."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Event, Thread
from urllib.parse import urlencode

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from medverk.invitations.models import Invitation
from medverk.invitations.tokens import token_hash
from medverk.vault.actions import settle
from medverk.vault.models import Response
from tests.intake.house import House, texted
from tests.intake.test_trail import number_as_answers

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

PEOPLE = 240
AT_ONCE = 4
SECONDS_BETWEEN_KILLS = 0.4
PATIENCE = 200  # times that a person tries again
KILLS = 3
MOST_KILLS = 12  # where the machine is slow, the run is long


class Server:
    """`medverk serve` on a port of its own, with the database of this test."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        address = make_conninfo(
            os.environ["MEDVERK_WEB_DATABASE_URL"], dbname=connection.settings_dict["NAME"]
        )
        self.environment = {
            **os.environ,
            "MEDVERK_WEB_DATABASE_URL": address,
            "MEDVERK_WEB_PROCESSES": "2",
            "DJANGO_SETTINGS_MODULE": "medverk.project.settings",
        }
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "medverk.project", "serve", "--port", str(self.port)],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def wait(self) -> None:
        for _ in range(300):
            if self.request("GET", "/health/") == 200:
                return
            time.sleep(0.1)
        raise TimeoutError("the server did not start")

    def workers(self) -> list[int]:
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]

    def request(self, method: str, path: str, fields: dict[str, str] | None = None) -> int:
        """The status, or 0 when there was no answer."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        try:
            link.request(method, path, urlencode(fields) if fields else None, headers)
            return link.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            link.close()

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    started = Server()
    try:
        started.wait()
        yield started
    finally:
        started.stop()


def kill_again_and_again(server: Server, stop: Event, kills: list[int]) -> None:
    """Kill a process that answers; when the server gives up, start it as an operator's would."""
    random = Random(2)
    while not stop.wait(SECONDS_BETWEEN_KILLS):
        if server.process.poll() is not None:
            server.start()
        workers = server.workers() if len(kills) < MOST_KILLS else []
        if workers and server.request("GET", "/health/") == 200:
            victim = random.choice(workers)
            os.kill(victim, signal.SIGKILL)
            kills.append(victim)


def test_it_keeps_every_acknowledged_answer_exactly_once(server, house, now, ring):
    keys = [question["key"] for question in house.version().content["questions"]]
    people = {texted(house, now): number_as_answers(number) for number in range(PEOPLE)}
    Invitation.objects.update(expires_on=date.today() + timedelta(days=3))
    acknowledged: set[str] = set()

    def answer_until_somebody_answers(token: str) -> None:
        fields = dict(zip(keys, map(str, people[token]), strict=True))
        for _ in range(PATIENCE):
            server.request("GET", f"/s/{token}/")
            status = server.request("POST", f"/s/{token}/", fields)
            if status == 200:
                acknowledged.add(token)
            if status:
                return
            time.sleep(0.1)

    stop, kills = Event(), []
    killer = Thread(target=kill_again_and_again, args=(server, stop, kills))
    killer.start()
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            while len(kills) < KILLS:
                list(pool.map(answer_until_somebody_answers, people))  # later, all press again
    finally:
        stop.set()
        killer.join()

    left = {bytes(found) for found in Invitation.objects.values_list("token_hash", flat=True)}
    settle(now=datetime.now(UTC) + timedelta(weeks=1), ring=ring)
    stored = Counter(tuple(row.answers) for row in Response.objects.all())
    answered = {token for token in people if token_hash(token) not in left}
    assert len(kills) >= KILLS
    assert len(acknowledged) >= PEOPLE - AT_ONCE * len(kills)  # those that were on their way
    assert acknowledged <= answered
    assert stored == Counter(people[token] for token in answered)
