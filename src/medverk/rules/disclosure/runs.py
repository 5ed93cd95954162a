"""The mechanism behind all figures: wait until there is enough, then show all that waited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from medverk.rules.disclosure.tallies import Crowd, put_together

Cell = TypeVar("Cell")


def cut_runs(
    cells: Iterable[Cell], crowd_of: Callable[[Cell], Crowd], passes: Callable[[Crowd], bool]
) -> tuple[list[tuple[Cell, ...]], tuple[Cell, ...]]:
    """Cut cells, in order of time, into runs that pass, and the tail that still waits.

    Each run is as short as it can be. Runs have no cell in common and the tail is not shown, so
    whatever anyone subtracts from whatever is a run or several [disclosure G2].
    """
    runs: list[tuple[Cell, ...]] = []
    waiting: list[Cell] = []
    crowd: Crowd = {}
    for cell in cells:
        waiting.append(cell)
        crowd = put_together((crowd, crowd_of(cell)))
        if passes(crowd):
            runs.append(tuple(waiting))
            waiting, crowd = [], {}
    return runs, tuple(waiting)


def flatten(runs: Iterable[Sequence[Cell]]) -> tuple[Cell, ...]:
    """The cells of several runs, in order."""
    return tuple(cell for run in runs for cell in run)
