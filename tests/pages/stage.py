"""A small agency whose published figures are known: what pages are tested on."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from medverk.invitations.models import InvitationCount
from medverk.people.access import Role
from medverk.people.models import Membership, Person, Unit, UnitType
from medverk.releases.storing import store_release
from medverk.rules.disclosure.figures import OPEN, Block, Line, Part, Withheld, own_audience
from medverk.rules.disclosure.open_figures import add_lines
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.weeks import Week
from medverk.surveys import actions
from medverk.surveys.catalogue import shipped_content
from medverk.surveys.models import Questionnaire

SINCE = datetime(2025, 12, 1, tzinfo=UTC)
START = date(2025, 1, 1)
LEVELS = {"prepared": 3.6, "heard": 4.4, "important": 4.1, "cooperate": 4.2, "shared_goal": 3.4}
LEVELS |= {"fits_me": 3.9, "next_steps": 3.7, "helped": 2.7}


def unit(number: str, kind: UnitType, parent: Unit | None, name: str) -> Unit:
    return Unit.objects.create(number=number, type=kind, name=name, valid_from=START, parent=parent)


def person(name: str, *roles: tuple[Role, Unit]) -> Person:
    made = Person.objects.create(subject=f"sub-{name}", ident=name[:20], name=name)
    for role, where in roles:
        Membership.objects.create(person=made, role=role, unit=where, valid_from=START)
    return made


@dataclass
class Stage:
    """Units and persons by what they are for."""

    directorate: Unit = field(init=False)
    county: Unit = field(init=False)
    vestvik: Unit = field(init=False)  # has figures
    lillevik: Unit = field(init=False)  # has two counsellors, and figures
    nordvik: Unit = field(init=False)  # waits
    centre: Unit = field(init=False)
    other_county: Unit = field(init=False)

    def __post_init__(self) -> None:
        self.directorate = unit("1000", UnitType.DIRECTORATE, None, "Direktoratet")
        self.county = unit("1200", UnitType.COUNTY, self.directorate, "Vestmark")
        self.other_county = unit("1300", UnitType.COUNTY, self.directorate, "Austmark")
        self.vestvik = unit("1201", UnitType.OFFICE, self.county, "Vestvik")
        self.lillevik = unit("1202", UnitType.OFFICE, self.county, "Lillevik")
        self.nordvik = unit("1203", UnitType.OFFICE, self.county, "Nordvik")
        self.centre = unit("4100", UnitType.CONTACT_CENTRE, self.directorate, "Kontaktsenter Vest")
        self.counsellor = person("Anna Vik", (Role.COUNSELLOR, self.vestvik))
        self.in_small_office = person("Bo Lund", (Role.COUNSELLOR, self.lillevik))
        self.other_in_small_office = person("Ida Moe", (Role.COUNSELLOR, self.lillevik))
        self.in_waiting_office = person("Eli Nes", (Role.COUNSELLOR, self.nordvik))
        self.leader = person("Kari Hagen", (Role.OFFICE_LEADER, self.vestvik))
        self.waiting_leader = person("Liv Strand", (Role.OFFICE_LEADER, self.nordvik))
        self.county_staff = person("Per Dahl", (Role.COUNTY_STAFF, self.county))
        self.national = person("Siri Berg", (Role.DIRECTORATE, self.directorate))
        self.at_centre = person("Tor Aas", (Role.CONTACT_CENTRE, self.centre))
        self.privacy_officer = person("Nina Lie", (Role.PRIVACY_OFFICER, self.directorate))
        self.administrator = person("Ola Ruud", (Role.ADMINISTRATOR, self.directorate))
        self.both = person(
            "Mari Sund", (Role.COUNSELLOR, self.vestvik), (Role.OFFICE_LEADER, self.vestvik)
        )
        actions.load_shipped(now=SINCE)

    def people(self) -> tuple[Person, ...]:
        """One person of each role."""
        return (
            self.counsellor,
            self.leader,
            self.county_staff,
            self.national,
            self.at_centre,
            self.privacy_officer,
            self.administrator,
        )


def spread(level: float, categories: int, answered: int, chance: random.Random) -> tuple[int, ...]:
    """How many of `answered` chose each category, around a level."""
    counts = [0] * categories
    for _ in range(answered):
        counts[min(categories, max(1, round(chance.gauss(level, 1.0)))) - 1] += 1
    return tuple(counts)


@dataclass(frozen=True)
class Closed:
    """One office's block as it was published."""

    office: Unit
    first: Week
    last: Week
    counts: Mapping[str, tuple[int, ...]]
    n: int

    @property
    def block(self) -> Block:
        office = str(self.office.pk)
        return Block(
            f"{office}:{self.last}", office, (Part(office, self.first, self.last),), self.n
        )

    def lines(self) -> list[Line]:
        place = (OPEN, str(self.office.pk))
        blocks, weeks = (self.block.id,), (self.first, self.last)
        total = Line(*place, None, blocks, *weeks, self.n, 0, ())
        return [total] + [
            Line(*place, question, blocks, *weeks, self.n, sum(counts), counts)
            for question, counts in self.counts.items()
        ]


