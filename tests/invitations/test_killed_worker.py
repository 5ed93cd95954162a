"""A real worker is killed (kill -9) again and again while it sends."""

import os
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from medverk.invitations import actions, waking
from medverk.invitations.models import InvitationCount, Message, SendingCount
from tests.invitations import fake_gateway

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]
PEOPLE = 40
KILLS = 4


@pytest.fixture
def now():
    return timezone.now()


def start_worker(gateway, settings, idempotent):
    """`medverk worker` on the test database, with short patience."""
    url = make_conninfo(
        os.environ["MEDVERK_WEB_DATABASE_URL"], dbname=connection.settings_dict["NAME"]
    )
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MEDVERK_")}
    theirs = {
        **settings.ENVIRONMENT.values,
        "DJANGO_SETTINGS_MODULE": "medverk.project.settings",
        "MEDVERK_WEB_DATABASE_URL": url,
        "MEDVERK_SMS_GATEWAY": "http",
        "MEDVERK_SMS_URL": gateway.url,
        "MEDVERK_SMS_TOKEN": "token",
        "MEDVERK_SMS_SENDER": "Medverk",
        "MEDVERK_SMS_IDEMPOTENT": "1" if idempotent else "0",
        "MEDVERK_SEND_CLAIM_SECONDS": "0.5",
        "MEDVERK_SEND_BACKOFF_SECONDS": "0.1",
        "MEDVERK_SEND_TIMEOUT_SECONDS": "10",
        "MEDVERK_SEND_FROM_HOUR": "0",
        "MEDVERK_SEND_UNTIL_HOUR": "24",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "medverk.project", "worker"],
        env=ours | theirs,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def wait_for(condition, worker, seconds=60):
    """Wake the sender until the condition holds."""
    ends = time.monotonic() + seconds
    while not condition():
        assert worker.poll() is None, worker.stderr.read().decode()
        assert time.monotonic() < ends, "the worker did not come so far"
        waking.defer_sending()
        time.sleep(0.02)


def states():
    return Counter(Message.objects.filter(kind="invitation").values_list("state", flat=True))


def send_with_kills(gateway, settings, *, idempotent):
    for _ in range(KILLS):
        worker = start_worker(gateway, settings, idempotent)
        try:
            far = len(gateway.requests) + 4
            wait_for(lambda far=far: len(gateway.requests) >= far, worker)
        finally:
            worker.kill()
            worker.communicate()
    worker = start_worker(gateway, settings, idempotent)
    try:
        wait_for(lambda: not {"queued", "sending"} & states().keys(), worker)
    finally:
        worker.kill()
        worker.communicate()


@pytest.fixture
def invited(house, version, encounter, now):
    numbers = [f"4123{number:04}" for number in range(PEOPLE)]
    actions.invite_all(encounters=[encounter(number) for number in numbers], by=None, now=now)


def test_every_invitation_is_sent_exactly_once_where_the_gateway_knows_the_id(invited, settings):
    with fake_gateway.running(pace=0.03) as gateway:
        send_with_kills(gateway, settings, idempotent=True)
        assert states() == {"sent": PEOPLE}
        assert Counter(gateway.delivered.values()) == {1: PEOPLE}
        assert len(gateway.requests) > PEOPLE  # some were cut short, and tried again
    assert SendingCount.objects.get().sent == PEOPLE
    assert InvitationCount.objects.get().invited == PEOPLE
    assert Message.objects.filter(kind="reminder").count() == PEOPLE


def test_every_invitation_is_sent_once_or_shown_as_uncertain_elsewhere(invited, settings):
    with fake_gateway.running(pace=0.03, deduplicates=False) as gateway:
        send_with_kills(gateway, settings, idempotent=False)
        found = states()
        assert found.keys() <= {"sent", "uncertain"}
        assert found.total() == PEOPLE
        assert 0 < found["uncertain"] <= KILLS
        assert Counter(gateway.delivered.values()).keys() == {1}
        sent = Message.objects.filter(kind="invitation", state="sent").values_list("pk", flat=True)
        assert {str(number) for number in sent} <= gateway.delivered.keys()
    count = SendingCount.objects.get()
    assert (count.sent, count.uncertain) == (found["sent"], found["uncertain"])
