"""A backup from before a publication, restored after it: no week is published twice [G2, G5]."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection, transaction

from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from medverk.project.cli import main
from medverk.project.commands import publish as command
from medverk.releases import memory
from medverk.releases.actions import publish, publish_due, settle_vault
from medverk.releases.memory import ForgottenError, forget_all, recall, remember
from medverk.releases.models import Figure, Release, Withheld
from medverk.releases.restored import Gap, NothingRememberedError, close_gap
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.vault.actions import add_responses, prepare_key
from medverk.vault.models import Response
from tests.releases.test_publish import url_of_releaser
from tests.releases.vaulted import Agency, UndoneError, lay_out, morning_after, plain_world

W1, W2, W3, W4 = (Week(2026, number) for number in (1, 2, 3, 4))


@pytest.fixture
def agency(asked: Questionnaire) -> Agency:
    """Four weeks: twenty responses a week in the north, four in the south."""
    world = plain_world({"north": 20, "south": 4}, weeks=4)
    made = lay_out(world, asked)
    add_responses(map(made.answer, world.responses))
    return made


@pytest.fixture
def restored(agency: Agency) -> Agency:
    """Two weeks were published; then the database was put back to when one was, and one of the
    answers that had come in was lost."""
    publish_short(W1)
    try:
        with transaction.atomic():
            publish_short(W2)
            raise UndoneError
    except UndoneError:
        pass
    known = recall(agency.asked)
    assert known is not None
    remember(agency.asked, replace(known, transaction=None))  # it had been committed
    lost = Response.objects.filter(week=str(W2), office_id=agency.units["north"]).first()
    assert lost is not None
    lost.delete()
    return agency


def publish_short(until: Week) -> None:
    publish(questionnaire="short", until=until, now=morning_after(until))


def test_it_publishes_no_week_a_second_time(restored: Agency, as_role: Callable) -> None:
    with as_role(DatabaseRole.RELEASER), pytest.raises(ForgottenError, match="2026-W02 was"):
        publish_short(W2)
    with pytest.raises(ForgottenError):
        publish_short(W3)
    with pytest.raises(ForgottenError):
        publish_due(now=morning_after(W3), settle=False)
    assert list(Release.objects.values_list("until", flat=True)) == [str(W1)]


def test_it_goes_on_after_the_weeks_that_were_published(
    restored: Agency, as_role: Callable
) -> None:
    north, south = restored.units["north"], restored.units["south"]
    with as_role(DatabaseRole.RELEASER):
        gap = close_gap(questionnaire=restored.asked, last_seen=None, now=morning_after(W3))
        assert gap == Gap(restored.asked, W2)
        publish_due(now=morning_after(W4), settle=False)
    assert list(Release.objects.order_by("until").values_list("until", flat=True)) == [
        "2026-W01", "2026-W02", "2026-W03", "2026-W04",
    ]  # fmt: skip
    shown = Figure.objects.filter(unit=north, question=None).order_by("to_week")
    assert [line.to_week for line in shown] == ["2026-W01", "2026-W03", "2026-W04"]
    assert not Response.objects.filter(week=str(W2)).exists()
    # The south had waited since the first week: its first answers may have been shown in W02 too.
    assert not Response.objects.filter(office_id=south, week__lte=str(W2)).exists()
    gone = Withheld.objects.filter(release__until=str(W2), for_good=True).order_by("unit")
    assert [(row.unit_id, row.from_week, row.to_week, row.reason) for row in gone] == [
        (north, "2026-W02", "2026-W02", "deleted_unpublished"),
        (south, "2026-W01", "2026-W02", "deleted_unpublished"),
    ]
    [entry] = LogEntry.objects.filter(action="gap_closed_after_restore")
    assert entry.about == "short 2026-W02"


def test_it_deletes_nothing_when_nothing_was_forgotten(agency: Agency) -> None:
    publish_short(W1)
    before = Response.objects.count()
    for _ in range(2):
        gap = close_gap(questionnaire=agency.asked, last_seen=None, now=morning_after(W3))
        assert gap is None
    assert Response.objects.count() == before
    publish_short(W2)


def test_it_asks_when_the_memory_is_lost_or_of_another_database(agency: Agency) -> None:
    publish_short(W1)
    known = recall(agency.asked)
    assert known is not None
    remember(agency.asked, replace(known, database="7/7"))
    with pytest.raises(ForgottenError, match="not the database"):
        publish_short(W2)
    forget_all()
    with pytest.raises(ForgottenError, match="nothing is remembered"):
        publish_short(W2)
    with pytest.raises(NothingRememberedError, match="Name the last week"):
        close_gap(questionnaire=agency.asked, last_seen=None, now=morning_after(W4))
    with pytest.raises(ValueError, match="not over"):
        close_gap(questionnaire=agency.asked, last_seen=W4.next(), now=morning_after(W4))
    close_gap(questionnaire=agency.asked, last_seen=W3, now=morning_after(W4))
    publish_short(W4)
    assert list(Release.objects.order_by("until").values_list("until", flat=True)) == [
        "2026-W01", "2026-W03", "2026-W04",
    ]  # fmt: skip


def test_it_refuses_a_backup_from_before_the_first_publication(agency: Agency) -> None:
    memory.remember_for_good(agency.asked, W2)
    with pytest.raises(ForgottenError):
        publish_short(W2)
    close_gap(questionnaire=agency.asked, last_seen=None, now=morning_after(W3))
    publish_short(W3)
    assert Figure.objects.filter(to_week__lte=str(W2)).count() == 0


def test_it_does_both_by_command(
    restored: Agency, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: morning_after(W3))
    monkeypatch.setattr(command, "start_django", lambda role, process: None)
    prepare_key(now=morning_after(W3))
    settle_vault(now=morning_after(W3))
    assert main(["publish", "now"]) == 1
    assert "medverk publish now --after-restore" in capsys.readouterr().err
    assert main(["publish", "now", "--after-restore"]) == 0
    said = capsys.readouterr().out
    assert "short: 2026-W02 had been published: what waited up to it is deleted" in said
    assert "short 2026-W03: 1 blocks closed" in said
    assert main(["publish", "now", "--after-restore", "2026-W03"]) == 0
    assert "short: nothing was forgotten" in capsys.readouterr().out


KILLED = """
import os, signal, sys
import django; django.setup()
from medverk.releases import actions, memory, restored
from medverk.releases.actions import publish
from medverk.releases.restored import close_gap
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from tests.releases.vaulted import morning_after

