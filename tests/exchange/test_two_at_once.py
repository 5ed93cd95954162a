"""Two who do the same at the same moment: one does it, the other is told [L3]."""

import threading

import pytest
from django.db import connections

from medverk.exchange import actions
from medverk.exchange.models import Feedback
from medverk.people.models import LogEntry
from medverk.rules.exchange import Kind, Refusal
from tests.exchange.conftest import Place

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_of_two_answers_is_stored(now):
    place = Place()
    feedback = actions.send(
        from_unit=place.stord, to_unit=place.voss, kind=Kind.IMPROVE, text="Ring oss.",
        by=place.writer, now=now,
    )  # fmt: skip
    start, outcomes = threading.Barrier(2), []

    def run(text):
        try:
            start.wait(timeout=30)
            actions.answer(feedback=feedback, text=text, by=place.leader, now=now)
            outcomes.append(text)
        except actions.RefusedError as error:
            outcomes.append(error.refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[text]) for text in ("Ja", "Nei")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = Feedback.objects.get().answer
    assert set(outcomes) == {stored, Refusal.WRONG_STATE}
    assert LogEntry.objects.filter(action="feedback_answered").count() == 1
