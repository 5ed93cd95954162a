"""Tallies as columns, and the blocks that their rows lie in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from medverk.rules.disclosure.figures import Part
from medverk.rules.weeks import Week

Numbers = NDArray[np.int64]
Truths = NDArray[np.bool_]

FAR = 1 << 20
"""More weeks than there are."""


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


def rows_of(counts: Numbers, rows: Numbers) -> Numbers:
    """Some rows of counts. Counts are kept column by column, which is what most sums want."""
    return np.take(counts.T, rows, axis=1).T


def order_of(keys: Numbers) -> Numbers:
    """The order of keys, equal ones as they came; keys are not negative.

    Sorted with their rows in them, large columns take a third of the time that argsort takes.
    """
    bits = len(keys).bit_length()
    if int(keys.max(initial=0)) >> (63 - bits):
        return np.argsort(keys, kind="stable")
    return np.sort(keys << bits | np.arange(len(keys))) & ((1 << bits) - 1)


def sum_rows(counts: Numbers, starts: Numbers) -> Numbers:
    """The sums of consecutive rows, from each start to the next."""
    if len(starts) == len(counts):
        return counts
    total = np.empty((counts.shape[1], len(starts)), dtype=np.int64)
    for column, values in zip(total, counts.T, strict=True):
        column[:] = np.add.reduceat(values, starts)
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
    return week.first_day().toordinal() // 7


def place_rows(tables: Tables, parts: Iterable[Part]) -> Numbers:
    """Per row, which of these parts it lies in, or -1. Parts have no week in common."""
    listed = list(parts)
    offices = {name: at for at, name in enumerate(tables.offices)}
    known = [at for at, part in enumerate(listed) if part.office in offices]
    if not known or not len(tables.pair):
        return np.full(len(tables.pair), -1)
    office = np.array([offices[listed[at].office] for at in known])
    first = np.array([number_of(listed[at].from_week) for at in known])
    last = np.array([number_of(listed[at].to_week) for at in known])
    order = np.argsort(office * FAR + last)
    at_office = tables.office[tables.pair]
    found = np.searchsorted((office * FAR + last)[order], at_office * FAR + tables.week)
    part = order[np.minimum(found, len(order) - 1)]
    inside = (
        (office[part] == at_office) & (first[part] <= tables.week) & (tables.week <= last[part])
    )
    return np.where(inside, np.array(known)[part], -1)
