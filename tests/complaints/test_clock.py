"""What happens by the clock: e-mails, reminders, closing, deleting [S1, S4]."""

from datetime import UTC, datetime, timedelta

import pytest

from medverk.complaints import actions, forgetting, letters, reminding
from medverk.complaints.codes import AnswerChannel, Kind
from medverk.complaints.models import (
    AnswerLetter,
    Complaint,
    ComplaintReminder,
    ComplaintWords,
    DepartingText,
)
from medverk.invitations.gateways import Outcome
from medverk.invitations.models import OutboxMessage
from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from tests.complaints.agency import EMAIL, complain, work_on

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 18, 6, 30, tzinfo=UTC)
WHAT = "We are sorry that you waited."


def answer_by_email(place, now, language="nb"):
    complaint = complain(place.office, now, reply=EMAIL, language=language)
    work_on(complaint, place.leader, now)
    return actions.answer(
        complaint=complaint, channel=AnswerChannel.EMAIL, text=WHAT, by=place.leader, now=now
    )


def test_an_answer_by_email_is_sent_by_the_worker_in_the_language_of_who_complained(
    place, now, as_role
):
    with as_role(DatabaseRole.WEB):
        complaint = answer_by_email(place, now, language="nn")
        assert WHAT.encode() not in bytes(AnswerLetter.objects.get().sealed)
        assert letters.send_letters(now=now) == 1
        assert letters.send_letters(now=now) == 0
    sent = OutboxMessage.objects.get()
    assert (sent.to, sent.subject, sent.body) == (
        "somebody@example.org", f"Svar på klaga di {complaint.reference}", WHAT,
    )  # fmt: skip
    letter = AnswerLetter.objects.get()
    assert (letter.state, letter.sealed, letter.tries) == ("sent", None, 1)


def test_without_an_address_nothing_is_noted(place, now):
    complaint = complain(place.office, now)
    work_on(complaint, place.leader, now)
    with pytest.raises(letters.NoAddressError):
        actions.answer(
            complaint=complaint, channel=AnswerChannel.EMAIL, text=WHAT, by=place.leader, now=now
        )
    complaint.refresh_from_db()
    assert (complaint.state, complaint.answered_at) == ("in_progress", None)


class Gateway:
    idempotent, batch = False, 1

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)

    def send(self, text, now):
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest.mark.parametrize(
    ("outcome", "state", "is_kept"),
    [
        (Outcome.SENT, "sent", False),
        (Outcome.REFUSED, "failed", False),
        (Outcome.UNKNOWN, "uncertain", False),
        (Outcome.NOT_SENT, "queued", True),
        (RuntimeError("surprise"), "uncertain", False),
    ],
)
def test_what_became_of_a_letter_is_noted(place, now, monkeypatch, outcome, state, is_kept):
    answer_by_email(place, now)
    monkeypatch.setattr(letters, "gateway_for", lambda _: Gateway(outcome))
    assert letters.send_letters(now=now) == 1
    letter = AnswerLetter.objects.get()
    assert (letter.state, letter.sealed is not None) == (state, is_kept)


def test_a_letter_that_never_goes_is_given_up(place, now, monkeypatch):
    answer_by_email(place, now)
    gateway = Gateway(*[Outcome.NOT_SENT] * letters.MOST_TRIES)
    monkeypatch.setattr(letters, "gateway_for", lambda _: gateway)
    for day in range(letters.MOST_TRIES):
        assert letters.send_letters(now=now + timedelta(days=day)) == 1
    assert AnswerLetter.objects.get().state == "failed"
    assert letters.send_letters(now=now + timedelta(days=30)) == 0


def test_what_a_killed_worker_had_begun_is_shown_as_uncertain_and_not_sent_again(place, now):
    answer_by_email(place, now)
    letters.claim(now)
    assert letters.send_letters(now=now + timedelta(seconds=60)) == 0
    assert AnswerLetter.objects.get().state == "sending"
    assert letters.send_letters(now=now + timedelta(hours=1)) == 0
    assert AnswerLetter.objects.get().state == "uncertain"
    assert not OutboxMessage.objects.exists()


def due(place, days, **changes):
    """A complaint so many days before the morning of the reminder."""
    return complain(place.office, MORNING - timedelta(days=days), **changes)


