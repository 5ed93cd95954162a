"""The pages of pilots, as those see them who may, and not as others might wish to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverk.people.access import Role
from medverk.pilots import actions
from medverk.pilots.models import Pilot, StaffAnswer
from medverk.rules.pilots import PilotEvent, PilotState
from medverk.rules.weeks import Week
from tests.pilots.place import (
    FIRST,
    let_users_answer,
    make_person,
    make_pilot,
    publish_before,
    publish_to,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot(place, version, now):
    return make_pilot(place, version, now)


@pytest.fixture
def running(pilot, place, version, now):
    publish_before(version, now)
    return actions.move_pilot(pilot=pilot, event=PilotEvent.START, by=place.planner, now=now)


@pytest.fixture
def evaluated(running, place, version, now):
    """Stord has figures, Voss too few; one leader has answered; the last answers are in."""
    let_users_answer(place, version, place.stord, Week(2026, 43), 10, 11, goal=2)
    let_users_answer(place, version, place.voss, Week(2026, 43), 3, 4, goal=1)
    said = {"worked": "partly", "usable": "yes", "good": "Short <b>", "bad": "#let x", "more": ""}
    answer = StaffAnswer(pilot=running, office=place.stord, is_leader=True, **said)
    actions.answer(answer=answer, by=place.leader, now=now)
    actions.move_pilot(pilot=running, event=PilotEvent.END, by=place.planner, now=now)
    publish_to(version, Week(2026, 50), now)
    return running


def address(name, unit, pilot=None):
    return reverse(name, args=[unit.pk, pilot.pk] if pilot else [unit.pk])


def filled_in(place, version):
    return {
        "name": "Feedback after conversations",
        "version": version.pk,
        "begins_on": FIRST.isoformat(),
        "ends_on": "2027-01-31",
        "offices": [place.stord.pk, place.voss.pk],
    }


def test_county_staff_plan_a_pilot(place, version, log_in):
    client = log_in(place.planner)
    page = client.get(address("new_pilot", place.county))
    listed = [choice[1] for choice in page.context["form"].fields["offices"].choices]
    assert listed == ["Askøy", "Stord", "Voss"]
    answer = client.post(address("new_pilot", place.county), filled_in(place, version))
    pilot = Pilot.objects.get()
    assert answer["Location"] == address("pilot", place.county, pilot)
    assert (pilot.county, pilot.office_ids) == (place.county, {place.stord.pk, place.voss.pk})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "a\x00b"),
        ("version", "999999999999999999999"),
        ("version", "abc"),
        ("begins_on", "31.02.2026"),
        ("begins_on", "0001-01-01"),
        ("begins_on", "9999-12-31"),
        ("ends_on", "9999-12-31"),
        ("ends_on", "2026-10-01"),
        ("ends_on", "1999-10-01"),
        ("offices", []),
        ("offices", ["-1"]),
        ("offices", ["elsewhere"]),
        ("offices", ["' OR 1=1"]),
    ],
)
def test_what_cannot_be_planned_is_said_and_not_stored(place, version, log_in, field, value):
    if value == ["elsewhere"]:
        value = [place.elsewhere.pk]
    client = log_in(place.planner)
    page = client.post(
        address("new_pilot", place.county), filled_in(place, version) | {field: value}
    )
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Pilot.objects.exists()


def test_an_office_that_is_busy_is_named(pilot, place, version, log_in):
    page = log_in(place.planner).post(
        address("new_pilot", place.county), filled_in(place, version) | {"offices": [place.voss.pk]}
    )
    assert "Voss" in page.context["form"].errors["offices"][0]


def test_the_county_starts_and_ends_it_by_buttons(pilot, place, log_in):
    client = log_in(place.planner)
    early = client.post(address("end_pilot", place.county, pilot), follow=True)
    assert early.status_code == 200
    assert len(early.context["messages"]) == 1
    Pilot.objects.update(begins_on="2020-01-06", ends_on="2099-12-31")
    client.post(address("start_pilot", place.county, pilot))
    client.post(address("end_pilot", place.county, pilot))
    assert Pilot.objects.get().state == PilotState.EVALUATING


def test_the_live_state_counts_published_answers_only(evaluated, place, log_in):
    page = log_in(place.planner).get(address("pilot", place.county, evaluated))
    shown = {each.office: each.answered for each in page.context["progress"].offices}
    assert shown == {place.stord: 21, place.voss: None}
    assert page.context["progress"].answered == 21


def test_the_evaluation_shows_numbers_and_words_without_names(evaluated, place, log_in):
    page = log_in(place.planner).get(address("pilot_evaluation", place.county, evaluated))
    evaluation = page.context["evaluation"]
    assert [question.answered for question in evaluation.questions] == [21] * 7
    assert evaluation.questions[0].shares[1][1] == 6  # category 2, and nothing from Voss
    text = page.content.decode()
    assert "Short &lt;b&gt;" in text
    assert place.leader.name not in text


def test_it_is_decided_on_the_evaluation_page_once(evaluated, place, log_in):
    client = log_in(place.planner)
    choice = {"decision": "roll_out", "reason": "Staff and users gain from it."}
    assert client.get(address("pilot_evaluation", place.county, evaluated)).context["decides"]
    client.post(address("decide_pilot", place.county, evaluated), choice)
    again = client.post(
        address("decide_pilot", place.county, evaluated), choice | {"decision": "stop"}
    )
    assert again.status_code == 200
    assert again.context["form"].non_field_errors()
    assert Pilot.objects.get().decision == "roll_out"


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"decision": "maybe"}, {"reason": "x" * 2001}])
def test_a_decision_needs_a_reason(evaluated, place, log_in, wrong):
    choice = {"decision": "roll_out", "reason": "It works."} | wrong
    page = log_in(place.planner).post(address("decide_pilot", place.county, evaluated), choice)
    assert list(page.context["form"].errors) == list(wrong)
    assert Pilot.objects.get().state == PilotState.EVALUATING


def test_staff_answer_from_their_office(running, place, log_in):
    client = log_in(place.leader)
    words = {"worked": "yes", "usable": "no", "good": "Short", "bad": "", "more": ""}
    client.post(address("answer_pilot", place.stord, running), words)
    kept = StaffAnswer.objects.get()
    assert (kept.office, kept.by, kept.is_leader) == (place.stord, place.leader, True)
    page = client.get(address("answer_pilot", place.stord, running))
    assert page.context["form"].initial["good"] == "Short"


def test_staff_cannot_point_at_persons(running, place, log_in):
    counsellor = place.counsellors[place.stord.pk][0]
    words = {"worked": "yes", "usable": "no", "good": "Ring 41 23 45 67", "bad": "", "more": ""}
    page = log_in(counsellor).post(address("answer_pilot", place.stord, running), words)
    assert list(page.context["form"].errors) == ["good"]
    assert not StaffAnswer.objects.exists()


def test_a_pilot_opens_from_its_own_units_only(evaluated, place, log_in):
    """Another county's number, another office's, and the county's pages from an office."""
    client = log_in(place.planner)
    other = make_person("other", Role.COUNTY_STAFF, place.other_county)
    assert client.get(address("pilot", place.askoy, evaluated)).status_code == 404
    assert client.get(address("pilot_evaluation", place.stord, evaluated)).status_code == 404
    assert client.get(address("new_pilot", place.stord)).status_code == 404
    client = log_in(other)
    assert client.get(address("pilot", place.other_county, evaluated)).status_code == 404
    assert client.get(address("pilot", place.county, evaluated)).status_code == 403


