"""Those who answer: so many at a time over HTTP/1.1 with a client that costs next to nothing, since
it shares the processors with what is measured. Every complete submission is a GET and a POST."""

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Submission:
    """What one person does: open the page, send the form."""

    path: str
    body: bytes


@dataclass
class Tally:
    complete: int = 0
    failed: int = 0
    seconds: float = 0.0


def submit_for(port: int, submissions: Iterable[Submission], seconds: float, at_once: int) -> Tally:
    """Submit for so many seconds, or until there is nothing left to submit."""
    return asyncio.run(submit_all(port, iter(submissions), seconds, at_once))


async def submit_all(
    port: int, waiting: Iterator[Submission], seconds: float, at_once: int
) -> Tally:
    tally = Tally()
    began = time.monotonic()
    ends = began + seconds
    await asyncio.gather(*(submit_some(port, waiting, ends, tally) for _ in range(at_once)))
    tally.seconds = time.monotonic() - began
    return tally


async def submit_some(port: int, waiting: Iterator[Submission], ends: float, tally: Tally) -> None:
    """One connection that is kept, as a reverse proxy keeps it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for submission in waiting:
        opened = await request(reader, writer, "GET", submission.path, b"")
        sent = await request(reader, writer, "POST", submission.path, submission.body)
        if opened == sent == 200:
            tally.complete += 1
        else:
            tally.failed += 1
        if time.monotonic() > ends:
            break
    writer.close()


async def request(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    method: str,
    path: str,
    body: bytes,
) -> int:
    """One request on a kept connection; returns the status when the whole answer has come."""
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    writer.write(head.encode() + body)
    answer = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"transfer-encoding: chunked" in answer:
        await read_chunks(reader)
    else:
        length = answer.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]
        await reader.readexactly(int(length))
    return int(answer.split(b" ", 2)[1])


async def read_chunks(reader: asyncio.StreamReader) -> None:
    """The body of an answer that does not say beforehand how long it is."""
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()
