"""All counsellors' own figures, when all blocks are known: the rule of `own_figures` on columns.

A counsellor's cells are their blocks, in order of time; base runs are cut from them, and runs of
answers from the base runs. Whether own and others are enough is a matter of sums, but for how many
*different* others there are: where one block of a run alone has enough of them that is sure, and
where none has, they are counted one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from medverk.rules.disclosure.columns.crowds import are_alike
from medverk.rules.disclosure.columns.members import Members
from medverk.rules.disclosure.columns.runs import Runs, cut_runs, run_sums, spread, sums
from medverk.rules.disclosure.columns.tables import FAR, Numbers, Truths, rows_of, sum_rows
from medverk.rules.disclosure.ledger import LONGEST_WAIT
from medverk.rules.disclosure.policy import Policy


@dataclass(frozen=True, eq=False)
class OwnFigures:
    """Own figures as columns. `base` are runs of cells, `answers` of base runs, per question."""

    members: Members
    closed: Numbers
    """Per block, when it closed."""

    base: Runs
    pair: Numbers
    """Per base run, whose it is."""

    fresh: Truths
    """Per base run, whether it is new; others wait for answers only."""

    answers: Mapping[str, Runs]

    def numbers(self) -> Numbers:
        """How many own responses each base run has."""
        return run_sums(self.members.own(None), self.base.first, self.base.end)[:, 0]

    def counts(self, question: str) -> Numbers:
        """How many chose each category in each run of answers."""
        return self.counted[question]

    @cached_property
    def counted(self) -> Mapping[str, Numbers]:
        """The same of all questions."""
        base = self.base
        return {
            question: run_sums(
                run_sums(self.members.own(question), base.first, base.end), runs.first, runs.end
            )
            for question, runs in self.answers.items()
        }


@dataclass(frozen=True, eq=False)
class Opening:
    """Where own figures go on, per pair that has cells: nothing before `begins` is new.

    `first` and `end` are base runs whose answers wait; of each question those from the cell
    `pending` on.
    """

    begins: Numbers
    first: Numbers
    end: Numbers
    pending: Mapping[str, Numbers]


@dataclass(frozen=True, eq=False)
class Sight:
    """What counsellors can tell of cells or base runs: the own, and what the others leave.

    All but `cells` are sums of whatever comes before each cell or base run.
    """

    policy: Policy
    members: Members
    question: str | None
    own: Numbers
    others: Numbers
    rich: Numbers
    """How many cells have enough other counsellors by themselves."""

    mixed: Numbers
    """How many cells have several answers by themselves, both the own and the others'."""

    cells: Runs
    """The members' cells of each cell or base run."""

    def may_show(self, first: Numbers, end: Numbers) -> Truths:
        """Whether these runs are enough: the own, and what the others leave [G2, F6]."""
        own, others = self.own[end] - self.own[first], self.others[end] - self.others[first]
        enough: Truths = (own >= self.policy.own_responses) & (others >= self.policy.responses)
        if self.question is not None:
            unsure = np.flatnonzero(enough & (self.mixed[end] == self.mixed[first]))
            enough[unsure] = ~self.tell_answers(first[unsure], end[unsure])
        unsure = np.flatnonzero(enough & (self.rich[end] == self.rich[first]))
        enough[unsure] = [self.has_others(first[[at]], end[[at]]) for at in unsure]
        return enough

    def tell_answers(self, first: Numbers, end: Numbers) -> Truths:
        """Whether these runs would tell everybody's answer, of the own or of the others."""
        edges, cells = spread(self.cells, first, end)
        own = rows_of(self.members.own(self.question), cells)
        others = self.members.others_in(self.question, cells)
        return are_alike(sum_rows(own, edges[:-1]), self.policy.own_responses) | are_alike(
            sum_rows(others, edges[:-1]), self.policy.responses
        )

    def has_others(self, first: Numbers, end: Numbers) -> bool:
        """Whether there are enough different others in one run, counted one by one."""
        _, cells = spread(self.cells, first, end)
        return self.members.colleagues(self.question, cells) >= self.policy.counsellors


