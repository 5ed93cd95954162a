"""Tallies as columns, and the blocks that their rows lie in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.figures import Part
from medverk.rules.weeks import Week

Numbers = NDArray[np.signedinteger[Any]]
"""Whole numbers: places and keys are of 64 bits, counts of 32, which is half as much to move."""

Truths = NDArray[np.bool_]

FAR = 1 << 20
"""More weeks than there are."""

PART = 1 << 12
"""Rows of sums that are made at a time: what they are sums of, the processor holds on to."""


@dataclass(frozen=True, eq=False)
class Tables:
    """One row for each office, counsellor and week, in that order.

    A *pair* is a counsellor in an office. `counts` has a column for the number of responses and one
    for each category of each question; `spans` says which columns are whose. Weeks are numbered
    on, week by week, from any beginning (`number_of`).
    """

    spans: Mapping[str | None, slice]
    offices: Sequence[str]
    counsellors: Sequence[str]
    office: Numbers
    """Per pair, its office's place in the list."""

    who: Numbers
    """Per pair, its counsellor's place in the list."""

    pair: Numbers
    week: Numbers
    counts: Numbers

    @cached_property
    def starts(self) -> Numbers:
        """Per office that has pairs, in order: its first pair."""
        return np.flatnonzero(np.diff(self.office, prepend=-1))

    @cached_property
    def places(self) -> Numbers:
        """The offices that have pairs, in order."""
        return self.office[self.starts]

    @cached_property
    def sizes(self) -> Numbers:
        """Per office that has pairs, how many."""
        return np.diff(np.append(self.starts, len(self.office)))


def rows_of(counts: Numbers, rows: Numbers) -> Numbers:
    """Some rows of counts. Counts are kept column by column, which is what most sums want."""
    return np.take(counts.T, rows, axis=1).T


def order_of(keys: Numbers) -> Numbers:
    """The order of keys, equal ones as they came; keys are not negative."""
    return sort_keys(keys)[0]


def sort_keys(keys: Numbers) -> tuple[Numbers, Numbers]:
    """The order of keys, and the keys in it.

    Sorted with their rows in them, large columns take a third of the time that argsort takes.
    """
    bits = len(keys).bit_length()
    if int(keys.max(initial=0)) >> (63 - bits):
        order = np.argsort(keys, kind="stable")
        return order, keys[order]
    marked = keys << bits
    marked |= np.arange(len(keys))
    marked.sort()
    return marked & (1 << bits) - 1, marked >> bits


def sum_rows(counts: Numbers, starts: Numbers) -> Numbers:
    """The sums of consecutive rows, from each start to the next; as they are, if all start one."""
    if len(starts) == len(counts):
        return counts
    return sum_columns([*counts.T], np.append(starts, len(counts)))


def sum_columns(
    columns: Sequence[Numbers], edges: Numbers, chosen: Numbers | None = None
) -> Numbers:
    """The sums of consecutive rows, from each edge to the next, in a column for each column.

    Rows are all there are, or those chosen, one by one. Sums are differences of running totals,
    part by part: where a sum is of few rows that takes half the time of `reduceat`. Should a total
    run over, its differences would still be right.
    """
    total = np.empty((len(columns), len(edges) - 1), dtype=np.int32)
    for first in range(0, len(edges) - 1, PART):
        ends = edges[first : first + PART + 1]
        rows, ends = slice(ends[0], ends[-1]), ends - ends[0]
        before = np.zeros(ends[-1] + 1, dtype=np.int32)
        for column, summed in zip(columns, total[:, first : first + PART], strict=True):
            values = column[rows] if chosen is None else column.take(chosen[rows])
            np.cumsum(values, dtype=np.int32, out=before[1:])
            summed[:] = np.diff(before.take(ends))
    return total.T


def ranges(first: Numbers, end: Numbers) -> Numbers:
    """All numbers from each first up to each end, not included, one range after the other."""
    sizes = end - first
    total = int(sizes.sum())
    begin = np.repeat(first - np.r_[0, np.cumsum(sizes)[:-1]], sizes) if len(first) else first
    return begin + np.arange(total)


def spans_of(questions: Mapping[str, int]) -> dict[str | None, slice]:
    """Which columns of counts are whose: the number of responses first."""
    spans: dict[str | None, slice] = {None: slice(0, 1)}
    at = 1
    for question, categories in questions.items():
        spans[question] = slice(at, at + categories)
        at += categories
    return spans


def number_of(week: Week) -> int:
    """A number that grows by one from week to week."""
    return number_before(week.year) + week.number


@cache
def number_before(year: int) -> int:
    """The number of the week before a year's first."""
    return Week(year, 1).first_day().toordinal() // 7 - 1


def place_rows(tables: Tables, parts: Iterable[Part]) -> Numbers:
    """Per row, which of these parts it lies in, or -1. Parts have no week in common."""
    if not len(tables.pair):
        return np.zeros(0, dtype=np.int64)
    places = {name: at for at, name in enumerate(tables.offices)}
    low, high = int(tables.week.min()), int(tables.week.max())
    width = high - low + 1
    inside = np.full(len(places) * width, -1)
    for at, part in enumerate(parts):
        if part.office in places:
            first, end = number_of(part.from_week) - low, number_of(part.to_week) + 1 - low
            begin = places[part.office] * width
            inside[begin + max(0, first) : begin + min(width, max(0, end))] = at
    of_pair = tables.office * width - low
    placed: Numbers = inside[of_pair[tables.pair] + tables.week]
    return placed
