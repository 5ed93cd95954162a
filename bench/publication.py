"""(c) The leader's page with few and with many responses stored, and (d) their publication."""

import time
from dataclasses import dataclass
from statistics import median

from bench import seeding
from bench.house import House, new_house
from bench.results import Line
from bench.seeding import Size
from medverk.people.privacy import DatabaseRole

EACH = 70  # an office has as many responses a week in both, so that its page shows as much
WEEKS = 45
PAGES = 60

# The numbers of every open figure: how many chose what, by office, county and country.
PLAIN = """
SELECT GROUPING(o.parent_id, r.office_id), o.parent_id, r.office_id, count(*), {counts}
FROM vault_response r JOIN people_unit o ON o.id = r.office_id
WHERE r.questionnaire = 'conversation'
GROUP BY ROLLUP (o.parent_id, r.office_id)
"""
COUNTS = ", ".join(
    f"count(*) FILTER (WHERE answers[{slot}] = {category})"
    for slot in range(1, 8)
    for category in range(1, 6)
)


@dataclass(frozen=True)
class Timing:
    """Seconds of publishing all at one date, of the plain query, and of each weekly date."""

    at_once: float
    plain: float
    weekly: float


@dataclass(frozen=True)
class Page:
    """Milliseconds and queries of the office leader's page."""

    milliseconds: float
    queries: int


def measure_publication(*, quick: bool) -> list[Line]:
    """Two houses: a small agency, and one with a hundred times as many responses."""
    offices = 30 if quick else 318
    few, many = Size(3, WEEKS, EACH), Size(offices, WEEKS, EACH)
    with new_house() as house:
        small_page, _ = fill_and_measure(house, few)
    with new_house() as house:
        page, timing = fill_and_measure(house, many)
    slower = page.milliseconds / small_page.milliseconds
    stored = f"{many.responses:,} responses beside {few.responses:,}"
    return [
        Line(f"leader's page, {stored}", "ms", page.milliseconds, small_page.milliseconds, slower,
             "the same", slower < 1.25),
        Line("queries of that page", "", page.queries, small_page.queries,
             page.queries / small_page.queries, "the same", page.queries == small_page.queries),
        Line(f"publication of {many.responses:,} at one date, beside GROUP BY", "s",
             timing.at_once, timing.plain, timing.at_once / timing.plain),
        Line("publication of one week of them", "s", timing.weekly),
    ]  # fmt: skip


def fill_and_measure(house: House, size: Size) -> tuple[Page, Timing]:
    with house.acting_as(DatabaseRole.WEB) as web:
        web.submit(seeding.make_agency, size).result()
    with house.acting_as(DatabaseRole.RELEASER) as releaser:
        releaser.submit(seeding.fill_vault, size).result()
        timing = releaser.submit(publish_all, size).result()
    with house.acting_as(DatabaseRole.WEB, "serve") as web:
        return web.submit(open_page).result(), timing


def publish_all(size: Size) -> Timing:
    """As the releaser: everything at one date, taken back; the plain query; then week by week."""
    from django.db import connection, transaction

    from medverk.project.demo.calendar import monday_after
    from medverk.releases.actions import publish
    from medverk.rules.weeks import Week

    def publish_to(week: Week) -> float:
        began = time.perf_counter()
        publish(questionnaire="conversation", until=week, now=monday_after(week))
        return time.perf_counter() - began

    publish_to(size.week(-1))  # nothing came before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM vault_response")  # both find the table in memory
        with transaction.atomic():
            at_once = publish_to(size.week(size.weeks - 1))
            transaction.set_rollback(True)
        plain = median(time_plain(cursor) for _ in range(3))
    weekly = [publish_to(size.week(number)) for number in range(size.weeks)]
    return Timing(at_once, plain, median(weekly[1:]))


def time_plain(cursor) -> float:  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    cursor.execute(PLAIN.format(counts=COUNTS))
    cursor.fetchall()
    return time.perf_counter() - began


def open_page() -> Page:
    """As the web: the page as the leader of the first office opens it."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from medverk.people.models import Person

    call_command("collectstatic", verbosity=0, interactive=False)
    leader = Person.objects.get(subject="leader")
    client = Client(SERVER_NAME="127.0.0.1")
    client.post(reverse("login_as"), {"person": leader.pk})
    unit = leader.memberships.get().unit_id
    address = reverse("office_results", args=[unit])
    took = []
    for _ in range(PAGES):
        began = time.perf_counter()
        response = client.get(address)
        took.append(1000 * (time.perf_counter() - began))
        if response.status_code != 200 or b"<svg" not in response.content:
            raise RuntimeError(f"the leader's page shows no figures ({response.status_code})")
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return Page(median(took[5:]), len(captured))
