"""A county of eleven offices that publish every week, so that improvements can be judged."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from medverk.improvement.actions import Found, Idea, Plan, add_finding, register
from medverk.improvement.models import Finding, Improvement
from medverk.people.access import Role
from medverk.people.models import Person, Unit, UnitType
from medverk.releases.storing import store_release
from medverk.rules.disclosure.figures import OPEN, Block, Line, Part
from medverk.rules.disclosure.policy import Policy
from medverk.rules.improvement.states import Kind, Source
from medverk.rules.statistics.assurance import Direction
from medverk.rules.weeks import Week
from medverk.surveys import actions as surveys
from medverk.surveys.models import Questionnaire
from tests.pages.stage import person, unit

FIRST = Week(2026, 1)
ANSWERED = 40
INDICATOR = "conversation.shared_goal"
Share = Callable[[str, int], float]  # of an office in the week with that number, from 0


@dataclass
class World:
    """`offices[0]` is ours; its leader and a counsellor work there."""

    directorate: Unit = field(init=False)
    county: Unit = field(init=False)
    offices: list[Unit] = field(init=False)

    def __post_init__(self) -> None:
        self.directorate = unit("1000", UnitType.DIRECTORATE, None, "Direktoratet")
        self.county = unit("1200", UnitType.COUNTY, self.directorate, "Vestmark")
        self.offices = [
            unit(f"12{number:02}", UnitType.OFFICE, self.county, f"Vik {number:02}")
            for number in range(11)
        ]
        self.leader = person("Kari Hagen", (Role.OFFICE_LEADER, self.ours))
        self.counsellor = person("Anna Vik", (Role.COUNSELLOR, self.ours))
        self.other_counsellor = person("Bo Lund", (Role.COUNSELLOR, self.ours))
        self.county_staff = person("Per Dahl", (Role.COUNTY_STAFF, self.county))
        self.national = person("Siri Berg", (Role.DIRECTORATE, self.directorate))
        self.elsewhere = person("Liv Strand", (Role.OFFICE_LEADER, self.offices[1]))
        surveys.load_shipped(now=datetime(2025, 12, 1, tzinfo=UTC))

    @property
    def ours(self) -> Unit:
        return self.offices[0]


def noon(day: date) -> datetime:
    return datetime.combine(day, time(11), UTC)


def swinging(chance: random.Random, level: float = 0.6) -> Share:
    """As usual: nothing but chance around a level."""
    return lambda _office, _week: min(0.95, max(0.05, chance.gauss(level, 0.04)))


def rising(chance: random.Random, world: World, week: int, by: float) -> Share:
    """The same, but our office goes up by so much from a week on."""
    usual = swinging(chance)

    def share(office: str, number: int) -> float:
        return usual(office, number) + (by if office == world.ours.name and number >= week else 0.0)

    return share


def publish_weeks(
    world: World, weeks: range, share: Share, questions: Sequence[str] = ("shared_goal",)
) -> None:
    """One release a week, in which every office closes a block of ANSWERED answers."""
    questionnaire = Questionnaire.objects.get(key="conversation")
    for number in weeks:
        week = FIRST.plus(number)
        closed = [block_of(office, week, share(office.name, number), questions)
                  for office in world.offices]  # fmt: skip
        store_release(
            questionnaire=questionnaire,
            until=week,
            now=datetime.combine(week.next().first_day(), time(5), UTC),
            policy=Policy(),
            blocks=[block for block, _lines in closed],
            lines=[line for _block, lines in closed for line in lines],
            waiting=(),
            never_shown=(),
        )


def block_of(
    office: Unit, week: Week, share: float, questions: Sequence[str]
) -> tuple[Block, list[Line]]:
    number = str(office.pk)
    block = Block(f"{number}:{week}", number, (Part(number, week, week),), ANSWERED)
    agree = round(share * ANSWERED)
    counts = (0, ANSWERED - agree, 0, agree, 0)
    place = (OPEN, number)
    lines = [Line(*place, None, (block.id,), week, week, ANSWERED, 0, ())]
    lines += [
        Line(*place, question, (block.id,), week, week, ANSWERED, ANSWERED, counts)
        for question in questions
    ]
    return block, lines


IDEA = {
    "title": "We agree on the goal first",
    "hypothesis": "People know where they go.",
    "kind": Kind.PRACTICE,
    "indicator": INDICATOR,
    "expected": Direction.UP,
}


def find(
    world: World,
    day: date,
    *,
    where: Unit | None = None,
    statement: str = "Fewer agree about the goal.",
) -> Finding:
    return add_finding(
        unit=where or world.ours,
        found=Found(Source.SIGNAL, statement, INDICATOR),
        by=world.leader,
        now=noon(day),
    )


def start(
    world: World,
    starts_on: date,
    *,
    where: Unit | None = None,
    by: Person | None = None,
    **changed: object,
) -> Improvement:
    """Found and registered three days before it starts."""
    day = date.fromordinal(starts_on.toordinal() - 3)
    return register(
        unit=where or world.ours,
        finding=find(world, day, where=where),
        idea=Idea(**{**IDEA, **changed}),
        plan=Plan(by or world.leader, starts_on, date.fromordinal(starts_on.toordinal() + 112)),
        by=by or world.leader,
        now=noon(day),
    )
