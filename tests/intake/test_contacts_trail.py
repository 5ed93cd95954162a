"""No trail from a number to an answer or a counsellor, also for who holds MEDVERK_CONTACT_KEY.

With that key all numbers of a country can be tried, so a hash is as good as the number here. The
attacks are shown to succeed where the trail is: on tables built the usual way, and on ours in the
hour before they are shuffled [disclosure G3].
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

import pytest
from django.db import connection, transaction

from medverk.intake.actions import answer
from medverk.intake.reading import Given
from medverk.invitations import actions
from medverk.invitations.contacts import Contact, contact_hash
from medverk.invitations.models import Channel
from medverk.invitations.shuffling import shuffle
from medverk.invitations.tokens import token_hash
from medverk.people.privacy import DatabaseRole
from medverk.surveys.queries import content
from tests.intake.attacks import Link, Stored, drift
from tests.intake.heap import RowVersion, row_versions
from tests.intake.house import House
from tests.intake.test_trail import SIGMAS

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 60
TIED = (
    "invitations_invitation",
    "invitations_message",
    "invitations_invitationcount",
    "people_logentry",
)


@dataclass
class Run:
    """What happened. The thief knows the numbers (by trying all) and has the database."""

    token_of: dict[str, str]
    answered: set[str]

    def hash_of(self, number: str) -> bytes:
        return contact_hash(Contact(Channel.SMS, number))


@pytest.fixture
def run(house: House, now, monkeypatch, as_role) -> Run:
    """One after the other is invited by text, and half of them answer, in an order of their own."""
    tokens: list[str] = []
    fresh = actions.new_token
    monkeypatch.setattr(actions, "new_token", lambda: tokens.append(fresh()) or tokens[-1])
    numbers = [f"+474123{number:04}" for number in range(PEOPLE)]
    with as_role(DatabaseRole.WEB):
        for number in numbers:
            invite(house, number, now)
        made = Run(dict(zip(numbers, tokens, strict=True)), set())
        slots = content(house.version().pk).slot_count
        for number in Random(7).sample(numbers, PEOPLE // 2):
            given = Given((5, *[None] * (slots - 1)), {})
            assert answer(token=made.token_of[number], given=given, now=now)
            made.answered.add(number)
    return made


def invite(house: House, number: str, now) -> None:
    actions.invite(
        office=house.office, counsellor=house.kari, version=house.version(), language="nb",
        kind="office", channel=Channel.SMS, contact=Contact(Channel.SMS, number), by=house.kari,
        now=now,
    )  # fmt: skip


def living(table: str) -> list[RowVersion]:
    return [row for row in row_versions(table) if not row.deleted_by]


def asked_minus_open(run: Run, asked: str, open_: str) -> Mapping[str, bool]:
    """Who stands among those asked and not among those whose invitation is open has answered."""
    found = [b"".join(row.content for row in living(table)) for table in (asked, open_)]
    return {
        number: run.hash_of(number) in found[0] and run.hash_of(number) not in found[1]
        for number in run.token_of
    }


def by_transaction(run: Run, asked: str, table: str) -> set[str]:
    """Numbers that share a transaction with a row of the table, dead ones too."""
    made = {number for row in row_versions(table) for number in [row.made_by]}
    return {
        number
        for row in row_versions(asked)
        for number in run.token_of
        if run.hash_of(number) in row.content and row.made_by in made
    }


def lean(run: Run, asked: str) -> float:
    """How much the order of the hashes in the file is that of the invitations in theirs."""
    invited = row_versions("invitations_invitation")
    order = [
        number
        for row in invited
        for number, token in run.token_of.items()
        if token_hash(token) in row.content
    ]
    stored = [
        Stored(number, 0, number, row.place, row.made_by)
        for row in row_versions(asked)
        for number in order
        if run.hash_of(number) in row.content
    ]
    return drift([Link(number, 0, 0) for number in order], stored)


@pytest.fixture
def naive(run: Run) -> Run:
    """The same people, in a table of invitations that holds the hash as that of those asked does"""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive (contact_hash bytea)")
        for number in run.token_of:
            cursor.execute("INSERT INTO naive VALUES (%s)", [run.hash_of(number)])
        for number in run.answered:
            cursor.execute("DELETE FROM naive WHERE contact_hash = %s", [run.hash_of(number)])
    yield run
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE naive")


def test_who_was_asked_and_is_not_open_would_tell_who_answered(naive):
    guess = asked_minus_open(naive, "invitations_asked", "naive")
    assert {number for number, answered in guess.items() if answered} == naive.answered


@pytest.mark.parametrize(
    "table", ["invitations_invitation", "invitations_message", "invitations_replyaddress"]
)
def test_who_was_asked_and_is_not_open_tells_nothing(run, table):
    assert set(asked_minus_open(run, "invitations_asked", table).values()) == {True}


def test_no_row_but_the_mark_itself_holds_the_hash_of_a_number(run):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for (table,) in cursor.fetchall()]
    hashes = [run.hash_of(number) for number in run.token_of]
    holding = {
        table
        for table in tables
        if any(one in row.content for row in row_versions(table) for one in hashes)
    }
    assert holding == {"invitations_asked"}


@pytest.mark.parametrize("table", TIED)
def test_a_transaction_ties_a_number_to_nothing_once_shuffled(run, table, as_role):
    with transaction.atomic(), as_role(DatabaseRole.WEB):
        shuffle()
    assert by_transaction(run, "invitations_asked", table) == set()
    assert len({row.made_by for row in row_versions("invitations_asked")}) == 1


@pytest.mark.parametrize("table", TIED[:2])
def test_a_transaction_would_tie_a_number_if_it_were_not_shuffled(run, table):
    found = by_transaction(run, "invitations_asked", table)
    assert len(found) > PEOPLE * 0.4  # the open ones at the least


def test_the_order_of_numbers_is_that_of_invitations_until_it_is_shuffled(run):
    assert lean(run, "invitations_asked") > SIGMAS
    shuffle()
    assert lean(run, "invitations_asked") < SIGMAS
