"""Writes of reviewers: their own answers about a case, and a joint answer where they differ."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from medverk.people.actions import log
from medverk.people.models import Person
from medverk.reviews.actions import RefusedError
from medverk.reviews.models import Answer, Review, SampledCase
from medverk.rules.reviews import (
    CASE_TRANSITIONS,
    Answers,
    CaseEvent,
    CaseState,
    Met,
    Refusal,
    find_case_event,
    find_differences,
)


@transaction.atomic
def answer_case(*, review: Review, answers: Answers, note: str, by: Person, now: datetime) -> None:
    """A reviewer answers the whole checklist, once. When all are done the case moves on.

    Raises RefusedError when it is another's review or is done already.
    """
    case = lock(review.case_id)
    review = case.reviews.select_for_update().get(pk=review.pk)
    if review.reviewer_id != by.pk:
        raise RefusedError(Refusal.NOT_YOURS)
    if review.done_at or case.state != CaseState.WAITING:
        raise RefusedError(Refusal.WRONG_STATE)
    store(case, review, answers)
    review.done_at, review.note = now, note
    review.save(update_fields=["done_at", "note"])
    unit = case.round.unit
    log(by=by, action="review_answered", now=now, unit=unit, about=str(case.round))
    if not case.reviews.filter(done_at=None).exists():
        advance(case, find_case_event(answers_of(case)))


@transaction.atomic
def settle_case(*, case: SampledCase, answers: Answers, by: Person, now: datetime) -> None:
    """The two agree on an answer to each item on which they differ.

    Raises RefusedError unless one of the two says it of a case where they differ, about just those
    items.
    """
    case = lock(case.pk)
    if not case.reviews.filter(reviewer=by).exists():
        raise RefusedError(Refusal.NOT_YOURS)
    differ = find_differences(answers_of(case)) if case.state == CaseState.DISAGREED else ()
    if not differ or set(differ) != set(answers):
        raise RefusedError(Refusal.WRONG_STATE)
    store(case, None, answers)
    advance(case, CaseEvent.SETTLE)
    log(by=by, action="review_settled", now=now, unit=case.round.unit, about=str(case.round))


def store(case: SampledCase, review: Review | None, answers: Answers) -> None:
    Answer.objects.bulk_create(
        Answer(case=case, review=review, item=item, met=met) for item, met in answers.items()
    )


def answers_of(case: SampledCase) -> list[Answers]:
    """What each reviewer answered, the first reviewer first, items in the checklist's order."""
    return arrange(case, Answer.objects.filter(case=case, review__isnull=False))


def arrange(case: SampledCase, rows: Iterable[Answer]) -> list[Answers]:
    given = {(row.review_id, row.item): Met(row.met) for row in rows}
    items = [item.key for item in case.round.checklist.items]
    reviews = sorted(case.reviews.all(), key=lambda review: review.place)
    return [
        {item: given[review.pk, item] for item in items if (review.pk, item) in given}
        for review in reviews
    ]


def lock(number: int) -> SampledCase:
    """The case of a round that is going on. Raises RefusedError when the round ended meanwhile."""
    rows = SampledCase.objects.select_for_update(of=("self",)).select_related("round__unit")
    found = rows.filter(pk=number).first()
    if found is None:
        raise RefusedError(Refusal.WRONG_STATE)
    return found


def advance(case: SampledCase, event: CaseEvent) -> None:
    case.state = CASE_TRANSITIONS[CaseState(case.state), event]
    case.save()
