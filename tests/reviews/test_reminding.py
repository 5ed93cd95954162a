"""Rounds that are not finished are reminded of: before the day, and weekly after [Q1]."""

from datetime import UTC, datetime, timedelta

import pytest

from medverk.invitations.models import OutboxMessage
from medverk.people.models import EmailKind, EmailTurnedOff
from medverk.people.privacy import DatabaseRole
from medverk.reviews.models import Review
from medverk.reviews.reminding import remind_reviewers
from medverk.rules.reviews import Met
from tests.reviews.conftest import DUE, answer, close, finish

pytestmark = pytest.mark.django_db

SOON = datetime(2026, 12, 17, 7, tzinfo=UTC)  # a Thursday, two weeks before the deadline


def receivers():
    return sorted(OutboxMessage.objects.values_list("to", flat=True))


def test_leaders_and_those_with_cases_left_hear_of_it_once(place, drawn, now, as_role):
    found = drawn(pool=[place.ann, place.bo, place.eli])
    for review in Review.objects.filter(reviewer=place.bo):
        answer(review, Met.YES, now)
    with as_role(DatabaseRole.WEB):
        assert remind_reviewers(now=SOON - timedelta(days=1)) == 0
        assert remind_reviewers(now=SOON) == 3
        assert remind_reviewers(now=SOON) == 0
    assert receivers() == ["ann@example.org", "eli@example.org", "liv@example.org"]
    body = OutboxMessage.objects.first().body
    assert f"/units/{place.stord.pk}/reviews/{found.pk}/" in body
    assert "Ann-" not in body


def test_who_has_turned_such_letters_off_gets_none(place, drawn, as_role):
    drawn(pool=[place.ann, place.bo, place.eli])
    EmailTurnedOff.objects.create(person=place.ann, kind=EmailKind.REVIEW)
    with as_role(DatabaseRole.WEB):
        assert remind_reviewers(now=SOON) == 3
    assert receivers() == ["bo@example.org", "eli@example.org", "liv@example.org"]
    assert OutboxMessage.objects.first().body.endswith("/settings/emails/")


def test_a_late_round_is_reminded_of_once_a_week(planned):
    planned()
    late = datetime(DUE.year, DUE.month, DUE.day, 7, tzinfo=UTC) + timedelta(days=1)
    sent = [remind_reviewers(now=late + timedelta(days=days)) for days in range(20)]
    assert sum(sent) == 3


def test_a_finished_round_is_not_reminded_of(place, drawn, now):
    found = drawn()
    finish(found, now)
    close(found, place, now)
    assert remind_reviewers(now=SOON) == 0
