"""The proxies of docs/proxy, with the files as they stand there: no link in what they write.

They run where nginx and Caddy are installed; what they serve is a small server that also fails.
"""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs" / "proxy"
TOKEN = "K7QW-3M9X-2RTB"
PATHS = (
    f"/s/{TOKEN}/",
    f"/s/{TOKEN}/?again={TOKEN}",
    f"/k/{TOKEN}/",
    f"/kode/?code={TOKEN}",
    f"/S/{TOKEN}/",
    f"//s/{TOKEN}/",
    f"/s%2F{TOKEN}",
    f"/login/callback/?code={TOKEN}",
    f"/units/{TOKEN}/",
)


class Answering(BaseHTTPRequestHandler):
    """Answers every other request, and hangs up on the rest: an error for the proxy to log."""

    count = 0

    def do_GET(self) -> None:
        Answering.count += 1
        if Answering.count % 2:
            self.connection.close()
            return
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *values: object) -> None:
        """Silent."""


@pytest.fixture
def served() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, output: Path) -> Iterator[str]:
    """The proxy's process, until it listens; stopped at the end."""
    environment = os.environ | {"HOME": str(output.parent / "conf")}  # Caddy keeps files there
    with (
        output.open("wb") as file,
        subprocess.Popen(command, stdout=file, stderr=file, env=environment) as process,
    ):
        try:
            wait_until_it_listens(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_until_it_listens(port: int) -> None:
    """At most a minute, on a busy machine. Raises TimeoutError."""
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError


def visit(address: str) -> set[int]:
    """Every address twice, so that each is answered once and fails once."""
    host = {"Host": "medverk.example.org"}
    with httpx.Client(base_url=address, headers=host, timeout=60) as client:
        return {client.get(path).status_code for path in PATHS for _ in range(3)}


def written(folder: Path) -> str:
    return "".join(path.read_text("utf8") for path in folder.iterdir() if path.is_file())


def nginx(folder: Path, port: int, served: int) -> list[str]:
    """The documented server, with this machine's ports and folders and without TLS."""
    text = (DOCS / "nginx.conf").read_text("utf8")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{served}")
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    text = text.replace("/var/log/nginx", str(folder))
    text = "\n".join(line for line in text.splitlines() if "ssl_certificate" not in line)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "conf").mkdir()
    configuration = folder / "conf" / "nginx.conf"
    configuration.write_text(
        f"daemon off; pid {folder}/conf/pid; error_log {folder}/error.log info;\n"
        f"events {{}}\nhttp {{ {temporary}\n{text}\n}}\n"
    )
    return ["nginx", "-c", str(configuration), "-p", str(folder)]


def caddy(folder: Path, port: int, served: int) -> list[str]:
    """The documented site, on this machine's ports and without TLS."""
    text = (DOCS / "Caddyfile").read_text("utf8")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{served}")
    text = text.replace("\nmedverk.example.org {", f"\nhttp://medverk.example.org:{port} {{")
    text = text.replace("\n{\n", "\n{\n\tadmin off\n", 1)
    (folder / "conf").mkdir()
    configuration = folder / "conf" / "Caddyfile"
    configuration.write_text(text)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(configuration)]


@pytest.mark.processes
@pytest.mark.parametrize("make", [nginx, caddy], ids=["nginx", "caddy"])
def test_it_writes_no_link_and_no_visitor(make, tmp_path, served):
    if not shutil.which(make.__name__):
        pytest.skip(f"{make.__name__} is not installed")
    port = free_port()
    with running(make(tmp_path, port, served), port, tmp_path / "output.log") as address:
        assert visit(address) == {200, 502}
    text = written(tmp_path)
    assert text
    assert TOKEN not in text
    visitors = [line for line in text.splitlines() if "127.0.0.1" in line and "remote" in line]
    assert visitors == []


@pytest.mark.processes
def test_it_finds_the_link_in_an_ordinary_log(tmp_path, served):
    """The same visit to nginx with its usual log: the test above can fail."""
    if not shutil.which("nginx"):
        pytest.skip("nginx is not installed")
    port = free_port()
    command = nginx(tmp_path, port, served)
    configuration = tmp_path / "conf" / "nginx.conf"
    text = configuration.read_text().replace("access_log off;", "")
    configuration.write_text(text.replace(".log medverk;", ".log combined;"))
    with running(command, port, tmp_path / "output.log") as address:
        visit(address)
    assert TOKEN in written(tmp_path)
