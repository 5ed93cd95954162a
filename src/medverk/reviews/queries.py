"""Reads about reviews; each a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from medverk.people.access import Role
from medverk.people.models import Membership, Person, Unit, UnitStatus, UnitType
from medverk.people.queries import units_below, valid_on
from medverk.reviews.models import Review, Round
from medverk.rules.reviews import CaseState, HalfYear, RoundState

OPEN = (RoundState.PLANNED, RoundState.REVIEWING)
REVIEWING_ROLES = (Role.COUNSELLOR, Role.OFFICE_LEADER)
AT_WORK = (UnitStatus.ACTIVE, UnitStatus.CLOSING)


@dataclass(frozen=True, slots=True)
class ReviewerProgress:
    """How far one reviewer has come."""

    person: Person
    done: int
    all: int

    @property
    def left(self) -> int:
        return self.all - self.done


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round has come; never what was answered."""

    cases: int
    done: int
    disagreed: int
    reviewers: tuple[ReviewerProgress, ...]

    @property
    def finished(self) -> bool:
        return self.done == self.cases


@dataclass(frozen=True, slots=True)
class UnitRounds:
    """An office and its rounds of a half-year."""

    unit: Unit
    rounds: tuple[Round, ...]


def is_office(unit: Unit) -> bool:
    """Cases lie with offices; other units have no rounds of their own."""
    return unit.type == UnitType.OFFICE


def rounds_of(unit: Unit) -> QuerySet[Round]:
    """The rounds of an office, newest first; those that were cancelled are left out."""
    rows = Round.objects.filter(unit=unit).exclude(state=RoundState.CANCELLED)
    return rows.select_related("unit").order_by("-year", "-half", "checklist_key")


def colleagues_of(unit: Unit) -> dict[str, Person]:
    """Everyone whose cases can be in the office's list, by ident: who works there or has done."""
    roles = [role.value for role in REVIEWING_ROLES]
    rows = Person.objects.filter(memberships__unit=unit, memberships__role__in=roles)
    return {person.ident: person for person in rows.distinct()}


def reviewers_for(unit: Unit, today: date) -> QuerySet[Person]:
    """Those who may review the office's cases: its own people, and the county's staff."""
    own = Q(unit=unit, role__in=[role.value for role in REVIEWING_ROLES])
    above = Q(unit__in=units_above(unit), role=Role.COUNTY_STAFF)
    held = valid_on(Membership.objects.filter(own | above), today)
    return Person.objects.filter(active=True, memberships__in=held).distinct().order_by("name")


def units_above(unit: Unit) -> list[int]:
    """Ids of the units over it. The tree is low: a handful of steps in one query."""
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    found: list[int] = []
    at = parents.get(unit.pk)
    while at is not None:
        found.append(at)
        at = parents.get(at)
    return found


def progress_of(found: Round) -> Progress:
    """Two queries, however many cases and reviewers there are."""
    states = dict(found.cases.values_list("state").annotate(n=Count("pk")))
    reviews = (
        Review.objects.filter(case__round=found)
        .values("reviewer")
        .annotate(all=Count("pk"), done=Count("done_at"))
    )
    counted = {row["reviewer"]: row for row in reviews}
    people = Person.objects.filter(pk__in=counted).order_by("name")
    return Progress(
        cases=sum(states.values()),
        done=states.get(CaseState.DONE, 0),
        disagreed=states.get(CaseState.DISAGREED, 0),
        reviewers=tuple(
            ReviewerProgress(person, counted[person.pk]["done"], counted[person.pk]["all"])
            for person in people
        ),
    )


def reviews_of(person: Person, unit: Unit) -> QuerySet[Review]:
    """What somebody reviews in an office's open rounds."""
    rows = Review.objects.filter(
        reviewer=person, case__round__unit=unit, case__round__state=RoundState.REVIEWING
    )
    return rows.select_related("case__round__unit").order_by("case__round", "case__position")


def to_review(person: Person, unit: Unit) -> list[Review]:
    """What somebody has yet to review there."""
    return list(reviews_of(person, unit).filter(done_at=None))


def to_settle(person: Person, unit: Unit) -> list[Review]:
    """Cases where somebody and another differ."""
    return list(reviews_of(person, unit).filter(case__state=CaseState.DISAGREED))


def offices_under(unit: Unit) -> QuerySet[Unit]:
    """The offices at work below a county or region, by name."""
    below = units_below([unit.pk])[unit.pk]
    rows = Unit.objects.filter(pk__in=below, type=UnitType.OFFICE, status__in=AT_WORK)
    return rows.order_by("name", "number")


def rounds_below(unit: Unit, half_year: HalfYear) -> list[UnitRounds]:
    """Every office of a county with its rounds of a half-year; by name, never ranked."""
    offices = list(offices_under(unit))
    rows = Round.objects.filter(unit__in=offices, year=half_year.year, half=half_year.half).exclude(
        state=RoundState.CANCELLED
    )
    rounds = list(rows.order_by("checklist_key"))
    return [UnitRounds(office, of_unit(rounds, office)) for office in offices]


def of_unit(rounds: Iterable[Round], office: Unit) -> tuple[Round, ...]:
    return tuple(each for each in rounds if each.unit_id == office.pk)


def closed_rounds(unit: Unit, checklist: str) -> list[Round]:
    """The closed rounds of one checklist with their results, oldest first."""
    rows = Round.objects.filter(unit=unit, checklist_key=checklist, state=RoundState.CLOSED)
    return list(rows.prefetch_related("results").order_by("year", "half"))


def unfinished(today: date) -> QuerySet[Round]:
    """Open rounds with what was reminded of."""
    rows = Round.objects.filter(state__in=OPEN).select_related("unit")
    return rows.prefetch_related("reminders").order_by("pk")
