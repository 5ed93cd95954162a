"""What hinders one message, channel or setting hinders no other, and nothing is lost meanwhile."""

from base64 import b64encode
from datetime import timedelta

import pytest
from nacl.public import PrivateKey

from medverk.invitations import actions, sending
from medverk.invitations.models import GatewayState, Message
from medverk.people.privacy import DatabaseRole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_web(as_role, house, version):
    with as_role(DatabaseRole.WEB):
        yield


def first():
    return Message.objects.get(kind="invitation")


def test_a_channel_that_is_not_set_up_does_not_hold_up_the_other(
    gateway, invited, encounter, environment, now, settings
):
    actions.invite_all(encounters=[encounter("a@example.org")], by=None, now=now)
    environment(MEDVERK_DEMO="0")  # no outbox for e-mail, and no SMTP server
    assert sending.send_due(now=now) == 1
    assert Message.objects.get(channel="email", kind="invitation").state == "queued"
    assert GatewayState.objects.get(channel="email").failing_since == now


@pytest.mark.parametrize(
    "values",
    [
        {"MEDVERK_SMS_GATEWAY": "pigeon"},
        {"MEDVERK_SMS_URL": ""},
        {"MEDVERK_SMS_TOKEN": ""},
        {"MEDVERK_SMS_TOKEN_FILE": "/nowhere/token"},
        {"MEDVERK_SMS_GATEWAY": "outbox", "MEDVERK_DEMO": "0"},
    ],
)
def test_it_waits_when_the_settings_are_wrong(gateway, invited, environment, now, values):
    environment(**values)
    assert sending.send_due(now=now) == 0
    assert first().state == "queued"
    assert gateway.requests == []


def test_it_reads_a_renewed_token_at_every_call(gateway, encounter, environment, now, tmp_path):
    file = tmp_path / "token"
    environment(MEDVERK_SMS_TOKEN_FILE=str(file))
    for number, token in enumerate(["one", "two"]):
        file.write_text(f"{token}\n")
        actions.invite_all(encounters=[encounter(f"4123456{number}")], by=None, now=now)
        sending.send_due(now=now)
    authorizations = [request["headers"]["Authorization"] for request in gateway.requests]
    assert authorizations == ["Bearer one", "Bearer two"]


def test_one_message_that_cannot_be_composed_does_not_hold_up_the_others(
    gateway, encounter, now, monkeypatch
):
    actions.invite_all(
        encounters=[encounter("41234560"), encounter("41234561", kind="video")], by=None, now=now
    )
    compose = sending.compose

    def faulty(message, *rest):
        if message.invitation.kind == "video":
            raise KeyError("a place in the text")
        return compose(message, *rest)

    monkeypatch.setattr(sending, "compose", faulty)
    sending.send_due(now=now)
    states = dict(
        Message.objects.filter(kind="invitation").values_list("invitation__kind", "state")
    )
    assert states == {"office": "sent", "video": "queued"}


def test_a_message_sealed_to_another_key_waits_for_the_right_one(
    gateway, invited, environment, now, settings
):
    known = settings.ENVIRONMENT.require("MEDVERK_SENDER_PRIVATE_KEY")
    environment(MEDVERK_SENDER_PRIVATE_KEY=b64encode(bytes(PrivateKey.generate())).decode())
    sending.send_due(now=now)
    assert first().state == "queued"
    environment(MEDVERK_SENDER_PRIVATE_KEY=known)
    sending.send_due(now=now + timedelta(minutes=1))
    assert first().state == "sent"
