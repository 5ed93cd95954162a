"""A round is planned, drawn, reviewed blind, settled and closed; counts are left [Q1, Q4]."""

from collections import Counter

import pytest
from django.db import IntegrityError, transaction

from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from medverk.people.tables import TableError
from medverk.reviews import actions, answering
from medverk.reviews.checking import draw_again
from medverk.reviews.models import Answer, ItemResult, Review, Round, SampledCase
from medverk.reviews.results import read_round
from medverk.rules.reviews import CaseState, Met, Refusal, RoundState
from medverk.rules.sampling import SampleFault
from medverk.rules.statistics.agreement import Undefined
from tests.reviews.conftest import LIST, answer, close, finish, list_of

pytestmark = pytest.mark.django_db


def refusal_of(act, **arguments):
    with pytest.raises(actions.RefusedError) as caught:
        act(**arguments)
    return caught.value.refusal


def test_it_goes_from_plan_to_counts_under_the_web_role(place, drawn, now, as_role):
    with as_role(DatabaseRole.WEB):
        found = drawn()
        finish(found, now, work_goal=Met.NO)
        closed = close(found, place, now)
    assert (closed.state, closed.listed, len(closed.seed)) == (RoundState.CLOSED, 30, 32)
    rows = {row.item: (row.yes, row.partly, row.no) for row in ItemResult.objects.all()}
    assert rows == {item.key: (10, 0, 0) for item in closed.checklist.items}
    pairs = {row.item: row.pairs for row in ItemResult.objects.all()}
    assert pairs["work_goal"] == [[0, 0, 10, 0], [0] * 4, [0] * 4, [0] * 4]
    assert pairs["clear"] == [[10, 0, 0, 0], [0] * 4, [0] * 4, [0] * 4]
    what = Counter(LogEntry.objects.values_list("action", flat=True))
    assert what == {
        "review_planned": 1, "review_drawn": 1, "review_answered": 20, "review_settled": 10,
        "review_closed": 1,
    }  # fmt: skip


def test_when_it_closes_no_reference_and_no_answer_is_left(place, drawn, now):
    found = drawn()
    finish(found, now)
    close(found, place, now)
    for table in (SampledCase, Review, Answer):
        assert not table.objects.exists()
    assert "Ann-" not in str(list(Round.objects.values()) + list(LogEntry.objects.values()))
    assert "Ann-" not in str(list(ItemResult.objects.values()))


def test_of_the_list_only_the_sample_is_kept(drawn):
    found = drawn()
    assert found.cases.count() == 10
    counsellors = Counter(found.cases.values_list("counsellor__name", flat=True))
    assert counsellors == {"Ann": 4, "Bo": 3, "Eli": 3}


def test_nobody_reviews_their_own_and_two_review_each(drawn):
    found = drawn()
    for case in found.cases.prefetch_related("reviews"):
        reviewers = {review.reviewer_id for review in case.reviews.all()}
        assert len(reviewers) == 2
        assert case.counsellor_id not in reviewers


def test_exemptions_have_two_reviewers_whatever_was_planned(planned):
    assert planned("exemption", each=1).reviewers_each == 2
    assert planned("needs", each=1).reviewers_each == 1


def test_the_seed_is_chance(place, drawn, now):
    seeds = set()
    for checklist in ("needs", "ability", "plan", "exemption"):
        seeds.add(drawn(checklist=checklist).seed)
    assert len(seeds) == 4


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (list_of(Ann=5, Bo=4), SampleFault.TOO_SHORT),
        (list_of(Ann=30), SampleFault.ONE_COUNSELLOR),
        (list_of(Ann=199, Bo=1), SampleFault.ONE_COUNSELLOR),
    ],
)
def test_a_list_that_would_tell_of_one_person_is_refused(place, planned, now, data, fault):
    found = planned()
    with pytest.raises(actions.SampleError) as caught:
        actions.draw_round(found=found, data=data, pool=place.pool, by=place.leader, now=now)
    assert caught.value.fault == fault
    assert not SampledCase.objects.exists()


def test_too_few_reviewers_are_said_and_nothing_is_stored(place, planned, now):
    found = planned()
    with pytest.raises(actions.SampleError) as caught:
        pool = [place.ann, place.bo]
        actions.draw_round(found=found, data=LIST, pool=pool, by=place.leader, now=now)
    assert caught.value.fault == SampleFault.TOO_FEW_REVIEWERS
    assert Round.objects.get().state == RoundState.PLANNED
    assert not SampledCase.objects.exists()


