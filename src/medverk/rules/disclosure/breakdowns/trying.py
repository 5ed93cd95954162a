"""The quick proof of figures over all blocks of a place: many trials at a time.

It tries what the search tries, and settles what the search would settle, or says nothing.

The first pivot that has another number than 0 can only have 1 or -1, where its sign is in a class
with signs of number 0. If both are settled (`counted`) the pivot has 0, and so has the next. What
is not settled is tried on with all numbers of the next pivot, as long as these are few.

What does not come to an end is not unsafe: it is searched, unless one pivot's number alone, the
others being 0, tells a set that is too small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from medverk.rules.disclosure.breakdowns.counted import Counted, count_place
from medverk.rules.disclosure.breakdowns.place import Place
from medverk.rules.disclosure.breakdowns.search import SAFE, Finding, Verdict
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.template import Pattern, Template, Templates, Trials
from medverk.rules.disclosure.policy import Policy

MOST_OPEN = 8
"""Trials that are gone on with together. Where more are open, the search is quicker."""


@dataclass
class QuickProver:
    """Tries figures of one place."""

    policy: Policy
    place: Place
    templates: Templates
    counted: dict[str | None, Counted | None] = field(default_factory=dict)

    def prove(self, rows: Sequence[Row], question: str | None) -> Finding | None:
        """Whether these figures tell only groups in one system; None if that is not found out."""
        if any(row.blocks != self.place.every for row in rows):
            return None
        counted = self.count(question)
        if counted is None:
            return None
        if not counted.by_staff.any():
            return SAFE
        present = tuple(np.flatnonzero(counted.everybody.any(axis=0)).tolist())
        template = self.templates.get(Pattern(tuple(row.mask for row in rows), present))
        if template is None:
            return None
        trials, stage = template.first
        left = counted.find_open(stage, self.policy)
        if left is not None and not len(left):
            return SAFE
        leak = self.find_leak(template, counted)
        if leak is not None or left is None:
            return leak
        return SAFE if self.settle_all(template, counted, trials.only(left)) else None

    def count(self, question: str | None) -> Counted | None:
        """The responses in one system, counted once."""
        if question not in self.counted:
            kinds = len(self.templates.sizes)
            self.counted[question] = count_place(self.place, question, kinds)
        return self.counted[question]

    def settle_all(self, template: Template, counted: Counted, trials: Trials) -> bool:
        """Whether these open trials are settled, whatever numbers the next pivots get."""
        end = len(template.rows) - 1
        while len(trials.step) <= MOST_OPEN:
            done = trials.step == end
            if not counted.is_uniform(template.stage(trials.only(np.flatnonzero(done)))).all():
                return False
            trials = trials.only(np.flatnonzero(~done))
            if not len(trials.step):
                return True
            trials = template.go_on(trials)
            left = counted.find_open(template.stage(trials), self.policy)
            if left is None:
                return False
            trials = trials.only(left)
        return False

    def find_leak(self, template: Template, counted: Counted) -> Finding | None:
        """A set of too few that one pivot's number tells, by the figures' multiples."""
        trials, stage = template.single
        found = counted.find_leak(stage, self.policy)
        if found is None:
            return None
        told, everybody = found
        multiples = trials.values[told] @ template.multiples
        return Finding(Verdict.LEAK if everybody else Verdict.DOUBT, tuple(multiples.tolist()))
