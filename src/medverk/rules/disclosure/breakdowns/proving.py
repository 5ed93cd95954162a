"""Whether all that a place's figures tell are groups, in all that is counted [disclosure G2]."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from medverk.rules.disclosure.breakdowns.counted import Counted, count_place
from medverk.rules.disclosure.breakdowns.place import Numbers, Place
from medverk.rules.disclosure.breakdowns.search import MOST_STEPS, SAFE, Finding, Verdict, search
from medverk.rules.disclosure.breakdowns.system import Row, make_system
from medverk.rules.disclosure.breakdowns.template import Single, Template, Templates
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
        template = self.find_template(rows)
        answer = self.compare(template, rows) if template else None
        return answer or self.search(rows)

    def search(self, rows: Sequence[Row]) -> Answer:
        """The same, by trying all that may be computed."""
        for question in self.in_order():
            system = make_system(self.place, question, rows, self.finer)
            found = search(self.policy, system, self.most_steps)
            if found.verdict is not Verdict.SAFE:
                self.first = [question]
                return Answer(found, question)
        return Answer(found)

    def find_template(self, rows: Sequence[Row]) -> Template | None:
        """The template for these figures, if they are all over all blocks."""
        if self.templates is None or self.finer is not None:
            return None
        if any(len(row.blocks) < len(self.place.blocks) for row in rows):
            return None
        return self.templates.get(frozenset(row.mask for row in rows))

    def compare(self, template: Template, rows: Sequence[Row]) -> Answer | None:
        """What a template says of these figures, if it says anything."""
        for question in self.in_order():
            counted = self.count(question)
            if counted is None:
                return None
            if not counted.holds(template, self.policy):
                self.first = [question]
                told = counted.find_leak(template.single, self.policy)
                return None if told is None else Answer(name(template.single, told, rows), question)
        return Answer(SAFE, quick=True)

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


def name(single: Single, told: int, rows: Sequence[Row]) -> Finding:
    """The leak that a single pivot tells, by the multiples of these figures."""
    masks = sorted({row.mask for row in rows})
    left = dict(zip(masks, single.multiples[told].tolist(), strict=True))
    return Finding(Verdict.LEAK, tuple(left.pop(row.mask, 0) for row in rows), single.unit)
