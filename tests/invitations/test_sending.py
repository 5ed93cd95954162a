"""Messages go out once, at decent hours, whatever the gateway does."""

import time
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction

from medverk.invitations import actions, forgetting, sending
from medverk.invitations.models import (
    Asked,
    Channel,
    GatewayState,
    Invitation,
    InvitationCount,
    Message,
    OutboxMessage,
    SendingCount,
)
from medverk.people.privacy import DatabaseRole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_web(request, as_role, house, version):
    if "transactional_db" in request.fixturenames:
        yield
        return
    with as_role(DatabaseRole.WEB):
        yield


def first():
    return Message.objects.get(kind="invitation")


def test_it_sends_in_the_shape_of_altinn_and_forgets_the_number_but_for_the_reminder(
    gateway, invited, house, now
):
    number = str(first().pk)
    assert sending.send_due(now=now) == 1
    (request,) = gateway.requests
    headers = request.pop("headers")
    body = request["recipientSms"]["smsSettings"].pop("body")
    assert headers["Authorization"] == "Bearer secret"
    assert request == {
        "idempotencyId": number,
        "sendersReference": number,
        "recipientSms": {
            "phoneNumber": "+4741234567",
            "timeToLiveInSeconds": 172800,
            "smsSettings": {"sender": "Medverk"},
        },
    }
    assert body.startswith("Fjellby: Hvordan var samtalen")
    assert "http://testserver/s/" in body
    message = first()
    assert (message.state, message.sealed, message.claimed_at) == ("sent", None, None)
    reminder = Message.objects.get(kind="reminder")
    assert (reminder.state, reminder.due_on.isoformat()) == ("queued", "2026-11-21")
    count = SendingCount.objects.get()
    assert (count.office, count.sent, count.uncertain, count.failed) == (house.office, 1, 0, 0)
    assert InvitationCount.objects.get().invited == 1


def test_it_reminds_once_and_then_the_contact_is_gone(gateway, invited, now):
    for days in range(15):
        sending.send_due(now=now + timedelta(days=days))
    assert [request["idempotencyId"] for request in gateway.requests] == [
        str(Message.objects.get(kind=kind).pk) for kind in ("invitation", "reminder")
    ]
    assert not Message.objects.filter(sealed__isnull=False).exists()
    assert SendingCount.objects.get().sent == 1  # reminders tell how many have answered
    assert InvitationCount.objects.get().invited == 1


def test_it_does_not_remind_who_has_answered(gateway, invited, now):
    sending.send_due(now=now)
    body = gateway.requests[0]["recipientSms"]["smsSettings"]["body"]
    token = body.split("/s/")[1].split("/")[0]
    assert actions.spend(token=token, now=now)
    assert Message.objects.count() == 0
    assert sending.send_due(now=now + timedelta(days=5)) == 0


def test_it_asks_about_a_call_once_and_erases_the_number_at_once(gateway, encounter, call, now):
    actions.invite_all(encounters=[encounter(version=call, kind="call")], by=None, now=now)
    sending.send_due(now=now)
    assert "Fikk du hjelp" in gateway.requests[0]["recipientSms"]["smsSettings"]["body"]
    assert list(Message.objects.values_list("state", "sealed")) == [("sent", None)]


@pytest.mark.parametrize(
    ("hour", "minute", "sends"),
    [(8, 59, 0), (9, 0, 1), (19, 59, 1), (20, 0, 0), (23, 30, 0), (3, 0, 0)],
)
def test_it_sends_between_nine_and_twenty_local_time(gateway, invited, hour, minute, sends):
    # Summer time: Norway is two hours ahead of UTC.
    at = datetime(2027, 6, 15, hour, minute, tzinfo=UTC) - timedelta(hours=2)
    Invitation.objects.update(expires_on=at.date() + timedelta(days=1))
    assert sending.send_due(now=at) == sends


def test_it_sends_nothing_to_who_is_left_out_and_shows_it_as_sent(gateway, invited, encounter, now):
    actions.invite_all(encounters=[encounter()], by=None, now=now)
    assert sending.send_due(now=now) == 2
    assert len(gateway.requests) == 1
    assert SendingCount.objects.get().sent == 2  # the inviter sees no difference
    count = InvitationCount.objects.get()
    assert (count.taken, count.invited) == (2, 1)
    reminders = Message.objects.filter(kind="reminder", sealed__isnull=False)
    assert reminders.count() == 2  # nor does who reads the tables
    assert Invitation.objects.filter(counted=True).count() == 2
    assert sending.send_due(now=now + timedelta(days=3)) == 2
    assert len(gateway.requests) == 2


