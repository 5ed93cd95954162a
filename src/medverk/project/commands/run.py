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

from medverk.environment import EnvironmentError
from medverk.project.local import local_file, write_local_environment

PROCESSES = ("serve", "worker", "releaser")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port of the web server (8000)")
    parser.add_argument("--empty", action="store_true", help="no demo county: start with nothing")


def run(options: argparse.Namespace) -> int:
    refuse_busy_port(options.port)
    from medverk.project.embedded import start_database

    signal.signal(signal.SIGTERM, interrupt)
    home = local_file().parent
    os.environ["MEDVERK_HOME"] = str(home)
    say("Starting the database …")
    database = start_database(home)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        urls = {str(role): url for role, url in database.urls.items()}
        write_local_environment(urls, options.port)
        prepare(home, empty=options.empty)
        processes += [start(name, options.port) for name in PROCESSES]
        return watch(processes, options.port)
    except KeyboardInterrupt:
        say("\nStopping …")
        return 0
    finally:
        stop_all(processes)
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
        say("Playing a year in a demo county. This takes some minutes, and only the first time …")
        medverk("demo")
        (home / "demo.done").touch()


def medverk(*arguments: str) -> None:
    """Run another command to its end. Ctrl-C reaches only us, and we stop it."""
    command = [sys.executable, "-m", "medverk.project", *arguments]
    done = subprocess.run(command, start_new_session=True)
    if done.returncode:
        raise EnvironmentError(f"`medverk {' '.join(arguments)}` ended with {done.returncode}.")


def start(name: str, port: int) -> subprocess.Popen[bytes]:
    """Start one of the processes, in a session of its own, so that we decide when it stops."""
    extra = ["--port", str(port)] if name == "serve" else []
    command = [sys.executable, "-m", "medverk.project", name, *extra]
    return subprocess.Popen(command, start_new_session=True)


def watch(processes: list[subprocess.Popen[bytes]], port: int) -> int:
    """Wait until one of the processes ends by itself, which is a fault."""
    wait_until_served(processes, port)
    say(f"Medverk runs at http://127.0.0.1:{port}/  (Ctrl-C stops it)")
    while all(process.poll() is None for process in processes):
        time.sleep(0.3)
    say("A process ended by itself; stopping the others.")
    return 1


def stop_all(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask each to end; after 15 seconds do not ask any more."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


def interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def wait_until_served(processes: list[subprocess.Popen[bytes]], port: int) -> None:
    while all(process.poll() is None for process in processes):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def say(words: str) -> None:
    print(words, flush=True)
