"""(e) Web server and sender are killed (kill -9) again and again while people answer and messages
go out. Each answer is one that nobody else gives, so that it can be found again in the vault."""

import os
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from random import Random

from bench import seeding
from bench.gateway import Gateway, gateway_running
from bench.house import House, free_port, start
from bench.results import Line
from bench.submissions import answer
from bench.visits import send_once, wait_until_healthy
from medverk.people.privacy import DatabaseRole

AT_ONCE = 8
LONGEST = 300  # seconds in which everything must have been sent
SENDER = {
    "MEDVERK_SMS_GATEWAY": "http",
    "MEDVERK_SMS_TOKEN": "bench",
    "MEDVERK_SMS_SENDER": "Medverk",
    "MEDVERK_SEND_CLAIM_SECONDS": "1",
    "MEDVERK_SEND_BACKOFF_SECONDS": "0.2",
    "MEDVERK_SEND_FROM_HOUR": "0",
    "MEDVERK_SEND_UNTIL_HOUR": "24",
}


@dataclass
class Victim:
    """A process with its children that is killed again and again, and started again each time."""

    begin: Callable[[], subprocess.Popen[bytes]]
    ready: Callable[[], None]
    chance: Random
    kills: int = 0
    last: subprocess.Popen[bytes] | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def being_killed(self) -> Iterator[None]:
        """In the background; at the end of the block it is left alive."""
        process = self.begin()
        thread = threading.Thread(target=self.kill_on, args=(process,))
        thread.start()
        try:
            yield
        finally:
            self.stopping.set()
            thread.join()

    def kill_on(self, process: subprocess.Popen[bytes]) -> None:
        self.ready()
        while not self.stopping.wait(self.chance.uniform(1, 4)):
            kill_all(process)
            self.kills += 1
            process = self.begin()
            self.ready()
        self.last = process

    def end(self) -> None:
        if self.last is not None:
            kill_all(self.last)


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """kill -9 the process and its children; they share its group."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@dataclass
class Found:
    """What was seen from outside, and what lies in the database afterwards."""

    acknowledged: set[str]
    stored: Counter[str]
    states: Counter[str]
    delivered: Counter[str]
    web_kills: int
    sender_kills: int


def measure_killing(house: House, *, quick: bool) -> list[Line]:
    """Kill both for as long as people answer; then let what is left be sent, and count."""
    seconds, people, messages = (20, 8000, 50) if quick else (60, 30_000, 300)
    with house.acting_as(DatabaseRole.RELEASER) as releaser:
        releaser.submit(seeding.make_key).result()
        with house.acting_as(DatabaseRole.WEB, "worker") as web:
            tokens = web.submit(seeding.hand_out_slips, people).result()
            web.submit(seeding.queue_messages, messages).result()
            found = play(web, tokens, seconds)
            found.states.update(web.submit(seeding.message_states).result())
        found.stored.update(releaser.submit(seeding.stored_answers).result())
    return report(found, messages)


def play(web: Executor, tokens: list[str], seconds: float) -> Found:
    port = free_port()
    with gateway_running() as gateway:
        chances = Random(1), Random(2)  # noqa: S311  (when, not what)
        server = Victim(partial(start_server, port), partial(wait_until_healthy, port), chances[0])
        sender = Victim(partial(start_sender, gateway), partial(wake, web), chances[1])
        try:
            with server.being_killed(), sender.being_killed():
                acknowledged = answer_all(port, tokens, seconds)
            wait_until_sent(web)
        finally:
            server.end()
            sender.end()
    return Found(acknowledged, Counter(), Counter(), gateway.delivered, server.kills, sender.kills)


def start_server(port: int) -> subprocess.Popen[bytes]:
    return start(["-m", "medverk.project", "serve", "--port", str(port)], {}, group=True)


def start_sender(gateway: Gateway) -> subprocess.Popen[bytes]:
    address = {**SENDER, "MEDVERK_SMS_URL": gateway.url}
    return start(["-m", "medverk.project", "worker"], address, group=True)


def wake(web: Executor) -> None:
    """A sender looks every minute by itself; this one is told that there is something to send."""
    web.submit(seeding.wake_sender).result()
    time.sleep(2)


def answer_all(port: int, tokens: list[str], seconds: float) -> set[str]:
    """Everybody answers, and tries again while no answer comes; who was thanked."""
    ends = time.monotonic() + seconds

    def answer_one(numbered: tuple[int, str]) -> str | None:
        number, token = numbered
        given = number_as_answers(number)
        while time.monotonic() < ends:
            status = send_once(port, answer(token, given))
            if status:
                return given if status == HTTPStatus.OK else None
            time.sleep(0.05)
        return None

    with ThreadPoolExecutor(AT_ONCE) as people:
        thanked = people.map(answer_one, enumerate(tokens))
        return {given for given in thanked if given is not None}


def wait_until_sent(web: Executor) -> None:
    """The last sender is not killed; wait until nothing is on its way."""
    ends = time.monotonic() + LONGEST
    while {"queued", "sending"} & web.submit(seeding.message_states).result().keys():
        if time.monotonic() > ends:
            return
        web.submit(seeding.wake_sender).result()
        time.sleep(0.5)


def number_as_answers(number: int) -> str:
    """Seven answers from 1 to 5 that say the number; no two are alike below 78 125."""
    return "".join(str(1 + number // 5**place % 5) for place in range(7))


def report(found: Found, messages: int) -> list[Line]:
    stored = found.stored.total()
    lost = len(found.acknowledged - found.stored.keys())
    twice = sum(count > 1 for count in found.stored.values())
    unsent = messages - len(found.delivered) - found.states["uncertain"]
    doubled = sum(count > 1 for count in found.delivered.values())
    return [
        Line("web servers killed meanwhile", "", found.web_kills),
        Line("answers thanked for", "", len(found.acknowledged)),
        Line("answers in the vault, thanked for or not", "", stored),
        Line("thanked for, and not in the vault", "", lost, None, None, "0", lost == 0),
        Line("in the vault more than once", "", twice, None, None, "0", twice == 0),
        Line("senders killed meanwhile", "", found.sender_kills),
        Line(f"messages that reached nobody, of {messages}", "", unsent, None, None,
             "0", unsent == 0),
        Line("messages that came twice", "", doubled, None, None, "0", doubled == 0),
        Line("messages shown as uncertain", "", found.states["uncertain"]),
    ]  # fmt: skip
