"""An office with colleagues, a county that may help, a list of cases, and somebody logged in."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from medverk.people.access import Role
from medverk.people.models import Membership, Person, Unit, UnitType
from medverk.reviews import actions, answering
from medverk.reviews.models import Review, Round
from medverk.rules.reviews import CaseState, HalfYear, Met, RoundState
from medverk.rules.sampling import Stratify

START = date(2020, 1, 1)
DUE = date(2026, 12, 31)


def make_unit(number: str, kind: UnitType, name: str, parent: Unit | None) -> Unit:
    return Unit.objects.create(number=number, type=kind, name=name, valid_from=START, parent=parent)


def make_person(name: str, role: Role, unit: Unit) -> Person:
    person = Person.objects.create(
        subject=name, name=name, ident=name, email=f"{name.lower()}@example.org"
    )
    Membership.objects.create(person=person, role=role, unit=unit, valid_from=START)
    return person


class Place:
    """Units and persons by what they are for."""

    def __init__(self) -> None:
        self.country = make_unit("1", UnitType.DIRECTORATE, "The directorate", None)
        self.county = make_unit("12", UnitType.COUNTY, "Vestland", self.country)
        self.other_county = make_unit("15", UnitType.COUNTY, "Møre", self.country)
        self.stord = make_unit("1201", UnitType.OFFICE, "Stord", self.county)
        self.voss = make_unit("1202", UnitType.OFFICE, "Voss", self.county)
        self.leader = make_person("Liv", Role.OFFICE_LEADER, self.stord)
        self.ann = make_person("Ann", Role.COUNSELLOR, self.stord)
        self.bo = make_person("Bo", Role.COUNSELLOR, self.stord)
        self.eli = make_person("Eli", Role.COUNSELLOR, self.stord)
        self.elsewhere = make_person("Ola", Role.COUNSELLOR, self.voss)
        self.planner = make_person("Kari", Role.COUNTY_STAFF, self.county)
        self.other_planner = make_person("Nils", Role.COUNTY_STAFF, self.other_county)

    @property
    def pool(self) -> list[Person]:
        return [self.ann, self.bo, self.eli, self.leader]


def list_of(**counts: int) -> bytes:
    """A CSV file with so many cases of each counsellor."""
    rows = [
        f"{who}-{number:03};{who};{'aap' if number % 2 else 'dp'}"
        for who, many in counts.items()
        for number in range(many)
    ]
    return "\n".join(["case;counsellor;kind", *rows]).encode()


LIST = list_of(Ann=12, Bo=9, Eli=9)


@pytest.fixture
def place(db: None) -> Place:
    return Place()


@pytest.fixture
def planned(place: Place, now: datetime) -> Callable[..., Round]:
    def plan(checklist: str = "plan", each: int = 2, wanted: int = 10, half: int = 2) -> Round:
        wish = actions.Plan(checklist, HalfYear(2026, half), wanted, Stratify.COUNSELLOR, each, DUE)
        return actions.plan_round(unit=place.stord, plan=wish, by=place.leader, now=now)

    return plan


@pytest.fixture
def drawn(place: Place, planned: Callable[..., Round], now: datetime) -> Callable[..., Round]:
    def draw(pool: list[Person] | None = None, **plan: object) -> Round:
        return actions.draw_round(
            found=planned(**plan), data=LIST, pool=pool or place.pool, by=place.leader, now=now
        )

    return draw


def answer(review: Review, met: Met, now: datetime, **others: Met) -> None:
    """One reviewer answers the same to every item but the others."""
    answers = {item.key: met for item in review.case.round.checklist.items} | others
    answering.answer_case(review=review, answers=answers, note="", by=review.reviewer, now=now)


def finish(found: Round, now: datetime, first: Met = Met.YES, **second: Met) -> None:
    """Everyone answers; the second reviewers differ on the named items, and the two settle."""
    for review in Review.objects.filter(case__round=found).order_by("pk"):
        answer(review, first, now, **(second if review.place == 2 else {}))
    for case in found.cases.filter(state=CaseState.DISAGREED):
        by = case.reviews.get(place=1).reviewer
        answers = dict.fromkeys(second, first)
        answering.settle_case(case=case, answers=answers, by=by, now=now)


def close(found: Round, place: Place, now: datetime) -> Round:
    closed = actions.close_round(found=found, by=place.leader, now=now)
    if closed.state != RoundState.CLOSED:
        pytest.fail("the round did not close")
    return closed


@pytest.fixture
def log_in(client: Client) -> Callable[[Person], Client]:
    def become(person: Person) -> Client:
        client.post(reverse("login_as"), {"person": person.pk})
        return client

    return become