def test_an_office_sees_its_pilot_and_not_what_colleagues_wrote(evaluated, place, log_in):
    counsellor = place.counsellors[place.voss.pk][0]
    client = log_in(counsellor)
    assert client.get(address("pilots", place.voss)).status_code == 200
    page = client.get(address("pilot", place.voss, evaluated))
    assert page.status_code == 200
    assert "Short" not in page.content.decode()
    assert client.get(address("pilot_evaluation", place.county, evaluated)).status_code == 403


def test_the_document_is_accessible_repeatable_and_safe_from_its_text(evaluated, place, log_in):
    client = log_in(place.planner)
    url = address("pilot_evaluation_document", place.county, evaluated)
    first, second = client.get(url), client.get(url)
    assert (first["Content-Type"], first.content[:5]) == ("application/pdf", b"%PDF-")
    assert first.content == second.content
    assert b"pdfuaid" in first.content  # PDF/UA: says so of itself, or the compiler refuses
    assert b"/Lang" in first.content


def test_pages_cost_the_same_with_more_responses(running, place, version, now, log_in):
    client = log_in(place.planner)
    url = address("pilot_evaluation", place.county, running)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    queries()
    few = queries()
    let_users_answer(place, version, place.stord, Week(2026, 43), 40, 41)
    let_users_answer(place, version, place.voss, Week(2026, 43), 40, 41)
    publish_to(version, Week(2026, 43), now)
    assert queries() == few
