"""Writes about a round of reviews: plan, draw, hand over, close, cancel [Q1]."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from medverk.people.actions import log
from medverk.people.models import Person, Unit
from medverk.reviews.case_table import read_cases
from medverk.reviews.checklists import latest
from medverk.reviews.counting import count_round
from medverk.reviews.models import ItemResult, Review, Round, SampledCase
from medverk.reviews.queries import colleagues_of
from medverk.rules.reviews import (
    ROUND_TRANSITIONS,
    CaseState,
    HalfYear,
    Refusal,
    RoundEvent,
    RoundState,
    judge_round,
)
from medverk.rules.sampling import (
    Assigned,
    Listed,
    SampleFault,
    Stratify,
    assign,
    digest_list,
    draw,
    judge_list,
    judge_sample,
)

SEED_BYTES = 16


class RefusedError(Exception):
    """The rules of reviews say no; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class SampleError(Exception):
    """The list gives no sample that may be reviewed; `fault` says why."""

    def __init__(self, fault: SampleFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Plan:
    """What the leader decides of a round beforehand."""

    checklist: str
    half_year: HalfYear
    wanted: int
    stratify: Stratify
    reviewers_each: int
    due_on: date


@transaction.atomic
def plan_round(*, unit: Unit, plan: Plan, by: Person, now: datetime) -> Round:
    """A new round. Where the checklist asks for two reviewers, there are two [Q4].

    Raises RefusedError when the unit has one for the same checklist and half-year.
    """
    checklist = latest(plan.checklist)
    try:
        with transaction.atomic():
            made = Round.objects.create(
                unit=unit,
                checklist_key=checklist.key,
                checklist_version=checklist.version,
                year=plan.half_year.year,
                half=plan.half_year.half,
                stratify=plan.stratify,
                wanted=plan.wanted,
                reviewers_each=max(plan.reviewers_each, checklist.reviewers),
                due_on=plan.due_on,
                planned_by=by,
            )
    except IntegrityError as error:
        raise RefusedError(Refusal.ALREADY_THIS_HALF_YEAR) from error
    log(by=by, action="review_planned", now=now, unit=unit, about=str(made))
    return made


@transaction.atomic
def draw_round(
    *, found: Round, data: bytes, pool: Collection[Person], by: Person, now: datetime
) -> Round:
    """Draw the sample from a list and say who reviews what; of the list only the sample is kept.

    The seed is chance, drawn when the list is fixed. Raises TableError, SampleError, RefusedError;
    then nothing is stored.
    """
    found = lock(found)
    refuse(judge_round(RoundState(found.state), RoundEvent.DRAW))
    colleagues = colleagues_of(found.unit)
    cases = read_cases(data, colleagues.keys())
    refuse_sample(judge_list(cases, found.wanted))
    seed = secrets.token_hex(SEED_BYTES)
    drawn = draw(cases, found.wanted, seed, Stratify(found.stratify))
    refuse_sample(judge_sample(drawn))
    reviewers = {person.ident: person for person in pool}
    assigned = assign(drawn, reviewers, found.reviewers_each, seed)
    if isinstance(assigned, SampleFault):
        raise SampleError(assigned)
    found.seed, found.listed, found.drawn_at = seed, len(cases), now
    found.list_digest, found.sample_digest = digest_list(cases), digest_list(drawn)
    advance(found, RoundEvent.DRAW)
    store_sample(found, drawn, assigned, colleagues, reviewers)
    log(by=by, action="review_drawn", now=now, unit=found.unit, about=str(found))
    return found


def store_sample(
    found: Round,
    drawn: Sequence[Listed],
    assigned: Sequence[Assigned],
    colleagues: dict[str, Person],
    reviewers: dict[str, Person],
) -> None:
    cases = SampledCase.objects.bulk_create(
        SampledCase(
            round=found, position=position, reference=case.reference,
            counsellor=colleagues[case.counsellor],
        )
        for position, case in enumerate(drawn, 1)
    )  # fmt: skip
    Review.objects.bulk_create(
        Review(case=case, reviewer=reviewers[who], place=place)
        for case, one in zip(cases, assigned, strict=True)
        for place, who in enumerate(one.reviewers, 1)
    )


@transaction.atomic
def hand_over(*, found: Round, whose: Person, to: Person, by: Person, now: datetime) -> int:
    """Another takes over what somebody has not reviewed; how many. Own cases, and those that the
    other reviews already, stay where they are. Raises RefusedError when nothing can move."""
    found = lock(found)
    if found.state != RoundState.REVIEWING:
        raise RefusedError(Refusal.WRONG_STATE)
    waiting = Review.objects.select_for_update().filter(
        case__round=found, reviewer=whose, done_at=None
    )
    taken = set(
        Review.objects.filter(case__round=found, reviewer=to).values_list("case_id", flat=True)
    )
    free = [
        review.pk
        for review in waiting.select_related("case")
        if review.case_id not in taken and review.case.counsellor_id != to.pk
    ]
    if not free or to == whose:
        raise RefusedError(Refusal.TOO_FEW_REVIEWERS)
    Review.objects.filter(pk__in=free).update(reviewer=to)
    log(by=by, action="review_handed_over", now=now, unit=found.unit, about=str(found))
    return len(free)


@transaction.atomic
def close_round(*, found: Round, by: Person, now: datetime) -> Round:
    """Keep the counts, delete cases and answers. Raises RefusedError while a case is not done."""
    found = lock(found)
    states = [CaseState(state) for state in found.cases.values_list("state", flat=True)]
    refuse(judge_round(RoundState(found.state), RoundEvent.CLOSE, states))
    ItemResult.objects.bulk_create(count_round(found))
    end(found, RoundEvent.CLOSE, now)
    log(by=by, action="review_closed", now=now, unit=found.unit, about=str(found))
    return found


@transaction.atomic
def cancel_round(*, found: Round, by: Person, now: datetime) -> Round:
    """Stop without a result; cases and answers are deleted. Raises RefusedError."""
    found = lock(found)
    refuse(judge_round(RoundState(found.state), RoundEvent.CANCEL))
    end(found, RoundEvent.CANCEL, now)
    log(by=by, action="review_cancelled", now=now, unit=found.unit, about=str(found))
    return found


def end(found: Round, event: RoundEvent, now: datetime) -> None:
    found.cases.all().delete()
    found.ended_at = now
    advance(found, event)


def lock(found: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("unit").get(pk=found.pk)


def refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise RefusedError(refusal)


def refuse_sample(fault: SampleFault | None) -> None:
    if fault:
        raise SampleError(fault)


def advance(found: Round, event: RoundEvent) -> None:
    found.state = ROUND_TRANSITIONS[RoundState(found.state), event]
    found.save()
