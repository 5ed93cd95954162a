"""No trail [disclosure G3]: with everything that is stored, nobody can say who answered what.

A load run with known truth: each person's answers are a number of their own, so that every response
can be traced by us and, if there is a trail, by the attacks. The same attacks run on stores built
the way such stores usually are, and succeed there: a test that cannot fail is not a test.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from threading import Lock

import pytest
from django.db import connection, transaction
from django.test import Client

from medverk.invitations.actions import spend
from medverk.invitations.models import Invitation
from medverk.invitations.tokens import token_hash
from medverk.vault.actions import settle
from medverk.vault.models import Response
from tests.intake.attacks import ATTACKS, Link, Stored, chance, drift, hits
from tests.intake.heap import row_versions
from tests.intake.house import House, texted
from tests.intake.sending import send

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 120
QUESTIONS = 7
ALARM = 1e-7  # blind guessing does as well more often than this: that is chance
SIGMAS = 5


@dataclass
class Run:
    """What happened: who answered what, and the lines that a proxy wrote about it, in order."""

    truth: dict[tuple[int, ...], str] = field(default_factory=dict)
    asked_by: dict[str, int] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    kind: str = ""
    lock: Lock = field(default_factory=Lock)

    def tokens(self) -> list[str]:
        """Tokens of the access log in the order of the lines, as a thief reads them."""
        return [line.split('"POST /s/')[1].split("/ HTTP")[0] for line in self.log]


def number_as_answers(number: int) -> tuple[int, ...]:
    """Answers that nobody else gives: the number in base five."""
    return tuple(number // 5**place % 5 + 1 for place in range(QUESTIONS))


def log_line(token: str, at: datetime) -> str:
    """As most proxies write it unless told otherwise: worse than what docs/operate.md asks for."""
    return f'10.1.2.3 - - [{at:%d/%b/%Y:%H:%M:%S %z}] "POST /s/{token}/ HTTP/1.1" 200 1834'


def ask_everybody(house: House, now: datetime) -> Run:
    run = Run()
    for number in range(PEOPLE):
        token = texted(house, now)
        counsellor = (house.kari, house.per)[number % 2]
        Invitation.objects.filter(token_hash=token_hash(token)).update(counsellor=counsellor)
        run.truth[number_as_answers(number)] = token
        run.asked_by[token] = counsellor.pk
    return run


def answer_everything(house: House, run: Run, now: datetime, *, at_once: int) -> None:
    """Everybody answers over HTTP, in an order of their own, so many at a time."""
    keys = [question["key"] for question in house.version().content["questions"]]
    people = list(run.truth.items())
    Random(at_once).shuffle(people)

    def answer_one(person: tuple[tuple[int, ...], str]) -> None:
        answers, token = person
        fields = dict(zip(keys, map(str, answers), strict=True))
        try:
            assert send(Client(), token, fields).status_code == 200
        finally:
            if at_once > 1:
                connection.close()
        with run.lock:
            second = now + timedelta(seconds=len(run.log))
            run.log.append(log_line(token, second))

    if at_once == 1:
        for person in people:
            answer_one(person)
        return
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(answer_one, people))


def used_up_by(run: Run) -> dict[str, int]:
    """From dead rows of the invitations: which transaction deleted which."""
    dead = [row for row in row_versions("invitations_invitation") if row.deleted_by]
    found = {}
    for token in run.asked_by:
        last = [row.deleted_by for row in dead if token_hash(token) in row.content]
        found[token] = max(last, default=0)
    return found


def found_dead(links: list[Link]) -> int:
    """How many deletions can still be read; PostgreSQL clears some away as it goes."""
    return sum(link.used_by > 0 for link in links)


def links_of(run: Run) -> list[Link]:
    used_by = used_up_by(run)
    return [Link(token, run.asked_by[token], used_by[token]) for token in run.tokens()]


def dumped(table: str, run: Run) -> list[Stored]:
    """The living rows of a table of responses, with all that the database tells of them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT answers, counsellor_id, id, ctid::text, xmin::text FROM {table}")
        return [
            Stored(run.truth[tuple(answers)], counsellor, id, place_of(ctid), int(xmin))
            for answers, counsellor, id, ctid, xmin in cursor.fetchall()
        ]


def place_of(ctid: str) -> tuple[int, int]:
    page, row = ctid.strip("()").split(",")
    return int(page), int(row)


