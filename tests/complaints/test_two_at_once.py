"""Two at the same moment: one does it, and the other is told [S1]."""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connections

from medverk.complaints import actions, letters, receiving, reporting
from medverk.complaints.codes import AnswerChannel
from medverk.complaints.models import AnswerLetter, Complaint, YearReport
from medverk.invitations.models import OutboxMessage
from tests.complaints.agency import EMAIL, Place, complain, given, work_on

pytestmark = pytest.mark.django_db(transaction=True)


def together(act: Callable[[], object]) -> list[object]:
    """What two threads get that do the same at once: a result, or the error."""
    ready, found = threading.Barrier(2), []

    def run() -> None:
        try:
            ready.wait(timeout=30)
            found.append(act())
        except Exception as error:
            found.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_form_that_is_sent_twice_at_once_is_stored_once(now, monkeypatch):
    place, number = Place(), uuid4()
    both_have_looked = threading.Barrier(2)
    look, looked = receiving.already_received, threading.local()

    def look_together(*asked):
        found = look(*asked)
        if not hasattr(looked, "once"):
            looked.once = True
            both_have_looked.wait(timeout=30)
        return found

    monkeypatch.setattr(receiving, "already_received", look_together)
    said = given(place.office)
    found = together(lambda: receiving.receive(given=said, submission=number, now=now))
    assert Complaint.objects.count() == 1
    assert {each.reference for each in found} == {Complaint.objects.get().reference}


def test_one_takes_it_and_the_other_is_told(now):
    place = Place()
    complaint = complain(place.office, now)
    found = together(lambda: actions.take(complaint=complaint, by=place.leader, now=now))
    assert sorted(type(each).__name__ for each in found) == ["Complaint", "RefusedError"]


def test_one_answers_and_one_letter_is_sent_by_two_workers(now):
    place = Place()
    complaint = work_on(complain(place.office, now, reply=EMAIL), place.leader, now)
    channel = AnswerChannel.EMAIL
    found = together(
        lambda: actions.answer(
            complaint=complaint, channel=channel, text="Sorry.", by=place.leader, now=now
        )
    )
    assert sorted(type(each).__name__ for each in found) == ["Complaint", "RefusedError"]
    assert AnswerLetter.objects.count() == 1
    assert sorted(together(lambda: letters.send_letters(now=now))) == [0, 1]
    assert OutboxMessage.objects.count() == 1


def test_a_years_reports_are_made_once(now):
    place = Place()
    complain(place.office, now.replace(year=2025))
    made = together(lambda: reporting.make_year(year=2025, by=None, now=now))
    assert sorted(made) == [False, True]
    assert YearReport.objects.filter(year=2025).count() == 3