MISCHIEF = ["500 before", "500 after", "drop at once", "drop in the answer", "late", "drip"]
PATIENCE = {"late": "1.2", "drip": "1.2"}  # seconds; else more than a busy machine needs


@pytest.mark.parametrize("mood", MISCHIEF)
def test_it_loses_and_doubles_nothing_where_the_gateway_knows_the_id(
    gateway, environment, invited, now, mood
):
    gateway.moods = [mood]
    environment(MEDVERK_SEND_TIMEOUT_SECONDS=PATIENCE.get(mood, "20"))
    assert sending.send_due(now=now) == 1
    environment(MEDVERK_SEND_TIMEOUT_SECONDS="20")
    message = first()
    assert (message.state, message.tries) == ("queued", 1)
    assert message.sealed is not None
    assert sending.send_due(now=now) == 0  # it waits first
    assert sending.send_due(now=now + timedelta(seconds=31)) == 1
    assert first().state == "sent"
    assert set(gateway.delivered.values()) == {1}
    assert len(gateway.requests) == 2


@pytest.mark.parametrize("mood", MISCHIEF)
def test_it_shows_as_uncertain_what_a_forgetful_gateway_may_have_sent(
    forgetful, environment, invited, now, mood
):
    forgetful.moods = [mood]
    environment(MEDVERK_SEND_TIMEOUT_SECONDS=PATIENCE.get(mood, "20"))
    sending.send_due(now=now)
    for minutes in range(1, 100):
        sending.send_due(now=now + timedelta(minutes=minutes))
    message = first()
    assert (message.state, message.sealed) == ("uncertain", None)
    assert len(forgetful.requests) == 1
    count = SendingCount.objects.get()
    assert (count.sent, count.uncertain, count.failed) == (0, 1, 0)


@pytest.mark.parametrize("mood", ["401", "403", "404", "429", "302"])
def test_it_waits_when_it_is_turned_away_itself(forgetful, invited, now, mood):
    forgetful.moods = [mood]
    sending.send_due(now=now)
    assert first().state == "queued"
    sending.send_due(now=now + timedelta(minutes=1))
    assert first().state == "sent"


@pytest.mark.parametrize("mood", ["400", "422"])
def test_it_gives_up_a_number_that_is_refused_and_lets_it_be_asked_again(
    gateway, invited, now, mood
):
    gateway.moods = [mood]
    sending.send_due(now=now)
    assert (first().state, first().sealed) == ("failed", None)
    assert SendingCount.objects.get().failed == 1
    assert InvitationCount.objects.get().invited == 0
    assert Asked.objects.count() == 0
    assert Message.objects.filter(kind="reminder").count() == 0


def test_it_loses_nothing_while_the_gateway_is_down(forgetful, environment, encounter, now):
    actions.invite_all(
        encounters=[encounter(f"4123{number:04}") for number in range(5)], by=None, now=now
    )
    environment(MEDVERK_SMS_URL="http://127.0.0.1:9")
    sending.send_due(now=now)
    state = GatewayState.objects.get()
    assert (state.channel, state.failures, state.failing_since) == ("sms", 3, now)
    assert state.wait_until == now + timedelta(seconds=30)
    assert Message.objects.filter(tries__gt=0).count() == 3  # then it was left alone
    environment(MEDVERK_SMS_URL=forgetful.url)
    sending.send_due(now=now + timedelta(hours=1))
    assert set(Message.objects.filter(kind="invitation").values_list("state")) == {("sent",)}
    assert sorted(forgetful.delivered.values()) == [1] * 5
    state = GatewayState.objects.get()
    assert (state.failures, state.failing_since, state.wait_until) == (0, None, None)


def test_it_waits_longer_after_each_failure(gateway, invited, environment, now):
    environment(MEDVERK_SMS_URL="http://127.0.0.1:9")
    waits = []
    for _ in range(10):
        sending.send_due(now=now)
        message, state = first(), GatewayState.objects.get()
        waits.append(message.wait_until - now)
        now = max(message.wait_until, state.wait_until or now)
    assert waits[0] == timedelta(seconds=30)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)


