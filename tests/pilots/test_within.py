"""A pilot is judged by the answers of its own weeks and offices, and by nothing else [F9]."""

import pytest

from medverk.invitations.models import InvitationCount
from medverk.people.models import LogEntry
from medverk.pilots import actions
from medverk.pilots.evaluation import evaluate
from medverk.pilots.queries import progress_of
from medverk.releases.models import Block, PlannedClosing
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.pilots import ANSWERS_COME_FOR
from medverk.rules.weeks import Week
from tests.pilots.place import FIRST, LAST, let_users_answer, make_pilot, publish_before, publish_to

pytestmark = pytest.mark.django_db

WEEK = Week.of_date(FIRST)
CLOSING = Week.of_date(LAST + ANSWERS_COME_FOR)


@pytest.fixture
def pilot(place, version, now):
    """It has started in Stord and Voss; Stord had eight answers waiting from the week before."""
    made = make_pilot(place, version, now, place.stord, place.voss)
    let_users_answer(place, version, place.stord, WEEK.plus(-1), 4, 4)
    publish_to(version, WEEK.plus(-1), now)
    for week in (WEEK.plus(-1), WEEK, WEEK.next()):
        InvitationCount.objects.create(
            office=place.stord, counsellor=place.counsellors[place.stord.pk][0],
            questionnaire=version.questionnaire, week=str(week), taken=40, invited=40,
        )  # fmt: skip
    return made


def test_it_leaves_out_what_was_published_with_answers_from_before(pilot, place, version, now):
    let_users_answer(place, version, place.stord, WEEK, 4, 4)
    publish_to(version, WEEK, now)  # one block of 16, half of it from before the pilot
    progress = progress_of(pilot)
    assert [office.answered for office in progress.offices] == [None, None]
    assert (progress.answered, progress.reached, progress.questions) == (0, 0, ())
    let_users_answer(place, version, place.stord, WEEK.next(), 10, 10)
    publish_to(version, CLOSING, now)
    progress = progress_of(pilot)
    assert [office.answered for office in progress.offices] == [20, None]
    assert {question.answered for question in progress.questions} == {20}
    # Forty were invited in the week of these twenty; eighty in all of the pilot.
    assert (progress.offices[0].invited, progress.reached) == (80, 40)
    assert evaluate(pilot).response_rate.value == 0.5


def test_it_says_what_became_of_the_pilot_and_not_what_waits_today(pilot, place, version, now):
    for office in (place.stord, place.voss):
        let_users_answer(place, version, office, WEEK, 2, 3)
    actions.move_due_pilots(now=now)
    actions.move_due_pilots(now=now.replace(month=12))
    publish_to(version, CLOSING, now)
    pooled = [Reason.POOLED_UPWARDS, Reason.POOLED_UPWARDS]
    assert [office.waits for office in progress_of(pilot).offices] == pooled
    let_users_answer(place, version, place.voss, CLOSING.next(), 1, 1)
    publish_to(version, CLOSING.next(), now)
    assert [office.waits for office in progress_of(pilot).offices] == pooled


def test_what_waited_before_it_is_closed_before_it(place, version, now):
    """Nine each in Stord and Voss: pooled in the county, so that the pilot begins with nothing."""
    pilot = make_pilot(place, version, now, place.stord, place.voss)
    for office in (place.stord, place.voss, place.askoy):
        let_users_answer(place, version, office, WEEK.plus(-1), 4, 5)
    publish_before(version, now)
    publish_before(version, now)
    assert PlannedClosing.objects.count() == 2
    assert LogEntry.objects.filter(action="closing_planned").count() == 1
    block = Block.objects.get()
    assert (block.unit, block.responses) == (place.county, 18)
    let_users_answer(place, version, place.stord, WEEK, 8, 8)
    publish_to(version, WEEK, now)
    assert [office.answered for office in progress_of(pilot).offices] == [16, None]
