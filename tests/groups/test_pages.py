"""The pages of groups and of the audit: who sees them, what they say, what they never say [G6]."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from medverk.groups.audits import took_text
from medverk.people.access import Role
from medverk.people.models import LogEntry, Person, UnitType
from medverk.people.privacy import DatabaseRole
from medverk.releases.models import Audit
from medverk.rules.disclosure.document import EditionSaid
from medverk.surveys.models import Questionnaire
from tests.pages.broken_down import (
    BACKGROUND,
    LAST,
    TABLES,
    edition_of,
    gaps_of,
    publish_edition,
)
from tests.pages.stage import Stage, person, publish_year, unit

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person | None], Client]


@pytest.fixture
def told(year: Stage) -> Stage:
    publish_edition(year)
    return year


def read(client: Client, path: str, language: str = "en") -> str:
    client.cookies["django_language"] = language
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def office(stage: Stage) -> str:
    return f"/units/{stage.vestvik.pk}/results/groups/"


def test_the_leader_reads_who_differs_first(told: Stage, as_person: AsPerson) -> None:
    said = read(as_person(told.leader), office(told))
    lead = said.split('<p class="lead">')[1].split("</p>")[0]
    assert lead.startswith("Under 30: fewer agree with “The counsellor listened")
    assert said.count("▼ lower than the others") == 1
    assert "Not shown by itself: Other." in said
    assert said.count("<svg") >= 5 * 7


def test_it_works_with_the_rights_of_the_web(
    told: Stage, as_person: AsPerson, as_role: Callable
) -> None:
    client = as_person(told.leader)
    with as_role(DatabaseRole.WEB):
        assert "Under 30" in read(client, office(told))


def test_a_small_office_sees_its_county_and_why(told: Stage, as_person: AsPerson) -> None:
    said = read(as_person(told.in_small_office), f"/units/{told.lillevik.pk}/results/groups/")
    assert "This is Vestmark as a whole." in said
    assert "groups at Lillevik. A group is shown when it rests on at least 15" in said
    assert "Under 30 and 30 to 49 together" in said


def test_an_office_without_answers_learns_what_will_come(told: Stage, as_person: AsPerson) -> None:
    said = read(as_person(told.waiting_leader), f"/units/{told.nordvik.pk}/results/groups/")
    assert "The next to be over is the second half of 2026." in said


def test_it_says_so_where_nothing_can_be_shown_at_all(year: Stage, as_person: AsPerson) -> None:
    publish_edition(year, EditionSaid("2026-H1", BACKGROUND, TABLES, (), tuple(gaps_of(year))))
    said = read(as_person(year.leader), office(year))
    assert "neither here nor for a larger area" in said
    assert "groups at Vestvik." in said


def test_everybody_may_read_open_groups_and_no_rates(told: Stage, as_person: AsPerson) -> None:
    said = read(as_person(None), f"/public/offices/{told.vestvik.pk}/groups/")
    assert "Under 30" in said
    assert "How many of those asked have answered" not in said
    assert "Asked" not in said


@pytest.mark.parametrize(
    "query", ["?edition=2019-H1", "?questionnaire=call", "?questionnaire=nothing", "?edition="]
)
def test_it_knows_no_other_half_years_and_questionnaires(
    query: str, told: Stage, as_person: AsPerson
) -> None:
    assert as_person(told.leader).get(office(told) + query).status_code == 404


def test_it_gives_no_count_away_of_what_is_withheld(told: Stage, as_person: AsPerson) -> None:
    """Vestvik has 200 answers by age and 190 by sex: ten said "other" or nothing."""
    said = read(as_person(told.leader), office(told))
    assert ">10<" not in said
    assert "10 " not in said.split("Not shown by itself")[1].split("</p>")[0]


def count_queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_it_asks_as_often_with_more_groups_offices_and_half_years(
    stage: Stage, as_person: AsPerson
) -> None:
    publish_year(stage, weeks=(17,))
    publish_edition(stage)
    paths = {office(stage): stage.leader, f"/units/{stage.county.pk}/county/groups/":
             stage.county_staff}  # fmt: skip
    few = {}
    for path, who in paths.items():
        client = as_person(who)
        client.get(path)
        few[path] = count_queries(client, path)
    for number in range(3):
        unit(f"12{number + 50}", UnitType.OFFICE, stage.county, f"Sørvik {number}")
    publish_edition(stage, edition_of(stage, "2025-H2"), until=LAST.plus(2))
    for path, who in paths.items():
        assert count_queries(as_person(who), path) == few[path]


def test_two_offices_make_no_funnel(told: Stage, as_person: AsPerson) -> None:
    said = read(as_person(told.county_staff), f"/units/{told.county.pk}/county/groups/")
    assert "Small and large offices" not in said


def make_audit(**changed: object) -> Audit:
    values: dict[str, object] = {
        "questionnaire": Questionnaire.objects.get(key="conversation"),
        "begun_at": timezone.now(), "seconds": 2.4, "until": "2026-W45", "releases": 9,
        "blocks": 17, "figures": 240, "editions": 1, "cells": 60, "own_audiences": 3,
        "changed": 0, "flaws": {},
    }  # fmt: skip
    return Audit.objects.create(**(values | changed))


def test_the_privacy_officer_sees_what_the_audit_found(
    told: Stage, as_person: AsPerson, as_role: Callable
) -> None:
    make_audit(flaws={"open": {"thin_line": 4}})
    make_audit()
    client = as_person(told.privacy_officer)
    with as_role(DatabaseRole.WEB):
        said = read(client, "/promise/audit/")
    assert "Nobody can compute anything about too few" in said
    assert said.count("✓ Proven safe") == 2
    assert "It took 2 seconds" in said
    assert "up to week 45, 2026" in said
    assert "17 blocks, 240 totals and own figures, and 60 figures of groups" in said


def test_it_says_what_is_wrong_and_for_whom(told: Stage, as_person: AsPerson) -> None:
    make_audit(flaws={"own": {"thin_without_own": 2}}, changed=1)
    said = read(as_person(told.privacy_officer), "/promise/audit/")
    assert "something that must be looked at" in said
    assert said.count("✓ Proven safe") == 1
    assert "a counsellor can subtract own figures" in said
    assert "Something was changed after it was published" in said


def test_it_teaches_before_the_first_audit(stage: Stage, as_person: AsPerson) -> None:
    assert "nothing to audit yet" in read(as_person(stage.privacy_officer), "/promise/audit/")


def test_the_privacy_officer_runs_it_again(
    told: Stage, as_person: AsPerson, as_role: Callable
) -> None:
    client = as_person(told.privacy_officer)
    with as_role(DatabaseRole.WEB):
        for _ in range(2):
            assert client.post("/promise/audit/run/").status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT queue_name, task_name FROM procrastinate_jobs")
        assert cursor.fetchall() == [("release", "medverk.releases.tasks.audit_now")]
    assert LogEntry.objects.filter(action="audit_asked_for").count() == 2


@pytest.mark.parametrize("role", [Role.OFFICE_LEADER, Role.COUNSELLOR])
def test_nobody_else_runs_it(role: Role, told: Stage, as_person: AsPerson) -> None:
    client = as_person(person("Else Dal", (role, told.vestvik)))
    assert client.post("/promise/audit/run/").status_code == 403
    assert client.get("/promise/audit/").status_code == 403


def test_where_nothing_is_asked_about_oneself_it_promises_no_groups(
    year: Stage, as_person: AsPerson
) -> None:
    for who, path in (
        (year.at_centre, f"/units/{year.centre.pk}/calls/groups/"),
        (None, f"/public/offices/{year.centre.pk}/groups/"),
        (year.national, "/country/groups/?questionnaire=call"),
    ):
        said = read(as_person(who), path)
        assert "are asked nothing about themselves" in said
        assert "Groups are shown when a half-year is over" not in said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "less than a second"), (1.2, "1 second"), (2.4, "2 seconds"), (91, "2 minutes")],
)
def test_how_long_the_audit_took_is_said_in_words(seconds: float, said: str) -> None:
    with override("en"):
        assert took_text(seconds) == said
