"""Proofs for many places at a time: a processor is quick on many numbers and slow on a few.

What is chosen or audited place by place asks for proofs (`Asking`). All places go on side by side;
what they ask is first looked at for all that ask the same (`neighbours`), and then proven.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from typing import TypeVar

from medverk.rules.disclosure.breakdowns.counted import count_systems
from medverk.rules.disclosure.breakdowns.neighbours import Neighbours
from medverk.rules.disclosure.breakdowns.proving import Answer, Prover
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.template import Template
from medverk.rules.disclosure.breakdowns.trying import MOST_COUNTED, QuickProver

Item = TypeVar("Item")
Result = TypeVar("Result")
Asking = Generator[Sequence[Row], Answer, Result]
"""Something that asks whether figures of its place are safe, and comes to a result."""

MOST_TOGETHER = 200_000
"""Numbers that are counted at a time: few enough to be at hand when they are used."""


def go_on_together(askings: Sequence[tuple[Prover, Asking[Result]]]) -> list[Result]:
    """Go on with all until each has come to a result."""
    count_together([prover.quick for prover, _ in askings if prover.quick])
    results: dict[int, Result] = {}
    answers: dict[int, Answer | None] = dict.fromkeys(range(len(askings)))
    while answers:
        asked: dict[int, Sequence[Row]] = {}
        for at, answer in answers.items():
            try:
                asking = askings[at][1]
                asked[at] = next(asking) if answer is None else asking.send(answer)
            except StopIteration as end:
                results[at] = end.value
        look_together([(askings[at][0], rows) for at, rows in asked.items()])
        answers = {at: askings[at][0].prove(rows) for at, rows in asked.items()}
    return [results[at] for at in range(len(askings))]


def in_parts(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """The items in order, not more than so many in each part."""
    return [items[first : first + most] for first in range(0, len(items), most)]


def prove_together(provers: Sequence[Prover], rows_of: Sequence[Sequence[Row]]) -> list[Answer]:
    """Whether these figures of each place are safe."""
    return go_on_together(
        [(prover, ask(rows)) for prover, rows in zip(provers, rows_of, strict=True)]
    )


def ask(rows: Sequence[Row]) -> Asking[Answer]:
    """Ask once."""
    return (yield rows)


def count_together(provers: Iterable[QuickProver]) -> None:
    """Count places of about the same size at a time."""
    listed: list[QuickProver] = []
    for prover in sorted(provers, key=lambda prover: prover.size, reverse=True):
        if prover.size > MOST_COUNTED:
            continue
        if listed and (len(listed) + 1) * listed[0].size > MOST_TOGETHER:
            count_all(listed)
            listed = []
        listed.append(prover)
    if listed:
        count_all(listed)


def count_all(provers: Sequence[QuickProver]) -> None:
    """Count some places together, in all systems."""
    places, kinds = [each.place for each in provers], len(provers[0].templates.sizes)
    for question, listed in count_systems(places, (None, *places[0].runs), kinds).items():
        for prover, counted in zip(provers, listed, strict=True):
            prover.counted[question] = counted


def look_together(asked: Iterable[tuple[Prover, Sequence[Row]]]) -> None:
    """Look at all that ask by the same template, in the same system."""
    groups: dict[tuple[Neighbours, Template], list[tuple[QuickProver, str | None]]] = {}
    for prover, rows in asked:
        quick = prover.quick
        if quick is None or prover.has_proven(rows):
            continue
        for question in prover.systems:
            template = quick.find_template(rows, question)
            if template is not None:
                key = quick.count(question).together, template
                groups.setdefault(key, []).append((quick, question))
    for (together, template), listed in groups.items():
        chosen = together.only([quick.count(question).number for quick, question in listed])
        seen = chosen.look(template.first[1], listed[0][0].policy)
        for at, (quick, question) in enumerate(listed):
            quick.seen[question, template] = seen.of(at)
