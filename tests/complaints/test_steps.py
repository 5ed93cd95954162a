"""A complaint from receipt to its end, in the database and as the web role [S1, S3, S4]."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from medverk.complaints import actions, receiving
from medverk.complaints.catalogue import classifications
from medverk.complaints.codes import (
    ANSWER_CHANNEL_CODES,
    BEHALF_CODES,
    KIND_CODES,
    AnswerChannel,
    Behalf,
    Elsewhere,
    Kind,
)
from medverk.complaints.models import Complaint, ComplaintWords
from medverk.complaints.queries import turn_of
from medverk.complaints.receiving import receive
from medverk.complaints.sealing import SealBrokenError, open_text, seal_text
from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from medverk.rules.complaints.deadlines import Urgency
from medverk.rules.complaints.life import Missing
from tests.complaints.agency import TEXT, classed, complain, given, work_on

pytestmark = pytest.mark.django_db
ANSWER = {"channel": AnswerChannel.TELEPHONE, "text": "We are sorry."}
ROUTE = {"to": Elsewhere.APPEAL, "name": "The appeals unit"}


def missing_of(act, **arguments):
    with pytest.raises(actions.RefusedError) as caught, transaction.atomic():
        act(**arguments)
    return caught.value.missing


def test_it_goes_from_receipt_to_its_end_as_the_web_role(place, now, as_role):
    with as_role(DatabaseRole.WEB):
        complaint = complain(place.office, now)
        who = {"complaint": complaint, "by": place.leader, "now": now}
        actions.take(**who)
        actions.classify(classed=classed(outcome="b", cause="Few hands", measure="More"), **who)
        actions.answer(**ANSWER, **who)
        actions.close(**who)
    complaint.refresh_from_db()
    assert (
        complaint.state, complaint.handler, complaint.theme, complaint.outcome,
        complaint.answer_channel, complaint.answered_by, complaint.classification,
    ) == ("closed", place.leader, "waiting", "b", "telephone", place.leader, 1)  # fmt: skip
    assert open_text(complaint.words.answer) == "We are sorry."
    steps = LogEntry.objects.filter(action__startswith="complaint").order_by("pk")
    assert list(steps.values_list("action", "by", "unit", "about")) == [
        (f"complaint_{step}", by, place.office.pk, complaint.reference)
        for step, by in (
            ("received", None), ("take", place.leader.pk), ("classify", place.leader.pk),
            ("answer", place.leader.pk), ("close", place.leader.pk),
        )
    ]  # fmt: skip


def test_each_step_is_done_once_however_often_it_is_asked_for(place, now):
    complaint = complain(place.office, now)
    who = {"complaint": complaint, "by": place.leader, "now": now}
    actions.take(**who)
    assert missing_of(actions.take, **who) == (Missing.WRONG_STATE,)
    assert missing_of(actions.close, **who) == (Missing.WRONG_STATE,)
    assert missing_of(actions.answer, **ANSWER, **who) == (Missing.THEME, Missing.OUTCOME)
    actions.classify(classed=classed(), **who)
    actions.answer(**ANSWER, **who)
    assert missing_of(actions.answer, **ANSWER, **who) == (Missing.WRONG_STATE,)
    assert missing_of(actions.route_out, **ROUTE, **who) == (Missing.WRONG_STATE,)


@pytest.mark.parametrize("outcome", ["b", "c"])
def test_what_went_wrong_needs_a_cause_and_a_measure(place, now, outcome):
    complaint = complain(place.office, now)
    who = {"complaint": complaint, "by": place.leader, "now": now}
    actions.take(**who)
    half = classed(outcome=outcome, cause="Few hands")
    assert missing_of(actions.classify, classed=half, **who) == (Missing.MEASURE,)


@pytest.mark.parametrize(
    "wrong",
    [{"theme": ""}, {"theme": "weather"}, {"subtheme": "weather"}, {"benefit": "gold"}],
)
def test_it_is_classified_with_what_the_version_knows(place, now, wrong):
    complaint = complain(place.office, now)
    who = {"complaint": complaint, "by": place.leader, "now": now}
    actions.take(**who)
    assert missing_of(actions.classify, classed=classed(**wrong), **who) == (Missing.THEME,)


def test_what_is_no_service_complaint_is_sent_on_and_can_be_taken_back(place, now):
    complaint = complain(place.office, now)
    who = {"complaint": complaint, "by": place.leader, "now": now}
    routed = actions.route_out(**ROUTE, **who)
    assert (routed.state, routed.routed_to, routed.routed_name, routed.routed_by) == (
        "routed_out", "appeal", "The appeals unit", place.leader,
    )  # fmt: skip
    back = actions.take_back(**who)
    assert (back.state, back.routed_to, back.routed_name, back.routed_at, back.routed_by) == (
        "in_progress", "", "", None, None,
    )  # fmt: skip


def test_another_unit_gets_it_with_the_same_deadline_and_both_logs_say_so(place, now):
    complaint = complain(None, now)
    handed = actions.hand_over(complaint=complaint, unit=place.office, by=place.national, now=now)
    assert (handed.unit, handed.state, handed.handler, handed.due_on) == (
        place.office, "received", None, complaint.due_on,
    )  # fmt: skip
    entries = LogEntry.objects.filter(action="complaint_hand_over")
    assert set(entries.values_list("unit", flat=True)) == {place.office.pk, place.directorate.pk}


def test_a_fault_is_reported_within_two_working_days(place, now):
    complaint = complain(place.office, now, kind=Kind.DIGITAL)
    assert (complaint.is_fault, complaint.fault_due_on) == (True, date(2026, 11, 20))
    assert turn_of(complaint, date(2026, 11, 21)).fault is Urgency.OVERDUE
    who = {"complaint": complaint, "by": place.leader, "now": now}
    actions.report_fault(**who)
    assert missing_of(actions.report_fault, **who) == (Missing.WRONG_STATE,)
    complaint.refresh_from_db()
    assert complaint.fault_reported_by == place.leader
    assert turn_of(complaint, date(2026, 11, 21)).fault is None
    work_on(complaint, place.leader, now, is_fault=False)  # what is reported stays a fault
    complaint.refresh_from_db()
    assert complaint.is_fault


def test_what_is_no_fault_is_not_reported(place, now):
    who = {"complaint": complain(place.office, now), "by": place.leader, "now": now}
    assert missing_of(actions.report_fault, **who) == (Missing.WRONG_STATE,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "gone"}, {"kind": "smoke"}, {"behalf": "nobody"}, {"reply_by": "pigeon"},
        {"outcome": "b"}, {"outcome": "c", "cause": "x"}, {"outcome": "e"},
        {"theme": "waiting"}, {"classification": 1}, {"outcome": "a"},
        {"answered_at": "now"}, {"answer_channel": "letter"}, {"state": "answered"},
        {"state": "routed_out"}, {"routed_to": "appeal"}, {"state": "closed"},
        {"closed_at": "now"}, {"fault_reported_at": "now"},
        {"answered_at": "now", "answered_by": "leader", "answer_channel": "letter"},
    ],
)  # fmt: skip
def test_the_database_refuses_what_the_rules_refuse(place, now, wrong):
    complain(place.office, now)
    real = {"now": now, "leader": place.leader}
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.update(**{name: real.get(value, value) for name, value in wrong.items()})


def test_the_web_role_can_delete_the_words_and_never_a_complaint(place, now, as_role):
    complaint = complain(place.office, now)
    with as_role(DatabaseRole.WEB):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            Complaint.objects.all()._raw_delete("default")
        assert ComplaintWords.objects.filter(complaint=complaint).delete()[0] == 1


def test_two_at_the_same_moment_are_one(place, now, monkeypatch):
    """The second looks before the first is stored, and finds out when it stores its own."""
    number = uuid4()
    first = receive(given=given(place.office), submission=number, now=now)
    look, answers = receiving.already_received, iter([False])
    monkeypatch.setattr(
        receiving, "already_received", lambda *asked: next(answers, True) and look(*asked)
    )
    second = receive(given=given(place.office), submission=number, now=now)
    assert (first.reference, Complaint.objects.count()) == (second.reference, 1)


def test_what_is_sealed_opens_with_the_key_and_not_when_it_was_changed(settings):
    sealed = bytearray(seal_text(TEXT))
    assert open_text(bytes(sealed)) == TEXT
    sealed[-1] ^= 1
    for broken in (bytes(sealed), b"", b"x"):
        with pytest.raises(SealBrokenError):
            open_text(broken)


def test_every_code_has_the_agencys_own():
    assert set(KIND_CODES) == set(Kind)
    assert set(BEHALF_CODES) == set(Behalf)
    assert BEHALF_CODES[Behalf.SOMEBODY] == "ANNEN_PERSON"
    assert set(ANSWER_CHANNEL_CODES) == set(AnswerChannel)


def test_the_shipped_classification_has_the_themes_of_the_public_one():
    (version,) = classifications()
    codes = [theme.code for theme in version.themes]
    assert codes == [
        "VENTE_PA_NAV", "TILGJENGELIGHET", "INFORMASJON", "FUNKSJONALITET_I_NAVS_LOSNINGER",
        "VEILEDNING_OG_OPPFOLGING_MOT_ARBEID", "NAV_ANSATTES_OPPFORSEL", "ANNET",
    ]  # fmt: skip
    assert [len(theme.below) for theme in version.themes] == [6, 0, 0, 0, 0, 0, 0]


def test_a_complaint_keeps_the_deadline_of_the_day_it_came_on_in_norway(place, now):
    late = now.replace(hour=23, minute=30)  # half past midnight in Norway
    assert complain(place.office, late).due_on == date(2026, 12, 10)
    assert complain(place.office, late - timedelta(hours=1)).due_on == date(2026, 12, 9)
