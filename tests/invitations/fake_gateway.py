"""An SMS gateway on loopback that behaves badly on request, and counts what it would deliver."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FakeGateway:
    """deduplicates: knows idempotency ids. moods: how to behave, one a request, then "well"."""

    deduplicates: bool = True
    moods: list[str] = field(default_factory=list)
    pace: float = 0.0  # seconds before every answer
    slowness: float = 60.0  # seconds of a late answer: longer than any patience
    dripping: float = 0.6  # seconds between the bytes of one that drips: each comes in time
    url: str = ""
    delivered: Counter = field(default_factory=Counter)  # id -> how many times it reached a phone
    requests: list[dict] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopping: threading.Event = field(default_factory=threading.Event)

    def take(self, body: dict) -> str:
        with self.lock:
            self.requests.append(body)
            return self.moods.pop(0) if self.moods else "well"

    def deliver(self, body: dict) -> None:
        number = body.get("idempotencyId") or body["id"]
        with self.lock:
            if not (self.deduplicates and self.delivered[number]):
                self.delivered[number] += 1


class Handler(BaseHTTPRequestHandler):
    """Behaves as the gateway's mood says."""

    server: "Server"
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body["headers"] = dict(self.headers)
        self.close_connection = True
        self.behave(self.server.gateway.take(body), body)

    def behave(self, mood: str, body: dict) -> None:
        if mood == "500 before" or mood.isdigit():
            return self.answer(int(mood.split()[0]))
        self.server.gateway.deliver(body)
        self.server.gateway.stopping.wait(self.server.gateway.pace)
        after = {
            "500 after": lambda: self.answer(500),
            "drop at once": lambda: None,
            "drop in the answer": self.half,
            "late": self.late,
            "drip": self.drip,
        }
        return after.get(mood, self.answer)()

    def half(self) -> None:
        self.send_response(201)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"half')

    def late(self) -> None:
        self.server.gateway.stopping.wait(self.server.gateway.slowness)
        self.answer()

    def answer(self, status: int = 201) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def drip(self) -> None:
        self.send_response(201)
        self.send_header("Content-Length", "10")
        self.end_headers()
        for _ in range(10):
            self.server.gateway.stopping.wait(self.server.gateway.dripping)
            self.wfile.write(b" ")
            self.wfile.flush()

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            """Who asked did not wait."""


class Server(ThreadingHTTPServer):
    """Each request in a thread of its own."""

    gateway: FakeGateway
    daemon_threads = False
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """Who asked did not wait."""


@contextmanager
def running(**options: object) -> Iterator[FakeGateway]:
    """A gateway at `url` until the end of the block."""
    gateway = FakeGateway(**options)  # type: ignore[arg-type]
    server = Server(("127.0.0.1", 0), Handler)
    server.gateway = gateway
    gateway.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield gateway
    finally:
        gateway.stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()
