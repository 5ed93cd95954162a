"""Random agencies of the rules' tests, laid in the real tables."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import transaction

from medverk.people.models import Person, Unit, UnitType
from medverk.releases import storing
from medverk.releases.memory import forget_all
from medverk.releases.models import Release
from medverk.rules.disclosure.figures import Block, Line
from medverk.rules.disclosure.hierarchy import Hierarchy, Level
from medverk.rules.disclosure.hierarchy import Unit as Place
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.publication import Closing
from medverk.rules.weeks import Week
from medverk.surveys.catalogue import shipped_raw
from medverk.surveys.models import Questionnaire
from medverk.vault.sealing import Answer
from tests.rules.disclosure.worlds import START, Response, World

TYPES = {
    Level.OFFICE: UnitType.OFFICE,
    Level.REGION: UnitType.REGION,
    Level.COUNTY: UnitType.COUNTY,
    Level.COUNTRY: UnitType.DIRECTORATE,
}
SLOTS = {"goal": 0, "help": 1}


def short_questionnaire() -> dict[str, Any]:
    """The two questions of the random agencies: "goal" in five steps and "help" in three."""
    raw, call = dict(shipped_raw("conversation")), shipped_raw("call")
    goal = next(question for question in raw["questions"] if question["theme"] == "goal")
    helped = call["questions"][0]
    scale = "three"
    raw["key"] = "short"
    raw["scales"] = {**raw["scales"], scale: call["scales"][helped["scale"]]}
    raw["themes"] = [theme for theme in raw["themes"] if theme["key"] == "goal"]
    raw["questions"] = [
        {**goal, "key": "goal", "slot": 0},
        {**helped, "key": "help", "slot": 1, "theme": "goal", "scale": scale},
    ]
    used = {question["scale"] for question in raw["questions"]}
    raw["scales"] = {name: scale for name, scale in raw["scales"].items() if name in used}
    return raw


def morning_after(week: Week) -> datetime:
    """Monday at six in the morning, when the week is over."""
    return datetime.combine(week.next().first_day(), time(5), UTC)


@dataclass(frozen=True)
class Agency:
    """A world's units and persons in the tables, by the world's own names for them."""

    asked: Questionnaire
    units: Mapping[str, int]
    persons: Mapping[str, int]

    def respond(self, response: Response) -> Response:
        """The response as the engine will know it."""
        return replace(
            response,
            office=str(self.units[response.office]),
            counsellor=str(self.persons[response.counsellor]),
        )

    def answer(self, response: Response) -> Answer:
        """The response as it is sealed; the world counts categories from 0."""
        values = {SLOTS[question]: value + 1 for question, value in response.answers.items()}
        return Answer(
            office_id=self.units[response.office],
            counsellor_id=self.persons[response.counsellor],
            version_id=1,
            questionnaire=self.asked.key,
            week=str(response.week),
            answers=(values.get(0), values.get(1)),
            background={},
        )

    def closing(self, closing: Closing | None) -> Closing | None:
        if closing is None or closing.offices is None:
            return closing
        return Closing(frozenset(str(self.units[office]) for office in closing.offices))


def lay_out(world: World, asked: Questionnaire) -> Agency:
    """Make the world's units and persons."""
    units: dict[str, int] = {}
    for unit in world.hierarchy.units.values():
        parents = [step.id for step in world.hierarchy.path(unit.id)][1:]
        units[unit.id] = Unit.objects.create(
            number=unit.id,
            type=TYPES[unit.level],
            name=unit.id,
            valid_from=date(2026, 1, 1),
            parent_id=units[parents[0]] if parents else None,
        ).pk
    names = sorted({response.counsellor for response in world.responses})
    persons = Person.objects.bulk_create(
        Person(subject=name, ident=f"P{number}", name=name) for number, name in enumerate(names)
    )
    return Agency(asked, units, {person.subject: person.pk for person in persons})


def received_by(world: World, last: Week | None, until: Week) -> list[Response]:
    """What comes in after one date and up to the next."""
    return [
        response
        for response in world.responses
        if (last is None or last < response.week) and response.week <= until
    ]


def stored(asked: Questionnaire) -> tuple[list[Block], list[Line]]:
    """All blocks and lines that the tables hold."""
    releases = list(Release.objects.filter(questionnaire=asked))
    blocks = [block for release in releases for block in storing.read_blocks(release)]
    return blocks, [line for release in releases for line in storing.read_lines(release)]


def plain_world(per_week: Mapping[str, int], weeks: int) -> World:
    """Two offices in a county, three counsellors in each, the same number of responses each week.

    `per_week`: how many, for the offices "north" and "south". Answers vary, nobody skips.
    """
    hierarchy = Hierarchy.of(
        [
            Place("land", Level.COUNTRY),
            Place("county", Level.COUNTY, "land"),
            Place("north", Level.OFFICE, "county"),
            Place("south", Level.OFFICE, "county"),
        ]
    )
    dates = tuple(START.plus(number) for number in range(weeks))
    responses = tuple(
        Response(office, f"{office}-{number % 3}", week, {"goal": number % 5, "help": number % 3})
        for office, count in per_week.items()
        for week in dates
        for number in range(count)
    )
    return World(hierarchy, {"goal": 5, "help": 3}, Policy(), dates, {}, responses)


class UndoneError(Exception):
    """Takes an example back out of the tables, which nothing else can."""


@contextmanager
def undone() -> Iterator[None]:
    forget_all()
    try:
        with transaction.atomic():
            yield
            raise UndoneError
    except UndoneError:
        return
    finally:
        forget_all()
