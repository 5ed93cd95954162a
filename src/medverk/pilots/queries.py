"""Reads about pilots. What users answered comes from releases only [disclosure G1, G6]."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from medverk.invitations.queries import invited_by_office, invited_in
from medverk.people.models import Level, Unit
from medverk.people.queries import units_below
from medverk.pilots.models import Pilot, StaffAnswer
from medverk.releases.queries import UnitState, parts_behind, releases, results_below
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.pilots import PilotState, Situation, find_clash, find_weeks
from medverk.rules.weeks import Week


@dataclass(frozen=True, slots=True)
class OfficeProgress:
    """How far an office has come. `answered` is None while nothing may be shown [disclosure G6].

    `invited` is whom the office wanted to ask while the pilot runs, and afterwards who was reached.
    """

    office: Unit
    invited: int
    answered: int | None
    waits: Reason | None
    spoken: int  # colleagues who have said what they think of the pilot

    @property
    def started(self) -> bool:
        return self.invited > 0


@dataclass(frozen=True, slots=True)
class QuestionNumbers:
    """What the published figures of the pilot's offices add up to, for one question."""

    key: str
    answered: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """The whole pilot, office by office in the order of their names, never ranked [F15]."""

    offices: tuple[OfficeProgress, ...]
    questions: tuple[QuestionNumbers, ...]
    last_week: Week | None
    reached: int
    """How many were invited in just the weeks that the published answers rest on."""

    @property
    def started(self) -> int:
        return sum(office.started for office in self.offices)

    @property
    def invited(self) -> int:
        return sum(office.invited for office in self.offices)

    @property
    def answered(self) -> int:
        """The sum of what is published, so it holds no office that is withheld."""
        return sum(office.answered or 0 for office in self.offices)


@dataclass(frozen=True, slots=True)
class Opinions:
    """What staff said, counted; the words stand office by office."""

    worked: Counter[str]
    usable: Counter[str]
    answers: tuple[StaffAnswer, ...]


def pilots_of(unit: Unit) -> QuerySet[Pilot]:
    """The pilots of a county, or those in which an office takes part, newest first."""
    mine = Q(county=unit) | Q(places__office=unit)
    rows = Pilot.objects.filter(mine).select_related("county", "version__questionnaire")
    return rows.prefetch_related("places__office").distinct().order_by("-begins_on", "-pk")


def offices_of(county: Unit) -> QuerySet[Unit]:
    """The offices of a county that can be in a pilot, by name."""
    below = units_below([county.pk])[county.pk]
    return Unit.objects.filter(pk__in=below, type="LOKAL").order_by("name")


def weeks_of(pilot: Pilot) -> tuple[Week, Week]:
    return find_weeks(pilot.begins_on, pilot.ends_on)


def closing_week_of(pilot: Pilot) -> Week | None:
    """The publication that closed the pilot's answers: the first that covers its last week."""
    last = weeks_of(pilot)[1]
    dates = (release.until for release in releases(pilot.version.questionnaire.key))
    return min((week for week in dates if week >= last), default=None)


def are_answers_published(pilot: Pilot) -> bool:
    """Whether the last answers that belong to the pilot have had their publication date."""
    return closing_week_of(pilot) is not None


def progress_of(pilot: Pilot) -> Progress:
    """The live state. A constant number of queries, however many responses there are.

    Only answers that were published from weeks of the pilot alone: what an office had waiting when
    the pilot began, and what is published together with it, says nothing of the pilot.
    """
    offices = sorted((place.office for place in pilot.places.all()), key=lambda unit: unit.name)
    ids = [office.pk for office in offices]
    first, last = weeks_of(pilot)
    closed = closing_week_of(pilot)
    closing = closed or last
    questionnaire = pilot.version.questionnaire.key
    ending = Week.of_date(pilot.ends_on)
    invited = invited_by_office(ids, questionnaire, since=first, to=ending, live=closed is None)
    below = results_below(ids, questionnaire, since=first, to=closing, within=True)
    parts = parts_behind(ids, questionnaire, since=first, to=closing, within=True)
    states = {state.unit: state for state in below.units}
    spoken = Counter(StaffAnswer.objects.filter(pilot=pilot).values_list("office_id", flat=True))
    return Progress(
        tuple(
            make_progress(office, invited.get(office.pk, 0), states.get(office.pk), spoken)
            for office in offices
        ),
        add_questions(states.values()),
        max((state.last_week for state in states.values() if state.last_week), default=None),
        invited_in(parts, questionnaire),
    )


def make_progress(
    office: Unit, invited: int, state: UnitState | None, spoken: Counter[int]
) -> OfficeProgress:
    return OfficeProgress(
        office=office,
        invited=invited,
        answered=state.n if state and state.has_figures else None,
        waits=state.waits if state else None,
        spoken=spoken[office.pk],
    )


def add_questions(states: Iterable[UnitState]) -> tuple[QuestionNumbers, ...]:
    """Published figures of several offices are a sum of closed blocks, so their sum is safe."""
    totals: dict[str, list[int]] = {}
    for state in states:
        for key, figure in state.questions.items():
            counts = totals.setdefault(key, [0] * len(figure.counts))
            totals[key] = [a + b for a, b in zip(counts, figure.counts, strict=True)]
    return tuple(QuestionNumbers(key, sum(counts), tuple(counts)) for key, counts in totals.items())


def opinions_of(pilot: Pilot) -> Opinions:
    """What staff answered, by office, leaders first; without names."""
    rows = StaffAnswer.objects.filter(pilot=pilot).select_related("office")
    answers = tuple(rows.order_by("office__name", "-is_leader", "pk").defer("by"))
    worked = Counter(answer.worked for answer in answers)
    usable = Counter(answer.usable for answer in answers)
    return Opinions(worked, usable, answers)


def clashing_offices(
    pilot: Pilot | None, offices: Iterable[Unit], begins_on: date, ends_on: date
) -> list[str]:
    """Names of offices that are in another pilot in the same weeks, for a sentence in the form."""
    chosen = {office.pk: office.name for office in offices}
    wanted = Situation(PilotState.PLANNED, frozenset(chosen), begins_on, ends_on)
    others = Pilot.objects.filter(places__office__in=chosen).exclude(pk=pilot.pk if pilot else 0)
    clashing = {
        office
        for other in others.distinct().prefetch_related("places")
        for office in find_clash(wanted, other.situation)
    }
    return sorted(chosen[office] for office in clashing)


def is_county(unit: Unit) -> bool:
    return unit.level == Level.COUNTY
