"""A count that rises, or does not, must not tell about one number [F14]."""

from datetime import date

import pytest

from medverk.invitations.models import InvitationCount
from medverk.pilots.evaluation import evaluate
from medverk.pilots.queries import progress_of
from medverk.rules.pilots import ANSWERS_COME_FOR
from medverk.rules.weeks import Week
from tests.pilots.place import FIRST, LAST, let_users_answer, make_pilot, publish_before, publish_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot(place, version, now):
    """40 were to be asked at Stord, and 30 were reached."""
    made = make_pilot(place, version, now, place.stord)
    publish_before(version, now)
    InvitationCount.objects.create(
        office=place.stord, counsellor=place.counsellors[place.stord.pk][0],
        questionnaire=version.questionnaire, week=str(Week.of_date(FIRST)), taken=40, invited=30,
    )  # fmt: skip
    return made


def test_it_shows_what_was_asked_for_while_the_pilot_runs(pilot):
    assert [office.invited for office in progress_of(pilot).offices] == [40]
    assert evaluate(pilot).response_rate is None


def test_it_shows_it_also_after_the_first_figures(pilot, place, version, now):
    let_users_answer(place, version, place.stord, Week.of_date(FIRST), 8, 8, 8)
    publish_to(version, Week.of_date(FIRST), now)
    progress = progress_of(pilot)
    assert [(office.invited, office.answered) for office in progress.offices] == [(40, 24)]
    assert evaluate(pilot).response_rate is None


def test_it_shows_who_was_reached_once_the_last_answers_are_published(pilot, place, version, now):
    let_users_answer(place, version, place.stord, Week.of_date(FIRST), 8, 8, 8)
    publish_to(version, Week.of_date(LAST + ANSWERS_COME_FOR), now)
    assert [office.invited for office in progress_of(pilot).offices] == [30]
    assert evaluate(pilot).response_rate is not None


def test_it_counts_no_weeks_outside_the_pilot(pilot, place, version):
    before = Week.of_date(date(2026, 9, 1))
    InvitationCount.objects.create(
        office=place.stord, counsellor=place.counsellors[place.stord.pk][0],
        questionnaire=version.questionnaire, week=str(before), taken=7, invited=7,
    )  # fmt: skip
    assert progress_of(pilot).offices[0].invited == 40
