"""Writes about findings and improvements. Every one is logged, with the state and no words."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from medverk.improvement.indicators import indicator_of
from medverk.improvement.models import Finding, FollowUp, Improvement
from medverk.improvement.series import points_of, sisters_of, to_stored
from medverk.people.actions import log
from medverk.people.models import Person, Unit
from medverk.rules.improvement.baseline import take_baseline
from medverk.rules.improvement.states import (
    TRANSITIONS,
    ImprovementEvent,
    ImprovementState,
    Kind,
    Refusal,
    Source,
    find_due_event,
    judge_event,
    judge_plan,
)
from medverk.rules.statistics.assurance import Direction


class RefusedError(Exception):
    """The rules say no; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody found; without an indicator or a reference both are empty."""

    source: Source
    statement: str
    indicator: str = ""
    reference: str = ""


@transaction.atomic
def add_finding(*, unit: Unit, found: Found, by: Person | None, now: datetime) -> Finding:
    """A finding of a unit, found today. Sent twice, it is stored once: what says the same, from the
    same source, on the same day, and is open, is the same finding.

    Raises IntegrityError for a path of another site.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two at once store it once
    said = {"unit": unit, "found_on": localdate(now), **asdict(found)}
    known = Finding.objects.filter(closed_on=None, **said).first()
    if known:
        return known
    finding = Finding.objects.create(by=by, **said)
    log(by=by, action="finding_added", now=now, unit=unit, about=found.source)
    return finding


@transaction.atomic
def set_aside(*, finding: Finding, why: str, by: Person, now: datetime) -> Finding:
    """Close a finding that nothing is done about, with the reason. Harmless when repeated."""
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.closed_on is None:
        finding.closed_on, finding.closed_why = localdate(now), why
        finding.save(update_fields=["closed_on", "closed_why"])
        log(by=by, action="finding_set_aside", now=now, unit=finding.unit, about=finding.source)
    return finding


@dataclass(frozen=True, slots=True)
class Idea:
    """What is done, why it should help, and what is measured. expected: up or down."""

    title: str
    hypothesis: str
    kind: Kind
    indicator: str
    expected: Direction


@dataclass(frozen=True, slots=True)
class Plan:
    """Who sees to it, from when, and by when it is evaluated."""

    responsible: Person
    starts_on: date
    deadline: date


@transaction.atomic
def propose(
    *,
    unit: Unit,
    finding: Finding,
    idea: Idea,
    by: Person,
    now: datetime,
    adopted_from: Improvement | None = None,
) -> Improvement:
    """An improvement that nobody has planned yet; adopted_from: where another office did it."""
    improvement = Improvement.objects.create(
        unit=unit,
        finding=finding,
        title=idea.title,
        hypothesis=idea.hypothesis,
        kind=idea.kind,
        indicator=idea.indicator,
        expected=idea.expected,
        adopted_from=adopted_from,
        proposed_at=now,
        proposed_by=by,
    )
    log(by=by, action="improvement_proposed", now=now, unit=unit, about=idea.kind)
    return improvement


@transaction.atomic
def register(
    *, unit: Unit, finding: Finding, idea: Idea, plan: Plan, by: Person, now: datetime
) -> Improvement:
    """Propose and plan at once: the leader's ordinary way. Sent twice, it is registered once.

    Raises RefusedError.
    """
    Finding.objects.select_for_update().get(pk=finding.pk)
    known = finding.improvements.filter(title=idea.title, closed_on=None).first()
    if known:
        return known
    improvement = propose(unit=unit, finding=finding, idea=idea, by=by, now=now)
    return plan_improvement(improvement=improvement, idea=idea, plan=plan, by=by, now=now)


