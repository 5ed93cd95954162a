"""E-mail through a real SMTP server: sent once, or shown as uncertain."""

import socket
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from croniter import croniter
from django.conf import settings
from django.utils import timezone

from medverk.invitations import actions, reminding, sending
from medverk.invitations.gateways import Outcome, Text
from medverk.invitations.gateways.choosing import gateway_for
from medverk.invitations.models import Channel, InvitationCount, Message, SendingCount
from medverk.invitations.tasks import REMINDED
from medverk.people.models import REMINDER_HOURS
from medverk.people.privacy import DatabaseRole

pytestmark = pytest.mark.django_db
PATIENCE = 60.0  # seconds that a busy machine may need to start a server


class Mailbox:
    """Keeps letters, and answers as told."""

    def __init__(self):
        self.letters, self.answers = [], []

    def answer(self, stage):
        if self.answers and self.answers[0].startswith(stage):
            return self.answers.pop(0).removeprefix(stage).strip()
        return None

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = self.answer("MAIL")
        if answer is None:
            envelope.mail_from = address
        return answer or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answer("RCPT")
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.rcpt_tos, envelope.content))
        answer = self.answer("DATA")
        if answer == "drop":
            server.transport.close()
        return answer or "250 OK"


@pytest.fixture
def mailbox(environment):
    box = Mailbox()
    accounts = {b"us": b"secret word"}

    def authenticate(server, session, envelope, mechanism, data):
        return AuthResult(success=accounts.get(data.login) == data.password)

    controller = Controller(
        box, "127.0.0.1", free_port(), authenticator=authenticate, auth_require_tls=False,
        ready_timeout=PATIENCE,
    )  # fmt: skip
    controller.start()
    environment(
        MEDVERK_SMTP_URL=f"smtp://us:secret%20word@127.0.0.1:{controller.port}?starttls=no",
        MEDVERK_EMAIL_FROM="Medverk <svar@medverk.example.org>",
        MEDVERK_SEND_TIMEOUT_SECONDS="20",
    )
    yield box
    controller.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(autouse=True)
def as_web(as_role, house, version):
    with as_role(DatabaseRole.WEB):
        yield


@pytest.fixture
def invited(encounter, now):
    actions.invite_all(encounters=[encounter("Kare@Example.org")], by=None, now=now)


def first():
    return Message.objects.get(kind="invitation")


def test_it_sends_plain_words_in_the_language_of_the_invitation(mailbox, invited, now):
    assert sending.send_due(now=now) == 1
    ((recipients, raw),) = mailbox.letters
    letter = message_from_bytes(raw, policy=default)
    assert recipients == ["kare@example.org"]
    assert letter["From"] == "Medverk <svar@medverk.example.org>"
    assert letter["Subject"] == "Hvordan var samtalen med Fjellby?"
    assert letter["Message-ID"] == f"<{first().pk}@medverk.example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_content().replace("\r\n", "\n")
    assert text.startswith("Hei!\n")
    assert "http://testserver/s/" in text
    assert "minst 15 samtaler" in text
    assert first().state == "sent"
    assert raw.isascii()


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("MAIL 451 later", "queued"),
        ("MAIL 550 who are you", "queued"),
        ("RCPT 450 busy", "queued"),
        ("RCPT 550 unknown", "failed"),
        ("DATA 451 later", "queued"),
        ("DATA 554 refused", "failed"),
        ("DATA drop", "uncertain"),
    ],
)
def test_it_knows_what_each_answer_means(mailbox, invited, now, answer, state):
    mailbox.answers = [answer]
    sending.send_due(now=now)
    assert first().state == state


def test_it_never_sends_again_what_is_in_doubt(mailbox, invited, now):
    mailbox.answers = ["DATA drop"]
    for _ in range(3):
        sending.send_due(now=now)
    assert len(mailbox.letters) == 1
    assert SendingCount.objects.get().uncertain == 1


def test_a_dead_worker_leaves_doubt(mailbox, invited, now):
    sending.claim(Channel.EMAIL, 1, now)
    sending.send_due(now=now + timedelta(hours=1))
    assert first().state == "uncertain"
    assert mailbox.letters == []


@pytest.mark.parametrize(
    "url", ["smtp://127.0.0.1:9", "smtps://127.0.0.1:{port}", "smtp://x:y@127.0.0.1:{port}"]
)
def test_it_waits_when_the_server_is_down_or_not_trusted(mailbox, invited, environment, now, url):
    with silent_server() as port:
        environment(MEDVERK_SMTP_URL=url.format(port=port), MEDVERK_SEND_TIMEOUT_SECONDS="0.3")
        sending.send_due(now=now)
    assert first().state == "queued"


