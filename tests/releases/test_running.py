"""The release engine at work: its jobs, and the command that does the same at once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from procrastinate.contrib.django import app

from medverk.people.privacy import DatabaseRole
from medverk.project import commands
from medverk.project.cli import main
from medverk.project.commands import publish as command
from medverk.releases import tasks
from medverk.releases.actions import PublicationRefusedError
from medverk.releases.models import Release
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.vault.actions import add_responses, prepare_key
from medverk.vault.settling import SettlingBusyError
from tests.releases.vaulted import lay_out, morning_after, plain_world

W4 = Week(2026, 4)


@pytest.fixture
def four_weeks(asked: Questionnaire, monkeypatch: pytest.MonkeyPatch) -> None:
    """Responses of four weeks, on the Monday after; the command runs in this process."""
    world = plain_world({"north": 60, "south": 4}, 4)
    agency = lay_out(world, asked)
    add_responses(map(agency.answer, world.responses))
    prepare_key(now=morning_after(W4))
    monkeypatch.setattr("django.utils.timezone.now", lambda: morning_after(W4))
    monkeypatch.setattr(command, "start_django", lambda role, process: None)


def test_it_publishes_what_is_due_by_command(
    four_weeks: None, capsys: pytest.CaptureFixture, as_role: Callable
) -> None:
    with as_role(DatabaseRole.RELEASER):
        assert main(["publish", "now"]) == 0
        assert main(["publish", "now"]) == 0
    said = capsys.readouterr().out
    assert "short 2026-W01: 1 blocks closed" in said
    assert "4 new releases." in said
    assert said.endswith("Nothing new: no date is due.\n")
    assert Release.objects.count() == 4


def test_it_publishes_one_date_by_command(four_weeks: None, capsys: pytest.CaptureFixture) -> None:
    arguments = ["publish", "now", "--questionnaire", "short", "--until", "2026-W02"]
    assert main(arguments) == 0
    assert [release.until for release in Release.objects.all()] == ["2026-W02"]
    assert main(arguments) == 0
    assert "short 2026-W02: published before" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--questionnaire", "weather"], "there are: short"),
        (["--until", "2026-W05"], "is not over yet"),
        (["--until", "2025-W01"], "2026-W01"),
    ],
)
def test_it_says_what_is_wrong_with_a_command(
    arguments: list[str], words: str, four_weeks: None, capsys: pytest.CaptureFixture
) -> None:
    assert main(["publish", "now", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert Release.objects.count() == 0


def test_it_asks_for_a_week_as_a_week(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit):
        main(["publish", "now", "--until", "last week"])
    assert "2026-W47" in capsys.readouterr().err


@pytest.mark.parametrize("error", [PublicationRefusedError(()), SettlingBusyError()])
def test_it_ends_with_1_when_nothing_was_published(
    error: Exception,
    four_weeks: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
) -> None:
    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr("medverk.releases.actions.settle_vault", fail)
    assert main(["publish", "now"]) == 1
    assert capsys.readouterr().err


def test_it_keeps_secrets_of_other_processes_from_the_command() -> None:
    assert "MEDVERK_SECRET_KEY" in commands.KEPT_FROM["releaser"]


@pytest.mark.django_db(transaction=True)
def test_it_publishes_by_job_and_a_second_job_is_not_queued(four_weeks: None) -> None:
    from procrastinate.exceptions import AlreadyEnqueued

    tasks.publish_now.defer()
    with pytest.raises(AlreadyEnqueued):
        tasks.publish_now.defer()
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(queues=[tasks.QUEUE], wait=False, install_signal_handlers=False)
    assert Release.objects.count() == 4


def test_it_publishes_each_night(four_weeks: None) -> None:
    tasks.publish_nightly.func(timestamp=0)
    assert Release.objects.count() == 4
    [periodic] = [
        found
        for found in app.periodic_registry.periodic_tasks.values()
        if found.task.name == tasks.publish_nightly.name
    ]
    assert (periodic.cron, periodic.task.queue) == ("20 2 * * *", "release")


def test_it_waits_for_the_next_night_when_a_backup_holds_the_answers(
    four_weeks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(now: datetime) -> None:
        raise SettlingBusyError

    monkeypatch.setattr(tasks, "publish_due", busy)
    tasks.publish_what_is_due()
    assert Release.objects.count() == 0