@transaction.atomic
def plan_improvement(
    *, improvement: Improvement, idea: Idea, plan: Plan, by: Person, now: datetime
) -> Improvement:
    """Register what will be measured, before the data: the baseline and the sister units freeze.

    Until it starts the plan may be changed, and is registered anew. Starts at once when its first
    day is today. Raises RefusedError.
    """
    improvement, today = lock(improvement), localdate(now)
    refuse(judge_event(improvement.situation, ImprovementEvent.PLAN, today))
    refuse(judge_plan(plan.starts_on, plan.deadline, today))
    improvement.title, improvement.hypothesis = idea.title, idea.hypothesis
    improvement.kind, improvement.indicator = idea.kind, idea.indicator
    improvement.expected, improvement.responsible = idea.expected, plan.responsible
    improvement.starts_on, improvement.deadline = plan.starts_on, plan.deadline
    improvement.registered_at = now
    freeze_baseline(improvement, now)
    advance(improvement, ImprovementEvent.PLAN)
    improvement.save()
    log(by=by, action="improvement_plan", now=now, unit=improvement.unit, about=idea.kind)
    move_if_due(improvement, now)
    return improvement


def freeze_baseline(improvement: Improvement, now: datetime) -> None:
    """From open figures: what was before the points that made somebody act [statistics.md].

    An adopted improvement is triggered here by what is known today, not by the finding elsewhere.
    """
    found_on = improvement.finding.found_on
    indicator = indicator_of(improvement.indicator, now)
    points = points_of([improvement.unit_id], indicator, before=found_on) if indicator else {}
    known = [p for p in points.get(improvement.unit_id, ()) if p.last_day < found_on]
    baseline = take_baseline(known, found_on)
    triggered = known[len(baseline) :]
    improvement.baseline = to_stored(baseline)
    improvement.baseline_ends = triggered[0].first_day if triggered else found_on
    improvement.sisters = sisters_of(improvement.unit)


@transaction.atomic
def move(
    *,
    improvement: Improvement,
    event: ImprovementEvent,
    by: Person | None,
    now: datetime,
    words: str = "",
) -> Improvement:
    """Start it, evaluate it before its deadline, end it or drop it. Raises RefusedError.

    words: what others can learn from one that ends, or why one is dropped.
    """
    improvement = lock(improvement)
    refuse(judge_event(improvement.situation, event, localdate(now)))
    advance(improvement, event)
    match event:
        case ImprovementEvent.END:
            improvement.learnt, improvement.closed_on = words, localdate(now)
            close_finding(improvement)
        case ImprovementEvent.DROP:
            improvement.closed_why, improvement.closed_on = words, localdate(now)
    improvement.save()
    about = improvement.kind
    log(by=by, action=f"improvement_{event}", now=now, unit=improvement.unit, about=about)
    return improvement


def close_finding(improvement: Improvement) -> None:
    """What was found is dealt with, unless something else is still done about it."""
    finding = improvement.finding
    others = finding.improvements.exclude(pk=improvement.pk)
    if finding.closed_on is None and not others.filter(closed_on=None).exists():
        finding.closed_on = improvement.closed_on
        finding.save(update_fields=["closed_on"])


@transaction.atomic
def follow_up(*, improvement: Improvement, text: str, by: Person, now: datetime) -> FollowUp:
    """A note on how it goes. Raises RefusedError when it is over."""
    improvement = lock(improvement)
    if improvement.closed_on is not None:
        raise RefusedError(Refusal.WRONG_STATE)
    note = FollowUp.objects.create(improvement=improvement, on=localdate(now), by=by, text=text)
    log(by=by, action="improvement_followed_up", now=now, unit=improvement.unit)
    return note


def move_due(*, now: datetime) -> int:
    """Start and evaluate as days come; how many were moved. Harmless when repeated."""
    waiting = [ImprovementState.PLANNED, ImprovementState.RUNNING]
    moved = 0
    for improvement in Improvement.objects.filter(state__in=waiting).order_by("pk"):
        moved += move_if_due(improvement, now)
    return moved


def move_if_due(improvement: Improvement, now: datetime) -> bool:
    event = find_due_event(improvement.situation, localdate(now))
    if event is None:
        return False
    moved = move(improvement=improvement, event=event, by=None, now=now)
    improvement.state = moved.state
    return True


def lock(improvement: Improvement) -> Improvement:
    rows = Improvement.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "finding").get(pk=improvement.pk)


def refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise RefusedError(refusal)


def advance(improvement: Improvement, event: ImprovementEvent) -> None:
    improvement.state = TRANSITIONS[ImprovementState(improvement.state), event]
