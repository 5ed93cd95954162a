"""Responses counted at the finest grain, and the crowds that figures are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import add

from medverk.rules.weeks import Week

Crowd = Mapping[str, tuple[int, ...]]
"""A set of responses, as counts per category for each counsellor who contributed any.

The crowd behind a number of responses has one category. A response that skipped a question is not
in that question's crowd.
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """What one counsellor's conversations in one office brought in during one week.

    `answers` has, for each question that anybody answered, how many chose each category. Those who
    skipped the question, or found it not relevant, are in `responses` only.
    """

    office: str
    counsellor: str
    week: Week
    responses: int
    answers: Mapping[str, tuple[int, ...]]

    def check_against(self, questions: Mapping[str, int]) -> None:
        """Refuse counts that cannot be (ValueError). `questions` gives the number of categories."""
        for question, counts in self.answers.items():
            if len(counts) != questions.get(question):
                raise ValueError(
                    f"{self.place()}: question {question} has {len(counts)} categories"
                )
            if min(counts) < 0 or sum(counts) > self.responses:
                raise ValueError(f"{self.place()}: question {question} does not add up")
        if self.responses < 0:
            raise ValueError(f"{self.place()}: a negative number of responses")

    def place(self) -> str:
        """Where the tally is from, for messages to those who run the engine."""
        return f"office {self.office}, week {self.week}"


@dataclass(slots=True)
class Contents:
    """What lies in a block, or waits in an office: the responses, and the answers per question."""

    responses: dict[str, tuple[int, ...]] = field(default_factory=dict)
    answers: dict[str, dict[str, tuple[int, ...]]] = field(default_factory=dict)

    def put(self, tally: Tally) -> None:
        """Count a tally in."""
        if tally.responses == 0:
            return
        put_counts(self.responses, tally.counsellor, (tally.responses,))
        for question, counts in tally.answers.items():
            if any(counts):
                put_counts(self.answers.setdefault(question, {}), tally.counsellor, counts)

    def about(self, question: str | None) -> Crowd:
        """Those who answered the question; all who responded, where question is None."""
        return self.responses if question is None else self.answers.get(question, {})


def put_counts(crowd: dict[str, tuple[int, ...]], counsellor: str, counts: tuple[int, ...]) -> None:
    """Add a counsellor's counts to a crowd in the making."""
    before = crowd.get(counsellor)
    crowd[counsellor] = counts if before is None else tuple(map(add, before, counts))


def put_together(crowds: Iterable[Crowd]) -> Crowd:
    """The crowd of all these crowds, which have no response in common."""
    together: dict[str, tuple[int, ...]] = {}
    for crowd in crowds:
        for counsellor, counts in crowd.items():
            put_counts(together, counsellor, counts)
    return together


def all_contents(parts: Iterable[Contents]) -> Contents:
    """Several offices' contents as one."""
    listed = list(parts)
    questions = {question for part in listed for question in part.answers}
    return Contents(
        dict(put_together(part.responses for part in listed)),
        {
            name: dict(put_together(part.about(name) for part in listed))
            for name in sorted(questions)
        },
    )


def size(crowd: Crowd) -> int:
    """How many responses are in the crowd."""
    return sum(map(sum, crowd.values()))


def choices(crowd: Crowd, categories: int) -> tuple[int, ...]:
    """How many chose each category."""
    return tuple(map(sum, zip(*crowd.values(), strict=True))) if crowd else (0,) * categories


def own_part(crowd: Crowd, counsellor: str) -> Crowd:
    """The counsellor's own responses in the crowd."""
    return {counsellor: crowd[counsellor]} if counsellor in crowd else {}


def others_part(crowd: Crowd, counsellor: str) -> Crowd:
    """The responses in the crowd that are about other counsellors' conversations."""
    return {other: counts for other, counts in crowd.items() if other != counsellor}
