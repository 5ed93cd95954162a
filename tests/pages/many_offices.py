"""A county with as many offices as wanted, small and large, and their figures."""

import random
from collections.abc import Iterable, Sequence

from medverk.people.models import Unit, UnitType
from medverk.rules.weeks import Week
from tests.pages.stage import Closed, Stage, added_up, closed, publish, unit


def add_offices(stage: Stage, number: int, first: int = 0) -> list[Unit]:
    return [
        unit(f"17{each:04}", UnitType.OFFICE, stage.county, f"Office {each:03}")
        for each in range(first, first + number)
    ]


def publish_offices(
    stage: Stage, offices: Sequence[Unit], weeks: Iterable[int], low: Unit | None = None
) -> None:
    """Each office has a block a week, of 20 answers or more. Where people are heard less: `low`."""
    chance = random.Random(7)
    for number in weeks:
        week = Week(2026, number)
        blocks = [
            closed(office, "conversation", week, week, 20 + 5 * (place % 12), chance)
            for place, office in enumerate(offices)
        ]
        blocks = [worse(block) if block.office == low else block for block in blocks]
        lines = [line for block in blocks for line in block.lines()]
        above = [stage.county, stage.directorate]
        publish("conversation", week, blocks, added_up(lines, [], above))


def worse(block: Closed) -> Closed:
    """Half of those who agreed that they were heard do not."""
    first, *middle, fourth, fifth = block.counts["heard"]
    moved = fourth // 2 + fifth // 2
    counts = (first + moved, *middle, fourth - fourth // 2, fifth - fifth // 2)
    return Closed(block.office, block.first, block.last, {**block.counts, "heard": counts}, block.n)
