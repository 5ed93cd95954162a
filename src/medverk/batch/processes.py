"""Work on all processors of this machine.

A new process has all that its parent has, at the moment of its birth: nothing is sent to it, and
only results come back. The parent works too. Whoever is done with an item takes the next, so that
none waits while there is work. No threads may be at work meanwhile; the engines have ended theirs.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Numbered = list[tuple[int, Result]]

Spread = Callable[[Callable[[Any], Any], Sequence[Any]], list[Any]]
"""Does the same with each item, wherever; the results are in the order of the items."""

WIDTH = 4
"""Bytes that an item's number is written in."""


def one_by_one(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Do this with each item, here, one after the other."""
    return [work(item) for item in items]


def spread(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Do this with each item, on as many processors as there are; results in the items' order.

    Raises what the work raises, and MemoryError if the system ended a process.
    """
    processors = min(count_processors(), len(items))
    if processors < 2:
        return one_by_one(work, items)
    with open_queue(len(items)) as queue:

        def work_on() -> Numbered[Result]:
            return [(number, work(items[number])) for number in take_numbers(queue)]

        with helpers_at_work(processors - 1, work_on) as helpers:
            done = work_on()
            for helper in helpers:
                done += receive(helper)
    return [result for _, result in sorted(done, key=lambda each: each[0])]


@contextmanager
def open_queue(size: int) -> Iterator[int]:
    """A pipe with all items' numbers. Whoever reads takes a number that nobody else gets.

    A pipe holds 16 384 numbers; there are a few items for each half-year.
    """
    queue, end = os.pipe()
    try:
        os.write(end, b"".join(number.to_bytes(WIDTH) for number in range(size)))
        os.close(end)
        yield queue
    finally:
        os.close(queue)


def take_numbers(queue: int) -> Iterator[int]:
    """The numbers of items that this process takes, one after the other, until there are none."""
    while said := os.read(queue, WIDTH):
        yield int.from_bytes(said)


@contextmanager
def helpers_at_work(
    count: int, work_on: Callable[[], Numbered[Any]]
) -> Iterator[list[Connection[Any, Any]]]:
    """So many processes that do their part and send it. None outlives this."""
    context = get_context("fork")
    # A search for circles would write to every object, and what is written to is copied.
    gc.freeze()
    ends: list[Connection[Any, Any]] = []
    helpers: list[ForkProcess] = []
    try:
        for _ in range(count):
            ours, theirs = context.Pipe(duplex=False)
            helper = context.Process(target=do_part, args=(work_on, theirs), daemon=True)
            helper.start()
            theirs.close()
            ends.append(ours)
            helpers.append(helper)
        yield ends
    finally:
        gc.unfreeze()
        for helper in helpers:
            helper.kill()
            helper.join()


def do_part(work_on: Callable[[], Numbered[Any]], parent: Connection[Any, Any]) -> None:
    """Work as a helper; what goes wrong goes wrong in the parent.

    Ctrl-C reaches the parent by itself.
    """
    try:
        said: object = work_on()
    except KeyboardInterrupt:
        return
    except Exception as error:
        said = error
    parent.send(said)


def receive(helper: Connection[Any, Any]) -> Numbered[Any]:
    """What a helper has done. Raises what went wrong there; MemoryError if it says nothing."""
    try:
        said = helper.recv()
    except EOFError as silent:
        raise MemoryError(
            "the system ended one of our processes, most likely for lack of memory: "
            "nothing was written; run it where more is free, or on fewer processors (taskset)"
        ) from silent
    if isinstance(said, Exception):
        raise said
    numbered: Numbered[Any] = said
    return numbered


def count_processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0))
