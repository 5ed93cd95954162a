"""Small agencies whose responses carry background, what is published of them, and who is behind."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from medverk.rules.disclosure.audit import tell_apart
from medverk.rules.disclosure.breakdowns import Background, Breakdown, Cell, Place, Wish, break_down
from medverk.rules.disclosure.breakdowns.editions import (
    edition_of,
    find_classes,
    join_runs,
    keep_whole_runs,
)
from medverk.rules.disclosure.figures import OPEN, Block, Line
from medverk.rules.disclosure.hierarchy import Hierarchy, Level, Unit
from medverk.rules.disclosure.parcels import Parcels
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.publication import Closing
from medverk.rules.weeks import Week

from ..worlds import History, Response, World

START = Week(2026, 25)
"""The first of two weeks in the one half-year; later weeks are in the other."""

CATEGORIES = {"age": ("young", "middle", "old"), "sex": ("woman", "man"), "channel": ("in", "out")}
TABLES = (
    (("age",),),
    (("age",), ("sex",)),
    (("age",), ("sex",), ("channel",)),
    (("age",), ("sex",), ("age", "sex")),
    (("age",), ("sex",), ("channel",), ("age", "sex")),
    (("sex", "channel"),),
)
THRESHOLD = Policy(responses=5, counsellors=2, own_responses=5)


@dataclass(frozen=True)
class Person(Response):
    """A response with background; what is missing is left out."""

    background: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Agency:
    """An agency's responses, what is asked for, and where offices belong in each edition."""

    units: Mapping[str, Hierarchy]
    wish: Wish
    weeks: int
    closes: bool
    people: tuple[Person, ...]

    def totals(self) -> History:
        """Blocks, totals and own figures."""
        history = History()
        history.ledger = type(history.ledger)(START)
        weeks = [START.plus(at) for at in range(self.weeks)]
        for hierarchy in dict.fromkeys(map(id, self.units.values())):
            units = next(each for each in self.units.values() if id(each) == hierarchy)
            dates = [week for week in weeks if self.units[edition_of("half-year", week)] is units]
            closing = {weeks[-1]: Closing()} if self.closes else {}
            world = World(
                units, self.wish.questions, self.wish.policy, tuple(dates), closing, self.people
            )
            history = go_on(world, history)
        return history


def go_on(world: World, history: History) -> History:
    """Publish the world's dates after a history."""
    from medverk.rules.disclosure.publication import decide_publication

    tallies = world.tallies()
    for until in world.dates:
        publication = decide_publication(
            world.policy,
            world.hierarchy,
            world.questions,
            until=until,
            ledger=history.ledger,
            tallies=tallies,
            closing=world.closings.get(until),
        )
        history.blocks.extend(publication.blocks)
        history.lines.extend(publication.lines)
        history.ledger = publication.ledger
    return history


def find_places(
    agency: Agency, blocks: Sequence[Block], lines: Sequence[Line]
) -> dict[str, list[Place]]:
    """Who is behind each edition in each place, counted from single responses."""
    questions = agency.wish.questions
    classes = find_classes(blocks, lines, questions)
    runs = join_runs(classes)
    grouped: dict[tuple[str, str], list[Block]] = {}
    for block in blocks:
        place = block.id if block.id.startswith("pool:") else block.unit
        grouped.setdefault((edition_of("half-year", block.to_week), place), []).append(block)
    found: dict[str, list[Place]] = {}
    for (edition, _), held in sorted(grouped.items()):
        kept = set(keep_whole_runs([block.id for block in held], runs))
        if kept:
            chosen = [block for block in held if block.id in kept]
            found.setdefault(edition, []).append(
                make_place(agency, edition, chosen, classes, lines)
            )
    return found


def find_all_places(agency: Agency, blocks: Sequence[Block], lines: Sequence[Line]) -> list[Place]:
    """Every office and pool with all its blocks, as an audit needs them."""
    classes: dict[str, dict[str, str]] = {}
    for question in agency.wish.questions:
        told = tell_apart(
            line.blocks for line in lines if line.audience == OPEN and line.question == question
        )
        first = {block: alike[0] for alike in told for block in alike}
        classes[question] = {block.id: first.get(block.id, "") for block in blocks}
    held: dict[str, list[Block]] = {}
    for block in blocks:
        place = block.id if block.id.startswith("pool:") else block.unit
        held.setdefault(place, []).append(block)
    return [make_place(agency, "2026-H1", each, classes, lines) for each in held.values()]


