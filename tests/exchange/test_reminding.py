"""Leaders are reminded by e-mail of what is new, due or late, once each, without its text [L3]."""

from datetime import timedelta

import pytest

from medverk.exchange import actions
from medverk.exchange.models import FeedbackReminder
from medverk.exchange.reminding import remind_units
from medverk.invitations.models import OutboxMessage
from medverk.people.models import EmailKind, EmailTurnedOff, Person
from medverk.people.privacy import DatabaseRole
from medverk.rules.exchange import Kind, Reminder

pytestmark = pytest.mark.django_db


def letters():
    return list(OutboxMessage.objects.order_by("pk"))


def test_the_leader_hears_once_of_what_is_new_and_never_what_it_says(place, written, now, as_role):
    written(text="Hemmelig tekst")
    written(Kind.PRAISE, text="Hemmelig ros")
    with as_role(DatabaseRole.WEB):
        assert remind_units(now=now) == 1
        assert remind_units(now=now) == 0
    (letter,) = letters()
    assert (letter.to, "Voss" in letter.body, "2" in letter.body) == ("liv@example.org", True, True)
    assert "emmelig" not in letter.subject + letter.body
    assert f"/units/{place.voss.pk}/exchange/" in letter.body


def test_a_leader_who_has_turned_such_letters_off_gets_none(place, written, now, as_role):
    written()
    EmailTurnedOff.objects.create(person=place.leader, kind=EmailKind.NEWS)
    turned_off = EmailTurnedOff.objects.create(person=place.leader, kind=EmailKind.FEEDBACK)
    with as_role(DatabaseRole.WEB):
        assert remind_units(now=now) == 0
    turned_off.delete()
    assert remind_units(now=now) == 1
    assert letters()[0].body.endswith("/settings/emails/")


def test_it_reminds_again_before_and_after_each_deadline(place, written, now):
    feedback = written()
    for days in range(90):
        moment = now + timedelta(days=days)
        remind_units(now=moment)
        if days == 20:
            feedback = actions.answer(feedback=feedback, text="Vent", by=place.leader, now=moment)
    told = FeedbackReminder.objects.order_by("at").values_list("reminder", flat=True)
    assert list(told) == [
        Reminder.NEW, Reminder.ANSWER_SOON, Reminder.ANSWER_LATE, Reminder.TELL_SOON,
        Reminder.TELL_LATE,
    ]  # fmt: skip
    assert len(letters()) == 5


def test_nobody_is_reminded_at_the_weekend(written, now):
    written()
    assert remind_units(now=now + timedelta(days=3)) == 0


def test_a_unit_that_nobody_leads_any_more_is_told_when_somebody_does(place, written, now):
    written()
    Person.objects.filter(pk=place.leader.pk).update(active=False)
    assert remind_units(now=now) == 0
    Person.objects.filter(pk=place.leader.pk).update(active=True)
    assert remind_units(now=now) == 1


def test_every_leader_reads_it_in_their_own_language(place, written, now):
    Person.objects.filter(pk=place.leader.pk).update(language="nn")
    written()
    remind_units(now=now)
    assert letters()[0].subject == "Tilbakemelding frå andre einingar"