def test_those_whose_turn_it_is_are_reminded_once_and_read_nothing_of_the_case(place, as_role):
    complaint = due(place, 20, text="secret words", reply=EMAIL)
    with as_role(DatabaseRole.WEB):
        assert reminding.remind_handlers(now=MORNING) == 2
        assert reminding.remind_handlers(now=MORNING) == 0
    sent = {message.to: message for message in OutboxMessage.objects.all()}
    assert set(sent) == {"leader@example.org", "caseworker@example.org"}
    for message in sent.values():
        words = message.subject + message.body
        for hidden in (complaint.reference, "secret", "somebody", "Somebody"):
            assert hidden not in words
    assert "Fjord" in sent["leader@example.org"].body
    assert f"/units/{place.office.pk}/complaints/" in sent["leader@example.org"].body


@pytest.mark.parametrize(
    ("days", "changes", "reminded"),
    [
        (10, {}, 0),
        (17, {}, 2),
        (21, {}, 2),
        (40, {}, 2),
        (1, {"kind": Kind.DIGITAL}, 2),
        (0, {"kind": Kind.OFFICE}, 0),
    ],
)
def test_it_reminds_when_a_deadline_is_near_or_past(place, days, changes, reminded):
    due(place, days, **changes)
    assert reminding.remind_handlers(now=MORNING) == reminded


def test_nobody_is_reminded_of_what_is_answered_or_on_a_day_off(place):
    complaint = due(place, 20)
    sunday = MORNING - timedelta(days=3)
    christmas = datetime(2026, 12, 25, 6, 30, tzinfo=UTC)
    assert reminding.remind_handlers(now=sunday) == 0
    assert reminding.remind_handlers(now=christmas) == 0
    work_on(complaint, place.leader, MORNING)
    channel = AnswerChannel.LETTER
    actions.answer(complaint=complaint, channel=channel, text="", by=place.leader, now=MORNING)
    assert reminding.remind_handlers(now=MORNING) == 0


def test_yesterdays_reminders_are_forgotten(place):
    due(place, 20)
    reminding.remind_handlers(now=MORNING)
    reminding.forget_reminders(now=MORNING)
    assert ComplaintReminder.objects.count() == 2
    reminding.forget_reminders(now=MORNING + timedelta(days=1))
    assert not ComplaintReminder.objects.exists()


@pytest.fixture
def answered(place, now):
    complaint = complain(place.office, now, reply=EMAIL)
    work_on(complaint, place.leader, now)
    channel = AnswerChannel.TELEPHONE
    actions.answer(complaint=complaint, channel=channel, text=WHAT, by=place.leader, now=now)
    DepartingText.objects.create(
        complaint=complaint, text="x", approved_at=now, approved_by=place.leader
    )
    return complaint


def test_what_is_finished_is_closed_by_itself(answered, place, now, as_role):
    routed = complain(place.office, now)
    who = {"by": place.leader, "now": now}
    actions.route_out(complaint=routed, to="appeal", name="There", **who)
    waiting = complain(place.office, now)
    with as_role(DatabaseRole.WEB):
        assert forgetting.close_old(now=now + timedelta(days=41)) == 0
        assert forgetting.close_old(now=now + timedelta(days=43)) == 2
        assert forgetting.close_old(now=now + timedelta(days=43)) == 0
    waiting.refresh_from_db()
    assert waiting.state == "received"


def test_words_are_deleted_when_the_retention_is_over_and_what_was_learnt_stays(
    answered, place, now, as_role
):
    actions.close(complaint=answered, by=place.leader, now=now)
    open_one = complain(place.office, now)
    with as_role(DatabaseRole.WEB):
        assert forgetting.erase_words(now=now + timedelta(days=179)) == 0
        assert forgetting.erase_words(now=now + timedelta(days=180)) == 1
        assert forgetting.erase_words(now=now + timedelta(days=180)) == 0
    assert list(ComplaintWords.objects.values_list("complaint", flat=True)) == [open_one.pk]
    assert not DepartingText.objects.exists()
    kept = Complaint.objects.get(pk=answered.pk)
    assert (kept.theme, kept.outcome) == ("waiting", "a")
    assert LogEntry.objects.filter(action="complaint_words_erased").count() == 1


def test_the_jobs_stand_on_the_senders_queue():
    from medverk.complaints import tasks

    jobs = (tasks.send_letters, tasks.remind, tasks.forget, tasks.make_year)
    assert {job.queue for job in jobs} == {"sending"}
