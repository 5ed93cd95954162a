"""Small and large offices side by side: one statement at a time, however many offices [L6]."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from medverk.people.models import Person, Unit
from tests.groups.test_pages import read
from tests.pages.broken_down import publish_edition
from tests.pages.many_offices import add_offices, publish_offices
from tests.pages.stage import Stage, publish_year

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person | None], Client]
LINK = re.compile(r'href="(\?questionnaire=conversation[^"]*compare=(\w+)#comparison)"([^>]*)>')


def county(stage: Stage, query: str = "") -> str:
    return f"/units/{stage.county.pk}/county/groups/{query}"


def section(said: str) -> str:
    return said.split('id="comparison"')[1].split("</section>")[0]


@pytest.fixture
def offices(stage: Stage) -> list[Unit]:
    """A half-year with groups, and with figures of twelve offices more."""
    publish_year(stage, weeks=(17,))
    added = add_offices(stage, 12)
    publish_offices(stage, added, (19, 21, 23))
    publish_edition(stage)
    return added


def test_it_draws_one_statement_and_leads_to_the_others_of_the_same_half_year(
    stage: Stage, offices: list[Unit], as_person: AsPerson
) -> None:
    client = as_person(stage.county_staff)
    first = section(read(client, county(stage)))
    links = LINK.findall(first)
    assert (first.count("<figure"), len(links)) == (1, 7)
    assert [key for _, key, here in links if "aria-current" in here] == [links[0][1]]
    address, key, _ = links[3]
    assert "edition=2026-H1" in address
    chosen = section(read(client, county(stage, address.replace("&amp;", "&"))))
    assert [key for _, key, here in LINK.findall(chosen) if "aria-current" in here] == [key]
    assert chosen.count("<figure") == 1
    assert chosen.split("<figure")[1] != first.split("<figure")[1]


def test_a_statement_that_nobody_asks_about_is_answered_with_the_first(
    stage: Stage, offices: list[Unit], as_person: AsPerson
) -> None:
    client = as_person(stage.county_staff)
    wrong = section(read(client, county(stage, "?compare=%00nothing")))
    assert wrong == section(read(client, county(stage)))


def test_each_office_is_a_line_of_one_table(
    stage: Stage, offices: list[Unit], as_person: AsPerson
) -> None:
    """Not of one for each statement: with 300 offices that was a page of 2 000 lines."""
    drawn = section(read(as_person(stage.county_staff), county(stage)))
    names = re.findall(r'<th scope="row">([^<]+)</th>', drawn)
    assert set(names) >= {office.name for office in offices}
    assert len(names) == len(set(names)) == drawn.count("<tr>") - 1
