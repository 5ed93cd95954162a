"""Fictional agencies, response by response, and what the engine publishes of them by and by."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from hypothesis import strategies as st

from medverk.rules.disclosure.figures import Block, Line
from medverk.rules.disclosure.hierarchy import Hierarchy, Level, Unit
from medverk.rules.disclosure.ledger import Ledger
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.publication import Closing, Publication, decide_publication
from medverk.rules.disclosure.tallies import Tally
from medverk.rules.weeks import Week

START = Week(2026, 1)
SMALL_POLICY = Policy(responses=5, counsellors=2, own_responses=5)


@dataclass(frozen=True)
class Response:
    """One person's answers: question -> category from 0, without the skipped ones."""

    office: str
    counsellor: str
    week: Week
    answers: Mapping[str, int]


@dataclass(frozen=True)
class World:
    """An agency and its history."""

    hierarchy: Hierarchy
    questions: Mapping[str, int]
    policy: Policy
    dates: tuple[Week, ...]
    closings: Mapping[Week, Closing]
    responses: tuple[Response, ...]

    def tallies(self) -> list[Tally]:
        """The responses, counted."""
        counted: dict[tuple[str, str, Week], Counter[tuple[str, int]]] = {}
        sizes: Counter[tuple[str, str, Week]] = Counter()
        for response in self.responses:
            place = (response.office, response.counsellor, response.week)
            sizes[place] += 1
            counted.setdefault(place, Counter()).update(response.answers.items())
        return [Tally(*place, sizes[place], self.count_answers(counted[place])) for place in sizes]

    def count_answers(self, chosen: Counter[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
        """Per question, how many chose each category."""
        return {
            question: tuple(chosen[question, category] for category in range(categories))
            for question, categories in self.questions.items()
        }


Decide = Callable[..., Publication]


@dataclass
class History:
    """All that a world's publications have said so far."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    publications: list[Publication] = field(default_factory=list)
    ledger: Ledger = field(default_factory=lambda: Ledger(START))


def publish(world: World, decide: Decide = decide_publication) -> Iterator[History]:
    """Publish date by date, giving only what the ledger asks for; yields the same history."""
    history = History()
    tallies = world.tallies()
    for until in world.dates:
        needed = history.ledger.needed(world.hierarchy.offices(), until)
        given = [
            tally
            for tally in tallies
            if any(
                part.office == tally.office and part.from_week <= tally.week <= part.to_week
                for part in needed
            )
        ]
        publication = decide(
            world.policy,
            world.hierarchy,
            world.questions,
            until=until,
            ledger=history.ledger,
            tallies=given,
            closing=world.closings.get(until),
        )
        history.blocks.extend(publication.blocks)
        history.lines.extend(publication.lines)
        history.publications.append(publication)
        history.ledger = publication.ledger
        yield history


def publish_all(world: World, decide: Decide = decide_publication) -> History:
    """The history after the last date."""
    return deque(publish(world, decide), maxlen=1).pop() if world.dates else History()


@dataclass(frozen=True)
class Shape:
    """What kind of agency to make."""

    seed: int
    counties: int = 2
    offices: int = 2
    most_counsellors: int = 4
    weeks: int = 16
    step: int = 1
    rate: float = 1.0
    skipping: float = 0.2
    turnover: float = 0.1
    skew: float = 0.6
    policy: Policy = SMALL_POLICY


def make_world(shape: Shape) -> World:
    """An agency of that shape: a country, counties of offices, and a national contact centre."""
    rng = random.Random(shape.seed)
    units = [
        Unit("no", Level.COUNTRY),
        Unit("west", Level.REGION, "no"),
        Unit("cc", Level.OFFICE, "no"),
    ]
    for county in range(shape.counties):
        name = f"c{county}"
        units.append(Unit(name, Level.COUNTY, rng.choice(["no", "west"])))
        units += [Unit(f"{name}o{i}", Level.OFFICE, name) for i in range(shape.offices)]
    hierarchy = Hierarchy.of(units)
    questions = {"goal": 5, "help": 3}
    weeks = [START.plus(number) for number in range(shape.weeks)]
    responses = [
        response
        for office in hierarchy.offices()
        for response in fill_office(rng, shape, office, questions, weeks)
    ]
    rng.shuffle(responses)
    dates = tuple(weeks[shape.step - 1 :: shape.step])
    return World(
        hierarchy,
        questions,
        shape.policy,
        dates,
        draw_closings(rng, hierarchy, dates),
        tuple(responses),
    )


def draw_closings(
    rng: random.Random, hierarchy: Hierarchy, dates: tuple[Week, ...]
) -> dict[Week, Closing]:
    """A pilot that ends somewhere on the way, and the end of the year."""
    if not dates:
        return {}
    pilot = frozenset(rng.sample(hierarchy.offices(), k=2))
    return {rng.choice(dates): Closing(pilot), dates[-1]: Closing()}


def fill_office(
    rng: random.Random, shape: Shape, office: str, questions: Mapping[str, int], weeks: list[Week]
) -> Iterator[Response]:
    """An office's responses: counsellors come and go, are busy or not; questions are skipped."""
    staff = [f"{office}-{i}" for i in range(rng.randint(1, shape.most_counsellors))]
    visiting = ["roaming"] if rng.random() < 0.2 else []
    busy = {name: shape.rate * rng.choice([0.1, 0.5, 1, 1, 2]) for name in [*staff, *visiting]}
    skipping = {question: rng.choice([0, shape.skipping, 0.8]) for question in questions}
    if rng.random() < 0.15:
        return  # an office that never gets a response
    for week in weeks:
        if rng.random() < shape.turnover and len(staff) > 1:
            gone = staff.pop(rng.randrange(len(staff)))
            staff.append(f"{gone}+")
            busy[staff[-1]] = shape.rate * rng.choice([0.5, 1, 2])
        for name in [*staff, *visiting]:
            away = rng.random() < 0.2
            for _ in range(0 if away else draw_number(rng, busy[name])):
                yield Response(office, name, week, draw_answers(rng, shape, questions, skipping))


def draw_number(rng: random.Random, mean: float) -> int:
    """A whole number with about this mean."""
    return sum(rng.random() < mean / 4 for _ in range(4))


def draw_answers(
    rng: random.Random, shape: Shape, questions: Mapping[str, int], skipping: Mapping[str, float]
) -> dict[str, int]:
    """Answers that tend to the highest category."""
    return {
        question: categories - 1 if rng.random() < shape.skew else rng.randrange(categories)
        for question, categories in questions.items()
        if rng.random() >= skipping[question]
    }


shapes = st.builds(
    Shape,
    seed=st.integers(0, 10**9),
    counties=st.integers(1, 3),
    offices=st.integers(1, 3),
    most_counsellors=st.integers(2, 7),
    weeks=st.integers(8, 32),
    step=st.integers(1, 4),
    rate=st.sampled_from([0.5, 1.0, 2.0]),
    skipping=st.sampled_from([0.0, 0.2, 0.6]),
    turnover=st.sampled_from([0.0, 0.1, 0.4]),
    skew=st.sampled_from([0.2, 0.7, 0.95]),
    policy=st.sampled_from([SMALL_POLICY, Policy(7, 3, own_responses=5), Policy()]),
)
worlds = shapes.map(make_world)


def draw_busy_world(seed: int) -> World:
    """A larger agency, in which blocks, pools, own figures and waiting questions all occur."""
    rng = random.Random(seed)
    return make_world(
        Shape(
            seed=seed,
            counties=rng.randint(1, 3),
            offices=rng.randint(1, 4),
            most_counsellors=rng.randint(3, 7),
            weeks=rng.randint(16, 48),
            step=rng.randint(1, 4),
            rate=rng.choice([0.5, 1, 2]),
            skipping=rng.choice([0, 0.2, 0.6]),
            turnover=rng.choice([0, 0.1, 0.4]),
            skew=rng.choice([0.2, 0.7, 0.95]),
            policy=rng.choice([SMALL_POLICY, Policy(7, 3, own_responses=5), Policy()]),
        )
    )