def see_cells(policy: Policy, members: Members, question: str | None) -> Sight:
    """Every cell by itself. Where nothing is their own the others' part is not told either."""
    cells = len(members.pair)
    own, kinds = count_kinds(members.own(question).T, cells)
    others, other_kinds = count_kinds(members.others(question), cells)
    others *= own > 0
    rich = (members.others_staff(own > 0) >= policy.counsellors) & (own > 0)
    mixed = (kinds > 1) & (other_kinds > 1)
    each = np.arange(cells + 1)
    return Sight(
        policy,
        members,
        question,
        sums(own),
        sums(others),
        sums(rich.astype(np.int32)),
        sums(mixed.astype(np.int32)),
        Runs(each[:-1], each[1:], each[:0]),
    )


def count_kinds(columns: Iterable[Numbers], rows: int) -> tuple[Numbers, Numbers]:
    """Per row, the sum of these columns, and how many of them have any."""
    size, kinds = np.zeros(rows, dtype=np.int32), np.zeros(rows, dtype=np.int16)
    for column in columns:
        size += column
        kinds += column > 0
    return size, kinds


def see_runs(policy: Policy, members: Members, question: str, base: Runs) -> Sight:
    """Base runs as the cells of runs of answers."""
    cells = see_cells(policy, members, question)
    own, others, rich, mixed = (
        sums(total[base.end] - total[base.first])
        for total in (cells.own, cells.others, cells.rich, cells.mixed)
    )
    return Sight(policy, members, question, own, others, rich, mixed, base)


def show_own(
    policy: Policy, members: Members, closed: Numbers, today: int, opening: Opening
) -> OwnFigures:
    """Every new own figure. `closed`: when each block closed; `today`: the last date, as weeks."""
    pair, end_week = members.pair, closed[members.block]
    starts, ends = edges_of(pair)
    begins = opening.begins
    oldest = first_recent(pair, end_week, end_week)
    cut = cut_runs(begins, ends, oldest, see_cells(policy, members, None).may_show)
    at_end = first_recent(pair, end_week, np.full(len(ends), today), ends - 1)
    order = np.argsort(np.r_[opening.first, cut.first], kind="stable")
    base = Runs(
        np.r_[opening.first, cut.first][order],
        np.r_[opening.end, cut.end][order],
        np.maximum(cut.tails, at_end),
    )
    fresh = order >= len(opening.first)
    whose = pair[base.first]
    # A base run waits as long as its first block is recent, seen from the block that ends the next.
    begun, done = end_week[base.first], end_week[base.end - 1]
    answers = {}
    for question in members.spans:
        if question is not None:
            first = np.searchsorted(base.first, opening.pending[question])
            end = np.searchsorted(whose, pair[starts], "right")
            sight = see_runs(policy, members, question, base)
            runs = cut_runs(first, end, first_recent(whose, begun, done), sight.may_show)
            # Where there is no base run the place is past the end, and nothing waits.
            last = np.searchsorted(whose * FAR + begun, pair[starts] * FAR + today - LONGEST_WAIT)
            answers[question] = Runs(runs.first, runs.end, np.maximum(runs.tails, last))
    return OwnFigures(members, closed, base, whose, fresh, answers)


def edges_of(group: Numbers) -> tuple[Numbers, Numbers]:
    """Where each of the consecutive groups begins and ends."""
    edges = np.flatnonzero(np.r_[True, group[1:] != group[:-1], True]) if len(group) else group
    return edges[:-1], edges[1:]


def first_recent(
    group: Numbers, week: Numbers, now: Numbers, cells: Numbers | None = None
) -> Numbers:
    """Per cell (all, if none are named), the first of its group that may wait still at `now`.

    It is looked for only where the group's very first may not.
    """
    starts, ends = edges_of(group)
    first = np.repeat(starts, ends - starts)
    first = first if cells is None else first[cells]
    old = np.flatnonzero(week[first] < now - LONGEST_WAIT)
    wanted = group[first[old]] * FAR + now[old] - LONGEST_WAIT
    first[old] = np.searchsorted(group * FAR + week, wanted) if len(old) else old
    return first
