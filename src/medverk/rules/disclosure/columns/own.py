"""All counsellors' own figures, when all blocks are known: the rule of `own_figures` on columns.

A counsellor's cells are their blocks, in order of time; base runs are cut from them, and runs of
answers from the base runs. Whether own and others are enough is a matter of sums, but for how many
*different* others there are: where one block of a run alone has enough of them that is sure, and
where none has, they are counted one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from medverk.rules.disclosure.columns.crowds import are_alike
from medverk.rules.disclosure.columns.members import Members
from medverk.rules.disclosure.columns.runs import Runs, cut_runs, sums
from medverk.rules.disclosure.columns.tables import FAR, Numbers, Truths
from medverk.rules.disclosure.ledger import LONGEST_WAIT
from medverk.rules.disclosure.policy import Policy


@dataclass(frozen=True, eq=False)
class OwnFigures:
    """Own figures as columns. `base` are runs of cells, `answers` of base runs, per question."""

    members: Members
    base: Runs
    pair: Numbers
    """Per base run, whose it is."""

    fresh: Truths
    """Per base run, whether it is new; others wait for answers only."""

    answers: Mapping[str, Runs]

    def numbers(self) -> Numbers:
        """How many own responses each base run has."""
        return run_sums(self.members.own(None), self.base)[:, 0]

    def counts(self, question: str) -> Numbers:
        """How many chose each category in each run of answers."""
        return run_sums(run_sums(self.members.own(question), self.base), self.answers[question])


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
    """What counsellors can tell of cells or base runs: sums of the own and of the others'."""

    policy: Policy
    members: Members
    question: str | None
    own: Numbers
    others: Numbers
    rich: Numbers
    """How many cells have enough other counsellors by themselves."""

    edges: tuple[Numbers, Numbers]
    """Which of the members' cells each cell or base run begins and ends with."""

    def may_show(self, first: Numbers, end: Numbers) -> Truths:
        """Whether these runs are enough: the own, and what the others leave [G2, F6]."""
        policy = self.policy
        own, others = self.own[end] - self.own[first], self.others[end] - self.others[first]
        enough: Truths = (own.sum(axis=1) >= policy.own_responses) & (
            others.sum(axis=1) >= policy.responses
        )
        if self.question is not None:
            enough &= ~are_alike(own, policy.own_responses) & ~are_alike(others, policy.responses)
        unsure = np.flatnonzero(enough & (self.rich[end] == self.rich[first]))
        enough[unsure] = [self.has_others(first[at], end[at]) for at in unsure]
        return enough

    def has_others(self, first: int, end: int) -> bool:
        """Whether there are enough different others in one run, counted one by one."""
        begins, ends = self.edges
        cells = np.concatenate([np.arange(begins[at], ends[at]) for at in range(first, end)])
        return self.members.colleagues(self.question, cells) >= self.policy.counsellors


def see_cells(policy: Policy, members: Members, question: str | None) -> Sight:
    """Every cell by itself."""
    each = np.arange(len(members.pair))
    rich = (members.others_staff(question) >= policy.counsellors).astype(np.int64)
    own, others = sums(members.own(question)), sums(members.others(question))
    return Sight(policy, members, question, own, others, sums(rich), (each, each + 1))


def see_runs(policy: Policy, members: Members, question: str, base: Runs) -> Sight:
    """Base runs as the cells of runs of answers."""
    cells = see_cells(policy, members, question)
    own, others, rich = (
        sums(total[base.end] - total[base.first]) for total in (cells.own, cells.others, cells.rich)
    )
    return Sight(policy, members, question, own, others, rich, (base.first, base.end))


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
    return OwnFigures(members, base, whose, fresh, answers)


def edges_of(group: Numbers) -> tuple[Numbers, Numbers]:
    """Where each of the consecutive groups begins and ends."""
    edges = np.flatnonzero(np.r_[True, group[1:] != group[:-1], True]) if len(group) else group
    return edges[:-1], edges[1:]


def first_recent(
    group: Numbers, week: Numbers, now: Numbers, cells: Numbers | None = None
) -> Numbers:
    """Per cell (all, if none are named), the first of its group that may wait still at `now`."""
    whose = group if cells is None else group[cells]
    return np.searchsorted(group * FAR + week, whose * FAR + now - LONGEST_WAIT)


def run_sums(values: Numbers, runs: Runs) -> Numbers:
    """The sum of each run's cells."""
    total = sums(values)
    return total[runs.end] - total[runs.first]
