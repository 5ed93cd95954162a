"""Two reviewers who finish a case at the same moment: it moves on, once [Q4]."""

import threading

import pytest
from django.db import connections

from medverk.reviews import actions
from medverk.reviews.models import Answer, Review, Round
from medverk.rules.reviews import CaseState, HalfYear, Met, Refusal
from medverk.rules.sampling import Stratify
from tests.reviews.conftest import DUE, LIST, Place, answer

pytestmark = pytest.mark.django_db(transaction=True)

WISH = actions.Plan("plan", HalfYear(2026, 2), 10, Stratify.COUNSELLOR, 2, DUE)


def together(*acts):
    """Run all at once; what each gave or refused."""
    start, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        try:
            start.wait(timeout=30)
            act()
            outcomes.append(None)
        except actions.RefusedError as error:
            outcomes.append(error.refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_round_is_planned_and_drawn_once_and_no_case_is_stuck(now):
    place = Place()
    by = {"by": place.leader, "now": now}
    planned = together(*[lambda: actions.plan_round(unit=place.stord, plan=WISH, **by)] * 2)
    assert set(planned) == {None, Refusal.ALREADY_THIS_HALF_YEAR}
    found = Round.objects.get()
    sample = {"found": found, "data": LIST, "pool": place.pool}
    drawn = together(*[lambda: actions.draw_round(**sample, **by)] * 2)
    assert set(drawn) == {None, Refusal.WRONG_STATE}
    assert Review.objects.count() == 20
    for number, case in enumerate(found.cases.all()):
        first, second = Review.objects.filter(case=case).order_by("place")
        other = Met.NO if number % 2 else Met.YES
        together(
            lambda first=first: answer(first, Met.YES, now),
            lambda second=second, other=other: answer(second, Met.YES, now, clear=other),
        )
    states = [case.state for case in found.cases.order_by("pk")]
    assert states == [CaseState.DONE, CaseState.DISAGREED] * 5
    assert Answer.objects.count() == 160


def test_the_same_review_is_stored_once(now):
    place = Place()
    by = {"by": place.leader, "now": now}
    found = actions.plan_round(unit=place.stord, plan=WISH, **by)
    actions.draw_round(found=found, data=LIST, pool=place.pool, **by)
    review = Review.objects.first()
    twice = together(*[lambda: answer(Review.objects.get(pk=review.pk), Met.YES, now)] * 2)
    assert set(twice) == {None, Refusal.WRONG_STATE}
    assert Answer.objects.count() == 8
