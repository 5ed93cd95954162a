"""The thresholds of `thresholds`, asked of many crowds at once [disclosure G1].

What the rules want to know of a crowd is how many chose each category, how many counsellors
contributed, and how much the one who contributed most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from medverk.rules.disclosure.columns.tables import Numbers, Truths
from medverk.rules.disclosure.policy import Policy


@dataclass(frozen=True, eq=False)
class Crowds:
    """Many crowds: `counts` has a row for each, and a column for each category."""

    counts: Numbers
    staff: Numbers
    most: Numbers

    @property
    def size(self) -> Numbers:
        """How many responses are in each crowd."""
        total: Numbers = self.counts.sum(axis=1)
        return total


def gather(counts: Numbers, starts: Numbers) -> Crowds:
    """The crowds of consecutive rows, a row for each counsellor; `starts` are their first rows."""
    sizes = counts.sum(axis=1)
    return Crowds(
        np.add.reduceat(counts, starts, axis=0),
        np.add.reduceat((sizes > 0).astype(np.int64), starts),
        np.maximum.reduceat(sizes, starts),
    )


def are_enough(policy: Policy, crowds: Crowds) -> Truths:
    """Whether a result of each crowd may be computed at all [G2, F5]."""
    enough: Truths = (crowds.size >= policy.responses) & (crowds.staff >= policy.counsellors)
    return enough


def may_be_open(policy: Policy, crowds: Crowds) -> Truths:
    """Whether an open figure may rest on each crowd alone [G1]."""
    share = policy.max_share
    spread = crowds.most * share.denominator <= crowds.size * share.numerator
    return are_enough(policy, crowds) & spread


def are_alike(counts: Numbers, threshold: int) -> Truths:
    """Whether a distribution would tell everybody's answer, being of one category and of few."""
    alike: Truths = ((counts > 0).sum(axis=1) == 1) & (counts.sum(axis=1) < 2 * threshold)
    return alike


def may_show_answers(policy: Policy, crowds: Crowds) -> Truths:
    """Whether an open distribution may rest on each crowd alone."""
    return may_be_open(policy, crowds) & ~are_alike(crowds.counts, policy.responses)
