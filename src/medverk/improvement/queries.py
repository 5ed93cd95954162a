"""Reads of findings and improvements."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from medverk.improvement.indicators import indicator_of
from medverk.improvement.models import Finding, Improvement, Verdict
from medverk.people.models import Level, Membership, Person, Unit
from medverk.people.queries import valid_on
from medverk.rules.improvement.overlap import Stretch, find_inseparable
from medverk.rules.improvement.states import ImprovementState


def findings_of(unit: Unit) -> QuerySet[Finding]:
    """The findings of a unit, open ones first and newest first, with how much is done."""
    counted = Finding.objects.filter(unit=unit).annotate(begun=Count("improvements"))
    newest = counted.order_by(F("closed_on").desc(nulls_first=True), "-found_on", "-pk")
    return newest.prefetch_related("improvements")


def untouched_findings(unit: Unit) -> QuerySet[Finding]:
    """Open findings of a unit that nothing is done about, newest first."""
    begun = Improvement.objects.filter(finding=OuterRef("pk")).exclude(
        state=ImprovementState.DROPPED
    )
    rows = Finding.objects.filter(~Exists(begun), unit=unit, closed_on=None)
    return rows.order_by("-found_on", "-pk")


COLUMN = 20  # cards that a board shows of each state

BOARD_STATES = (
    ImprovementState.PROPOSED,
    ImprovementState.PLANNED,
    ImprovementState.RUNNING,
    ImprovementState.EVALUATING,
    ImprovementState.ENDED,
)


@dataclass(frozen=True, slots=True)
class Card:
    """An improvement on a board, with the newest verdict if there is one."""

    improvement: Improvement
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Column:
    """One state of a board. more: whether there are others than those shown."""

    state: ImprovementState
    cards: tuple[Card, ...]
    more: bool


def improvements_under(top: Unit) -> QuerySet[Improvement]:
    """A unit's own; of a county or the country those of all its units too: three levels at most.

    By parents and not by a list of units, so that it costs the same with 10 and with 1000 offices.
    """
    under = Q(unit=top)
    if top.level is not Level.OFFICE:
        under |= Q(unit__parent=top) | Q(unit__parent__parent=top)
        under |= Q(unit__parent__parent__parent=top)
    return Improvement.objects.filter(under).select_related("unit", "responsible")


def board_of(top: Unit) -> tuple[Column, ...]:
    """The first of each state: what is due first, and of the ended the newest. Six queries."""
    shown = {state: list(in_state(top, state)[: COLUMN + 1]) for state in BOARD_STATES}
    verdicts = latest_verdicts([each.pk for rows in shown.values() for each in rows])
    return tuple(
        Column(
            state,
            tuple(Card(each, verdicts.get(each.pk)) for each in rows[:COLUMN]),
            more=len(rows) > COLUMN,
        )
        for state, rows in shown.items()
    )


def in_state(top: Unit, state: ImprovementState) -> QuerySet[Improvement]:
    rows = improvements_under(top).filter(state=state)
    if state in (ImprovementState.ENDED, ImprovementState.DROPPED):
        return rows.order_by("-closed_on", "-pk")
    return rows.order_by(F("deadline").asc(nulls_first=True), "pk")


def latest_verdicts(improvements: Collection[int]) -> dict[int, Verdict]:
    """The newest verdict of each improvement that has any. One query."""
    rows = Verdict.objects.filter(improvement__in=improvements)
    newest = rows.order_by("improvement", "-until", "-at").distinct("improvement")
    return {verdict.improvement_id: verdict for verdict in newest}


def verdicts_of(improvement: Improvement) -> list[Verdict]:
    """All of them, newest first."""
    return list(improvement.verdicts.order_by("-until", "-at"))


def inseparable_from(improvement: Improvement, now: datetime) -> list[Improvement]:
    """Others of the same unit, at work on the same questions at the same time. One query."""
    others = Improvement.objects.filter(unit=improvement.unit_id, starts_on__isnull=False)
    by_id = {other.pk: other for other in others.exclude(pk=improvement.pk).order_by("starts_on")}
    mine = stretch_of(improvement, now)
    stretches = [each for other in by_id.values() if (each := stretch_of(other, now))]
    return [by_id[number] for number in find_inseparable(mine, stretches)] if mine else []


def stretch_of(improvement: Improvement, now: datetime) -> Stretch | None:
    """None for one that was never planned, or stopped before it began."""
    indicator = indicator_of(improvement.indicator, now)
    starts_on, stopped_on = improvement.starts_on, improvement.stopped_on
    if indicator is None or starts_on is None or (stopped_on and stopped_on < starts_on):
        return None
    asked = (indicator.questionnaire, indicator.questions)
    return Stretch(improvement.pk, *asked, starts_on, stopped_on)


def colleagues_of(unit: Unit, today: date) -> QuerySet[Person]:
    """Who has a role in the unit today, by name: one of them is responsible."""
    held = valid_on(Membership.objects.filter(unit=unit), today).values("person")
    return Person.objects.filter(pk__in=held, active=True).order_by("name", "pk")