@pytest.fixture(autouse=True)
def nothing_swept(transactional_db) -> Iterator[None]:
    """The server sweeps dead rows away when it likes, and a thief who comes first finds more."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE invitations_invitation SET (autovacuum_enabled = off)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE invitations_invitation RESET (autovacuum_enabled)")


@pytest.fixture(params=[1, 6], ids=["one at a time", "six at a time"])
def run(request, house, now, ring) -> Run:
    made = ask_everybody(house, now)
    answer_everything(house, made, now, at_once=request.param)
    return made


def test_it_leaves_no_trail_from_a_response_to_a_link(run, now, ring):
    links = links_of(run)
    assert found_dead(links) > PEOPLE / 2  # the thief does find dead rows
    settle(now=now + timedelta(days=1), ring=ring)  # in the middle of the week: all is put back
    settle(now=now + timedelta(weeks=1), ring=ring)
    stored = dumped("vault_response", run)
    assert len(stored) == PEOPLE
    for name, attack in ATTACKS.items():
        assert chance(hits(attack, links, stored)) > ALARM, name
    assert drift(links, stored) < SIGMAS


def test_it_leaves_nothing_of_how_sealed_answers_came_in(run, now, ring):
    came_in = {row.content for row in row_versions("vault_sealedanswer")}
    assert len(came_in) == PEOPLE
    settle(now=now, ring=ring)
    waiting = row_versions("vault_sealedanswer")
    assert len(waiting) == PEOPLE
    assert not came_in & {row.content for row in waiting}
    assert len({row.made_by for row in waiting}) == 1
    settle(now=now + timedelta(weeks=1), ring=ring)
    assert row_versions("vault_sealedanswer") == []


def ids_in_file() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id::text FROM vault_sealedanswer ORDER BY ctid")
        return [id for (id,) in cursor.fetchall()]


def test_it_settles_what_waited_in_an_order_of_its_own(run, now, ring):
    before = ids_in_file()
    settle(now=now, ring=ring)
    after = ids_in_file()
    moved = [Stored(id, 0, id, (0, n), 0) for n, id in enumerate(after)]
    links = [Link(id, 0, 0) for id in before]
    assert drift(links, moved) < SIGMAS


def test_it_stores_no_session_no_job_and_no_time(run, now, ring):
    settle(now=now + timedelta(weeks=1), ring=ring)
    with connection.cursor() as cursor:
        for table in ("django_session", "procrastinate_jobs", "procrastinate_events"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = ANY(%s) "
            "AND (data_type ~ 'time|date' OR is_identity = 'YES' OR column_default ~ 'nextval')",
            [["vault_response", "vault_sealedanswer", "vault_setaside", "invitations_invitation"]],
        )
        assert cursor.fetchall() == [("expires_on",)]
    assert {row.week for row in Response.objects.all()} == {"2026-W47"}


def test_it_leaves_one_transaction_number_on_all_that_was_settled_together(run, now, ring):
    settle(now=now + timedelta(weeks=1), ring=ring)
    assert len({row.made_by for row in row_versions("vault_response")}) == 1


# The stores below are built the way such stores usually are.

NAIVE = {
    "numbered": "id serial PRIMARY KEY",
    "random ids": "id uuid PRIMARY KEY DEFAULT gen_random_uuid()",
}


@pytest.fixture(params=list(NAIVE))
def naive(request, house, now) -> Run:
    """Answers stored plainly in the transaction that uses the invitation up."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE naive ({NAIVE[request.param]}, counsellor_id int, answers smallint[])"
        )
    made = ask_everybody(house, now)
    people = list(made.truth.items())
    Random(3).shuffle(people)
    for answers, token in people:
        with transaction.atomic(), connection.cursor() as cursor:
            spent = spend(token=token, now=now)
            cursor.execute(
                "INSERT INTO naive (counsellor_id, answers) VALUES (%s, %s)",
                [spent.counsellor_id, list(answers)],
            )
        made.log.append(log_line(token, now + timedelta(seconds=len(made.log))))
    made.kind = request.param
    yield made
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE naive")


def test_it_would_find_the_trail_in_a_naive_store(naive):
    links, stored = links_of(naive), dumped("naive", naive)
    found = {name: hits(attack, links, stored) for name, attack in ATTACKS.items()}
    right = {name: sum(number for number, _ in groups) for name, groups in found.items()}
    assert right["by the invitation's transaction"] == found_dead(links) > PEOPLE / 2
    assert right["by the place in the file"] == PEOPLE
    assert right["by the transaction and place"] == PEOPLE
    assert (right["by the id"] == PEOPLE) == (naive.kind == "numbered")
    assert drift(links, stored) > 2 * SIGMAS
    assert chance(found["by the place in the file"]) < ALARM


def test_it_would_find_the_trail_in_a_naive_store_after_vacuum_freeze(naive):
    links = links_of(naive)
    connection.commit()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (FULL, FREEZE) naive")
    stored = dumped("naive", naive)
    assert sum(n for n, _ in hits(ATTACKS["by the place in the file"], links, stored)) == PEOPLE


def test_it_would_see_a_lean_that_is_not_one_to_one(naive):
    """Answers shuffled in batches of ten, as a hurried settling would do."""
    links = links_of(naive)
    order = [link.token for link in links]
    chunks = [order[start : start + 10] for start in range(0, PEOPLE, 10)]
    for chunk in chunks:
        Random(5).shuffle(chunk)
    leaning = [
        Stored(token, naive.asked_by[token], n, (0, n), 1)
        for n, token in enumerate(token for chunk in chunks for token in chunk)
    ]
    assert drift(links, leaning) > SIGMAS


def test_it_is_not_fooled_by_chance_itself():
    people = [str(n) for n in range(PEOPLE)]
    shuffled = Random(11).sample(people, PEOPLE)
    links = [Link(token, 0, 0) for token in people]
    stored = [Stored(token, 0, n, (0, n), 1) for n, token in enumerate(shuffled)]
    assert chance(hits(ATTACKS["by the place in the file"], links, stored)) > ALARM
