"""Small agencies whose responses carry background, and what is published of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from medverk.batch.breaking_down import Source, Totals, break_down
from medverk.batch.counting import Grain
from medverk.batch.policy_file import Breakdowns, PolicyFile
from medverk.batch.replaying import list_dates, replay
from medverk.rules.disclosure.breakdowns.cells import Cell
from medverk.rules.disclosure.figures import Block, Line
from medverk.rules.disclosure.hierarchy import Hierarchy, Level, Unit
from medverk.rules.disclosure.policy import Policy
from medverk.rules.weeks import Week

from ..rules.disclosure.columns.columns_of import own_lines
from ..rules.disclosure.worlds import Response

START = Week(2026, 1)
AGES, SEXES = ("young", "middle", "old"), ("woman", "man")
TABLES = (("age",), ("sex",), ("age", "sex"))
THRESHOLD = Policy(responses=5, counsellors=2, own_responses=5)


@dataclass(frozen=True)
class Person(Response):
    """A response with background; what is missing is left out."""

    background: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FileWorld:
    """An agency's responses and its policy, as the files would say."""

    hierarchy: Hierarchy
    policy: PolicyFile
    people: tuple[Person, ...]

    def grain(self) -> Grain:
        """The responses counted, without a database."""
        offices = sorted({person.office for person in self.people})
        counsellors = sorted({person.counsellor for person in self.people})
        weeks = sorted({person.week for person in self.people})
        counted: dict[tuple[int, ...], Counter[int]] = {}
        for person in self.people:
            kind = 0
            for name, values in self.policy.background.items():
                value = person.background.get(name)
                kind = kind * (len(values) + 1) + (
                    len(values) if value is None else values.index(value)
                )
            key = (
                offices.index(person.office),
                weeks.index(person.week),
                counsellors.index(person.counsellor),
                kind,
            )
            counted.setdefault(key, Counter()).update([-1])
            counted[key].update(person.answers.values())
        rows = sorted(counted)
        keys = np.array(rows).reshape(-1, 4)
        answers = np.array([[counted[row][at] for at in range(3)] for row in rows])
        sizes = np.array([counted[row][-1] for row in rows])
        return Grain(
            offices,
            counsellors,
            weeks,
            keys[:, 0],
            keys[:, 2],
            keys[:, 1],
            keys[:, 3],
            sizes,
            {"goal": answers.reshape(-1, 3)},
        )


@dataclass(frozen=True)
class History:
    """The totals and own figures of a world."""

    blocks: list[Block]
    lines: list[Line]


@dataclass(frozen=True)
class FilePublication:
    """What is published of a world, totals and cells."""

    source: Source
    history: History
    cells: list[Cell]


def draw_world(seed: int) -> FileWorld:
    """An agency of a random shape: dense or sparse, with gaps, nesting and missing background."""
    rng = random.Random(seed)
    units = [Unit("no", Level.COUNTRY)]
    for county in ("a", "b"):
        units.append(Unit(county, Level.COUNTY, "no"))
        units += [Unit(f"{county}{at}", Level.OFFICE, county) for at in range(rng.randint(1, 3))]
    if rng.random() < 0.3:
        units.append(Unit("cc", Level.OFFICE, "no"))
    hierarchy = Hierarchy.of(units)
    weeks = rng.choice([1, 2, 3])
    missing, skipping = rng.choice([0, 0, 0.1]), rng.choice([0, 0, 0.15])
    nested = rng.random() < 0.4
    people: list[Person] = []
    for office in hierarchy.offices():
        staff = [f"{office}-{at}" for at in range(rng.choice([1, 2, 3, 4, 6]))]
        ages = rng.choice([AGES, AGES, AGES[:2], AGES[1:]])
        rare = rng.choice([1, 1, 0.2])
        for week in range(weeks):
            for _ in range(rng.randint(0, rng.choice([6, 20, 40]))):
                age = rng.choices(ages, [rare, *[1] * (len(ages) - 1)])[0]
                sex = "man" if nested and age == "young" else rng.choice(SEXES)
                background = {"age": age, "sex": sex}
                kept = {name: v for name, v in background.items() if rng.random() >= missing}
                answers = {} if rng.random() < skipping else {"goal": rng.randrange(3)}
                counsellor = rng.choice(staff)
                people.append(Person(office, counsellor, START.plus(week), answers, kept))
    policy = PolicyFile(
        THRESHOLD,
        "weekly",
        START.plus(weeks - 1) if rng.random() < 0.7 else None,
        {"goal": 3},
        {"age": AGES, "sex": SEXES},
        Breakdowns(TABLES[: rng.choice([1, 2, 3, 3])], edition="half-year"),
    )
    return FileWorld(hierarchy, policy, tuple(people))


def publish_world(world: FileWorld) -> FilePublication:
    """Totals, own figures and breakdowns of a world."""
    grain = world.grain()
    dates = list_dates(world.policy, grain.weeks)
    made = replay(world.policy, world.hierarchy, grain, dates, lambda weeks: weeks)
    own = own_lines(made.history, made.tables) if made.history else ()
    history = History(made.blocks, [*made.lines, *own])
    source = Source(world.policy, world.hierarchy, grain, Totals(history.blocks, history.lines))
    cells, _ = break_down(source)
    return FilePublication(source, history, cells)
