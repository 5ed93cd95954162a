"""The demo: a fictional year through the real path, begun anew however it was stopped."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import psycopg
import pytest

from medverk.environment import EnvironmentError
from medverk.people.privacy import DatabaseRole
from medverk.project.demo import people, places
from medverk.project.demo.calendar import year_before
from medverk.project.demo.playing import play
from medverk.rules.weeks import Week
from medverk.surveys.catalogue import shipped_content

NOW = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)  # a Wednesday in 2026-W47
WEEKS = 3


def test_it_plays_the_52_weeks_before_this_one_and_the_days_since():
    year = year_before(NOW, 52)
    weeks = list(year.weeks())
    assert (year.first, year.last, year.length) == (Week(2025, 47), Week(2026, 46), 52)
    assert (weeks[0], weeks[-1], len(weeks)) == (year.first, Week(2026, 47), 53)
    assert [day.isoformat() for day in year.days(Week(2026, 47))] == [
        "2026-11-16", "2026-11-17",
    ]  # fmt: skip


def test_a_week_counts_when_it_has_been_over_for_an_hour():
    assert year_before(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), 1).last == Week(2026, 46)
    assert year_before(datetime(2026, 11, 23, 0, 30, tzinfo=UTC), 1).last == Week(2026, 47)


def agreeing(office: str, quality: float, day: date) -> float:
    """The share who agree about the goal, of very many."""
    content = shipped_content("conversation")
    slots = [question.slot for question in content.questions if question.theme == "goal"]
    chance = Random(1)
    feeling = people.Feeling(office, quality, day)
    drawn = [
        people.draw_given(chance, content, feeling, date(2026, 5, 1)).answers[slots[0]]
        for _ in range(3000)
    ]
    given = [value for value in drawn if value]
    return sum(value >= 4 for value in given) / len(given)


def test_one_office_improves_and_the_others_do_not():
    before, after = date(2026, 4, 1), date(2026, 6, 1)
    assert agreeing("Voss", 0, after) - agreeing("Voss", 0, before) > 0.15
    assert agreeing("Stord", 0, after) == agreeing("Stord", 0, before)


def test_better_offices_are_answered_better_and_nobody_answers_nothing():
    assert agreeing("Askøy", 0.4, NOW.date()) > agreeing("Askøy", -0.4, NOW.date()) + 0.1
    for key in ("conversation", "call", "employer", "trust"):
        content = shipped_content(key)
        feeling = people.Feeling("Stord", 0, NOW.date())
        for seed in range(300):
            answers = people.draw_given(Random(seed), content, feeling, NOW.date()).answers
            assert len(answers) == content.slot_count
            assert any(answers)


def test_most_callers_got_help():
    counted = Counter(people.categorise(Random(n).gauss(0, 1), 3) for n in range(4000))
    assert 0.70 < counted[3] / 4000 < 0.85
    assert set(counted) == {1, 2, 3}


def test_its_people_are_invented_and_none_has_the_name_of_another():
    names = list(places.shuffled_names(Random(1)))
    staff = sum(plan.counsellors for plan in (*places.OFFICES, places.CENTRE)) + 20
    assert len(set(names)) == len(names) > staff
    assert {name.split()[-1] for name in names} == set(places.LAST_NAMES)


Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Ask the database in which the demo is played: beside the tests' own, on the same server."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "medverk.project.settings")
    address = os.environ[f"MEDVERK_{DatabaseRole.OWNER.upper()}_DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as connection:
        yield lambda statement: connection.execute(statement).fetchall()
        connection.execute("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public")


@pytest.mark.processes
@pytest.mark.xdist_group("demo")
def test_it_plays_through_the_real_path_and_begins_anew_after_it_was_killed(ask: Ask):
    kill_while_playing()
    conversations, answers = play(NOW, WEEKS)
    settled = ask("SELECT count(*) FROM vault_response")[0][0]
    waiting = ask("SELECT count(*) FROM vault_sealedanswer")[0][0]
    assert settled + waiting == answers
    assert conversations > 300 * WEEKS
    assert ask("SELECT count(*) FROM vault_setaside") == [(0,)]
    assert ask(
        "SELECT key, count(*) FROM releases_release r JOIN surveys_questionnaire q "
        "ON q.id = r.questionnaire_id WHERE until >= '2026-W44' GROUP BY key ORDER BY key"
    ) == [(key, WEEKS) for key in ("call", "conversation", "employer", "trust")]
    assert ask("SELECT min(responses) >= 15, count(*) > 5 FROM releases_block") == [(True, True)]
    assert ask("SELECT max(at) FROM invitations_outboxmessage") == [(NOW.replace(day=17, hour=13),)]
    with pytest.raises(EnvironmentError, match="not from the demo"):
        ask("UPDATE people_person SET subject = 'somebody' WHERE id = 1 RETURNING 1")
        play(NOW, 1)


def kill_while_playing() -> None:
    """Start it in a process of its own, and kill that once the first week has begun."""
    program = (
        "from datetime import datetime\n"
        "from medverk.project.demo.playing import play\n"
        f"if __name__ == '__main__': play(datetime.fromisoformat('{NOW.isoformat()}'), 20)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL)
    time.sleep(6)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.processes
@pytest.mark.xdist_group("demo")
def test_it_is_refused_where_it_is_no_demo(monkeypatch: pytest.MonkeyPatch, ask: Ask):
    monkeypatch.delenv("MEDVERK_DEMO")
    with pytest.raises(EnvironmentError, match="MEDVERK_DEMO=1"):
        play(NOW, 1)
