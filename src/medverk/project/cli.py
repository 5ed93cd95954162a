"""The `medverk` command. Each command is a file in `commands/` with `add` and `run`.

A command says which database role it runs as; that choice is made before Django starts.
"""

import argparse
import importlib
import os
import sys
from types import ModuleType

from medverk.environment import EnvironmentError

COMMANDS = (
    "run", "serve", "worker", "releaser", "migrate", "demo", "units", "persons", "publish",
    "check", "backup", "restore", "chart", "audit",
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code. Mistakes of the caller end in 2, with a sentence."""
    parser = argparse.ArgumentParser(
        prog="medverk",
        description="Anonymous feedback after conversations, and what came of it.",
        epilog="Try `medverk run` first: it starts everything with a demo county. "
        "`medverk COMMAND --help` says what a command does and gives an example.",
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    given = sys.argv[1:] if arguments is None else arguments
    # Only the command that is asked for is loaded, which takes a third of the time; else all.
    asked = [name for name in COMMANDS if name in given[:1]]
    modules: dict[str, ModuleType] = {}
    for name in asked or COMMANDS:
        module = modules[name] = importlib.import_module(f"medverk.project.commands.{name}")
        summary = (module.__doc__ or "").strip().splitlines()[0]
        sub = subparsers.add_parser(
            name,
            help=summary,
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add(sub)
    options = parser.parse_args(arguments)
    module = modules[options.command]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medverk.project.settings")
    try:
        return int(module.run(options) or 0)
    except EnvironmentError as error:
        print(f"medverk {options.command}: {error}", file=sys.stderr)
        return 2
