"""The monthly letter: to those who want it, what they may open, and once, whatever happens."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverk.experiences import actions, sending, subscribing
from medverk.experiences.models import Letter, Subscription
from medverk.experiences.sending import send_letters
from medverk.invitations.gateways import Outcome
from medverk.invitations.models import OutboxMessage
from medverk.people.access import Role
from medverk.people.models import Membership, Person
from medverk.people.privacy import DatabaseRole
from tests.experiences.offices import make_person

pytestmark = pytest.mark.django_db

OCTOBER = datetime(2026, 10, 5, 8, tzinfo=UTC)
FIRST = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # the first run about October
DECEMBER = datetime(2026, 12, 1, 6, 30, tzinfo=UTC)


@pytest.fixture
def reader(offices):
    subscribing.subscribe(by=offices.counsellor, themes=[], now=OCTOBER)
    return offices.counsellor


class Gateway:
    """Answers as told, and remembers what it was asked to send."""

    def __init__(self, outcome=Outcome.SENT, *, idempotent=False):
        self.outcome, self.idempotent, self.batch, self.texts = outcome, idempotent, 1, []

    def send(self, text, now):
        self.texts.append(text)
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome


@pytest.fixture
def through(monkeypatch):
    """`through(Gateway(…))`: letters go this way."""

    def use(gateway):
        monkeypatch.setattr(sending, "gateway_for", lambda channel: gateway)
        return gateway

    return use


# --- what it says ---


def test_it_holds_titles_and_links(offices, reader):
    shared = offices.share(offices.vik, "A talk\nin two steps")
    assert send_letters(now=FIRST) == 1
    letter = OutboxMessage.objects.get()
    assert (letter.to, letter.subject) == (
        "anna@example.org", "Dette har andre kontor lært: oktober 2026",
    )  # fmt: skip
    assert f"A talk in two steps (Vik)\nhttp://testserver/experiences/{shared.pk}/" in letter.body
    assert "Few agree on the goal" not in letter.body


def test_its_links_lead_to_pages_that_the_reader_may_open(offices, reader, log_in):
    offices.share(offices.vik)
    send_letters(now=FIRST)
    page = log_in(reader)
    links = re.findall(r"http://testserver(/\S+)", OutboxMessage.objects.get().body)
    assert [page.get(link).status_code for link in links] == [200] * 4


def test_it_is_written_in_the_readers_language(offices, reader):
    offices.share(offices.vik)
    Person.objects.filter(pk=reader.pk).update(language="en")
    send_letters(now=FIRST)
    letter = OutboxMessage.objects.get()
    assert letter.subject == "What other offices have learned: October 2026"
    assert "One experience was shared in October 2026:" in letter.body


def test_it_tells_of_last_month_only(offices, reader):
    for now in ("2026-09-30T21:59", "2026-09-30T22:01", "2026-10-31T22:59", "2026-10-31T23:01"):
        at = datetime.fromisoformat(f"{now}+00:00")
        offices.share(offices.vik, f"at {now}", now=at)
    send_letters(now=FIRST)
    titles = re.findall(r"at (\S+) \(Vik\)", OutboxMessage.objects.get().body)
    assert titles == ["2026-10-31T22:59", "2026-09-30T22:01"]


def test_it_holds_only_what_still_stands(offices, reader, now):
    shared = offices.share(offices.vik)
    actions.withdraw(experience=shared, by=offices.leaders[offices.vik.pk], now=OCTOBER)
    assert send_letters(now=FIRST) == 0
    assert not OutboxMessage.objects.exists()


def test_it_holds_only_the_themes_that_were_chosen(offices, reader):
    subscribing.subscribe(by=reader, themes=["conversation.goal"], now=OCTOBER)
    offices.share(offices.vik, "About goals")
    offices.share(offices.nes, "About help", indicator="conversation.helped")
    send_letters(now=FIRST)
    body = OutboxMessage.objects.get().body
    assert ("About goals" in body, "About help" in body) == (True, False)


def test_no_news_is_no_letter(offices, reader):
    subscribing.subscribe(by=reader, themes=["call.help"], now=OCTOBER)
    offices.share(offices.vik)
    assert send_letters(now=FIRST) == 0
    assert not Letter.objects.exists()


def test_a_long_month_is_cut(offices, reader):
    for number in range(22):
        offices.share(offices.vik, f"No {number}")
    send_letters(now=FIRST)
    body = OutboxMessage.objects.get().body
    assert body.count("(Vik)") == 20
    assert "og 2 til" in body


# --- to whom ---


@pytest.mark.parametrize(
    "change",
    [
        {"email": ""},
        {"active": False},
    ],
)
def test_some_cannot_get_it(offices, reader, change):
    offices.share(offices.vik)
    Person.objects.filter(pk=reader.pk).update(**change)
    assert send_letters(now=FIRST) == 0


def test_who_may_no_longer_open_the_library_gets_no_letter(offices, reader):
    offices.share(offices.vik)
    Membership.objects.filter(person=reader).update(valid_to=OCTOBER.date())
    make_person("Auditor", Role.PRIVACY_OFFICER, offices.country, email="a@example.org")
    subscribing.subscribe(by=Person.objects.get(name="Auditor"), themes=[], now=OCTOBER)
    assert send_letters(now=FIRST) == 0


def test_who_asks_in_the_middle_of_a_month_waits_for_the_next(offices, reader):
    subscribing.unsubscribe(person=reader, now=FIRST)
    subscribing.subscribe(by=reader, themes=[], now=FIRST)
    offices.share(offices.vik, "In October")
    offices.share(offices.vik, "In November", now=FIRST)
    assert send_letters(now=FIRST + timedelta(days=3)) == 0
    assert send_letters(now=DECEMBER) == 1
    assert "In November" in OutboxMessage.objects.get().body


def test_it_costs_the_same_queries_to_find_one_and_three_readers(offices, reader):
    offices.share(offices.vik)

    def count():
        with CaptureQueriesContext(connection) as asked:
            sending.readers(FIRST)
        return len(asked)

    one = count()
    for unit in (offices.vik, offices.nes):
        leader = offices.leaders[unit.pk]
        subscribing.subscribe(by=leader, themes=[], now=OCTOBER)
    assert count() == one == 1


# --- once ---


def test_it_is_sent_once_however_often_it_is_run(offices, reader):
    offices.share(offices.vik)
    assert [send_letters(now=FIRST + timedelta(hours=h)) for h in range(4)] == [1, 0, 0, 0]
    assert OutboxMessage.objects.count() == 1
    assert Letter.objects.get().state == "sent"


def test_killed_between_two_readers_each_gets_it_once(offices, reader, through):
    leader = offices.leaders[offices.vik.pk]
    Person.objects.filter(pk=leader.pk).update(email="leader@example.org")
    subscribing.subscribe(by=leader, themes=[], now=OCTOBER)
    offices.share(offices.vik)
    killed = through(Gateway(KeyboardInterrupt(), idempotent=True))
    with pytest.raises(KeyboardInterrupt):
        send_letters(now=FIRST)
    again = through(Gateway(idempotent=True))
    assert send_letters(now=FIRST + timedelta(minutes=1)) == 1  # the one not begun yet
    assert send_letters(now=FIRST + timedelta(hours=1)) == 1  # the one that was left
    assert send_letters(now=FIRST + timedelta(hours=2)) == 0
    (first,) = killed.texts
    assert sorted(text.to for text in again.texts) == ["anna@example.org", "leader@example.org"]
    assert [text.id for text in again.texts if text.to == first.to] == [first.id]


def test_killed_in_the_middle_of_an_smtp_talk_it_is_in_doubt_and_never_sent_again(
    offices, reader, through
):
    offices.share(offices.vik)
    through(Gateway(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        send_letters(now=FIRST)
    again = through(Gateway())
    assert send_letters(now=FIRST + timedelta(hours=1)) == 0
    assert (again.texts, Letter.objects.get().state) == ([], "uncertain")


@pytest.mark.parametrize(
    ("outcome", "state", "then"),
    [
        (Outcome.NOT_SENT, None, 1),
        (Outcome.REFUSED, "refused", 0),
        (Outcome.UNKNOWN, "uncertain", 0),
    ],
)
def test_it_knows_what_each_outcome_means(offices, reader, through, outcome, state, then):
    offices.share(offices.vik)
    through(Gateway(outcome))
    assert send_letters(now=FIRST) == 0
    assert Letter.objects.values_list("state", flat=True).first() == state
    through(Gateway())
    assert send_letters(now=FIRST + timedelta(hours=1)) == then


def test_old_letters_are_forgotten(offices, reader):
    offices.share(offices.vik)
    send_letters(now=FIRST)
    send_letters(now=FIRST + timedelta(days=101))
    assert not Letter.objects.exists()


def test_the_web_role_sends(offices, reader, as_role):
    offices.share(offices.vik)
    with as_role(DatabaseRole.WEB):
        assert send_letters(now=FIRST) == 1


# --- ending it ---


def stop_link(reader, offices):
    offices.share(offices.vik)
    gateway = Gateway()
    letter = Letter(person=reader)
    text = sending.write_letter(
        letter,
        sending.Reader(reader, reader.email, frozenset()),
        sending.month_of(OCTOBER.date()),
        [offices.share(offices.nes)],
    )
    assert gateway.texts == []
    return text.stop.removeprefix("http://testserver")


def test_one_click_ends_it_without_logging_in(offices, reader):
    link = stop_link(reader, offices)
    machine = Client(enforce_csrf_checks=True)
    answer = machine.post(link, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.cookies.get("medverk")) == (200, None)
    assert not Subscription.objects.exists()
    assert machine.post(link).status_code == 200


def test_opening_the_link_ends_nothing(offices, reader):
    link = stop_link(reader, offices)
    assert Client().get(link).status_code == 200
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "a:b:c", "WzEsMl0:1abc:xyz", "%00", "é"])
def test_a_link_that_is_not_ours_is_not_found(offices, reader, token):
    address = reverse("stop_letters", args=["x"]).replace("/x/", f"/{token}/")
    assert Client().post(address).status_code == 404
    assert Subscription.objects.count() == 1


def test_a_link_to_confirm_ends_nothing(offices, reader):
    token = subscribing.signing.dumps(reader.pk, salt=subscribing.CONFIRM)
    assert Client().post(reverse("stop_letters", args=[token])).status_code == 404


# --- choosing it ---


def test_who_has_an_address_chooses_in_one_step(offices, log_in):
    page = log_in(offices.counsellor)
    assert "address" not in page.get(reverse("my_letters")).context["form"].fields
    page.post(reverse("my_letters"), {"wants": "on", "themes": ["conversation.goal"]})
    assert Subscription.objects.get().themes == ["conversation.goal"]
    assert "anna@example.org" in page.get(reverse("my_letters")).content.decode()
    page.post(reverse("my_letters"), {})
    assert not Subscription.objects.exists()


def test_who_has_none_writes_one_and_confirms_it(offices, log_in):
    leader = offices.leaders[offices.vik.pk]
    page = log_in(leader)
    response = page.post(reverse("my_letters"), {"wants": "on"})
    assert list(response.context["form"].errors) == ["address"]
    page.post(reverse("my_letters"), {"wants": "on", "address": "liv@example.org"})
    offices.share(offices.nes)
    Subscription.objects.update(since=OCTOBER.date())
    assert send_letters(now=FIRST) == 0
    message = OutboxMessage.objects.get()
    assert message.to == "liv@example.org"
    link = message.link.removeprefix("http://testserver")
    page.get(link)
    assert Subscription.objects.get().address == ""
    page.post(link)
    assert Subscription.objects.get().address == "liv@example.org"
    assert send_letters(now=FIRST) == 1


def test_a_link_to_confirm_works_once_in_time_and_for_its_owner(offices, log_in, now):
    leader, other = offices.leaders[offices.vik.pk], offices.leaders[offices.nes.pk]
    subscribing.subscribe(by=leader, themes=[], now=now)
    subscribing.subscribe(by=other, themes=[], now=now)
    subscribing.ask_to_confirm(by=leader, address="liv@example.org", now=now)
    token = OutboxMessage.objects.get().link.rstrip("/").rsplit("/", 1)[-1]
    late = now + timedelta(days=4)
    assert [
        subscribing.confirm(by=other, token=token, now=now),
        subscribing.confirm(by=leader, token=token, now=late),
        subscribing.confirm(by=leader, token=token + "x", now=now),
        subscribing.confirm(by=leader, token=token, now=now),
        subscribing.confirm(by=leader, token=token, now=now),
    ] == [False, False, False, True, False]


def test_nobodys_mailbox_is_filled_from_here(offices, now):
    leader = offices.leaders[offices.vik.pk]
    subscribing.subscribe(by=leader, themes=[], now=now)
    sent = [
        subscribing.ask_to_confirm(by=leader, address=f"x{n}@example.org", now=now)
        for n in range(3)
    ]
    assert sent == [True, False, False]
    later = now + timedelta(minutes=11)
    assert subscribing.ask_to_confirm(by=leader, address="x@example.org", now=later)
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize(
    "fields",
    [{"wants": "on", "themes": ["nonsense"]}, {"wants": "on", "address": "a@b"},
     {"wants": "on", "address": f"{'a' * 300}@example.org"}],
)  # fmt: skip
def test_nonsense_is_said_beside_the_field(offices, log_in, fields):
    page = log_in(offices.leaders[offices.vik.pk])
    response = page.post(reverse("my_letters"), fields)
    assert response.context["form"].errors
    assert not Subscription.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_send_it_once(offices, reader, through):
    offices.share(offices.vik)
    gateway = through(Gateway(idempotent=True))

    def work(_):
        try:
            return send_letters(now=FIRST)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        sent = list(workers.map(work, range(4)))
    assert (sum(sent), len(gateway.texts)) == (1, 1)
