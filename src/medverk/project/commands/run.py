"""Start everything on this machine with a demo county: database, web server, workers.

Data and keys lie in .medverk/ (or MEDVERK_HOME) and are kept between runs. Ctrl-C stops all.

    medverk run --port 8000
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from medverk.project.environment import EnvironmentError
from medverk.project.local import local_file, write_local_environment

PROCESSES = ("serve", "worker", "releaser")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port of the web server (8000)")
    parser.add_argument("--empty", action="store_true", help="no demo county: start with nothing")


def run(options: argparse.Namespace) -> int:
    refuse_busy_port(options.port)
    from medverk.project.embedded import start_database

    home = local_file().parent
    os.environ["MEDVERK_HOME"] = str(home)
    say("Starting the database …")
    database = start_database(home)
    write_local_environment({str(role): url for role, url in database.urls.items()}, options.port)
    try:
        prepare(home, empty=options.empty)
        return watch([start(name, options.port) for name in PROCESSES], options.port)
    finally:
        database.stop()


def refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise EnvironmentError(
                f"Port {port} is taken, perhaps by another `medverk run`. "
                f"Stop that, or try: medverk run --port {port + 1}"
            ) from error


def prepare(home: Path, *, empty: bool) -> None:
    """Migrate, and make the demo county the first time."""
    medverk("migrate")
    if not empty and not (home / "demo.done").exists():
        medverk("demo")
        (home / "demo.done").touch()


def medverk(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "medverk.project", *arguments])
    if done.returncode:
        raise EnvironmentError(f"`medverk {' '.join(arguments)}` ended with {done.returncode}.")


def start(name: str, port: int) -> subprocess.Popen[bytes]:
    extra = ["--port", str(port)] if name == "serve" else []
    return subprocess.Popen([sys.executable, "-m", "medverk.project", name, *extra])


def watch(processes: list[subprocess.Popen[bytes]], port: int) -> int:
    """Wait until Ctrl-C, or until one of the processes ends by itself; then stop them all."""
    signal.signal(signal.SIGTERM, interrupt)
    wait_until_served(port)
    say(f"Medverk runs at http://127.0.0.1:{port}/  (Ctrl-C stops it)")
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
        say("A process ended by itself; stopping the others.")
        return 1
    except KeyboardInterrupt:
        say("\nStopping …")
        return 0
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()


def interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def wait_until_served(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def say(words: str) -> None:
    print(words, flush=True)
