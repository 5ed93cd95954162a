"""The sender is told at once that there is something to send, and finds it by itself if not."""

import logging

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from medverk.invitations import actions, tasks
from medverk.invitations.models import Message
from medverk.people.privacy import DatabaseRole
from tests.invitations.conftest import PHONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def invite(encounter, now, as_role, django_capture_on_commit_callbacks):
    """Invites as the web does, and does what the end of the transaction does."""

    def act(*addresses):
        encounters = [encounter(each) for each in addresses]
        with as_role(DatabaseRole.WEB), django_capture_on_commit_callbacks(execute=True):
            actions.invite_all(encounters=encounters, by=None, now=now)

    return act


def jobs():
    return list(ProcrastinateJob.objects.values_list("task_name", "queue_name", "args"))


def test_it_wakes_the_sender_once_for_many(invite):
    invite(PHONE, "+4798765432")
    invite("+4741234568")
    assert jobs() == [(tasks.send_due.name, "sending", {})]
    assert Message.objects.count() == 3


def test_a_slip_wakes_nobody(invite):
    invite(None)
    assert jobs() == []


def test_the_invitation_stands_when_the_sender_cannot_be_woken(invite, monkeypatch, caplog):
    def fail():
        raise ConnectorException

    monkeypatch.setattr(tasks.send_due, "defer", fail)
    with caplog.at_level(logging.WARNING):
        invite(PHONE)
    assert Message.objects.count() == 1
    assert [record.message for record in caplog.records] == [
        "could not wake the sender; it looks by itself within a minute"
    ]
