"""Who wrote hears by e-mail that something came back: once, and none of its words [L3]."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from medverk.exchange import actions
from medverk.exchange.models import Feedback, FeedbackNews
from medverk.exchange.telling import find_untold, tell_senders
from medverk.invitations.models import OutboxMessage
from medverk.people.models import EmailKind, EmailTurnedOff, Membership, Person
from medverk.people.privacy import DatabaseRole
from medverk.rules.exchange import Kind, News, Outcome, find_news
from tests.exchange.conftest import Place

pytestmark = pytest.mark.django_db


def letters():
    return list(OutboxMessage.objects.order_by("pk"))


def answer(place, feedback, now, text="Hemmelig svar"):
    return actions.answer(feedback=feedback, text=text, by=place.leader, now=now)


@pytest.mark.parametrize(
    ("answered", "told", "news"),
    [
        (None, None, set()),
        (0, None, {News.ANSWER}),
        (30, None, {News.ANSWER}),
        (31, None, set()),
        (31, 0, {News.OUTCOME}),
        (3, 1, {News.ANSWER, News.OUTCOME}),
    ],
)
def test_what_is_news(answered, told, news):
    today = date(2026, 11, 18)
    days = [None if ago is None else today - timedelta(days=ago) for ago in (answered, told)]
    assert find_news(*days, today) == news


def test_the_writer_hears_once_of_an_answer_and_once_of_what_came_of_it(
    place, written, now, as_role
):
    feedback = written()
    with as_role(DatabaseRole.WEB):
        assert tell_senders(now=now) == 0
        answered = answer(place, feedback, now)
        assert [tell_senders(now=now), tell_senders(now=now)] == [1, 0]
        actions.tell(
            feedback=answered, outcome=Outcome.CHANGED, text="Hemmelig utfall",
            by=place.leader, now=now + timedelta(days=1),
        )  # fmt: skip
        later = now + timedelta(days=1)
        assert [tell_senders(now=later), tell_senders(now=later)] == [1, 0]
    assert [letter.to for letter in letters()] == ["ola@example.org"] * 2


def test_the_letter_says_neither_what_nor_who(place, written, now):
    answer(place, written(text="Hemmelig tekst"), now)
    tell_senders(now=now)
    (letter,) = letters()
    said = letter.subject + letter.body
    assert f"/units/{place.stord.pk}/exchange/sent/" in said
    for secret in ("emmelig", "Voss", "Liv", "Ola"):
        assert secret not in said
    assert "på vegne av Stord" in said


def test_several_answers_are_one_letter(place, written, now):
    for kind in (Kind.IMPROVE, Kind.QUESTION, Kind.PRAISE):
        answer(place, written(kind), now)
    assert tell_senders(now=now) == 1
    assert FeedbackNews.objects.count() == 3


def test_who_has_left_the_unit_or_has_no_address_hears_nothing(place, written, now):
    answer(place, written(), now)
    for change in ({"email": ""}, {"active": False}):
        Person.objects.filter(pk=place.writer.pk).update(**change)
        assert tell_senders(now=now) == 0
        Person.objects.filter(pk=place.writer.pk).update(email="ola@example.org", active=True)
    Membership.objects.filter(person=place.writer).update(valid_to=date(2026, 11, 17))
    assert tell_senders(now=now) == 0
    Membership.objects.filter(person=place.writer).update(valid_to=None)
    assert tell_senders(now=now) == 1


def test_who_has_turned_such_letters_off_gets_none_and_what_waits_when_they_are_on_again(
    place, written, now, as_role
):
    answer(place, written(), now)
    turned_off = EmailTurnedOff.objects.create(person=place.writer, kind=EmailKind.NEWS)
    EmailTurnedOff.objects.create(person=place.writer, kind=EmailKind.FEEDBACK)
    with as_role(DatabaseRole.WEB):
        assert tell_senders(now=now) == 0
    turned_off.delete()
    assert tell_senders(now=now) == 1
    assert letters()[0].body.endswith("/settings/emails/")


def test_nobody_is_told_at_the_weekend_or_of_what_is_old(place, written, now):
    answer(place, written(), now)
    assert tell_senders(now=now + timedelta(days=3)) == 0
    assert tell_senders(now=now + timedelta(days=40)) == 0


@pytest.mark.parametrize(("language", "words"), [("nn", "på vegner av"), ("en", "on behalf of")])
def test_it_comes_in_the_writers_own_language(place, written, now, language, words):
    Person.objects.filter(pk=place.writer.pk).update(language=language)
    answer(place, written(), now)
    tell_senders(now=now)
    assert words in letters()[0].body


def test_finding_what_is_new_costs_the_same_with_one_and_with_three(place, written, now):
    costs = []
    for more in (1, 2):
        for _ in range(more):
            answer(place, written(), now)
        with CaptureQueriesContext(connection) as queries:
            found = find_untold(now, now.date())
        costs.append((len(found), len(queries)))
    assert costs == [(1, 2), (3, 2)]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_once(now):
    place = Place()
    feedback = actions.send(
        from_unit=place.stord, to_unit=place.voss, kind=Kind.IMPROVE, text="Ring oss.",
        by=place.writer, now=now,
    )  # fmt: skip
    answer(place, Feedback.objects.get(pk=feedback.pk), now)
    start, told = threading.Barrier(4), []

    def run():
        try:
            start.wait(timeout=30)
            told.append(tell_senders(now=now))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(told), len(letters())) == ([0, 0, 0, 1], 1)
