"""Reminders by e-mail: once each, to who is responsible, and none of what was written."""

from datetime import date, timedelta

import pytest

from medverk.improvement import reminding
from medverk.improvement.actions import move_due
from medverk.people.models import EmailKind, EmailTurnedOff
from medverk.people.privacy import DatabaseRole
from tests.improvement.world import noon, start

STARTS = date(2026, 11, 23)
DEADLINE = STARTS + timedelta(days=112)


@pytest.fixture
def sent(monkeypatch):
    """What went out."""

    class Gateway(list):
        def send(self, text, now):
            self.append(text)

    gateway = Gateway()
    monkeypatch.setattr(reminding, "gateway_for", lambda channel: gateway)
    return gateway


@pytest.fixture
def improvement(world):
    world.leader.email = "leader@example.org"
    world.leader.language = "en"
    world.leader.save()
    return start(world, STARTS, title="A secret plan", hypothesis="Because of reasons")


def play(day):
    move_due(now=noon(day))
    return reminding.remind_responsible(now=noon(day))


def test_each_thing_is_said_once(improvement, sent, as_role):
    with as_role(DatabaseRole.WEB):
        days = [STARTS - timedelta(days=1), STARTS, STARTS, DEADLINE - timedelta(days=7),
                DEADLINE, DEADLINE + timedelta(days=1), DEADLINE + timedelta(days=2)]  # fmt: skip
        assert [play(day) for day in days] == [0, 1, 0, 1, 0, 1, 0]
    assert [text.subject for text in sent] == [
        "An improvement has started",
        "An improvement is due in a week",
        "It is time to evaluate an improvement",
    ]
    assert {text.to for text in sent} == {"leader@example.org"}


def test_who_has_turned_such_letters_off_gets_none(improvement, sent, as_role):
    turned_off = EmailTurnedOff.objects.create(
        person=improvement.responsible, kind=EmailKind.IMPROVEMENT
    )
    with as_role(DatabaseRole.WEB):
        assert play(STARTS) == 0
    turned_off.delete()
    assert play(STARTS) == 1
    assert sent[0].body.endswith("/settings/emails/")


def test_no_words_of_people_leave_by_mail(improvement, sent):
    play(STARTS)
    (text,) = sent
    assert f"/units/{improvement.unit_id}/improvements/{improvement.pk}/" in text.body
    for words in ("secret", "reasons", "goal", "Fewer"):
        assert words not in text.body + text.subject


@pytest.mark.parametrize("changed", [{"email": ""}, {"active": False}])
def test_who_has_no_address_or_has_left_gets_none(improvement, sent, world, changed):
    type(world.leader).objects.filter(pk=world.leader.pk).update(**changed)
    assert play(STARTS) == 0
