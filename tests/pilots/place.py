"""A county with three offices, their people and a pilot; and a way to let users answer."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from medverk.people.access import Role
from medverk.people.models import Membership, Person, Unit
from medverk.pilots.actions import Plan, move_due_pilots, plan_pilot
from medverk.pilots.models import Pilot
from medverk.releases.actions import publish
from medverk.rules.weeks import Week
from medverk.surveys.models import Version
from medverk.vault.actions import add_responses
from medverk.vault.sealing import Answer

START = date(2020, 1, 1)
FIRST, LAST = date(2026, 10, 5), date(2026, 11, 29)  # a Monday, a Sunday


@dataclass
class Place:
    country: Unit
    county: Unit
    other_county: Unit
    stord: Unit
    voss: Unit
    askoy: Unit
    elsewhere: Unit
    planner: Person
    leader: Person
    counsellors: dict[int, list[Person]]


def make_unit(number: str, kind: str, name: str, parent: Unit | None) -> Unit:
    return Unit.objects.create(number=number, type=kind, name=name, valid_from=START, parent=parent)


def make_person(name: str, role: Role, unit: Unit) -> Person:
    person = Person.objects.create(subject=name, name=name, ident=name)
    Membership.objects.create(person=person, role=role, unit=unit, valid_from=START)
    return person


def make_place() -> Place:
    country = make_unit("1", "DIR", "The directorate", None)
    county = make_unit("12", "FYLKE", "Vestland", country)
    other = make_unit("15", "FYLKE", "Møre", country)
    stord, voss, askoy = (
        make_unit(number, "LOKAL", name, county)
        for number, name in (("1201", "Stord"), ("1202", "Voss"), ("1203", "Askøy"))
    )
    elsewhere = make_unit("1501", "LOKAL", "Ulstein", other)
    counsellors = {
        unit.pk: [make_person(f"c{unit.number}{n}", Role.COUNSELLOR, unit) for n in range(3)]
        for unit in (stord, voss, askoy, elsewhere)
    }
    return Place(
        country=country,
        county=county,
        other_county=other,
        stord=stord,
        voss=voss,
        askoy=askoy,
        elsewhere=elsewhere,
        planner=make_person("planner", Role.COUNTY_STAFF, county),
        leader=make_person("Liv Lønn", Role.OFFICE_LEADER, stord),
        counsellors=counsellors,
    )


def make_pilot(
    place: Place, version: Version, now: datetime, *offices: Unit, begins_on: date = FIRST
) -> Pilot:
    plan = Plan(
        name="Feedback after conversations",
        version=version,
        begins_on=begins_on,
        ends_on=begins_on + (LAST - FIRST),
        offices=offices or (place.stord, place.voss),
    )
    return plan_pilot(county=place.county, plan=plan, by=place.planner, now=now)


def let_users_answer(
    place: Place, version: Version, office: Unit, week: Week, *counts: int, goal: int = 5
) -> None:
    """So many responses to each of the office's first counsellors, straight into the vault.

    Everyone answers 4 to each question but the last, and a few answer `goal` to all.
    """
    answers = [
        Answer(
            office_id=office.pk,
            counsellor_id=counsellor.pk,
            version_id=version.pk,
            questionnaire=version.questionnaire.key,
            week=str(week),
            answers=(goal if number % 4 == 0 else 4,) * 7,
            background={},
        )
        for counsellor, count in zip(place.counsellors[office.pk], counts, strict=False)
        for number in range(count)
    ]
    add_responses(answers)


def publish_to(version: Version, week: Week, now: datetime) -> None:
    """All weeks up to this one are over, and published."""
    publish(questionnaire=version.questionnaire.key, until=week, now=now + timedelta(weeks=60))


def publish_before(version: Version, now: datetime) -> None:
    """Play the week before a pilot that begins with FIRST: what waits in its offices is closed."""
    move_due_pilots(now=datetime.combine(FIRST - timedelta(days=3), time(3, 5), UTC))
    publish_to(version, Week.of_date(FIRST).plus(-1), now)
