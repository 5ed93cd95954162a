"""An SMS gateway on loopback that takes its time, knows idempotency ids, and counts deliveries."""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PACE = 0.02  # seconds that it takes before it answers, in which its caller may be killed


@dataclass
class Gateway:
    """delivered: how many times a number got a message; requests: how often it was asked to."""

    url: str = ""
    delivered: Counter[str] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)
    requests: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, number: str, to: str) -> None:
        with self.lock:
            self.requests += 1
            if number not in self.known:
                self.known.add(number)
                self.delivered[to] += 1


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    gateway: Gateway

    def log_message(self, *arguments: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.gateway.take(self.headers["Idempotency-Key"], body["to"])
        time.sleep(PACE)
        try:
            self.send_response(201)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")
        except OSError:
            self.close_connection = True  # who asked has been killed


class Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Who asked has been killed."""


@contextmanager
def gateway_running() -> Iterator[Gateway]:
    gateway = Gateway()
    handler = type("BenchHandler", (Handler,), {"gateway": gateway})
    server = Server(("127.0.0.1", 0), handler)
    gateway.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
