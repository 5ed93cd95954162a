"""Replies by SMS to the contact centre's question [K1]: signed, fresh, stored once, never kept."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from medverk.intake.inbound import sign
from medverk.intake.replies import read_reply
from medverk.invitations.models import Invitation
from medverk.people.privacy import DatabaseRole
from medverk.surveys.catalogue import complete_words, shipped_content
from medverk.vault.actions import settle
from medverk.vault.models import Response, SealedAnswer
from tests.intake.house import texted

pytestmark = pytest.mark.django_db

ADDRESS = "/sms/inbound/"
SECRET = "inbound"  # as test_settings says


def deliver(browser, now, message: object, *, secret: str = SECRET, seconds: float = 0):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    stamp = str(int((now + timedelta(seconds=seconds)).timestamp()))
    headers = {"X-Medverk-Timestamp": stamp, "X-Medverk-Signature": sign(secret, stamp, body)}
    return browser.generic("POST", ADDRESS, body, "application/json", headers=headers)


def reply(text: str, sender: str = "+4741234567") -> dict[str, str]:
    return {"from": sender, "text": text}


def test_it_stores_a_reply_once_and_says_thank_you(anyone, house, now, ring, as_role):
    texted(house, now, key="call")
    with as_role(DatabaseRole.WEB):
        first = deliver(anyone, now, reply("Delvis, takk!"))
        second = deliver(anyone, now, reply("Delvis, takk!"))
    assert first.json() == {"reply": complete_words("nb").sms.call_thanks}
    assert (second.status_code, second.json()) == (200, {"reply": ""})
    assert Invitation.objects.count() == 0
    settle(now=now + timedelta(weeks=1), ring=ring)
    (response,) = Response.objects.all()
    assert (response.questionnaire, response.answers) == ("call", [2])
    assert response.background == {"channel": "sms", "asked_in": "norwegian or sami"}


def test_it_asks_again_when_the_answer_is_not_clear(anyone, house, now):
    texted(house, now, key="call")
    page = deliver(anyone, now, reply("ring meg"))
    assert "Svar ja, delvis eller nei" in page.json()["reply"]
    assert (SealedAnswer.objects.count(), Invitation.objects.count()) == (0, 1)


def test_it_says_nothing_to_those_whom_it_did_not_ask(anyone, house, now):
    texted(house, now, key="conversation")
    for text in ("ja", "ring meg"):
        assert deliver(anyone, now, reply(text)).json() == {"reply": ""}
    assert SealedAnswer.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"secret": "guessed"}, 403),
        ({"secret": ""}, 403),
        ({"seconds": -301}, 403),
        ({"seconds": 301}, 403),
        ({"message": b"x" * 4001}, 413),
        ({"message": b"\xff\xfe"}, 400),
        ({"message": b"[" * 3000}, 400),
        ({"message": []}, 400),
        ({"message": {"from": "+4741234567"}}, 400),
        ({"message": {"from": 4741234567, "text": "ja"}}, 400),
        ({"message": {"from": "nobody", "text": "ja"}}, 400),
        ({"message": {"from": "+4741234567", "text": None}}, 400),
    ],
)
def test_it_refuses_what_is_not_from_the_gateway(anyone, house, now, changes, status):
    texted(house, now, key="call")
    message = changes.pop("message", reply("ja"))
    assert deliver(anyone, now, message, **changes).status_code == status
    assert (SealedAnswer.objects.count(), Invitation.objects.count()) == (0, 1)


def test_it_refuses_everybody_when_no_secret_is_set(anyone, house, now, settings):
    values = {**settings.ENVIRONMENT.values, "MEDVERK_SMS_INBOUND_SECRET": ""}
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, values=values)
    assert deliver(anyone, now, reply("ja"), secret="").status_code == 403


def test_it_logs_nothing_about_the_sender(anyone, house, now, caplog):
    texted(house, now, key="call")
    deliver(anyone, now, reply("ja"))
    deliver(anyone, now, reply("ja"), secret="guessed")
    assert "41234567" not in caplog.text


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_it_takes_nothing_but_post(anyone, method):
    assert getattr(anyone, method)(ADDRESS).status_code == 405


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("ja", 3), ("JA!", 3), ("Ja, takk", 3), ("1", 3), ("1.", 3), (" yes ", 3), ("jepp", 3),
        ("delvis", 2), ("Partly", 2), ("2", 2), ("litt", 2),
        ("nei", 1), ("Nei, ikke i det hele tatt", 1), ("no", 1), ("3", 1),
        ("", None), ("ja og nei", None), ("1 2", None), ("hei", None), ("12", None),
        ("ring meg, ja", None),        ("👍", None), ("ja" * 500, None), ("\x00", None),
    ],
)  # fmt: skip
def test_it_reads_a_reply_only_when_it_is_clear(text, category):
    assert read_reply(shipped_content("call"), text) == category
