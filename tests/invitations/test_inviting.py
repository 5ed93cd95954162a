"""Ask people, and spend what they were given."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from nacl.exceptions import CryptoError

from medverk.invitations import actions, contacts, queries
from medverk.invitations.models import (
    Asked,
    Channel,
    DoNotAsk,
    Invitation,
    InvitationCount,
    Message,
    ReplyAddress,
    SendingCount,
)
from medverk.invitations.remembering import recall, token_for_reply
from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from medverk.rules.disclosure.figures import Part
from medverk.rules.weeks import Week
from medverk.surveys.queries import content
from tests.invitations.conftest import people_asked

pytestmark = pytest.mark.django_db
WEEK = Week(2026, 47)


@pytest.fixture(autouse=True)
def as_web(request, as_role):
    """Everything here must work with the privileges of the web role."""
    if "transactional_db" in request.fixturenames:
        yield
        return
    request.getfixturevalue("version")
    request.getfixturevalue("house")
    with as_role(DatabaseRole.WEB):
        yield


def invite(encounter, now, by=None):
    return actions.invite_all(encounters=[encounter], by=by, now=now)[0]


def counted(house):
    row = InvitationCount.objects.get(counsellor=house.kari)
    return row.taken, row.invited


def test_it_hands_over_a_slip_and_spends_it_once(encounter, house, version, now):
    token = invite(encounter(None), now).token
    opened = queries.open_invitation(token.lower(), now)
    assert opened == queries.OpenInvitation(
        house.office.pk, "Fjellby", version.pk, "conversation", "nb", "slip", "office", False
    )
    assert actions.spend(token=token, now=now) == actions.Spent(
        house.office.pk, house.kari.pk, version.pk, "slip", "nb"
    )
    assert actions.spend(token=token, now=now) is None
    assert queries.open_invitation(token, now) is None
    assert Invitation.objects.count() == 0
    assert counted(house) == (1, 1)


def test_it_gives_the_inviter_no_token_for_what_is_sent(encounter, now):
    assert invite(encounter("41234567"), now).token is None
    assert invite(encounter("a@example.org"), now).token is None
    assert Message.objects.filter(state="queued").count() == 2


def test_it_stores_neither_number_nor_token_in_the_clear(encounter, now):
    invite(encounter("41234567"), now)
    message = Message.objects.get()
    assert b"41234567" not in bytes(message.sealed)
    remembered = bytes(Invitation.objects.get().remembered)
    assert contacts.contact_hash(encounter("41234567").contact) not in remembered


def test_opening_a_link_changes_nothing(encounter, now):
    token = invite(encounter(None), now).token
    before = list(Invitation.objects.values())
    for _ in range(3):
        assert queries.open_invitation(token, now)
    assert list(Invitation.objects.values()) == before


@pytest.mark.parametrize("token", ["", "nonsense", "0000-0000-0000", "\x00", "A" * 10_000])
def test_it_spends_nothing_for_what_is_no_open_token(token, now):
    assert actions.spend(token=token, now=now) is None
    assert queries.open_invitation(token, now) is None
    assert actions.never_ask_again(token=token, now=now) is False


@pytest.mark.parametrize(("days", "open_"), [(0, True), (14, True), (15, False)])
def test_it_can_be_answered_for_fourteen_days(encounter, now, days, open_):
    token = invite(encounter(None), now).token
    later = now + timedelta(days=days)
    assert (queries.open_invitation(token, later) is not None) is open_
    assert (actions.spend(token=token, now=later) is not None) is open_


@pytest.mark.parametrize(("days", "asked"), [(0, 1), (29, 1), (32, 1), (33, 2)])
def test_it_asks_nobody_again_before_the_monday_after_thirty_days(encounter, now, days, asked):
    invite(encounter(), now)
    again = invite(encounter(), now + timedelta(days=days))
    assert again == actions.Invited(token=None)  # the inviter learns nothing
    assert people_asked() == asked
    assert Message.objects.filter(kind="invitation").count() == 2


def test_it_asks_once_who_stands_twice_in_a_batch(encounter, now):
    answers = actions.invite_all(encounters=[encounter(), encounter()], by=None, now=now)
    assert answers == [actions.Invited(None), actions.Invited(None)]
    assert people_asked() == 1
    assert InvitationCount.objects.get().taken == 2


def test_it_never_asks_again_who_wants_no_more(encounter, version, now, monkeypatch):
    monkeypatch.setattr(actions, "new_token", lambda: "AAAA-BBBB-CCCC")
    invite(encounter(), now)
    assert actions.never_ask_again(token="aaaabbbbcccc", now=now) is True
    assert (Invitation.objects.count(), Message.objects.count()) == (0, 0)
    assert DoNotAsk.objects.count() == 1
    monkeypatch.setattr(actions, "new_token", lambda: "DDDD-EEEE-FFFF")
    invite(encounter(), now + timedelta(days=400))
    assert people_asked() == 0


def test_only_the_link_opens_what_is_remembered(encounter, now, monkeypatch):
    monkeypatch.setattr(actions, "new_token", lambda: "AAAA-BBBB-CCCC")
    invite(encounter(), now)
    remembered = bytes(Invitation.objects.get().remembered)
    digest = contacts.contact_hash(encounter().contact)
    assert recall(remembered, "AAAA-BBBB-CCCC") == digest
    with pytest.raises(CryptoError):
        recall(remembered, "AAAA-BBBB-CCCD")


def test_who_is_left_out_looks_the_same_in_the_tables(encounter, now):
    invite(encounter(), now)
    invite(encounter(), now)
    asked, left_out = Invitation.objects.all(), Message.objects.all()
    assert {len(bytes(one.remembered)) for one in asked} == {72}
    assert {len(bytes(one.sealed)) for one in left_out} == {648}
    invite(encounter("somebody.with.a.long.name@example.org"), now)
    assert {len(bytes(one.sealed)) for one in Message.objects.all()} == {648}


def test_it_forgets_a_slip_without_knowing_whose_it_was(encounter, now):
    token = invite(encounter(None), now).token
    assert actions.never_ask_again(token=token, now=now) is True
    assert actions.spend(token=token, now=now) is None
    assert DoNotAsk.objects.count() == 0


def test_it_counts_an_answer_that_came_before_the_sending_was_noted(
    encounter, house, now, monkeypatch
):
    monkeypatch.setattr(actions, "new_token", lambda: "AAAA-BBBB-CCCC")
    invite(encounter(), now)
    assert counted(house) == (1, 0)
    assert actions.spend(token="AAAA-BBBB-CCCC", now=now)
    assert counted(house) == (1, 1)
    day = SendingCount.objects.get(office=house.office)
    assert (day.sent, day.uncertain, day.failed) == (1, 0, 0)
    part = Part(str(house.office.pk), WEEK, WEEK)
    assert queries.invited_in([part], "conversation") == 1
    assert queries.invited_in([part], "call") == queries.invited_in([], "conversation") == 0
    assert queries.invited_by(house.kari, WEEK, WEEK, "conversation", house.office) == 1
    assert queries.taken_this_week(house.kari, house.office, now) == 1


def test_it_finds_the_open_question_after_a_call_by_number(encounter, call, now):
    contact = encounter().contact
    invite(encounter(version=call, kind="call"), now)
    token = token_for_reply(contact)
    assert queries.open_invitation(token, now).questionnaire == "call"
    before = list(ReplyAddress.objects.values())
    assert actions.spend(token=token, now=now).version_id == call.pk
    assert actions.spend(token=token_for_reply(contact), now=now) is None
    assert list(ReplyAddress.objects.values()) == before  # it does not tell who has answered


def test_it_lets_a_number_answer_only_the_question_after_a_call(encounter, now):
    invite(encounter(), now)
    assert token_for_reply(encounter().contact) is None
    assert ReplyAddress.objects.count() == 0


def test_it_logs_who_invited_and_never_whom(encounter, house, now):
    invite(encounter(), now, by=house.kari)
    entry = LogEntry.objects.get(action="invited")
    assert (entry.by_id, entry.action, entry.unit_id, entry.about) == (
        house.kari.pk,
        "invited",
        house.office.pk,
        "",
    )


def test_it_logs_to_the_minute(encounter, house, now):
    invite(encounter(), now + timedelta(seconds=17, microseconds=1), by=house.kari)
    assert LogEntry.objects.get(action="invited").at == now


def test_it_needs_the_same_number_of_queries_for_one_and_for_many(
    encounter, now, django_assert_num_queries
):
    numbers = [f"4123{number:04}" for number in range(50)]
    content(encounter().version.pk)  # read once in a process
    with django_assert_num_queries(8):
        invite(encounter(numbers[0]), now)
    with django_assert_num_queries(8):
        actions.invite_all(encounters=[encounter(one) for one in numbers[1:]], by=None, now=now)


def test_a_channel_and_a_contact_that_do_not_fit_are_refused(encounter):
    with pytest.raises(ValueError, match="do not fit"):
        replace(encounter(), channel=Channel.SLIP)
    with pytest.raises(ValueError, match="is not for"):
        replace(encounter(), channel=Channel.EMAIL)


def test_the_database_keeps_no_contact_after_a_message_is_final(encounter, now):
    invite(encounter(), now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(state="sent")
    Message.objects.update(state="sent", sealed=None)


def test_the_web_role_cannot_take_back_a_never(encounter, now):
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        DoNotAsk.objects.all().delete()


def test_it_lets_one_of_many_spend_the_same_token(transactional_db, house, version, encounter, now):
    token = invite(encounter(None), now).token
    results = at_the_same_time(lambda: actions.spend(token=token, now=now))
    assert sum(result is not None for result in results) == 1


def test_it_asks_once_when_two_invite_at_the_same_time(
    transactional_db, house, version, encounter, now
):
    at_the_same_time(lambda: invite(encounter(), now))
    assert Asked.objects.count() == 1
    assert people_asked() == 1


def at_the_same_time(work, count=6):
    barrier, results = Barrier(count), []

    def run():
        barrier.wait()
        try:
            results.append(work())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == count
    return results
