"""Writes about pilots: plan, move on, answer, decide [F9]."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from medverk.people.actions import log
from medverk.people.models import Person, Unit
from medverk.pilots.models import Pilot, PilotOffice, StaffAnswer
from medverk.pilots.queries import are_answers_published
from medverk.releases.actions import plan_closing
from medverk.rules.pilots import (
    STAFF_MAY_ANSWER,
    TRANSITIONS,
    Decision,
    PilotEvent,
    PilotState,
    Refusal,
    Situation,
    find_clash,
    find_due_event,
    find_weeks,
    judge_event,
)
from medverk.rules.weeks import Week
from medverk.surveys.models import Version


class RefusedError(Exception):
    """The pilot's rules say no; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Plan:
    """What the county decides of a pilot beforehand."""

    name: str
    version: Version
    begins_on: date
    ends_on: date
    offices: Collection[Unit]


@transaction.atomic
def plan_pilot(*, county: Unit, plan: Plan, by: Person, now: datetime) -> Pilot:
    """A new pilot. Raises RefusedError when an office is in another pilot at that time."""
    pilot = Pilot(county=county)
    write_plan(pilot, plan)
    log(by=by, action="pilot_planned", now=now, unit=county, about=pilot.name)
    return pilot


@transaction.atomic
def change_plan(*, pilot: Pilot, plan: Plan, by: Person, now: datetime) -> Pilot:
    """Change a pilot that has not started. Raises RefusedError."""
    pilot = lock(pilot)
    if pilot.state != PilotState.PLANNED:
        raise RefusedError(Refusal.WRONG_STATE)
    write_plan(pilot, plan)
    log(by=by, action="pilot_plan_changed", now=now, unit=pilot.county, about=pilot.name)
    return pilot


def write_plan(pilot: Pilot, plan: Plan) -> None:
    offices = frozenset(office.pk for office in plan.offices)
    refuse_clash(pilot, Situation(PilotState.PLANNED, offices, plan.begins_on, plan.ends_on))
    pilot.name, pilot.version = plan.name, plan.version
    pilot.begins_on, pilot.ends_on = plan.begins_on, plan.ends_on
    pilot.save()
    pilot.places.exclude(office__in=offices).delete()
    PilotOffice.objects.bulk_create(
        [PilotOffice(pilot=pilot, office_id=office) for office in sorted(offices)],
        ignore_conflicts=True,
    )


def refuse_clash(pilot: Pilot, wanted: Situation) -> None:
    """Locks the offices, so that two plans made at the same moment cannot both pass."""
    list(Unit.objects.select_for_update().filter(pk__in=wanted.offices).order_by("pk"))
    others = Pilot.objects.filter(places__office__in=wanted.offices).exclude(pk=pilot.pk)
    for other in others.distinct().prefetch_related("places"):
        if find_clash(wanted, other.situation):
            raise RefusedError(Refusal.OFFICE_IN_ANOTHER_PILOT)


@transaction.atomic
def move_pilot(*, pilot: Pilot, event: PilotEvent, by: Person | None, now: datetime) -> Pilot:
    """Start or end a pilot; ended early, today becomes its last day. Raises RefusedError."""
    pilot, today = lock(pilot), timezone.localdate(now)
    refuse(pilot.situation, event, today)
    if event is PilotEvent.END:
        pilot.ends_on = min(pilot.ends_on, today)
        close_answers(pilot, by, now)
    advance(pilot, event)
    pilot.save()
    log(by=by, action=f"pilot_{event}", now=now, unit=pilot.county, about=pilot.name)
    return pilot


def close_answers(pilot: Pilot, by: Person | None, now: datetime) -> None:
    """What still waits when the last answers can have come is pooled [disclosure, closing]."""
    close_offices(pilot, find_weeks(pilot.begins_on, pilot.ends_on)[1], by, now)


def close_offices(pilot: Pilot, week: Week, by: Person | None, now: datetime) -> None:
    """A period of the pilot's offices ends with this week."""
    plan_closing(
        questionnaire=pilot.version.questionnaire.key,
        offices=sorted(pilot.office_ids),
        week=week,
        by=by,
        now=now,
    )


@transaction.atomic
def decide(*, pilot: Pilot, decision: Decision, reason: str, by: Person, now: datetime) -> Pilot:
    """Roll it out or stop, with the reason. Raises RefusedError."""
    pilot = lock(pilot)
    situation = replace(pilot.situation, answers_published=are_answers_published(pilot))
    refuse(situation, PilotEvent.DECIDE, timezone.localdate(now))
    advance(pilot, PilotEvent.DECIDE)
    pilot.decided_at, pilot.decided_by = now, by
    pilot.decision, pilot.reason = decision, reason
    pilot.save()
    log(by=by, action=f"pilot_{decision}", now=now, unit=pilot.county, about=pilot.name)
    return pilot


@transaction.atomic
def answer(*, answer: StaffAnswer, by: Person, now: datetime) -> StaffAnswer:
    """Keep what a person at an office says of the pilot; the newest takes the place of the older.

    Raises RefusedError when the pilot has not started or is decided.
    """
    pilot = lock(answer.pilot)
    if PilotState(pilot.state) not in STAFF_MAY_ANSWER:
        raise RefusedError(Refusal.WRONG_STATE)
    words = {name: getattr(answer, name) for name in ANSWER_FIELDS}
    kept, _ = StaffAnswer.objects.update_or_create(
        pilot=pilot, office=answer.office, by=by, defaults=words
    )
    log(by=by, action="pilot_answered", now=now, unit=answer.office, about=pilot.name)
    return kept


ANSWER_FIELDS = ("is_leader", "worked", "good", "bad", "usable", "more")


def move_due_pilots(*, now: datetime) -> int:
    """Start and end pilots as their dates come; how many were moved. Harmless when repeated."""
    today = timezone.localdate(now)
    close_before_pilots(now=now)
    unfinished = Pilot.objects.filter(state__in=[PilotState.PLANNED, PilotState.RUNNING])
    due = [
        (pilot, event)
        for pilot in unfinished.prefetch_related("places")
        if (event := find_due_event(pilot.situation, today))
    ]
    for pilot, event in due:
        move_pilot(pilot=pilot, event=event, by=None, now=now)
    return len(due)


def close_before_pilots(*, now: datetime) -> None:
    """In the week before a pilot: plan that what waits in its offices is pooled with that week, so
    that answers from before are in no block with the pilot's own."""
    this_week = Week.of_date(timezone.localdate(now))
    planned = Pilot.objects.filter(state=PilotState.PLANNED).prefetch_related("places")
    for pilot in planned.select_related("version__questionnaire"):
        if find_weeks(pilot.begins_on, pilot.ends_on)[0] == this_week.next():
            close_offices(pilot, this_week, None, now)


def lock(pilot: Pilot) -> Pilot:
    rows = Pilot.objects.select_for_update(of=("self",))
    return rows.select_related("county", "version__questionnaire").get(pk=pilot.pk)


def refuse(situation: Situation, event: PilotEvent, today: date) -> None:
    refusal = judge_event(situation, event, today)
    if refusal:
        raise RefusedError(refusal)


def advance(pilot: Pilot, event: PilotEvent) -> None:
    pilot.state = TRANSITIONS[PilotState(pilot.state), event]