def make_place(
    agency: Agency,
    edition: str,
    blocks: Sequence[Block],
    classes: Mapping[str, Mapping[str, str]],
    lines: Sequence[Line],
) -> Place:
    """One place, a row for each response."""
    inside = [
        (at, person)
        for person in agency.people
        for at, block in enumerate(blocks)
        for part in block.parts
        if part.office == person.office and part.from_week <= person.week <= part.to_week
    ]
    staff = sorted({person.counsellor for _, person in inside})
    looking = {
        line.audience.removeprefix("own:")
        for line in lines
        if line.audience != OPEN and line.unit in {person.office for _, person in inside}
    }
    unit = blocks[0].unit
    answers = {}
    for question, categories in agency.wish.questions.items():
        answers[question] = np.zeros((len(inside), categories), dtype=np.int64)
        for row, (_, person) in enumerate(inside):
            if question in person.answers:
                answers[question][row, person.answers[question]] = 1
    path = agency.units[edition].path(unit)
    return Place(
        unit,
        tuple(each.id for each in path if each.level in (Level.COUNTY, Level.COUNTRY)),
        tuple(blocks),
        {
            question: tuple(
                [classes[question][each.id] for each in blocks].index(classes[question][block.id])
                for block in blocks
            )
            for question in agency.wish.questions
        },
        tuple(staff),
        np.array([name in looking for name in staff], dtype=np.bool_),
        np.array([at for at, _ in inside], dtype=np.int64),
        np.array([kind_of(agency.wish, person) for _, person in inside], dtype=np.int64),
        np.array([staff.index(person.counsellor) for _, person in inside], dtype=np.int64),
        np.ones(len(inside), dtype=np.int64),
        {question: Parcels.of(counts) for question, counts in answers.items()},
    )


def kind_of(wish: Wish, person: Person) -> int:
    """The number of a response's combination of background."""
    kind = 0
    for name, values in wish.background.categories.items():
        value = person.background.get(name)
        kind = kind * (len(values) + 1) + (len(values) if value is None else values.index(value))
    return kind


@dataclass(frozen=True)
class Published:
    """All that is shown of an agency."""

    agency: Agency
    blocks: list[Block]
    lines: list[Line]
    places: dict[str, list[Place]]
    editions: dict[str, Breakdown]

    @property
    def cells(self) -> list[Cell]:
        """The cells of all editions."""
        return [cell for made in self.editions.values() for cell in made.cells]


def publish(agency: Agency) -> Published:
    """Totals, own figures and breakdowns of an agency."""
    history = agency.totals()
    places = find_places(agency, history.blocks, history.lines)
    editions = {
        edition: break_down(agency.wish, held, set(agency.units[edition].units))
        for edition, held in places.items()
    }
    return Published(agency, history.blocks, history.lines, places, editions)


def draw_agency(seed: int) -> Agency:
    """An agency of a random shape: dense or sparse, nested, with gaps, pools and moved offices."""
    rng = random.Random(seed)
    counties = ("a", "b")
    offices = {f"{county}{at}": county for county in counties for at in range(rng.randint(1, 3))}
    extra = [Unit("cc", Level.OFFICE, "no")] if rng.random() < 0.3 else []
    units = {"2026-H1": make_units(offices, extra)}
    moved = {office: rng.choice(counties) for office in offices} if rng.random() < 0.3 else None
    units["2026-H2"] = make_units(moved, extra) if moved else units["2026-H1"]
    weeks = rng.choice([2, 2, 3, 4])
    tables = rng.choice(TABLES)
    names = list(dict.fromkeys(name for table in tables for name in table))
    if rng.random() < 0.3:
        names = list(CATEGORIES)
    background = Background({name: CATEGORIES[name] for name in CATEGORIES if name in names})
    missing, skipping = rng.choice([0, 0, 0.05, 0.15]), rng.choice([0, 0, 0.15])
    people: list[Person] = []
    for office in [*offices, *(unit.id for unit in extra)]:
        people += fill_office(rng, office, weeks, names, missing, skipping)
    wish = Wish(THRESHOLD, background, tables, {"goal": 3})
    return Agency(units, wish, weeks, rng.random() < 0.7, tuple(people))


def make_units(offices: Mapping[str, str], extra: list[Unit]) -> Hierarchy:
    """A country with two counties."""
    counties = [Unit(name, Level.COUNTY, "no") for name in ("a", "b")]
    below = [Unit(name, Level.OFFICE, county) for name, county in offices.items()]
    return Hierarchy.of([Unit("no", Level.COUNTRY), *counties, *below, *extra])


def fill_office(
    rng: random.Random, office: str, weeks: int, names: list[str], missing: float, skipping: float
) -> list[Person]:
    """An office's responses. In some, all of one age are of one sex; in some, an age is rare."""
    staff = [f"{office}-{at}" for at in range(rng.choice([1, 2, 3, 4, 6]))]
    if rng.random() < 0.15:
        staff.append("roaming")
    ages = rng.choice([CATEGORIES["age"], CATEGORIES["age"], ("young", "middle"), ("old",)])
    rare, nested, alike = rng.choice([1, 1, 0.2]), rng.random() < 0.3, rng.random() < 0.2
    people = []
    for week in range(weeks):
        for _ in range(rng.randint(0, rng.choice([6, 15, 30]))):
            age = rng.choices(ages, [rare, *[1] * (len(ages) - 1)])[0]
            drawn = {
                "age": age,
                "sex": "man" if nested and age == "young" else rng.choice(CATEGORIES["sex"]),
                "channel": rng.choices(CATEGORIES["channel"], [3, 1])[0],
            }
            kept = {name: drawn[name] for name in names if rng.random() >= missing}
            answer = 2 if alike and rng.random() < 0.9 else rng.randrange(3)
            answers = {} if rng.random() < skipping else {"goal": answer}
            people.append(Person(office, rng.choice(staff), START.plus(week), answers, kept))
    return people
