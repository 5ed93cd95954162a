"""Work on all processors of this machine.

A new process has all that its parent has, at the moment of its birth: nothing is sent but numbers
of items, and results. So no threads may be at work meanwhile; the engines have ended theirs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, TypeVar

from medverk.rules.disclosure.breakdowns.spreading import Spread, one_by_one

Item = TypeVar("Item")
Result = TypeVar("Result")

LARGE = 2_000_000
"""Counted rows of which a process is dear to begin: whatever it inherits is shared page by page."""

FEW = 4
"""Fewer processors than this save less than that costs."""

at_work: list[Callable[[int], Any]] = []
"""In a new process, what it is to do with an item's number."""


def spread(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Do this with each item, on as many processors as there are.

    Raises what the work raises, and MemoryError if the system ended a process.
    """
    processors = min(count_processors(), len(items))
    if processors < 2:
        return [work(item) for item in items]
    with ProcessPoolExecutor(
        processors,
        get_context("fork"),
        initializer=at_work.append,
        initargs=(lambda number: work(items[number]),),
    ) as pool:
        try:
            return list(pool.map(do_item, range(len(items))))
        except BrokenProcessPool as broken:
            raise MemoryError(
                "the system ended one of our processes, most likely for lack of memory: "
                "nothing was written; run it where more is free, or on fewer processors (taskset)"
            ) from broken


def choose_spread(rows: int) -> Spread:
    """Whether so much counted is worth to be spread over the processors that there are."""
    return one_by_one if rows > LARGE and count_processors() < FEW else spread


def count_processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0))


def do_item(number: int) -> Any:
    """Do what this process is here for, with one item."""
    return at_work[-1](number)