def test_a_bad_row_stores_nothing(place, planned, now):
    found = planned()
    with pytest.raises(TableError):
        actions.draw_round(
            found=found, data=LIST + b"\nX;Nobody;aap", pool=place.pool, by=place.leader, now=now
        )
    assert (Round.objects.get().seed, SampledCase.objects.count()) == ("", 0)


def test_it_is_drawn_once(place, drawn, now):
    again = {"found": drawn(), "data": LIST, "pool": place.pool, "by": place.leader, "now": now}
    assert refusal_of(actions.draw_round, **again) == Refusal.WRONG_STATE


def test_a_half_year_has_one_round_of_a_checklist_unless_it_was_cancelled(place, planned, now):
    first = planned()
    with pytest.raises(actions.RefusedError) as caught:
        planned()
    assert caught.value.refusal == Refusal.ALREADY_THIS_HALF_YEAR
    planned(half=1)
    actions.cancel_round(found=first, by=place.leader, now=now)
    planned()
    assert Round.objects.count() == 3


def test_a_case_is_done_when_two_agree_and_waits_when_they_differ(drawn, now):
    first, second = drawn().cases.order_by("position")[:2]
    for case, met in ((first, Met.YES), (second, Met.NO)):
        for review in case.reviews.order_by("place"):
            answer(review, Met.YES, now, **({"clear": met} if review.place == 2 else {}))
    states = SampledCase.objects.filter(pk__in=[first.pk, second.pk]).order_by("position")
    assert [case.state for case in states] == [CaseState.DONE, CaseState.DISAGREED]


def test_a_review_is_ones_own_and_is_done_once(place, drawn, now):
    review = Review.objects.filter(case__round=drawn()).first()
    answers = {item.key: Met.YES for item in review.case.round.checklist.items}
    said = {"review": review, "answers": answers, "note": "", "now": now}
    stranger = next(who for who in place.pool if who.pk != review.reviewer_id)
    assert refusal_of(answering.answer_case, by=stranger, **said) == Refusal.NOT_YOURS
    answering.answer_case(by=review.reviewer, **said)
    assert refusal_of(answering.answer_case, by=review.reviewer, **said) == Refusal.WRONG_STATE


def test_two_settle_just_what_they_differ_on(place, drawn, now):
    case = drawn().cases.first()
    first, second = case.reviews.order_by("place")
    settle = {"case": case, "by": first.reviewer, "now": now}
    assert refusal_of(answering.settle_case, answers={}, **settle) == Refusal.WRONG_STATE
    answer(first, Met.YES, now)
    answer(second, Met.YES, now, clear=Met.NO, alive=Met.PARTLY)
    for answers in ({}, {"clear": Met.NO}, dict.fromkeys(("clear", "alive", "own_goal"), Met.NO)):
        assert refusal_of(answering.settle_case, answers=answers, **settle) == Refusal.WRONG_STATE
    answers = {"clear": Met.PARTLY, "alive": Met.PARTLY}
    stranger = settle | {"by": place.planner, "answers": answers}
    assert refusal_of(answering.settle_case, **stranger) == Refusal.NOT_YOURS
    answering.settle_case(answers=answers, **settle)
    joint = dict(Answer.objects.filter(review=None).values_list("item", "met"))
    assert joint == {"clear": "partly", "alive": "partly"}
    assert refusal_of(answering.settle_case, answers=answers, **settle) == Refusal.WRONG_STATE


def test_the_joint_answer_counts_and_the_first_two_stay_as_agreement(place, drawn, now):
    found = drawn()
    finish(found, now, Met.PARTLY, clear=Met.NO)
    reading = read_round(close(found, place, now))
    clear = next(item for item in reading.items if item.item.key == "clear")
    assert dict(clear.counts) == {Met.YES: 0, Met.PARTLY: 10, Met.NO: 0}
    assert (clear.agreement.n, clear.agreement.alike, clear.agreement.kappa.value) == (10, 0, 0)
    other = next(item for item in reading.items if item.item.key == "alive")
    assert other.agreement.undefined == Undefined.ONE_CATEGORY
    assert (reading.alike, reading.pairs) == (70, 80)


