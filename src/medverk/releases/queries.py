"""Reads of what was published. A fixed number of queries each, however many have responded.

Own figures leave this file through `own_results` only, which asks whose they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Func, Max, Q, QuerySet
from django.db.models import Sum as SumOf
from django.utils.timezone import localdate

from medverk.people.models import Unit
from medverk.releases.dates import week_of
from medverk.releases.models import (
    BlockPart,
    Figure,
    OwnFigure,
    OwnWithheld,
    Release,
    Withheld,
)
from medverk.releases.streams import count_counsellors, current_policy, publication_dates
from medverk.rules.disclosure.figures import Part
from medverk.rules.disclosure.hierarchy import Level
from medverk.rules.disclosure.hierarchy import Unit as Place
from medverk.rules.disclosure.own_figures import own_reason_by_default
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.publishing.dates import next_date
from medverk.rules.weeks import Week

MOST_CATEGORIES = 10


@dataclass(frozen=True)
class Sum:
    """Figures added up. `counts[0]` is how many chose category 1."""

    n: int
    answered: int
    counts: tuple[int, ...]

    @property
    def mean(self) -> float | None:
        """The mean category; None when there is nothing to take it of."""
        if not self.answered:
            return None
        return sum(value * count for value, count in enumerate(self.counts, 1)) / self.answered


@dataclass(frozen=True)
class Line(Sum):
    """One figure: of the responses received from one week to another."""

    from_week: Week
    to_week: Week
    published_on: date


@dataclass(frozen=True)
class QuestionResults:
    """One question's lines, oldest first, and all of them together."""

    question: str
    lines: tuple[Line, ...]
    total: Sum


@dataclass(frozen=True)
class WithheldLine:
    """What is not shown of some weeks, and why; for ever where `for_good`, else so far.

    `question` is None where it is the weeks as such.
    """

    question: str | None
    from_week: Week
    to_week: Week
    reason: Reason
    for_good: bool


@dataclass(frozen=True)
class ReleaseLine:
    """What a release says of itself."""

    id: UUID
    questionnaire: str
    until: Week
    published_at: datetime
    policy: Mapping[str, float]
    engine_version: str
    digest: str
    corrects: UUID | None
    why: str


@dataclass(frozen=True)
class Results:
    """What one unit's page is made of. `n` is 0 when nothing was published in the period."""

    unit: int
    questionnaire: str
    responses: tuple[Line, ...]
    questions: Mapping[str, QuestionResults]
    withheld: tuple[WithheldLine, ...]
    latest: ReleaseLine | None

    @property
    def n(self) -> int:
        """How many responses the published blocks of the period hold."""
        return sum(line.n for line in self.responses)


@dataclass(frozen=True)
class UnitState:
    """Where a unit stands in a table of units, which is never a ranking."""

    unit: int
    name: str
    n: int = 0
    last_week: Week | None = None
    questions: Mapping[str, Sum] = field(default_factory=dict)
    waits: Reason | None = None

    @property
    def has_figures(self) -> bool:
        """Whether anything was published in the period."""
        return self.n > 0


@dataclass(frozen=True)
class Below:
    """Several units' states, by name."""

    units: tuple[UnitState, ...]


def unit_results(
    unit_id: int, questionnaire: str, *, since: Week, to: Week | None = None
) -> Results:
    """Open figures of an office, county or country that closed in the period. Three queries."""
    latest = latest_row(questionnaire)
    figures = Figure.objects.filter(unit=unit_id)
    gaps = Withheld.objects.filter(unit=unit_id)
    return make_results(unit_id, questionnaire, latest, figures, gaps, since, to)


def own_results(
    person_id: int, questionnaire: str, *, since: Week, unit_id: int, now: datetime
) -> Results:
    """A counsellor's own figures from an office, for that counsellor only [F6]. Three queries.

    One more when nothing at all is known of them, to say why that is.
    """
    latest = latest_row(questionnaire)
    own = {"unit": unit_id, "counsellor": person_id}
    results = make_results(
        unit_id,
        questionnaire,
        latest,
        OwnFigure.objects.filter(**own),
        OwnWithheld.objects.filter(**own),
        since,
        None,
    )
    if results.questions or results.withheld or latest is None:
        return results
    place = Place(str(unit_id), Level.OFFICE, None, count_counsellors(localdate(now)).get(unit_id))
    reason = own_reason_by_default(current_policy(), place)
    waits = WithheldLine(None, since, Week.parse(latest.until), reason, for_good=False)
    return Results(unit_id, questionnaire, (), {}, (waits,), results.latest)


