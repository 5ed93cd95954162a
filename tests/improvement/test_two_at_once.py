"""A double click: two requests at the same moment store one finding."""

import threading
from datetime import datetime

import pytest
from django.db import connections

from medverk.improvement.actions import Found, add_finding
from medverk.improvement.models import Finding
from medverk.people.models import LogEntry
from medverk.rules.improvement.states import Source
from tests.improvement.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_at_once_one_is_stored(now: datetime) -> None:
    world = World()
    found = Found(Source.COUNCIL, "The council asks for a quieter room.")
    start = threading.Barrier(6)
    stored: list[int] = []

    def run() -> None:
        try:
            start.wait(timeout=30)
            finding = add_finding(unit=world.ours, found=found, by=world.leader, now=now)
            stored.append(finding.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stored == [Finding.objects.get().pk] * 6
    assert LogEntry.objects.filter(action="finding_added").count() == 1
