"""The files hold every open figure, and nothing that is not open [disclosure G5]."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from medverk.people.privacy import DatabaseRole
from medverk.releases.models import Cell, Figure, OwnFigure
from medverk.rules.weeks import Week
from tests.pages.broken_down import edition_of, publish_edition
from tests.pages.stage import Stage, publish_year

pytestmark = pytest.mark.django_db
FIGURES = "/open/conversation/figures-2026"
GROUPS = "/open/conversation/groups-2026-H1"


def fetch(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def rows_of(client: Client, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(fetch(client, f"{path}.csv"))))


def objects_of(client: Client, path: str) -> list[dict[str, Any]]:
    return list(json.loads(fetch(client, f"{path}.json")))


def test_it_holds_every_open_figure_of_the_year(
    year: Stage, client: Client, as_role: Callable
) -> None:
    with as_role(DatabaseRole.WEB):
        rows = rows_of(client, FIGURES)
    stored = Figure.objects.filter(release__questionnaire__key="conversation")
    assert len(rows) == stored.count() > 50
    for row, figure in zip(rows, stored.order_by("to_week", "unit", "question"), strict=True):
        counts = [int(row[f"c{place}"]) for place in range(1, 6)] if row["question"] else []
        assert counts == figure.counts
        assert (row["unit"], row["n"]) == (str(figure.unit_id), str(figure.n))
        assert row["blocks"].split() == figure.blocks
        assert row["question"] == (figure.question or "")


def test_it_says_the_same_in_json(year: Stage, client: Client) -> None:
    rows, objects = rows_of(client, FIGURES), objects_of(client, FIGURES)
    assert [row["n"] for row in rows] == [str(found["n"]) for found in objects]
    assert objects[0].keys() == {
        "release", "unit", "number", "name", "level", "from_week", "to_week", "question", "n",
        "answered", "mean", "counts", "blocks",
    }  # fmt: skip
    assert {found["answered"] for found in objects if found["question"] is None} == {None}


def test_it_holds_every_group_that_is_shown(year: Stage, client: Client) -> None:
    publish_edition(year)
    rows = rows_of(client, GROUPS)
    assert len(rows) == Cell.objects.count() > 50
    first = next(row for row in rows if row["by"] == "age=under 30|30-49")
    assert (first["name"], first["level"], first["n"]) == ("Vestmark", "county", "180")
    assert [found["by"] for found in objects_of(client, GROUPS)] == [row["by"] for row in rows]


def test_it_has_no_figure_of_a_single_counsellor(year: Stage, client: Client) -> None:
    own = OwnFigure.objects.get(question="heard")
    counts = ",".join(map(str, own.counts))
    assert f",{own.n},{own.answered}," not in fetch(client, f"{FIGURES}.csv")
    assert counts not in fetch(client, f"{FIGURES}.csv")
    assert (
        f'"counts":[{counts}]'
        not in client.get(f"/open/releases/{own.release_id}.txt").content.decode()
    )


def test_it_says_what_questions_and_units_are(year: Stage, client: Client) -> None:
    questions = rows_of(client, "/open/conversation/questions")
    heard = [row for row in questions if row["question"] == "heard"]
    assert [row["category"] for row in heard] == ["", "1", "2", "3", "4", "5"]
    assert heard[0]["nb"] == "Veilederen hørte på det jeg hadde å si"
    units = {row["number"]: row for row in rows_of(client, "/open/units")}
    assert units["1201"]["parent"] == units["1200"]["unit"]


@pytest.mark.parametrize(
    "path",
    [
        "/open/conversation/figures-2019.csv",
        "/open/conversation/groups-2026-H2.json",
        "/open/nothing/figures-2026.csv",
        "/open/nothing/questions.csv",
        "/open/nothing/groups-2026-H1.csv",
        "/open/releases/00000000-0000-4000-8000-000000000000/",
        "/open/releases/00000000-0000-4000-8000-000000000000.txt",
    ],
)
def test_it_says_that_it_is_not_there(path: str, year: Stage, client: Client) -> None:
    assert client.get(path).status_code == 404


def count_queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        if isinstance(answer, StreamingHttpResponse):
            b"".join(answer.streaming_content)
    return len(queries)


@pytest.mark.parametrize(
    "path", ["/open/", f"{FIGURES}.csv", f"{GROUPS}.json", "/open/releases.csv", "/open/units.csv"]
)
def test_it_asks_as_often_with_more_releases(path: str, stage: Stage, client: Client) -> None:
    publish_year(stage, weeks=(17,))
    publish_edition(stage)
    client.get(path)
    few = count_queries(client, path)
    publish_year(stage, weeks=(33, 37, 44), after=30)
    publish_edition(stage, edition_of(stage, "2025-H2"), until=Week(2026, 28))
    assert count_queries(client, path) <= few + (2 if path == "/open/" else 0)
