"""Publishing: once, whole, on its dates, and never too early."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from medverk.people.models import LogEntry, Person
from medverk.people.privacy import DatabaseRole
from medverk.releases import actions
from medverk.releases.actions import (
    PassedDateError,
    PublicationRefusedError,
    WeekNotOverError,
    plan_closing,
    publish,
    publish_due,
)
from medverk.releases.models import Block, BlockPart, Figure, OpenLedger, Release, Withheld
from medverk.rules.disclosure.audit import Flaw, Violation
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.vault.actions import add_responses, prepare_key, seal_answer
from medverk.vault.models import Response
from tests.releases.vaulted import Agency, lay_out, morning_after, plain_world

W1, W2, W3, W4 = (Week(2026, number) for number in (1, 2, 3, 4))


@pytest.fixture
def agency(asked: Questionnaire) -> Agency:
    """Four weeks: twenty responses a week in the north, four in the south."""
    world = plain_world({"north": 20, "south": 4}, weeks=4)
    made = lay_out(world, asked)
    add_responses(map(made.answer, world.responses))
    return made


def publish_short(until: Week, **more: Any) -> actions.Outcome:
    return publish(questionnaire="short", until=until, now=morning_after(until), **more)


def test_it_closes_a_block_where_there_is_enough_and_lets_the_rest_wait(agency: Agency) -> None:
    outcome = publish_short(W1)
    assert (outcome.new, outcome.blocks) == (True, 1)
    block = Block.objects.get()
    assert (block.unit_id, block.responses) == (agency.units["north"], 20)
    part = BlockPart.objects.get()
    assert (part.office_id, part.from_week, part.to_week) == (block.unit_id, "2026-W01", "2026-W01")
    lines = Figure.objects.filter(unit=block.unit_id).order_by("question")
    assert [(line.question, line.n, line.counts) for line in lines] == [
        ("goal", 20, [4, 4, 4, 4, 4]),
        ("help", 20, [7, 7, 6]),
        (None, 20, []),
    ]
    waits = Withheld.objects.get(unit=agency.units["south"])
    assert (waits.question, waits.reason, waits.for_good) == (None, "too_few_so_far", False)


def test_it_publishes_a_date_once(agency: Agency) -> None:
    first = publish_short(W1)
    again = publish_short(W1)
    assert (again.new, again.release) == (False, first.release)
    assert Release.objects.count() == 1


def test_it_logs_a_publication(agency: Agency) -> None:
    publish_short(W1)
    entry = LogEntry.objects.get(action="release_published")
    assert (entry.by, entry.about) == (None, "short 2026-W01")


def test_it_refuses_a_week_that_still_takes_answers(agency: Agency) -> None:
    with pytest.raises(WeekNotOverError):
        publish(questionnaire="short", until=W2, now=morning_after(W1))
    assert Release.objects.count() == 0


def test_it_refuses_a_date_that_others_have_passed(agency: Agency) -> None:
    publish_short(W3)
    with pytest.raises(PassedDateError):
        publish_short(W2)


def test_it_stores_nothing_when_the_audit_finds_something(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    flaw = Violation(Flaw.THIN_LINE, "open", "", ("x",))
    monkeypatch.setattr(actions, "audit_publication", lambda *arguments: (flaw,))
    with pytest.raises(PublicationRefusedError, match="thin_line"):
        publish_short(W1)
    assert (Release.objects.count(), Figure.objects.count()) == (0, 0)
    assert OpenLedger.objects.count() == 0


class KilledError(Exception):
    """The process is gone."""


@contextmanager
def killed_at(number: int) -> Iterator[list[str]]:
    """Everything ends at this statement to the database; yields the statements."""
    seen: list[str] = []

    def execute(run: Callable, sql: str, *more: Any) -> Any:
        seen.append(sql)
        if len(seen) > number and not sql.startswith(("ROLLBACK", "SAVEPOINT", "RELEASE")):
            raise KilledError
        return run(sql, *more)

    with connection.execute_wrapper(execute):
        yield seen


def test_it_leaves_nothing_half_wherever_it_is_killed(agency: Agency) -> None:
    before = [Release, Block, BlockPart, Figure, Withheld, OpenLedger]
    responses = Response.objects.count()
    for number in range(200):
        try:
            with killed_at(number):
                publish_short(W4, closing=actions.Closing())
        except KilledError:
            assert [model.objects.count() for model in before] == [0] * len(before)
            assert Response.objects.count() == responses
        else:
            break
    assert number > 15  # it was killed at every one of these
    assert Release.objects.count() == 1


KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from medverk.releases.actions import publish
from medverk.rules.weeks import Week
from tests.releases.vaulted import morning_after
seen = []

def execute(run, sql, *more):
    seen.append(sql)
    if len(seen) > int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
    return run(sql, *more)

week = Week(2026, 4)
with connection.execute_wrapper(execute):
    publish(questionnaire="short", until=week, now=morning_after(week))
print(len(seen))
"""


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_it_leaves_nothing_half_when_the_process_is_killed(agency: Agency) -> None:
    environment = os.environ | {
        "MEDVERK_ROLE": "releaser",
        "MEDVERK_RELEASER_DATABASE_URL": url_of_releaser(),
        "DJANGO_SETTINGS_MODULE": "medverk.project.settings",
    }

    def publish_until(statement: int) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-c", KILLED, str(statement)]
        return subprocess.run(program, env=environment, capture_output=True, text=True)

    for statement in (10, 16, 20):
        done = publish_until(statement)
        assert (done.returncode, done.stderr) == (-signal.SIGKILL, "")
        assert (Block.objects.count(), Release.objects.count()) == (0, 0)
    done = publish_until(1000)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 20
    assert (Block.objects.count(), Release.objects.count()) == (2, 1)


