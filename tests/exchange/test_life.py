"""Feedback between units is sent, answered and told of, once each, and the log says who [L3]."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from medverk.exchange import actions, queries
from medverk.exchange.models import Feedback
from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from medverk.rules.exchange import ExchangeState, Kind, Outcome, Refusal, is_late

pytestmark = pytest.mark.django_db


def refusal_of(act, **arguments):
    with pytest.raises(actions.RefusedError) as caught:
        act(**arguments)
    return caught.value.refusal


def logged():
    return list(LogEntry.objects.order_by("pk").values_list("action", "by__name", "unit__name"))


def test_it_goes_from_text_to_what_came_of_it_under_the_web_role(place, written, now, as_role):
    with as_role(DatabaseRole.WEB):
        feedback = written()
        answered = actions.answer(feedback=feedback, text="Takk", by=place.leader, now=now)
        assert answered.state == ExchangeState.ANSWERED
        told = actions.tell(
            feedback=feedback, outcome=Outcome.CHANGED, text="Vi ringer", by=place.leader, now=now
        )
    assert (told.state, told.outcome, told.told) == (ExchangeState.CLOSED, "changed", "Vi ringer")
    assert logged() == [
        ("feedback_sent", "Ola", "Stord"),
        ("feedback_answered", "Liv", "Voss"),
        ("feedback_told", "Liv", "Voss"),
    ]


def test_the_log_holds_no_text(place, written, now):
    feedback = written(text="hemmelig")
    actions.answer(feedback=feedback, text="hemmelig", by=place.leader, now=now)
    abouts = set(LogEntry.objects.values_list("about", flat=True))
    assert abouts == {f"feedback {feedback.pk}"}


def test_praise_ends_with_its_answer(place, written, now):
    feedback = actions.answer(feedback=written(Kind.PRAISE), text="Takk!", by=place.leader, now=now)
    assert feedback.state == ExchangeState.CLOSED
    told = {"outcome": Outcome.SHARED, "text": "", "by": place.leader, "now": now}
    assert refusal_of(actions.tell, feedback=feedback, **told) == Refusal.WRONG_STATE


def test_each_step_is_taken_once(place, written, now):
    feedback = written()
    said = {"text": "Takk", "by": place.leader, "now": now}
    actions.answer(feedback=feedback, **said)
    assert refusal_of(actions.answer, feedback=feedback, **said) == Refusal.WRONG_STATE
    actions.tell(feedback=feedback, outcome=Outcome.NOTHING, **said)
    again = {"outcome": Outcome.CHANGED} | said
    assert refusal_of(actions.tell, feedback=feedback, **again) == Refusal.WRONG_STATE
    assert Feedback.objects.get().outcome == Outcome.NOTHING


def test_what_is_withdrawn_is_erased_and_cannot_be_answered(place, written, now):
    feedback = actions.withdraw(feedback=written(), by=place.writer, now=now)
    assert (feedback.state, feedback.text) == (ExchangeState.WITHDRAWN, "")
    said = {"text": "Takk", "by": place.leader, "now": now}
    assert refusal_of(actions.answer, feedback=feedback, **said) == Refusal.WRONG_STATE
    assert list(queries.received_by(place.voss)) == []
    assert list(queries.sent_by(place.stord)) == [feedback]


def test_what_is_answered_cannot_be_withdrawn(place, written, now):
    feedback = actions.answer(feedback=written(), text="Takk", by=place.leader, now=now)
    withdrawn = {"feedback": feedback, "by": place.writer, "now": now}
    assert refusal_of(actions.withdraw, **withdrawn) == Refusal.WRONG_STATE


@pytest.mark.parametrize(
    ("to", "refusal"),
    [("stord", Refusal.OWN_UNIT), ("leaderless", Refusal.NOBODY_ANSWERS)],
)
def test_it_goes_to_another_unit_that_can_answer(place, now, to, refusal):
    sent = {"to_unit": getattr(place, to), "kind": Kind.PRAISE, "text": "Bra", "by": place.writer}
    assert refusal_of(actions.send, from_unit=place.stord, now=now, **sent) == refusal


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "gossip"},
        {"state": "answered"},
        {"state": "withdrawn"},
        {"text": ""},
        {"answer": "Ja"},
        {"outcome": "changed"},
        {"state": "lost"},
    ],
)
def test_the_database_refuses_half_a_thread(written, wrong):
    written()
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.update(**wrong)


def test_a_county_counts_its_units_by_name(place, written, now):
    first = written()
    written(Kind.PRAISE)
    actions.withdraw(feedback=written(), by=place.writer, now=now)
    actions.answer(feedback=first, text="Takk", by=place.leader, now=now)
    actions.tell(feedback=first, outcome=Outcome.CHANGED, text="", by=place.leader, now=now)
    units = queries.units_under(place.county)
    later = now + timedelta(days=20)
    found = queries.overviews(units, now=later, today=later.date())
    assert [
        (row.unit.name, row.sent, row.received, row.changed, row.waiting, row.late) for row in found
    ] == [("Askøy", 0, 0, 0, 0, 0), ("Stord", 2, 0, 0, 0, 0), ("Voss", 0, 2, 1, 1, 1)]


@pytest.mark.parametrize("days", [0, 13, 14, 15, 59, 60, 61, 74, 75])
@pytest.mark.parametrize("answered", [False, True])
def test_late_is_the_same_to_the_database_as_to_the_rule(place, written, now, days, answered):
    feedback = written()
    if answered:
        feedback = actions.answer(feedback=feedback, text="Takk", by=place.leader, now=now)
    today = (now + timedelta(days=days)).date()
    rows = Feedback.objects.filter(queries.late(today))
    assert list(rows) == ([feedback] if is_late(feedback.situation, today) else [])


def test_a_county_costs_the_same_with_one_unit_and_with_three(place, written, now):
    written()
    with CaptureQueriesContext(connection) as one:
        queries.overviews([place.voss], now=now, today=now.date())
    with CaptureQueriesContext(connection) as three:
        queries.overviews([place.voss, place.stord, place.county], now=now, today=now.date())
    assert len(one) == len(three) == 2


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["The directorate", "Vestland", "Voss", "Møre", "Ulstein"]),
        ("voss", ["Voss"]),
        ("150", ["Ulstein"]),
        ("askøy", []),
        ("' OR 1=1 %", []),
    ],
)
def test_it_finds_units_that_can_answer_the_nearest_first(place, now, words, names):
    found = [unit.name for unit in queries.receivers(place.stord, now.date(), words)]
    assert found == [name for name in names if name != "The directorate"]