def test_what_two_settle_counts_when_it_is_neither_ones_own(place, drawn, now):
    found = drawn()
    for review in Review.objects.filter(case__round=found):
        answer(review, Met.YES, now, clear=Met.YES if review.place == 1 else Met.NO)
    for case in found.cases.all():
        by = case.reviews.get(place=2).reviewer
        answering.settle_case(case=case, answers={"clear": Met.PARTLY}, by=by, now=now)
    close(found, place, now)
    clear = ItemResult.objects.get(item="clear")
    assert (clear.yes, clear.partly, clear.no) == (0, 10, 0)


def test_one_reviewer_alone_gives_no_agreement(place, drawn, now):
    found = drawn(each=1)
    finish(found, now)
    reading = read_round(close(found, place, now))
    assert {item.agreement for item in reading.items} == {None}
    assert (reading.cases, reading.items[0].share.value) == (10, 1)


def test_it_does_not_close_before_all_is_done(place, drawn, now):
    found = drawn()
    end = {"found": found, "by": place.leader, "now": now}
    assert refusal_of(actions.close_round, **end) == Refusal.NOT_FINISHED
    finish(found, now)
    actions.close_round(**end)
    assert refusal_of(actions.close_round, **end) == Refusal.WRONG_STATE
    assert refusal_of(actions.cancel_round, **end) == Refusal.WRONG_STATE


def test_what_is_cancelled_leaves_no_case(place, drawn, now):
    found = drawn()
    review = Review.objects.first()
    actions.cancel_round(found=found, by=place.leader, now=now)
    assert not SampledCase.objects.exists()
    said = {"review": review, "answers": {}, "note": "", "by": review.reviewer, "now": now}
    assert refusal_of(answering.answer_case, **said) == Refusal.WRONG_STATE


def test_another_takes_over_what_is_not_their_own(place, drawn, now):
    found = drawn(pool=[place.ann, place.bo, place.eli])
    before = Review.objects.filter(reviewer=place.bo).count()
    moved = actions.hand_over(
        found=found, whose=place.bo, to=place.planner, by=place.leader, now=now
    )
    assert moved == before > 0
    for case in found.cases.prefetch_related("reviews"):
        reviewers = [review.reviewer_id for review in case.reviews.all()]
        assert case.counsellor_id not in reviewers
        assert len(set(reviewers)) == 2


def test_nobody_takes_over_their_own(place, drawn, now):
    """The planner reviews everything alone; Ann can take over all but her own four."""
    found = drawn(pool=[place.planner], each=1)
    moved = actions.hand_over(
        found=found, whose=place.planner, to=place.ann, by=place.leader, now=now
    )
    assert moved == 6
    left = Review.objects.filter(reviewer=place.planner)
    assert {review.case.counsellor for review in left} == {place.ann}


def test_what_cannot_be_handed_over_is_said(place, drawn, now):
    found = drawn()
    same = {"found": found, "whose": place.ann, "to": place.ann, "by": place.leader, "now": now}
    assert refusal_of(actions.hand_over, **same) == Refusal.TOO_FEW_REVIEWERS
    nobodys = same | {"whose": place.elsewhere, "to": place.planner}
    assert refusal_of(actions.hand_over, **nobodys) == Refusal.TOO_FEW_REVIEWERS


def test_anyone_with_the_list_draws_the_same_again(place, drawn, now):
    found = drawn()
    references = list(found.cases.order_by("position").values_list("reference", flat=True))
    finish(found, now)
    closed = close(found, place, now)
    header, *rows = LIST.decode().split("\n")
    again = draw_again(closed, "\n".join([header, *reversed(rows)]).encode())
    assert (again.same_list, again.same_sample) == (True, True)
    assert [case.reference for case in again.sample] == references
    other = draw_again(closed, LIST + b"\nNew-1;Ann;aap")
    assert (other.same_list, other.same_sample, other.sample) == (False, False, ())


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "closed"},
        {"state": "planned"},
        {"seed": ""},
        {"half": 3},
        {"reviewers_each": 3},
        {"stratify": "moon"},
    ],
)
def test_the_database_refuses_half_a_round(drawn, wrong):
    drawn()
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.update(**wrong)