def own_offices(person_id: int) -> tuple[int, ...]:
    """The units of which a counsellor has own figures or is told why not. One query."""
    shown = OwnFigure.objects.filter(counsellor=person_id).values_list("unit", flat=True)
    waits = OwnWithheld.objects.filter(counsellor=person_id).values_list("unit", flat=True)
    return tuple(sorted(shown.union(waits)))


def parts_behind(
    unit_ids: Iterable[int],
    questionnaire: str,
    *,
    since: Week,
    to: Week | None = None,
    within: bool = False,
) -> tuple[Part, ...]:
    """The weeks of offices on whose responses these units' open figures rest. One query.

    What was withheld, deleted, or pooled for another unit is not among them. For response rates.
    within: as for `results_below`.
    """
    lines = Figure.objects.filter(unit__in=list(unit_ids), question=None)
    blocks = in_period(lines, questionnaire, since, to, within=within).annotate(
        name=Func(F("blocks"), function="unnest")
    )
    rows = BlockPart.objects.filter(
        block__questionnaire__key=questionnaire, block__name__in=blocks.values("name")
    )
    return tuple(
        Part(str(office), Week.parse(first), Week.parse(last))
        for office, first, last in rows.values_list("office", "from_week", "to_week")
    )


def results_below(
    unit_ids: Iterable[int],
    questionnaire: str,
    *,
    since: Week,
    to: Week | None = None,
    within: bool = False,
) -> Below:
    """Sums of the open figures of several units in the period, by name. Four queries.

    within: only figures all of whose weeks lie in the period, with the reasons that were given at
    its end, not today's: what a pilot in these weeks may be judged by.
    """
    units = dict(Unit.objects.filter(pk__in=list(unit_ids)).values_list("pk", "name"))
    latest = latest_row(questionnaire, to if within else None)
    gaps = Withheld.objects.filter(unit__in=units, release=latest, question=None)
    if not within:
        gaps = gaps.filter(for_good=False)
    waits = dict(gaps.order_by("for_good").values_list("unit", "reason"))
    sums = add_up(units, in_period(Figure.objects.all(), questionnaire, since, to, within=within))
    states = (state_of(unit, name, sums.get(unit, []), waits) for unit, name in units.items())
    return Below(tuple(sorted(states, key=lambda state: state.name)))


def latest_release(questionnaire: str) -> ReleaseLine | None:
    """The newest release of a questionnaire. One query."""
    row = latest_row(questionnaire)
    return to_release(row) if row else None


def releases(questionnaire: str | None = None) -> tuple[ReleaseLine, ...]:
    """All releases, corrected ones too, newest first. One query."""
    rows = Release.objects.select_related("questionnaire")
    if questionnaire is not None:
        rows = rows.filter(questionnaire__key=questionnaire)
    return tuple(map(to_release, rows.order_by("-published_at", "-until", "questionnaire")))


def next_publication(now: datetime) -> date:
    """The next Monday on which figures come."""
    return next_date(week_of(now), publication_dates())


def is_published_to(questionnaire: str, week: Week) -> bool:
    """Whether everything received up to the end of the week has been dealt with. One query."""
    done = Release.objects.filter(questionnaire__key=questionnaire, until__gte=str(week))
    return done.exists()


def this_year(now: datetime) -> Week:
    """The first week of the year."""
    return Week(week_of(now).year, 1)


def latest_row(questionnaire: str, to: Week | None = None) -> Release | None:
    """The newest release, or the newest up to a week, that stands uncorrected."""
    standing = Release.objects.filter(questionnaire__key=questionnaire, corrected_by=None)
    if to is not None:
        standing = standing.filter(until__lte=str(to))
    return standing.select_related("questionnaire").order_by("-until").first()


