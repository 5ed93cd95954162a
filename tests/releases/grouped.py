"""Random agencies whose responses carry background, received and published week by week."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from medverk.people.models import Person as Staff
from medverk.people.models import Unit, UnitType
from medverk.people.privacy import DatabaseRole
from medverk.releases.actions import Outcome, publish
from medverk.releases.models import Release
from medverk.releases.storing import read_blocks, read_lines
from medverk.releases.storing_breakdowns import read_editions
from medverk.rules.disclosure.breakdowns import Background, Cell, Wish
from medverk.rules.disclosure.figures import Block, Line
from medverk.rules.disclosure.policy import Policy
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.vault.actions import add_responses
from medverk.vault.sealing import Answer
from tests.releases.vaulted import SLOTS, morning_after
from tests.rules.disclosure.breakdowns.people import Agency, Person

CATEGORIES = {
    "age": ("under 30", "30-49", "50 and over"),
    "sex": ("woman", "man", "other"),
    "language": ("norwegian or sami", "another"),
    "channel": ("sms", "email", "slip", "kiosk", "interview"),
    "asked_in": ("norwegian or sami", "another"),
}
FIRST, LAST = Week(2026, 22), Week(2026, 29)
OVER = Week(2026, 26)


@dataclass(frozen=True)
class Grouped:
    """An agency in the tables. `people` are known by the tables' own ids."""

    asked: Questionnaire
    policy: Policy
    people: tuple[Person, ...]

    def as_agency(self) -> Agency:
        """What the adversary of the rules' tests looks at."""
        wish = Wish(self.policy, Background(CATEGORIES), (), {"goal": 5, "help": 3})
        return Agency({}, wish, 0, False, self.people)

    def receive(self, week: Week) -> None:
        """The responses of a week, settled."""
        add_responses(self.answer(person) for person in self.people if person.week == week)

    def answer(self, person: Person) -> Answer:
        """A response as it is sealed; the world counts categories from 0."""
        values = {SLOTS[question]: value + 1 for question, value in person.answers.items()}
        return Answer(
            office_id=int(person.office),
            counsellor_id=int(person.counsellor),
            version_id=1,
            questionnaire=self.asked.key,
            week=str(person.week),
            answers=(values.get(0), values.get(1)),
            background=dict(person.background),
        )

    def live(self, as_role: Callable, last: Week = LAST) -> Iterator[Outcome]:
        """Week by week: responses come in, and the releaser publishes."""
        week = FIRST
        while week <= last:
            with as_role(DatabaseRole.RELEASER):
                self.receive(week)
                yield publish(questionnaire=self.asked.key, until=week, now=morning_after(week))
            week = week.next()


def make_units(counties: list[int]) -> list[Unit]:
    """Offices in counties of a country; `counties` is how many offices each has."""

    def make(number: str, kind: UnitType, parent: Unit | None) -> Unit:
        return Unit.objects.create(
            number=number, type=kind, name=number, valid_from=date(2026, 1, 1), parent=parent
        )

    top = make("no", UnitType.DIRECTORATE, None)
    offices = []
    for at, number in enumerate(counties):
        county = make(f"c{at}", UnitType.COUNTY, top)
        offices += [make(f"o{at}{each}", UnitType.OFFICE, county) for each in range(number)]
    return offices


def draw_people(rng: random.Random, offices: list[Unit], weekly: int) -> Iterator[Person]:
    """Dense and sparse offices, nesting (all young are men), and background that is missing."""
    nested, missing = rng.random() < 0.4, rng.choice([0, 0, 0.15])
    for office in offices:
        team = make_team(office, rng.choice([1, 2, 2, 3, 4]))
        ages = rng.choice([CATEGORIES["age"], CATEGORIES["age"], CATEGORIES["age"][:2]])
        busy = rng.choice([2, weekly, weekly])
        week = FIRST
        while week <= LAST:
            for _ in range(rng.randint(0, busy)):
                yield draw_person(
                    rng, str(office.pk), rng.choice(team), week, ages, nested, missing
                )
            week = week.next()


def draw_person(
    rng: random.Random,
    office: str,
    counsellor: str,
    week: Week,
    ages: tuple[str, ...],
    nested: bool,
    missing: float,
) -> Person:
    age = rng.choice(ages)
    sex = "man" if nested and age == ages[0] else rng.choice(CATEGORIES["sex"][:2])
    background = {"age": age, "sex": sex, "channel": rng.choice(("sms", "sms", "slip"))}
    kept = {name: value for name, value in background.items() if rng.random() >= missing}
    answers = {"goal": rng.randrange(5), "help": rng.randrange(3)}
    given = {name: value for name, value in answers.items() if rng.random() > 0.1}
    return Person(office, counsellor, week, given, kept)


def make_team(office: Unit, number: int) -> list[str]:
    """So many counsellors, by id."""
    made = [
        Staff.objects.create(subject=f"{office.pk}-{at}", ident=f"{office.pk}-{at}", name="X")
        for at in range(number)
    ]
    return [str(person.pk) for person in made]


def draw_agency(seed: int, asked: Questionnaire, *, weekly: int) -> Grouped:
    """A small agency of a random shape."""
    rng = random.Random(seed)
    offices = make_units([rng.randint(1, 3), rng.randint(1, 2)])
    policy = Policy(responses=5, counsellors=2, own_responses=5)
    return Grouped(asked, policy, tuple(draw_people(rng, offices, weekly)))


def plain_agency(
    asked: Questionnaire, *, offices: int = 2, team: int = 5, each: int = 36
) -> Grouped:
    """Offices with as many women and men of each age every week."""
    people = []
    for office in make_units([offices]):
        staff = make_team(office, team)
        for week in range(8):
            for at in range(each):
                age = CATEGORIES["age"][at % 3]
                background = {"age": age, "sex": ("woman", "man")[at % 2], "channel": "sms"}
                answers = {"goal": (at + week) % 5, "help": (at * 2 + week) % 3}
                counsellor = staff[(at + week) % team]
                people.append(
                    Person(str(office.pk), counsellor, FIRST.plus(week), answers, background)
                )
    return Grouped(asked, Policy(), tuple(people))


def everything(asked: Questionnaire) -> tuple[list[Block], list[Line], list[Cell]]:
    """All that the tables say, corrected releases too."""
    releases = list(Release.objects.filter(questionnaire=asked).order_by("published_at"))
    editions = [edition for release in releases for edition in read_editions(release)]
    return (
        [block for release in releases for block in read_blocks(release)],
        [line for release in releases for line in read_lines(release)],
        [cell for edition in editions for cell in edition.cells],
    )