def test_it_gives_no_password_to_a_server_without_encryption(mailbox, invited, environment, now):
    known = settings.ENVIRONMENT.require("MEDVERK_SMTP_URL")
    environment(MEDVERK_SMTP_URL=known.removesuffix("?starttls=no"))
    sending.send_due(now=now)
    assert first().state == "queued"
    assert mailbox.letters == []


@contextmanager
def silent_server():
    """Takes connections, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def kari_wants(house):
    house.kari.wants_reminder, house.kari.reminder_hour = True, 12
    house.kari.save()
    house.per.wants_reminder = True  # but he has not been active
    house.per.save()


def test_it_reminds_a_counsellor_who_wants_it_once(mailbox, kari_wants, encounter, house, now):
    actions.invite_all(encounters=[encounter(None)], by=None, now=now - timedelta(days=1))
    assert reminding.remind_counsellors(now=now) == 1
    assert reminding.remind_counsellors(now=now) == 0
    ((recipients, raw),) = mailbox.letters
    assert recipients == ["kari@example.org"]
    assert (
        f"/units/{house.office.pk}/invite/" in message_from_bytes(raw, policy=default).get_content()
    )


@pytest.mark.parametrize(("chosen", "reminded"), [(12, 12), (14, 14), (15, 15), (16, 16), (17, 17)])
def test_it_reminds_at_the_hour_that_was_chosen(
    mailbox, kari_wants, encounter, house, now, chosen, reminded
):
    actions.invite_all(encounters=[encounter(None)], by=None, now=now - timedelta(days=1))
    house.kari.reminder_hour = chosen
    house.kari.save()
    midnight = timezone.localtime(now).replace(hour=0, minute=15)
    hours = [
        hour for hour in range(24) if reminding.remind_counsellors(now=midnight.replace(hour=hour))
    ]
    assert hours == [reminded]


@pytest.mark.parametrize("day", ["winter", "summer"])
def test_the_clock_of_the_reminders_holds_every_hour_that_can_be_chosen(day):
    month = {"winter": 1, "summer": 7}[day]
    hours = {
        datetime(2026, month, 14, hour, 15, tzinfo=UTC).astimezone(ZoneInfo("Europe/Oslo")).hour
        for hour in range(24)
        if croniter.match(REMINDED, datetime(2026, month, 14, hour, 15))
    }
    assert set(REMINDER_HOURS) <= hours
    assert min(hours) >= min(REMINDER_HOURS) - 1


@pytest.mark.parametrize("case", ["today", "long ago", "unwanted", "sunday", "gone", "no address"])
def test_it_does_not_remind_others(mailbox, kari_wants, encounter, house, now, case):
    at = {"today": now, "long ago": now - timedelta(days=15)}.get(case, now - timedelta(days=1))
    actions.invite_all(encounters=[encounter(None)], by=None, now=at)
    changes = {
        "unwanted": {"wants_reminder": False},
        "gone": {"active": False},
        "no address": {"email": ""},
    }
    for name, value in changes.get(case, {}).items():
        setattr(house.kari, name, value)
    house.kari.save()
    assert reminding.remind_counsellors(now=now + timedelta(days=4 * (case == "sunday"))) == 0
    assert mailbox.letters == []


def test_an_answer_does_not_make_the_day_look_empty(mailbox, kari_wants, encounter, now):
    """Otherwise the reminder would tell that somebody has answered."""
    token = actions.invite_all(encounters=[encounter(None)], by=None, now=now)[0].token
    assert actions.spend(token=token, now=now)
    assert InvitationCount.objects.get().latest_on == now.date()
    assert reminding.remind_counsellors(now=now) == 0


def test_a_letter_that_comes_again_says_in_one_line_where_it_is_ended(mailbox, now):
    stop = f"https://medverk.example.org/digest/stop/{'a' * 60}/"
    text = Text(uuid4(), "kari@example.org", "Månadsbrev", "Hei", link=stop, stop=stop)
    assert gateway_for(Channel.EMAIL).send(text, now) is Outcome.SENT
    ((_, raw),) = mailbox.letters
    assert f"List-Unsubscribe: <{stop}>\r\n".encode() in raw
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw


def test_other_letters_cannot_be_ended(mailbox, invited, now):
    sending.send_due(now=now)
    assert b"List-Unsubscribe" not in mailbox.letters[0][1]
