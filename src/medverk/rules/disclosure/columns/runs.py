"""The mechanism of `runs` for many sequences of cells at once: wait until there is enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from medverk.rules.disclosure.columns.tables import Numbers, Truths, order_of, ranges

Passes = Callable[[Numbers, Numbers], Truths]
"""Whether the cells from each of the one up to each of the other, not included, are enough."""


@dataclass(frozen=True, eq=False)
class Runs:
    """Runs of cells, `first` included and `end` not, and where the tail of each sequence begins."""

    first: Numbers
    end: Numbers
    tails: Numbers


def cut_runs(starts: Numbers, ends: Numbers, oldest: Numbers, passes: Passes) -> Runs:
    """Cut every sequence into the shortest runs that pass, and a tail.

    A sequence is the cells from `starts` to `ends`, in order of time. `oldest` says of each cell
    which is the first one that may still wait when it comes: what is older is shown nowhere new.
    """
    waiting = starts.copy()
    found: list[tuple[Numbers, Numbers]] = []
    for step in range(int((ends - starts).max(initial=0))):
        active = np.flatnonzero(starts + step < ends)
        cell = starts[active] + step
        waiting[active] = np.maximum(waiting[active], oldest[cell])
        enough = passes(waiting[active], cell + 1)
        found.append((waiting[active[enough]], cell[enough] + 1))
        waiting[active[enough]] = cell[enough] + 1
    if not found:
        return Runs(np.zeros(0, np.int64), np.zeros(0, np.int64), waiting)
    first, end = (np.concatenate(column) for column in zip(*found, strict=True))
    order = order_of(first)
    return Runs(first[order], end[order], waiting)


def sums(values: Numbers) -> Numbers:
    """Sums of all numbers before each, so that a run's sum is one subtraction.

    They are of the same kind. Should they run over, what is subtracted would still be right.
    """
    total = np.zeros(len(values) + 1, dtype=values.dtype)
    np.cumsum(values, dtype=values.dtype, out=total[1:])
    return total


def run_sums(values: Numbers, first: Numbers, end: Numbers) -> Numbers:
    """The sum of each run's rows, column by column."""
    total = np.empty((values.shape[1], len(first)), dtype=values.dtype)
    for column, summed in zip(values.T, total, strict=True):
        before = sums(column)
        summed[:] = before[end] - before[first]
    return total.T


def spread(base: Runs, first: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
    """The cells behind runs of base runs, one after the other, and where each run's begin."""
    each = ranges(first, end)
    begin, stop = base.first[each], base.end[each]
    before = sums(stop - begin)
    return before[np.r_[0, np.cumsum(end - first)]], ranges(begin, stop)