def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[1] == "before the commit":
    remember = actions.remember_before_commit
    actions.remember_before_commit = lambda *arguments: (remember(*arguments), die())
elif sys.argv[1] == "before it is confirmed":
    actions.confirm = die
elif sys.argv[1] == "in the file":
    memory.Path.replace = die
elif sys.argv[1] == "in the gap":
    restored.confirm = die
    close_gap(questionnaire=Questionnaire.objects.get(key="short"), last_seen=Week(2026, 1),
              now=morning_after(Week(2026, 4)))
publish(questionnaire="short", until=Week(2026, 2), now=morning_after(Week(2026, 2)))
"""


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("where", "made"),
    [
        ("in the file", []),
        ("before the commit", []),
        ("before it is confirmed", ["2026-W02"]),
        ("in the gap", ["2026-W01"]),
    ],
)
def test_it_is_safe_when_the_process_is_killed(where: str, made: list[str], agency: Agency) -> None:
    environment = os.environ | {
        "MEDVERK_ROLE": "releaser",
        "MEDVERK_RELEASER_DATABASE_URL": url_of_releaser(),
        "DJANGO_SETTINGS_MODULE": "medverk.project.settings",
    }
    program = [sys.executable, "-c", KILLED, where]
    done = subprocess.run(program, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (-signal.SIGKILL, "")
    assert list(Release.objects.values_list("until", flat=True)) == made
    if where == "in the gap":
        with pytest.raises(ForgottenError):
            publish_short(W2)
        close_gap(questionnaire=agency.asked, last_seen=W1, now=morning_after(W4))
    publish_short(W2)
    publish_short(W3)
    known = recall(agency.asked)
    assert known is not None
    assert (known.until, known.transaction) == ("2026-W03", None)
    assert Release.objects.filter(until=str(W3)).count() == 1
    assert connection.in_atomic_block is False
