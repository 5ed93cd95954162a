"""The pages of those who work on complaints, and who is kept out [S1, S3, S4]."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverk.complaints import actions, departing
from medverk.complaints.codes import Behalf, Kind
from medverk.complaints.models import AnswerLetter, Complaint, ComplaintWords
from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from tests.complaints.agency import EMAIL, complain, work_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day_is")]
CASE_PAGES = (
    "complaint", "complaint_classify", "complaint_answer", "complaint_route_out",
    "complaint_hand_over", "complaint_approve",
)  # fmt: skip


@pytest.fixture
def complaint(place, now):
    return complain(place.office, now, text="unmistakable words", reply=EMAIL)


@pytest.fixture
def leader(place, log_in):
    client = log_in(place.leader)
    client.cookies["django_language"] = "en"
    return client


def address(name, complaint, unit=None):
    return reverse(name, args=[(unit or complaint.unit).pk, complaint.pk])


def listed(client, unit):
    page = client.get(reverse("complaints", args=[unit.pk]))
    return [turn.complaint for turn in page.context["turns"]]


def test_the_most_urgent_stands_first_and_what_is_overdue_says_so(place, now, leader):
    new = complain(place.office, now)
    late = complain(place.office, now - timedelta(days=30))
    soon = complain(place.office, now - timedelta(days=19))
    complain(place.neighbour, now)
    assert listed(leader, place.office) == [late, soon, new]
    page = leader.get(reverse("complaints", args=[place.office.pk])).content.decode()
    assert "1 complaint is overdue, of 3 that wait for an answer." in page
    assert page.count(">overdue<") == 1
    assert page.count(">soon due<") == 1


def test_a_list_never_opens_what_was_written(place, now, leader, complaint, monkeypatch):
    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("medverk.complaints.views.cases.open_text", fail)
    assert listed(leader, place.office) == [complaint]


def test_a_county_sees_its_offices_and_no_others(place, now, log_in, complaint):
    complain(place.elsewhere, now)
    own = complain(place.neighbour, now - timedelta(days=1))
    assert listed(log_in(place.county_staff), place.county) == [own, complaint]


@pytest.mark.parametrize(
    ("who", "of", "seen"),
    [
        ("national", "directorate", ["directorate"]),
        ("county_staff", "county", ["neighbour", "office"]),
        ("county_staff", "office", ["office"]),
        ("caseworker", "county", ["neighbour", "office"]),
        ("leader", "office", ["office"]),
    ],
)
def test_a_list_holds_only_what_its_reader_may_open(place, now, log_in, who, of, seen):
    for number, name in enumerate(("office", "neighbour", "elsewhere", "directorate")):
        complain(getattr(place, name), now - timedelta(days=number))
    client = log_in(getattr(place, who))
    found = listed(client, getattr(place, of))
    assert sorted(complaint.unit.name for complaint in found) == sorted(
        getattr(place, name).name for name in seen
    )
    for complaint in found:
        assert client.get(address("complaint", complaint)).status_code == 200


def test_a_long_list_has_pages(place, now, leader, monkeypatch):
    monkeypatch.setattr("medverk.complaints.views.cases.ON_A_PAGE", 2)
    made = [complain(place.office, now - timedelta(days=days)) for days in (3, 2, 1)]
    assert listed(leader, place.office) == made[:2]
    path = reverse("complaints", args=[place.office.pk])
    page = leader.get(path, {"page": 2})
    assert [turn.complaint for turn in page.context["turns"]] == made[2:]
    for wrong in ("x", "-1", "99", "9" * 30, "\x00"):
        assert leader.get(path, {"page": wrong}).status_code == 200


def test_what_was_learnt_becomes_a_finding(place, now, leader, complaint):
    actions.take(complaint=complaint, by=place.leader, now=now)
    departing.approve(
        complaint=complaint, text="One hour.", hints_judged=True, by=place.leader, now=now
    )
    page = leader.get(address("complaint", complaint))
    finding = leader.get(page.context["finding"])
    assert finding.status_code == 200
    assert finding.context["form"]["source"].value() == "complaints"


def test_a_list_costs_the_same_however_long_it_is(place, now, leader):
    address_of_list = reverse("complaints", args=[place.office.pk])
    leader.get(address_of_list)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            complain(place.office, now)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            leader.get(address_of_list)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_case_shows_what_was_written_and_where_to_answer(place, leader, complaint):
    page = leader.get(address("complaint", complaint))
    text = page.content.decode()
    assert "unmistakable words" in text
    assert "somebody@example.org" in text
    assert "Answer by 9 December 2026." in text
    assert page["Cache-Control"].startswith("max-age=0")


@pytest.mark.parametrize(
    ("behalf", "said"),
    [(Behalf.ONESELF, ""), (Behalf.COMPANY, "On behalf of: a company")],
)
def test_the_case_says_for_whom_somebody_else_writes(leader, complaint, behalf, said):
    Complaint.objects.update(behalf=behalf)
    text = leader.get(address("complaint", complaint)).content.decode()
    assert said in text
    assert ("On behalf of" in text) is bool(said)


@pytest.mark.parametrize("who", ["counsellor", "privacy_officer", "national", None])
@pytest.mark.parametrize("name", CASE_PAGES)
def test_nobody_else_reads_it(place, client, log_in, complaint, who, name):
    visitor = log_in(getattr(place, who)) if who else client
    page = visitor.get(address(name, complaint))
    assert page.status_code in (302, 403)
    assert "unmistakable" not in page.content.decode()
    assert visitor.post(address(name, complaint), {}).status_code in (302, 403)


def test_county_staff_read_and_leave_the_answer_to_the_office(place, log_in, complaint):
    client = log_in(place.county_staff)
    page = client.get(address("complaint", complaint)).content.decode()
    assert "unmistakable words" in page
    assert reverse("complaint_take", args=[place.office.pk, complaint.pk]) not in page
    assert client.post(address("complaint_take", complaint)).status_code == 403


@pytest.mark.parametrize("name", CASE_PAGES)
def test_a_complaint_is_not_found_under_another_unit(place, log_in, complaint, name):
    """A caseworker of the county may open both offices, each with its own complaints."""
    client = log_in(place.caseworker)
    assert client.get(address(name, complaint, place.neighbour)).status_code == 404
    assert client.get(address(name, complaint)).status_code == 200
    gone = reverse(name, args=[place.office.pk, 10**30])
    assert client.get(gone).status_code == 404


def test_a_leader_takes_it_finds_out_answers_and_closes(place, now, leader, complaint, as_role):
    with as_role(DatabaseRole.WEB):
        assert leader.post(address("complaint_take", complaint)).status_code == 302
        found = {"theme": "waiting.contact_time", "benefit": "sickness", "outcome": "b",
                 "cause": "Few hands", "measure": "A new rota"}  # fmt: skip
        assert leader.post(address("complaint_classify", complaint), found).status_code == 302
        answer = {"channel": "email", "text": "We are sorry."}
        assert leader.post(address("complaint_answer", complaint), answer).status_code == 302
        assert leader.post(address("complaint_close", complaint)).status_code == 302
    complaint.refresh_from_db()
    assert (complaint.state, complaint.theme, complaint.subtheme, complaint.outcome) == (
        "closed", "waiting", "contact_time", "b",
    )  # fmt: skip
    assert AnswerLetter.objects.count() == 1
    page = leader.get(address("complaint", complaint)).content.decode()
    for words in ("Few hands", "A new rota", "We are sorry.", "waits to be sent"):
        assert words in page


BAD = [
    ("complaint_classify", {"theme": ""}),
    ("complaint_classify", {"theme": "waiting"}),  # it has subthemes: choose one
    ("complaint_classify", {"theme": "waiting.weather"}),
    ("complaint_classify", {"theme": "access", "benefit": "gold"}),
    ("complaint_classify", {"theme": "access", "outcome": "e"}),
    ("complaint_classify", {"theme": "access", "outcome": "b"}),
    ("complaint_classify", {"theme": "access", "outcome": "c", "cause": "x"}),
    ("complaint_classify", {"theme": "access", "cause": "x" * 2001}),
    ("complaint_classify", {"theme": "access", "cause": "a\x00b"}),
    ("complaint_classify", {"theme": "access", "cause": "Call 41 23 45 67"}),
    ("complaint_classify", {"theme": "access", "measure": "Ask kari@example.org"}),
    ("complaint_answer", {"channel": "pigeon", "text": "x"}),
    ("complaint_answer", {"channel": "", "text": "x"}),
    ("complaint_answer", {"channel": "email", "text": " "}),
    ("complaint_answer", {"channel": "letter", "text": "x" * 10_001}),
    ("complaint_answer", {"channel": "letter", "text": "\x00"}),
    ("complaint_route_out", {"to": "moon", "name": "x"}),
    ("complaint_route_out", {"to": "appeal", "name": ""}),
    ("complaint_route_out", {"to": "appeal", "name": "x" * 121}),
    ("complaint_route_out", {"to": "appeal", "name": "Kari, 41 23 45 67"}),
    ("complaint_hand_over", {"unit": ""}),
    ("complaint_hand_over", {"unit": "x"}),
    ("complaint_hand_over", {"unit": "9" * 30}),
]


@pytest.mark.parametrize(("name", "fields"), BAD)
def test_bad_fields_are_told_and_change_nothing(place, now, leader, complaint, name, fields):
    work_on(complaint, place.leader, now)
    before = Complaint.objects.values().get()
    page = leader.post(address(name, complaint), fields)
    assert (page.status_code, bool(page.context["form"].errors)) == (200, True)
    assert "ds-error-summary" in page.content.decode()
    assert Complaint.objects.values().get() == before


def test_the_unit_that_shall_answer_is_found_among_all_by_words(place, leader, complaint):
    hand_over = address("complaint_hand_over", complaint)
    found = leader.get(hand_over, {"words": "isl"}).content.decode()
    assert f'<a href="?unit={place.neighbour.pk}">Island' in found
    assert "Forest" not in found
    assert "<option" not in found
    chosen = leader.get(hand_over, {"unit": place.neighbour.pk}).content.decode()
    assert "<b>Island</b>" in chosen
    assert f'name="unit" value="{place.neighbour.pk}"' in chosen
    own = leader.get(hand_over, {"unit": place.office.pk})
    assert own.context["choice"].unit is None


def test_a_complaint_is_not_handed_over_to_its_own_unit(place, leader, complaint):
    fields = {"unit": place.office.pk}
    assert leader.post(address("complaint_hand_over", complaint), fields).status_code == 200
    complaint.refresh_from_db()
    assert complaint.state == "received"


def test_whoever_hands_over_no_longer_reads_it(place, leader, complaint):
    sent = leader.post(address("complaint_hand_over", complaint), {"unit": place.neighbour.pk})
    assert sent["Location"] == reverse("complaints", args=[place.office.pk])
    assert leader.get(address("complaint", complaint)).status_code == 404
    assert leader.get(address("complaint", complaint, place.neighbour)).status_code == 403


@pytest.mark.parametrize(
    "name", ["complaint_take", "complaint_take_back", "complaint_close", "complaint_report_fault"]
)
def test_a_step_that_comes_too_late_is_told_so(place, now, leader, complaint, name):
    actions.take(complaint=complaint, by=place.leader, now=now)
    page = leader.post(address(name, complaint), follow=True)
    assert page.status_code == 200
    assert "has moved on since you opened the page" in page.content.decode()


@pytest.mark.parametrize("name", CASE_PAGES[1:5])
def test_a_form_that_comes_too_late_is_told_so(place, now, leader, complaint, name):
    work_on(complaint, place.leader, now)
    actions.route_out(complaint=complaint, to="appeal", name="There", by=place.leader, now=now)
    fields = {"theme": "access", "channel": "letter", "to": "appeal", "name": "There",
              "unit": place.neighbour.pk}  # fmt: skip
    page = leader.post(address(name, complaint), fields)
    assert page.status_code == 200
    assert "has moved on since you opened the page" in page.content.decode()


def test_without_an_address_there_is_no_email_to_choose(place, now, leader):
    complaint = complain(place.office, now)
    work_on(complaint, place.leader, now)
    page = leader.get(address("complaint_answer", complaint)).content.decode()
    assert 'value="letter"' in page
    assert 'value="email"' not in page
    posted = leader.post(address("complaint_answer", complaint), {"channel": "email", "text": "x"})
    assert posted.context["form"].errors
    assert not AnswerLetter.objects.exists()


def test_a_fault_is_noted_as_reported(place, now, leader):
    complaint = complain(place.office, now, kind=Kind.DIGITAL)
    page = leader.get(address("complaint", complaint)).content.decode()
    assert "Report it to those who can mend it by 20 November 2026" in page
    leader.post(address("complaint_report_fault", complaint))
    page = leader.get(address("complaint", complaint)).content.decode()
    assert "The fault was reported 18 November 2026 by Person leader." in page


def test_a_case_whose_words_are_gone_or_locked_still_opens(place, now, leader, complaint):
    ComplaintWords.objects.update(text=b"not ours", contact=b"not ours")
    assert "cannot be opened" in leader.get(address("complaint", complaint)).content.decode()
    assert leader.get(address("complaint_answer", complaint)).status_code == 200
    assert leader.get(address("complaint_approve", complaint)).status_code == 200
    ComplaintWords.objects.all().delete()
    for name in CASE_PAGES:
        assert leader.get(address(name, complaint)).status_code == 200


def test_the_log_holds_no_word_of_any_case(place, now, leader, complaint):
    leader.post(address("complaint_take", complaint))
    found = {"theme": "access", "outcome": "b", "cause": "Few hands", "measure": "A new rota"}
    leader.post(address("complaint_classify", complaint), found)
    leader.post(address("complaint_answer", complaint), {"channel": "letter", "text": "Sorry"})
    said = str(list(LogEntry.objects.values()))
    for words in ("unmistakable", "Few hands", "new rota", "Sorry", "somebody@", "access"):
        assert words not in said


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_step_is_taken_by_a_form_only(place, leader, complaint, method):
    assert getattr(leader, method)(address("complaint_take", complaint)).status_code == 405