def in_period(
    rows: QuerySet[Any],
    questionnaire: str,
    since: Week,
    to: Week | None,
    *,
    within: bool = False,
) -> QuerySet[Any]:
    """Rows that closed in the period, of releases that stand uncorrected; within: that began in it
    as well."""
    found = rows.filter(
        release__questionnaire__key=questionnaire,
        release__corrected_by=None,
        to_week__gte=str(since),
    )
    if within:
        found = found.filter(from_week__gte=str(since))
    return found if to is None else found.filter(to_week__lte=str(to))


def make_results(
    unit_id: int,
    questionnaire: str,
    latest: Release | None,
    figures: QuerySet[Any],
    gaps: QuerySet[Any],
    since: Week,
    to: Week | None,
) -> Results:
    """The results from these tables of figures and of what is withheld: two queries."""
    columns = ("question", "from_week", "to_week", "n", "answered", "counts")
    rows = in_period(figures, questionnaire, since, to).values_list(
        *columns, "release__published_at"
    )
    lines: dict[str | None, list[Line]] = {}
    for question, first, last, n, answered, counts, at in rows.order_by("to_week", "from_week"):
        place = (Week.parse(first), Week.parse(last), localdate(at))
        lines.setdefault(question, []).append(Line(n, answered, tuple(counts), *place))
    return Results(
        unit=unit_id,
        questionnaire=questionnaire,
        responses=tuple(lines.pop(None, ())),
        questions={
            question: QuestionResults(question, tuple(found), total(found))
            for question, found in lines.items()
            if question is not None
        },
        withheld=tuple(read_gaps(in_period(gaps, questionnaire, since, to), latest)),
        latest=to_release(latest) if latest else None,
    )


def total(lines: Iterable[Sum]) -> Sum:
    """Lines added up."""
    listed = list(lines)
    return Sum(
        sum(line.n for line in listed),
        sum(line.answered for line in listed),
        tuple(map(sum, zip(*(line.counts for line in listed), strict=True))),
    )


def read_gaps(rows: QuerySet[Any], latest: Release | None) -> list[WithheldLine]:
    """What the newest release says waits, and what any release has said is never to come."""
    known = rows.filter(Q(for_good=True) | Q(release=latest)) if latest else rows.none()
    columns = ("question", "from_week", "to_week", "reason", "for_good")
    return [
        WithheldLine(question, Week.parse(first), Week.parse(last), Reason(reason), for_good)
        for question, first, last, reason, for_good in known.order_by(
            "from_week", "question"
        ).values_list(*columns)
    ]


def add_up(units: Mapping[int, str], figures: QuerySet[Figure]) -> dict[int, list[dict[str, Any]]]:
    """One row for each unit and question, added up by the database."""
    places = {f"count_{at}": SumOf(f"counts__{at}") for at in range(MOST_CATEGORIES)}
    rows = (
        figures.filter(unit__in=units)
        .values("unit", "question")
        .annotate(
            total_n=SumOf("n"), total_answered=SumOf("answered"), last=Max("to_week"), **places
        )
    )
    by_unit: dict[int, list[dict[str, Any]]] = {}
    for row in rows.order_by("unit", "question"):
        by_unit.setdefault(row["unit"], []).append(row)
    return by_unit


def state_of(
    unit: int, name: str, sums: Iterable[Mapping[str, Any]], waits: Mapping[int, str]
) -> UnitState:
    """A unit's state from its sums."""
    by_question = {row["question"]: row for row in sums}
    number = by_question.pop(None, None)
    return UnitState(
        unit=unit,
        name=name,
        n=number["total_n"] if number else 0,
        last_week=Week.parse(number["last"]) if number else None,
        questions={question: to_sum(row) for question, row in by_question.items()},
        waits=Reason(waits[unit]) if unit in waits else None,
    )


def to_sum(row: Mapping[str, Any]) -> Sum:
    """A row of `add_up`; places that the question has no category for are empty."""
    counts = (row[f"count_{at}"] for at in range(MOST_CATEGORIES))
    return Sum(row["total_n"], row["total_answered"], tuple(c for c in counts if c is not None))


def to_release(row: Release) -> ReleaseLine:
    """A release without its figures."""
    return ReleaseLine(
        id=row.pk,
        questionnaire=row.questionnaire.key,
        until=Week.parse(row.until),
        published_at=row.published_at,
        policy=row.policy,
        engine_version=row.engine_version,
        digest=row.digest,
        corrects=row.corrects_id,
        why=row.why,
    )
