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

from medverk.rules.disclosure.breakdowns.counted import Counted, count_systems
from medverk.rules.disclosure.breakdowns.neighbours import Seen
from medverk.rules.disclosure.breakdowns.place import Place
from medverk.rules.disclosure.breakdowns.search import SAFE, Finding, Verdict
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.tables import Mask
from medverk.rules.disclosure.breakdowns.template import (
    Pattern,
    Stage,
    Template,
    Templates,
    Trials,
)
from medverk.rules.disclosure.policy import Policy

MOST_OPEN = 8
"""Trials that are gone on with together. Where more are open, the search is quicker."""


MOST_COUNTED = 4_000_000
"""Blocks times counsellors times kinds: larger places are searched."""


@dataclass
class QuickProver:
    """Tries figures of one place. `seen` is what was looked at with other places (`together`)."""

    policy: Policy
    place: Place
    templates: Templates
    counted: dict[str | None, Counted] = field(default_factory=dict)
    seen: dict[tuple[str | None, Template], Seen] = field(default_factory=dict)
    masks: dict[tuple[Row, ...], tuple[Mask, ...] | None] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many numbers are counted in each system, at most."""
        return len(self.place.blocks) * len(self.place.staff) * len(self.templates.sizes)

    def prove(self, rows: Sequence[Row], question: str | None) -> Finding | None:
        """Whether these figures tell only groups in one system; None if that is not found out."""
        template = self.find_template(rows, question)
        if template is None:
            return None
        counted, (trials, stage) = self.count(question), template.first
        seen = self.seen.get((question, template)) or self.look(stage, counted)
        left = counted.look_closer(seen, stage, self.policy)
        if left is not None and not len(left):
            return SAFE
        leak = self.find_leak(template, counted)
        if leak is not None or left is None:
            return leak
        return SAFE if self.settle_all(template, counted, trials.only(left)) else None

    def find_template(self, rows: Sequence[Row], question: str | None) -> Template | None:
        """The template for these figures in one system, where there is one."""
        masks = self.masks_of(tuple(rows))
        if masks is None:
            return None
        return self.templates.get(Pattern(masks, self.count(question).present))

    def masks_of(self, rows: tuple[Row, ...]) -> tuple[Mask, ...] | None:
        """The kinds of these figures, if they are over all blocks of a place that is counted."""
        if rows not in self.masks:
            every = self.place.every
            whole = self.size <= MOST_COUNTED and all(row.blocks == every for row in rows)
            self.masks[rows] = tuple(row.mask for row in rows) if whole else None
        return self.masks[rows]

    def count(self, question: str | None) -> Counted:
        """The responses in one system, counted once."""
        if question not in self.counted:
            counted = count_systems([self.place], [question], len(self.templates.sizes))
            self.counted[question] = counted[question][0]
        return self.counted[question]

    def look(self, stage: Stage, counted: Counted) -> Seen:
        """What bounds settle of some trials."""
        return counted.alone.look(stage, self.policy).of(0)

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
            stage = template.stage(trials)
            left = counted.look_closer(self.look(stage, counted), stage, self.policy)
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
