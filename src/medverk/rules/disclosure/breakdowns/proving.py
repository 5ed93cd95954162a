"""Whether all that a place's figures tell are groups, in all that is counted [disclosure G2]."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from medverk.rules.disclosure.breakdowns.footing import Numbers
from medverk.rules.disclosure.breakdowns.place import Place
from medverk.rules.disclosure.breakdowns.search import MOST_STEPS, SAFE, Finding, Verdict, search
from medverk.rules.disclosure.breakdowns.system import Row, make_system
from medverk.rules.disclosure.breakdowns.template import Templates
from medverk.rules.disclosure.breakdowns.trying import QuickProver
from medverk.rules.disclosure.policy import Policy


@dataclass(frozen=True)
class Answer:
    """What was found of some figures. `question` is where it was not proven."""

    finding: Finding
    question: str | None = None
    quick: bool = False
    """Proven by trials."""

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
    known: dict[tuple[Row, ...], Answer] = field(default_factory=dict)

    @cached_property
    def quick(self) -> QuickProver | None:
        """The quick proof, where there are templates and nothing is finer than classes."""
        if self.templates is None or self.finer is not None:
            return None
        return QuickProver(self.policy, self.place, self.templates)

    def has_proven(self, rows: Sequence[Row]) -> bool:
        """Whether an answer is known already."""
        return tuple(rows) in self.known

    def prove(self, rows: Sequence[Row]) -> Answer:
        """Whether these figures of the place are safe together."""
        key = tuple(rows)
        if key not in self.known:
            self.known[key] = self.prove_all(rows)
        return self.known[key]

    def prove_all(self, rows: Sequence[Row]) -> Answer:
        """The same, system by system: by trials, else by trying all that may be computed."""
        quick = True
        for question in self.in_order():
            found = self.quick.prove(rows, question) if self.quick else None
            if found is None:
                quick = False
                system = make_system(self.place, question, rows, self.finer)
                found = search(self.policy, system, self.most_steps)
            if found.verdict is not Verdict.SAFE:
                self.first = [question]
                return Answer(found, question)
        return Answer(SAFE, quick=quick)

    def in_order(self) -> Iterable[str | None]:
        """The systems, beginning with the one that failed last."""
        yield from self.first
        yield from (each for each in self.systems if each not in self.first)
