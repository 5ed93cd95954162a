"""Two releasers that settle at the same time store each answer once [disclosure G1]."""

import threading
from uuid import uuid4

import pytest
from django.db import connections

from medverk.vault import settling
from medverk.vault.actions import settle
from medverk.vault.models import Response, SealedAnswer, SetAside
from medverk.vault.sealing import CIPHERTEXT_SIZE
from tests.vault.samples import an_answer, seal_all

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_stores_each_answer_once_when_two_settle_at_once(ring, now, monkeypatch):
    seal_all(*[an_answer() for _ in range(8)])
    seal_all(*[an_answer(week="2026-W47") for _ in range(3)])
    garbage = SealedAnswer.objects.create(id=uuid4(), ciphertext=bytes(CIPHERTEXT_SIZE))
    both_have_read = threading.Barrier(2)
    read = settling.read_into
    first = threading.local()

    def read_together(pile, sorter):
        read(pile, sorter)
        if not hasattr(first, "done"):
            first.done = True
            both_have_read.wait(timeout=30)

    monkeypatch.setattr(settling, "read_into", read_together)
    settled = []

    def run():
        try:
            settled.append(settle(now=now, ring=ring).settled)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(settled) == [0, 8]
    assert (Response.objects.count(), SealedAnswer.objects.count()) == (8, 3)
    assert [row.id for row in SetAside.objects.all()] == [garbage.id]