def url_of_releaser() -> str:
    return make_conninfo(
        os.environ["MEDVERK_RELEASER_DATABASE_URL"], dbname=connection.settings_dict["NAME"]
    )


@pytest.mark.django_db(transaction=True)
def test_it_lets_one_publish_at_a_time(agency: Agency) -> None:
    with psycopg.connect(url_of_releaser()) as other, transaction.atomic():
        actions.lock(agency.asked)
        other.execute("SET lock_timeout = '200ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute(
                "SELECT pg_advisory_xact_lock(hashtext('releases'), %s)", [agency.asked.pk]
            )


def test_it_pools_what_waits_when_a_period_ends(agency: Agency) -> None:
    north, south = (str(agency.units[name]) for name in ("north", "south"))
    publish_short(W1)
    outcome = publish_short(W2, closing=actions.Closing(frozenset({north, south})))
    # In the north a block closes by itself; the south alone is no pool of two offices.
    assert outcome.blocks == 1
    gone = Withheld.objects.get(release=outcome.release, unit=south, for_good=True)
    assert gone.reason == "deleted_unpublished"
    assert not Response.objects.filter(office_id=int(south), week__lte=str(W2)).exists()
    assert Response.objects.filter(office_id=int(south), week__gt=str(W2)).count() == 8
    assert Response.objects.filter(office_id=int(north)).count() == 80


@pytest.fixture
def quiet(asked: Questionnaire) -> Agency:
    """Four weeks with four responses each in both offices: never enough by themselves."""
    world = plain_world({"north": 3, "south": 3}, weeks=4)
    made = lay_out(world, asked)
    add_responses(map(made.answer, world.responses))
    return made


def test_it_keeps_a_closing_that_a_pilot_has_planned(
    quiet: Agency, as_role: Callable, now: Any
) -> None:
    offices = [quiet.units["north"], quiet.units["south"]]
    pilot = {"questionnaire": "short", "offices": offices, "week": W3, "now": now}
    by = Person.objects.first()
    with as_role(DatabaseRole.WEB):
        plan_closing(**pilot, by=by)
        plan_closing(**pilot, by=by)
    with as_role(DatabaseRole.RELEASER):
        outcomes = publish_due(now=morning_after(W4), settle=False)
    assert [outcome.blocks for outcome in outcomes] == [0, 0, 1, 0]
    pool = Block.objects.get()
    assert (pool.unit_id, pool.responses) == (quiet.units["county"], 18)
    line = Figure.objects.get(unit=quiet.units["county"], question="goal")
    assert (line.n, sum(line.counts)) == (18, 18)


def test_it_ends_the_year_by_itself_even_when_asked_for_a_later_week(quiet: Agency) -> None:
    later = Week(2027, 2)
    outcome = publish_short(later)
    assert outcome.release.until == "2027-W02"
    dates = Release.objects.order_by("until").values_list("until", flat=True)
    assert list(dates) == ["2026-W53", "2027-W02"]
    assert Block.objects.get().name == f"pool:{quiet.units['county']}:2026-W53"


def test_it_catches_up_date_by_date_after_a_stop(agency: Agency) -> None:
    outcomes = publish_due(now=morning_after(W3), settle=False)
    assert [outcome.release.until for outcome in outcomes] == ["2026-W01", "2026-W02", "2026-W03"]
    assert publish_due(now=morning_after(W3), settle=False) == []
    assert [
        outcome.release.until for outcome in publish_due(now=morning_after(W4), settle=False)
    ] == ["2026-W04"]


def test_it_counts_a_latecomer_in_the_first_open_week(agency: Agency, as_role: Callable) -> None:
    prepare_key(now=morning_after(W1))
    publish_due(now=morning_after(W1))
    late = agency.answer(plain_world({"north": 1}, weeks=1).responses[0])
    assert late.week == str(W1)
    seal_answer(id=uuid4(), answer=late)
    with as_role(DatabaseRole.RELEASER):
        publish_due(now=morning_after(W2))
    blocks = Block.objects.filter(unit=agency.units["north"]).order_by("name")
    assert [block.responses for block in blocks] == [20, 21]


def test_it_goes_on_with_others_when_the_audit_refuses_one(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    from medverk.surveys.actions import load_shipped

    load_shipped(now=morning_after(Week(2025, 52)))
    flaw = Violation(Flaw.THIN_LINE, "open", "", ("x",))

    def audit(policy: object, ledger: object, publication: Any, counted: object) -> Any:
        return (flaw,) if publication.blocks else ()

    monkeypatch.setattr(actions, "audit_publication", audit)
    with pytest.raises(PublicationRefusedError):
        publish_due(now=morning_after(W1), settle=False)
    keys = Release.objects.order_by("questionnaire__key").values_list(
        "questionnaire__key", flat=True
    )
    assert list(keys) == ["call", "conversation", "employer", "trust"]
