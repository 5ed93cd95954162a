"""Serve the pages, as the web role, which cannot read answers.

medverk serve --port 8000
"""

import argparse
import os

from medverk.people.privacy import DatabaseRole
from medverk.project.commands import start_django


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")


def run(options: argparse.Namespace) -> int:
    start_django(DatabaseRole.WEB, "serve")
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from medverk.project.static_files import collect_static

    collect_static()
    Server(
        "medverk.project.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("MEDVERK_WEB_PROCESSES", "2")),
        blocking_threads=4,
        log_level=LogLevels.warning,
        log_access=False,  # an access log holds links and times: a trail [disclosure G3]
        respawn_failed_workers=True,
    ).serve()
    return 0
