"""The measurements measure what they say: in small, on known ground."""

import os
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from bench.clients import Submission, submit_for
from bench.cpu import cpu_seconds
from bench.first_load import Fetched
from bench.killing import Found, number_as_answers, report
from bench.memory import watch_memory
from bench.results import Line, as_table

BUSY_CHILD = """
import os, time
if os.fork() == 0:
    while time.process_time() < 0.6:
        pass
else:
    os.wait()
    time.sleep(30)
"""
LARGE_CHILD = """
import os, signal, time
shared = bytearray(b"a") * 120_000_000
if os.fork() == 0:
    signal.alarm(30)
    mine = bytearray(b"a") * 60_000_000
time.sleep(30)
"""
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
REFUSED = b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"


class Site(socketserver.StreamRequestHandler):
    """Answers in turn with what it was told to, and notes what it was asked."""

    answers: tuple[bytes, ...]
    asked: list[bytes]

    def handle(self) -> None:
        while head := self.rfile.readline():
            self.asked.append(head.split(b" ")[0])
            length = 0
            while (line := self.rfile.readline().lower()) != b"\r\n":
                if line.startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            self.rfile.read(length)
            self.wfile.write(self.answers[(len(self.asked) - 1) % len(self.answers)])


@contextmanager
def site(*answers: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Its port, and what it has been asked so far."""
    handler = type("ThisSite", (Site,), {"answers": answers, "asked": []})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1], handler.asked
        finally:
            server.shutdown()
            thread.join()


def test_a_complete_submission_is_a_get_and_a_post_that_both_went_well():
    with site(CHUNKED, PLAIN) as (port, asked):
        tally = submit_for(port, [Submission("/s/", b"a=1")] * 6, 5, 1)
    assert (tally.complete, tally.failed) == (6, 0)
    assert asked == [b"GET", b"POST"] * 6


def test_one_that_was_refused_is_not_complete():
    with site(PLAIN, REFUSED) as (port, _):
        tally = submit_for(port, [Submission("/s/", b"a=1")] * 3, 5, 1)
    assert (tally.complete, tally.failed) == (0, 3)


def test_it_counts_the_processor_time_of_children_too():
    process = subprocess.Popen([sys.executable, "-c", BUSY_CHILD])
    try:
        ends = time.monotonic() + 20
        while cpu_seconds(process.pid) < 0.5 and time.monotonic() < ends:
            time.sleep(0.1)
        assert 0.5 <= cpu_seconds(process.pid) < 2
    finally:
        process.kill()
        process.wait()
    assert cpu_seconds(os.getpid()) > 0


def test_memory_is_of_all_processes_and_what_they_share_is_counted_once():
    process = subprocess.Popen([sys.executable, "-c", LARGE_CHILD])
    try:
        with watch_memory(process.pid) as peak:
            ends = time.monotonic() + 20
            while peak.gigabytes < 0.17 and time.monotonic() < ends:
                time.sleep(0.1)
        assert 0.17 <= peak.gigabytes < 0.25
    finally:
        process.kill()
        process.wait()


def test_no_two_people_answer_alike():
    answers = {number_as_answers(number) for number in range(20_000)}
    assert len(answers) == 20_000
    assert {digit for answer in answers for digit in answer} == set("12345")


def found(**changes):
    kept = {
        "acknowledged": {"1111111"},
        "stored": Counter(["1111111", "2111111"]),
        "states": Counter(sent=2),
        "delivered": Counter({"+4791200000": 1, "+4791200001": 1}),
        "web_kills": 3,
        "sender_kills": 3,
    }
    return Found(**(kept | changes))


def broken(lines: list[Line]) -> list[str]:
    return [line.what for line in lines if line.kept is False]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"acknowledged": {"1111111", "3111111"}}, ["thanked for, and not in the vault"]),
        ({"stored": {"1111111": 2}}, ["in the vault more than once"]),
        ({"delivered": {"+4791200000": 1}}, ["messages that reached nobody, of 2"]),
        ({"delivered": {"+4791200000": 2, "+4791200001": 1}}, ["messages that came twice"]),
    ],
)
def test_it_says_what_was_lost_or_doubled(changes, said):
    counted = {
        name: Counter(value) if isinstance(value, dict) else value
        for name, value in changes.items()
    }
    assert broken(report(found(**counted), 2)) == said


def test_it_finds_what_a_browser_fetches_with_a_page():
    page = Fetched()
    page.feed('<link href="/a.css"><img src="data:x"><script src="/b.js"></script><a href="/c">')
    assert page.addresses == {"/a.css", "/b.js"}


def test_its_table_can_be_read():
    lines = [Line("speed", "a second", 512.3, 880, 0.58, "≥ 0.5", True), Line("lost", "", 0)]
    assert as_table(lines) == (
        "| what             | ours | plain | ratio | wanted  |\n"
        "|------------------|------|-------|-------|---------|\n"
        "| speed (a second) | 512  | 880   | 0.58  | ≥ 0.5 ✓ |\n"
        "| lost             | 0    |       |       |         |"
    )
