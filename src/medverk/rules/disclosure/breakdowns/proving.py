"""Whether all that a place's figures tell are groups, in all that is counted [disclosure G2]."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from medverk.rules.disclosure.breakdowns.place import Numbers, Place
from medverk.rules.disclosure.breakdowns.search import MOST_STEPS, Finding, Verdict, search
from medverk.rules.disclosure.breakdowns.system import Row, make_system
from medverk.rules.disclosure.policy import Policy


@dataclass(frozen=True)
class Answer:
    """What was found of some figures. `question` is where it was not proven."""

    finding: Finding
    question: str | None = None

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
    most_steps: int = MOST_STEPS
    first: list[str | None] = field(default_factory=list)

    def prove(self, rows: Sequence[Row]) -> Answer:
        """Whether these figures of the place are safe together."""
        for question in self.in_order():
            system = make_system(self.place, question, rows, self.finer)
            found = search(self.policy, system, self.most_steps)
            if found.verdict is not Verdict.SAFE:
                self.first = [question]
                return Answer(found, question)
        return Answer(found)

    def in_order(self) -> Iterable[str | None]:
        """The systems, beginning with the one that failed last."""
        yield from self.first
        yield from (each for each in self.systems if each not in self.first)
