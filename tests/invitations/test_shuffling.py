"""Tables of contacts are written anew in random order, and nobody is lost."""

from datetime import date
from threading import Thread

import pytest
from django.db import OperationalError, connection, transaction

from medverk.invitations.models import Asked, DoNotAsk, ReplyAddress
from medverk.invitations.shuffling import shuffle
from medverk.people.privacy import DatabaseRole

DAY = date(2026, 12, 21)


def digest(number: int) -> bytes:
    return number.to_bytes(32, "big")


def contents() -> list[list[tuple[object, ...]]]:
    tables = (Asked, ReplyAddress, DoNotAsk)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


@pytest.mark.django_db
def test_it_keeps_every_row_as_it_is(as_role):
    with as_role(DatabaseRole.WEB):
        Asked.objects.bulk_create(Asked(digest(n), DAY) for n in range(100))
        DoNotAsk.objects.bulk_create(DoNotAsk(digest(n)) for n in range(100))
        ReplyAddress.objects.create(number_hash=digest(1), sealed_token=b"box", until=DAY)
        before = contents()
        shuffle()
        assert contents() == before
        shuffle()


@pytest.mark.django_db
def test_it_lies_empty_tables_where_they_are():
    shuffle()
    assert contents() == [[], [], []]


@pytest.mark.django_db(transaction=True)
def test_it_loses_nobody_who_is_asked_meanwhile():
    def ask(first: int) -> None:
        try:
            for number in range(first, first + 100):
                Asked.objects.create(contact_hash=digest(number), until=DAY)
        finally:
            connection.close()

    threads = [Thread(target=ask, args=[first]) for first in (0, 100, 200)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        shuffle()
    assert sorted(bytes(row.pk) for row in Asked.objects.all()) == [digest(n) for n in range(300)]


@pytest.mark.django_db(transaction=True)
def test_it_gives_way_when_somebody_holds_a_table():
    failed: list[BaseException] = []

    def try_it() -> None:
        try:
            shuffle()
        except OperationalError as error:
            failed.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        Asked.objects.create(contact_hash=digest(1), until=DAY)
        thread = Thread(target=try_it)
        thread.start()
        thread.join()
    assert len(failed) == 1
    assert Asked.objects.count() == 1
