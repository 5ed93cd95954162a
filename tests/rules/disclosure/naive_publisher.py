"""What an honest programmer would write first: everything so far, once there is enough of it."""

from __future__ import annotations

from collections.abc import Iterator

from medverk.rules.disclosure.figures import Block, Line, Part, make_line
from medverk.rules.weeks import Week

from .worlds import START, Response, World


def publish_naively(world: World) -> tuple[list[Block], list[Line]]:
    """Each date, for each office and for the country: all responses since the start, from the
    threshold on. Every single figure satisfies G1."""
    blocks, lines = [], []
    for until in world.dates:
        for unit, offices in list_units(world):
            block = Block(
                f"{unit}:until:{until}",
                unit,
                tuple(Part(office, START, until) for office in offices),
                0,
            )
            behind = select(world, offices, until)
            if len({response.counsellor for response in behind}) < world.policy.counsellors:
                continue
            for question in (None, *world.questions):
                answers = [each for each in behind if question in each.answers]
                counts = count_choices(world, question, answers)
                if (
                    min(len(behind), sum(counts) if question else len(behind))
                    >= world.policy.responses
                ):
                    lines.append(make_line("open", unit, question, [block], len(behind), counts))
            blocks.append(block)
    return blocks, lines


def list_units(world: World) -> Iterator[tuple[str, list[str]]]:
    """Each office, and the country."""
    offices = world.hierarchy.offices()
    yield from ((office, [office]) for office in offices)
    yield "no", offices


def select(world: World, offices: list[str], until: Week) -> list[Response]:
    """The responses of these offices so far."""
    return [each for each in world.responses if each.office in offices and each.week <= until]


def count_choices(world: World, question: str | None, answers: list[Response]) -> tuple[int, ...]:
    """How many chose each category."""
    if question is None:
        return ()
    return tuple(
        sum(each.answers[question] == category for each in answers)
        for category in range(world.questions[question])
    )