def closed(
    office: Unit, questionnaire: str, first: Week, last: Week, n: int, chance: random.Random
) -> Closed:
    content = shipped_content(questionnaire)
    late = last >= Week(2026, 30)
    counts = {
        question.key: spread(
            LEVELS[question.key] + (1.3 if late and question.key == "shared_goal" else 0),
            len(content.scale_of(question).categories),
            n - chance.randrange(3),
            chance,
        )
        for question in content.questions
    }
    return Closed(office, first, last, counts, n)


def added_up(first: Sequence[Line], second: Sequence[Line], above: Sequence[Unit]) -> list[Line]:
    """The offices' lines, and their sums for the units above."""
    listed = [*first, *second]
    sums = [
        add_lines(str(unit.pk), [line for line in listed if line.question == question])
        for unit in above
        for question in dict.fromkeys(line.question for line in first)
    ]
    return [*listed, *sums]


def morning_after(week: Week) -> datetime:
    return datetime.combine(week.next().first_day(), time(5), UTC)


def publish(
    questionnaire: str,
    until: Week,
    blocks: Sequence[Closed],
    lines: Sequence[Line],
    waiting: Sequence[Withheld] = (),
) -> None:
    store_release(
        questionnaire=Questionnaire.objects.get(key=questionnaire),
        until=until,
        now=morning_after(until),
        policy=Policy(),
        blocks=[block.block for block in blocks],
        lines=lines,
        waiting=waiting,
        never_shown=(),
    )


FORTNIGHTLY = tuple(range(16, 45, 2))
"""Weeks of publications that are enough for charts to say what is usual."""


def publish_year(
    stage: Stage, weeks: Sequence[int] = (17, 20, 23, 26, 30, 34, 38, 44), after: int = 13
) -> None:
    """Vestvik and Lillevik close blocks all year; Nordvik waits. Anna has own figures at last."""
    chance = random.Random(5)
    previous = after + 1
    for number in weeks:
        first, until = Week(2026, previous), Week(2026, number)
        vestvik = closed(stage.vestvik, "conversation", first, until, 24, chance)
        lillevik = closed(stage.lillevik, "conversation", first, until, 16, chance)
        lines = added_up(vestvik.lines(), lillevik.lines(), [stage.county, stage.directorate])
        publish("conversation", until, (vestvik, lillevik), lines, waits_of(stage, until))
        centre = closed(stage.centre, "call", first, until, 300, chance)
        publish("call", until, (centre,), added_up(centre.lines(), [], [stage.directorate]))
        previous = number + 1
    publish_own(stage, Week(2026, weeks[-1] + 1), chance)
    invite_all_year(stage, range(after + 1, weeks[-1] + 2))


def invite_all_year(stage: Stage, weeks: Iterable[int]) -> None:
    """Anna invites twenty each week, so that there is a response rate."""
    questionnaire = Questionnaire.objects.get(key="conversation")
    InvitationCount.objects.bulk_create(
        InvitationCount(
            office=stage.vestvik,
            counsellor=stage.counsellor,
            questionnaire=questionnaire,
            week=f"2026-W{week:02}",
            taken=20,
            invited=20,
        )
        for week in weeks
    )


def waits_of(stage: Stage, until: Week) -> list[Withheld]:
    def waits(audience: str, where: Unit, question: str | None, reason: Reason) -> Withheld:
        return Withheld(audience, str(where.pk), question, Week(2026, 14), until, reason)

    small = (stage.in_small_office, stage.other_in_small_office)
    return [
        waits(OPEN, stage.nordvik, None, Reason.TOO_FEW_SO_FAR),
        waits(OPEN, stage.vestvik, "fits_me", Reason.TOO_FEW_OR_ALIKE),
        *(
            waits(own_audience(str(who.pk)), stage.lillevik, None, Reason.TWO_COUNSELLOR_OFFICE)
            for who in small
        ),
    ]


def publish_own_calls(stage: Stage, until: Week) -> None:
    """The centre's calls of a week, and what the callers of one who works there said."""
    block = closed(stage.centre, "call", until, until, 300, random.Random(6))
    lines = block.lines()
    own = [replace(line, audience=own_audience(str(stage.at_centre.pk))) for line in lines]
    publish("call", until, (block,), [*added_up(lines, [], [stage.directorate]), *own])


def publish_own(stage: Stage, until: Week, chance: random.Random) -> None:
    """One more publication, with Anna's own figures of the whole time."""
    last = closed(stage.vestvik, "conversation", until, until, 18, chance)
    mine = closed(stage.vestvik, "conversation", Week(2026, 14), until, 31, chance)
    own = [
        Line(own_audience(str(stage.counsellor.pk)), *rest)
        for rest in (
            (ln.unit, ln.question, (last.block.id,), ln.from_week, ln.to_week, ln.n, ln.answered,
             ln.counts)
            for ln in mine.lines()
        )
    ]  # fmt: skip
    lines = added_up(last.lines(), [], [stage.county, stage.directorate])
    publish("conversation", until, (last,), [*lines, *own], waits_of(stage, until))
