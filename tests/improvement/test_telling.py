"""A guide hears by e-mail that somebody asks for a talk: once, and neither who nor why [F7]."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from medverk.improvement.guiding import ask_for_guidance, move_guidance
from medverk.improvement.models import GuidanceRequest
from medverk.improvement.telling import tell_guides
from medverk.invitations.models import OutboxMessage
from medverk.people.models import EmailKind, EmailTurnedOff, LogEntry, Person
from medverk.people.privacy import DatabaseRole
from medverk.rules.improvement.guidance import GuidanceEvent
from tests.improvement.world import World

pytestmark = pytest.mark.django_db
SECRET = "How do I end a hard talk?"


def give_address(guide):
    Person.objects.filter(pk=guide.pk).update(email="guide@example.org")
    guide.refresh_from_db()


@pytest.fixture
def guide(world):
    give_address(world.other_counsellor)
    return world.other_counsellor


@pytest.fixture
def ask(world, guide, now):
    return lambda: ask_for_guidance(guide=guide, about=SECRET, by=world.counsellor, now=now)


def test_the_guide_hears_once_and_once_of_several(ask, now, as_role):
    ask(), ask()
    with as_role(DatabaseRole.WEB):
        assert [tell_guides(now=now), tell_guides(now=now)] == [1, 0]
    ask()
    assert tell_guides(now=now + timedelta(days=1)) == 1
    assert [letter.to for letter in OutboxMessage.objects.all()] == ["guide@example.org"] * 2


def test_the_letter_says_neither_who_nor_why(world, ask, now):
    request = ask()
    before = LogEntry.objects.count()
    tell_guides(now=now)
    letter = OutboxMessage.objects.get()
    said = letter.subject + letter.body
    assert letter.link.endswith("/guidance/")
    for secret in (SECRET, world.counsellor.name, world.ours.name, str(request.pk)):
        assert secret not in said
    assert "Bare dere to kan se det" in said
    assert LogEntry.objects.count() == before


def test_what_is_withdrawn_or_agreed_before_the_morning_is_not_told(ask, guide, world, now):
    for event, by in (
        (GuidanceEvent.WITHDRAW, world.counsellor),
        (GuidanceEvent.AGREE, guide),
    ):
        move_guidance(number=ask().pk, event=event, by=by, now=now)
    assert tell_guides(now=now) == 0


def test_nobody_is_told_without_an_address_shut_out_or_at_the_weekend(ask, guide, now):
    ask()
    for change in ({"email": ""}, {"active": False}):
        Person.objects.filter(pk=guide.pk).update(**change)
        assert tell_guides(now=now) == 0
        Person.objects.filter(pk=guide.pk).update(email="guide@example.org", active=True)
    assert tell_guides(now=now + timedelta(days=3)) == 0
    assert tell_guides(now=now) == 1


def test_a_guide_who_has_turned_such_letters_off_gets_none(ask, guide, now, as_role):
    ask()
    turned_off = EmailTurnedOff.objects.create(person=guide, kind=EmailKind.GUIDANCE)
    with as_role(DatabaseRole.WEB):
        assert tell_guides(now=now) == 0
    turned_off.delete()
    assert tell_guides(now=now) == 1
    assert OutboxMessage.objects.get().body.endswith("/settings/emails/")


@pytest.mark.parametrize(
    ("language", "words"),
    [("nn", "Berre de to kan sjå det"), ("en", "Only the two of you can see it")],
)
def test_it_comes_in_the_guides_own_language(ask, guide, now, language, words):
    Person.objects.filter(pk=guide.pk).update(language=language)
    ask()
    tell_guides(now=now)
    assert words in OutboxMessage.objects.get().body


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_once(now):
    world = World()
    give_address(world.other_counsellor)
    ask_for_guidance(guide=world.other_counsellor, about=SECRET, by=world.counsellor, now=now)
    start, told = threading.Barrier(4), []

    def run():
        try:
            start.wait(timeout=30)
            told.append(tell_guides(now=now))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(told), OutboxMessage.objects.count()) == ([0, 0, 0, 1], 1)
    assert GuidanceRequest.objects.get().told_on == now.date()
