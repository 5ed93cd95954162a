"""Whether all that a place's figures tell are groups, in all that is counted [disclosure G2]."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from medverk.rules.disclosure.breakdowns.place import Numbers, Place
from medverk.rules.disclosure.breakdowns.search import MOST_STEPS, SAFE, Finding, Verdict, search
from medverk.rules.disclosure.breakdowns.system import Row, make_system
from medverk.rules.disclosure.breakdowns.template import Counted, Templates, count_place
from medverk.rules.disclosure.policy import Policy


@dataclass(frozen=True)
class Answer:
    """What was found of some figures. `question` is where it was not proven."""

    finding: Finding
    question: str | None = None
    quick: bool = False
    """Proven by a template."""

    @property
    def safe(self) -> bool:
        """Whether it is proven that the figures tell only groups."""
        return self.finding.verdict is Verdict.SAFE


@dataclass
class Prover:
    """Proves figures of one place, and remembers which system failed last: it fails again soonest.

    `finer` is set where others show more of the same blocks by other variables: it numbers the
    combinations of these, and sets are compared within each. What is then proven holds whatever
    the others show.
    """

    policy: Policy
    place: Place
    systems: Sequence[str | None]
    finer: Numbers | None = None
    templates: Templates | None = None
    most_steps: int = MOST_STEPS
    first: list[str | None] = field(default_factory=list)
    counted: dict[str | None, Counted | None] = field(default_factory=dict)

    def prove(self, rows: Sequence[Row]) -> Answer:
        """Whether these figures of the place are safe together."""
        if self.is_quick(rows):
            return Answer(SAFE, quick=True)
        for question in self.in_order():
            system = make_system(self.place, question, rows, self.finer)
            found = search(self.policy, system, self.most_steps)
            if found.verdict is not Verdict.SAFE:
                self.first = [question]
                return Answer(found, question)
        return Answer(found)

    def is_quick(self, rows: Sequence[Row]) -> bool:
        """Whether a template proves it: all figures are over all blocks, and there are many."""
        if self.templates is None or self.finer is not None:
            return False
        if any(len(row.blocks) < len(self.place.blocks) for row in rows):
            return False
        template = self.templates.get(frozenset(row.mask for row in rows))
        return template is not None and all(
            counted is not None and counted.holds(template, self.policy)
            for counted in map(self.count, self.systems)
        )

    def count(self, question: str | None) -> Counted | None:
        """The responses in one system, counted once for all templates."""
        if question not in self.counted and self.templates is not None:
            kinds = len(self.templates.sizes)
            self.counted[question] = count_place(self.place, kinds, question)
        return self.counted[question]

    def in_order(self) -> Iterable[str | None]:
        """The systems, beginning with the one that failed last."""
        yield from self.first
        yield from (each for each in self.systems if each not in self.first)