@pytest.mark.parametrize(("idempotent", "state"), [("1", "sent"), ("0", "uncertain")])
def test_it_takes_over_what_a_dead_worker_had_begun(
    forgetful, invited, environment, now, idempotent, state
):
    environment(MEDVERK_SMS_IDEMPOTENT=idempotent)
    sending.claim(Channel.SMS, 1, now)  # and then the worker dies
    assert sending.send_due(now=now + timedelta(seconds=100)) == 0
    sending.send_due(now=now + timedelta(seconds=121))
    sending.send_due(now=now + timedelta(seconds=200))
    assert first().state == state


def test_who_comes_too_late_changes_nothing(gateway, invited, now):
    (slow,) = sending.claim(Channel.SMS, 1, now)
    later = now + timedelta(seconds=200)
    sending.send_due(now=later)
    sending.send_due(now=later + timedelta(seconds=60))
    assert first().state == "sent"
    altinn = sending.gateway_for(Channel.SMS)
    sending.note([sending.Result(slow, sending.Outcome.REFUSED)], altinn, later)
    assert first().state == "sent"
    assert SendingCount.objects.get().failed == 0


def test_it_counts_once_what_was_answered_before_the_sending_was_noted(
    gateway, encounter, now, monkeypatch
):
    monkeypatch.setattr(actions, "new_token", lambda: "AAAA-BBBB-CCCC")
    actions.invite_all(encounters=[encounter()], by=None, now=now)
    (claimed,) = sending.claim(Channel.SMS, 1, now)
    altinn = sending.gateway_for(Channel.SMS)
    outcome = sending.deliver(claimed, altinn, now)
    assert actions.spend(token="AAAA-BBBB-CCCC", now=now)
    sending.note([sending.Result(claimed, outcome)], altinn, now)
    assert SendingCount.objects.get().sent == 1
    assert InvitationCount.objects.get().invited == 1
    assert Message.objects.count() == 0


def test_two_workers_never_send_the_same(transactional_db, forgetful, encounter, now):
    actions.invite_all(
        encounters=[encounter(f"4123{number:04}") for number in range(20)], by=None, now=now
    )
    barrier = Barrier(4)

    def work():
        barrier.wait()
        try:
            sending.send_due(now=now)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(forgetful.delivered.values()) == [1] * 20
    assert SendingCount.objects.get().sent == 20
    assert InvitationCount.objects.get().invited == 20


def test_the_demo_keeps_what_would_have_been_sent_once(invited, now):
    sending.send_due(now=now)
    message = OutboxMessage.objects.get()
    assert (message.to, message.id) == ("+4741234567", first().pk)
    assert message.link.startswith("http://testserver/s/")
    assert actions.spend(token=message.link.split("/")[-2], now=now)


def test_it_forgets_what_is_over_and_shows_what_was_never_sent(invited, now):
    forgetting.forget(now=now + timedelta(days=14))
    assert Invitation.objects.count() == 1
    forgetting.forget(now=now + timedelta(days=15))
    assert (Invitation.objects.count(), Message.objects.count()) == (0, 0)
    assert SendingCount.objects.get().failed == 1
    assert Asked.objects.count() == 1
    forgetting.forget(now=now + timedelta(days=33))
    assert Asked.objects.count() == 0


def test_nothing_about_a_person_is_logged(gateway, invited, now, caplog):
    gateway.moods = ["500 before", "drop at once", "400"]
    with caplog.at_level("DEBUG", logger="medverk"):
        for minutes in range(0, 10, 2):
            sending.send_due(now=now + timedelta(minutes=minutes))
    assert "41234567" not in caplog.text
    assert "/s/" not in caplog.text


def test_an_answer_takes_a_reminder_along_that_was_added_in_the_same_moment(
    transactional_db, encounter, house, version, now, monkeypatch
):
    monkeypatch.setattr(actions, "new_token", lambda: "AAAA-BBBB-CCCC")
    actions.invite_all(encounters=[encounter()], by=None, now=now)
    spent = []

    def answer():
        spent.append(actions.spend(token="AAAA-BBBB-CCCC", now=now))
        connection.close()

    thread = Thread(target=answer)
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().get()
        thread.start()
        wait_until_blocked()
        reminder = first()
        reminder.pk, reminder.kind = uuid4(), "reminder"
        reminder.save(force_insert=True)
        assert invitation.pk == reminder.invitation_id
    thread.join()
    assert spent[0].office_id == house.office.pk
    assert Message.objects.count() == 0


def wait_until_blocked():
    """Until another transaction waits for ours; other workers of the tests wait for each other."""
    waiting = "SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    with connection.cursor() as cursor:
        for _ in range(3000):
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise TimeoutError
