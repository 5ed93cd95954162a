"""Sent twice at the same time, an answer is stored once; real transactions, many threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from medverk.intake.kiosk import forms_a_day, open_kiosk
from medverk.intake.models import KioskPass
from medverk.invitations.models import Invitation
from medverk.vault.models import SealedAnswer
from tests.intake.house import slip
from tests.intake.sending import post
from tests.intake.test_kiosk import begun

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6


def all_at_once(address: str, fields: dict[str, str]) -> list[int]:
    """The status that each of several simultaneous senders of the same form gets."""
    barrier = Barrier(AT_ONCE)

    def send_one() -> int:
        barrier.wait()
        try:
            return post(Client(raise_request_exception=False), address, fields).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [future.result() for future in [pool.submit(send_one) for _ in range(AT_ONCE)]]


def test_it_stores_one_of_many_simultaneous_answers_to_a_link(house, now):
    question = house.version().content["questions"][0]["key"]
    for _ in range(5):
        statuses = all_at_once(f"/s/{slip(house, now)}/", {question: "5"})
        assert sorted(statuses) == [200] + [404] * (AT_ONCE - 1)
    assert (SealedAnswer.objects.count(), Invitation.objects.count()) == (5, 0)


def test_it_stores_one_of_many_simultaneous_answers_on_a_tablet(house, now):
    question = house.version().content["questions"][0]["key"]
    token = open_kiosk(office=house.office, version=house.version(), by=house.kari, now=now)
    form = {"_nonce": begun(Client(), f"/k/{token}/"), question: "5"}
    assert all_at_once(f"/k/{token}/", form) == [200] * AT_ONCE
    assert SealedAnswer.objects.count() == 1
    assert KioskPass.objects.get().remaining == forms_a_day() - 1
