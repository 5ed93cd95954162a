"""The pages of feedback between units, as those see them who may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverk.exchange import actions
from medverk.exchange.models import Feedback
from medverk.rules.exchange import ExchangeState, Kind

pytestmark = pytest.mark.django_db


def address(name, unit, *numbers):
    return reverse(name, args=[unit.pk, *numbers])


def test_a_counsellor_writes_and_the_other_leader_answers(place, log_in):
    client = log_in(place.writer)
    page = client.get(address("find_receiver", place.stord), {"words": "vos"})
    assert [unit.name for unit in page.context["page"]] == ["Voss"]
    words = {"kind": "question", "text": "Hvem ringer vi om tolk?"}
    client.post(address("send_feedback", place.stord, place.voss.pk), words)
    feedback = Feedback.objects.get()
    assert (feedback.from_unit, feedback.to_unit, feedback.sent_by) == (
        place.stord, place.voss, place.writer,
    )  # fmt: skip
    client = log_in(place.leader)
    page = client.get(address("feedback", place.voss, feedback.pk))
    assert "Hvem ringer vi om tolk?" in page.content.decode()
    assert "Ola" not in page.content.decode()
    client.post(address("answer_feedback", place.voss, feedback.pk), {"text": "Ring vakta."})
    page = client.get(address("feedback", place.voss, feedback.pk))
    assert (page.context["answer_form"], bool(page.context["outcome_form"])) == (None, True)
    told = {"outcome": "shared", "text": "Nummeret ligger på nettet."}
    client.post(address("tell_outcome", place.voss, feedback.pk), told)
    page = log_in(place.writer).get(address("feedback", place.stord, feedback.pk))
    assert "Ring vakta." in page.content.decode()
    assert "Nummeret ligger på nettet." in page.content.decode()
    assert Feedback.objects.get().state == ExchangeState.CLOSED


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "gossip"},
        {"kind": ""},
        {"text": ""},
        {"text": "x" * 1501},
        {"text": "a\x00b"},
        {"text": "Ring Kari på 41 23 45 67"},
        {"text": "Skriv til kari@example.org"},
        {"text": "Gjelder 010190 12345"},
        {"text": "Gjelder 0 1 0 1 9 0 1 2 3 4 5"},
        {"text": "Gjelder Kari Nordmann"},
    ],
)
def test_what_cannot_be_sent_is_said_and_not_stored(place, log_in, wrong):
    words = {"kind": "praise", "text": "Bra samarbeid."} | wrong
    page = log_in(place.writer).post(address("send_feedback", place.stord, place.voss.pk), words)
    assert (page.status_code, list(page.context["form"].errors)) == (200, list(wrong))
    assert not Feedback.objects.exists()


def test_what_looks_like_a_person_is_sent_when_somebody_says_that_it_is_none(place, log_in):
    client, where = log_in(place.writer), address("send_feedback", place.stord, place.voss.pk)
    words = {"kind": "praise", "text": "Takk til dere i Bergen Nord."}
    page = client.post(where, words)
    assert page.context["form"]["judged"].is_hidden is False
    assert "Bergen Nord" in page.context["form"].errors["text"][0]
    client.post(where, words | {"judged": "on"})
    assert Feedback.objects.get().text == words["text"]


def test_what_is_certain_cannot_be_judged_away(place, log_in):
    words = {"kind": "praise", "text": "Ring 41 23 45 67", "judged": "on"}
    log_in(place.writer).post(address("send_feedback", place.stord, place.voss.pk), words)
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(("to", "status"), [("stord", 200), ("leaderless", 200), (None, 404)])
def test_who_cannot_receive_is_said(place, log_in, to, status):
    receiver = getattr(place, to).pk if to else 999_999
    page = log_in(place.writer).post(
        address("send_feedback", place.stord, receiver), {"kind": "praise", "text": "Bra."}
    )
    assert page.status_code == status
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("text", ["", "x" * 1501, "a\x00b", "Ring 41 23 45 67"])
def test_a_bad_answer_is_said_beside_the_thread(place, written, log_in, text):
    feedback = written()
    page = log_in(place.leader).post(
        address("answer_feedback", place.voss, feedback.pk), {"text": text}
    )
    assert (page.status_code, list(page.context["answer_form"].errors)) == (200, ["text"])
    assert Feedback.objects.get().state == ExchangeState.SENT


@pytest.mark.parametrize(
    "told", [{"text": ""}, {"outcome": "magic"}, {"outcome": "changed", "text": "Ring 41 23 45 67"}]
)
def test_a_bad_outcome_is_said_beside_the_thread(place, written, now, log_in, told):
    feedback = actions.answer(feedback=written(), text="Takk", by=place.leader, now=now)
    page = log_in(place.leader).post(address("tell_outcome", place.voss, feedback.pk), told)
    assert page.status_code == 200
    assert page.context["outcome_form"].errors
    assert Feedback.objects.get().state == ExchangeState.ANSWERED


def test_a_second_answer_is_said_and_changes_nothing(place, written, log_in):
    feedback = written()
    client = log_in(place.leader)
    where = address("answer_feedback", place.voss, feedback.pk)
    client.post(where, {"text": "Først"}, follow=True)
    page = client.post(where, {"text": "Sist"}, follow=True)
    assert len(page.context["messages"]) == 1
    assert Feedback.objects.get().answer == "Først"


def test_it_opens_from_its_two_units_and_from_their_county(place, written, log_in):
    feedback = written()
    for person, unit, status in (
        (place.colleague, place.voss, 200),
        (place.writer, place.stord, 200),
        (place.planner, place.voss, 200),
        (place.planner, place.stord, 200),
        (place.planner, place.leaderless, 404),
        (place.far_leader, place.elsewhere, 404),
        (place.far_leader, place.voss, 403),
        (place.other_planner, place.voss, 403),
    ):
        page = log_in(person).get(address("feedback", unit, feedback.pk))
        assert (person.name, unit.name, page.status_code) == (person.name, unit.name, status)


def test_only_the_receiving_leader_answers(place, written, log_in):
    feedback = written()
    for person, unit, status in (
        (place.colleague, place.voss, 403),
        (place.planner, place.voss, 403),
        (place.own_leader, place.stord, 404),
    ):
        where = address("answer_feedback", unit, feedback.pk)
        assert log_in(person).post(where, {"text": "Takk"}).status_code == status
    assert Feedback.objects.get().state == ExchangeState.SENT


def test_only_the_sending_unit_withdraws(place, written, log_in):
    feedback = written()
    where = address("withdraw_feedback", place.voss, feedback.pk)
    assert log_in(place.leader).post(where).status_code == 404
    where = address("withdraw_feedback", place.stord, feedback.pk)
    assert log_in(place.own_leader).post(where).status_code == 302
    assert Feedback.objects.get().text == ""
    page = log_in(place.leader).get(address("feedback", place.voss, feedback.pk))
    assert page.status_code == 404


def test_the_county_sees_its_units_and_an_office_has_none(place, written, log_in):
    written()
    client = log_in(place.planner)
    page = client.get(address("exchange_units", place.county))
    assert [row.unit.name for row in page.context["rows"]] == ["Askøy", "Stord", "Voss"]
    assert client.get(address("exchange_units", place.voss)).status_code == 404


def test_a_box_costs_the_same_with_one_feedback_and_with_three(place, written, log_in):
    client = log_in(place.leader)
    where = address("exchange", place.voss)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(where).status_code == 200
        return len(captured)

    written()
    cost()
    one = cost()
    written(Kind.PRAISE)
    written(Kind.QUESTION)
    assert cost() == one


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999999999999999999"])
def test_a_page_number_that_is_none_shows_a_page(place, written, log_in, page):
    written()
    found = log_in(place.leader).get(address("exchange", place.voss), {"page": page})
    assert found.status_code == 200
