"""A process that plays one part of the demo, and the pipe to it."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from medverk.environment import EnvironmentError

QUICK = "-c synchronous_commit=off"  # the demo can be begun anew; real answers wait for the disk

Part = Callable[..., None]  # takes the pipe, the moment, how many weeks, and perhaps more


@dataclass(frozen=True)
class Player:
    """One part, played by a process of its own."""

    name: str
    process: SpawnProcess
    pipe: Connection

    def ask(self) -> None:
        """Tell it to play on."""
        self.pipe.send(None)

    def wait(self) -> Any:
        """What it says when it has played; raises EnvironmentError when it has ended instead."""
        try:
            said = self.pipe.recv()
        except EOFError:
            raise EnvironmentError(f"The demo stopped: its {self.name} ended.") from None
        if isinstance(said, EnvironmentError):
            raise said
        return said

    def stop(self) -> None:
        self.pipe.close()
        self.process.terminate()
        self.process.join()


def begin(part: Part, now: datetime, weeks: int, *more: Connection) -> Player:
    """Start a process that plays `part`, a function at the top of a module.

    more: pipes to other parts, which are the new process's alone from then on.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    name = part.__name__.removeprefix("play_")
    process = context.Process(
        target=run_part, args=(part, theirs, now, weeks, *more), daemon=True, name=name
    )
    process.start()
    for end in (theirs, *more):
        end.close()
    return Player(name, process, ours)


def run_part(part: Part, pipe: Connection, now: datetime, weeks: int, *more: Connection) -> None:
    """When the one who asks is gone, however it went, the parts end too."""
    os.environ["PGOPTIONS"] = QUICK
    try:
        part(pipe, now, weeks, *more)
    except EnvironmentError as error:
        pipe.send(error)
    except (KeyboardInterrupt, EOFError, BrokenPipeError):
        return
