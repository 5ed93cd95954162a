"""What each database role may do, tried on a real server [disclosure G4]."""

import pytest
from django.db import DatabaseError, connection, transaction

from medverk.invitations.models import InvitationCount
from medverk.people.actions import log
from medverk.people.models import LogEntry, Unit
from medverk.people.privacy import DatabaseRole
from medverk.pilots.models import Pilot, PilotOffice

pytestmark = pytest.mark.django_db


def test_it_lets_the_web_add_to_the_log_but_never_change_it(as_role, now):
    with as_role(DatabaseRole.WEB):
        LogEntry.objects.create(at=now, action="tested")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            LogEntry.objects.update(action="forged")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            LogEntry.objects.all().delete()


def test_it_lets_the_releaser_add_to_the_log_and_not_read_it(as_role, now):
    with as_role(DatabaseRole.RELEASER):
        log(by=None, action="tested", now=now)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            LogEntry.objects.first()
    entry = LogEntry.objects.get()
    assert (entry.by, entry.action, entry.at, entry.unit, entry.about) == (
        None, "tested", now, None, "",
    )  # fmt: skip


@pytest.mark.parametrize("model", [InvitationCount, Pilot, PilotOffice])
def test_it_keeps_from_the_releaser_what_it_has_no_use_for(as_role, model):
    denied = pytest.raises(DatabaseError, match="permission denied")
    with as_role(DatabaseRole.RELEASER), denied, transaction.atomic():
        model.objects.first()


def test_it_lets_the_releaser_read_units_and_not_change_them(as_role):
    with as_role(DatabaseRole.RELEASER):
        assert Unit.objects.count() == 0
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Unit.objects.update(name="other")


def test_it_gives_no_role_the_right_to_make_tables(as_role):
    for role in (DatabaseRole.WEB, DatabaseRole.RELEASER):
        denied = pytest.raises(DatabaseError, match="permission denied")
        with as_role(role), denied, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE mine (id int)")
