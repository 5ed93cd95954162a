"""The public way to an office: three letters, or the county first."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from medverk.people.models import Person, Unit, UnitStatus, UnitType
from medverk.people.privacy import DatabaseRole
from tests.browser import Screen
from tests.pages.many_offices import add_offices
from tests.pages.stage import Stage

ADDRESS = "/public/offices/"
AsPerson = Callable[[Person | None], Client]


@pytest.fixture
def find(
    as_person: AsPerson, as_role: Callable[[DatabaseRole], AbstractContextManager[None]]
) -> Callable[..., Any]:
    """`find(words="vest")`: the page, as the web, in English."""

    def open_page(**query: object) -> Any:
        client = as_person(None)
        client.cookies["django_language"] = "en"
        with as_role(DatabaseRole.WEB):
            return client.get(ADDRESS, query)

    return open_page


def listed(page: Any) -> list[str]:
    return [place.unit.name for place in page.context["search"].places]


@pytest.mark.django_db
def test_a_few_offices_are_listed_at_once_under_their_counties(
    stage: Stage, find: Callable[..., Any]
) -> None:
    page = find()
    offices = [unit.name for unit in page.context["at_once"]]
    assert offices == ["Lillevik", "Nordvik", "Vestvik", "Kontaktsenter Vest"]
    assert 'role="search"' not in page.content.decode()


def test_of_many_the_county_is_chosen_first(stage: Stage, find: Callable[..., Any]) -> None:
    add_offices(stage, 60)
    page = find()
    assert [area.name for area in page.context["search"].areas] == ["Austmark", "Vestmark"]
    assert listed(page) == ["Kontaktsenter Vest"]
    assert 'role="search"' in page.content.decode()
    first = find(county=stage.county.pk)
    third = find(county=stage.county.pk, page=3)
    assert (len(listed(first)), listed(third)) == (30, ["Office 058", "Office 059", "Vestvik"])
    assert listed(find(county=stage.other_county.pk)) == []


def test_three_letters_find_offices_centres_and_counties(
    stage: Stage, find: Callable[..., Any]
) -> None:
    add_offices(stage, 60)
    assert listed(find(words="ves")) == ["Vestmark", "Vestvik", "Kontaktsenter Vest"]
    page = find(words="nowhere")
    assert listed(page) == []
    assert "No office found" in page.content.decode()


def test_what_is_closed_or_not_open_yet_is_not_found(
    stage: Stage, find: Callable[..., Any]
) -> None:
    for status in (UnitStatus.PLANNED, UnitStatus.CLOSED):
        Unit.objects.filter(pk=stage.vestvik.pk).update(status=status)
        assert listed(find(words="vestvik")) == []


def test_another_kind_of_unit_is_no_county(stage: Stage, find: Callable[..., Any]) -> None:
    wrong = [stage.vestvik.pk, stage.directorate.pk, "", "x", 0, "9" * 30, "\0"]
    assert [find(county=county).status_code for county in wrong] == [404] * 7


def test_a_page_that_is_not_there_is_the_last(stage: Stage, find: Callable[..., Any]) -> None:
    add_offices(stage, 60)
    assert listed(find(county=stage.county.pk, page=99))[-1] == "Vestvik"
    assert len(listed(find(county=stage.county.pk, page="x"))) == 30


@pytest.mark.parametrize("query", [{}, {"words": "o"}, {"county": 0}])
def test_it_costs_the_same_with_one_three_and_sixty_more_offices(
    stage: Stage, find: Callable[..., Any], query: dict[str, object]
) -> None:
    query = {"county": stage.county.pk} if "county" in query else query
    find(**query)  # what is read once, is read
    costs = []
    for first, more in ((0, 1), (1, 2), (3, 57)):
        add_offices(stage, more, first)
        with CaptureQueriesContext(connection) as queries:
            find(**query)
        costs.append(len(queries))
    few, _, many = costs
    assert costs == [few, few, many]
    assert many - few == (0 if query else 2)  # the counties, and how many pages there are


def test_a_page_is_as_large_with_a_thousand_offices_as_with_a_hundred(
    stage: Stage, find: Callable[..., Any]
) -> None:
    def sizes() -> list[int]:
        queries: list[dict[str, object]] = [{}, {"words": "office"}, {"county": stage.county.pk}]
        return [len(find(**query).content) for query in queries]

    add_offices(stage, 100)
    hundred = sizes()
    bulk = [
        Unit(
            number=f"19{n:04}",
            type=UnitType.OFFICE,
            name=f"Office {n}",
            valid_from=stage.county.valid_from,
            parent=stage.county,
        )
        for n in range(100, 1000)
    ]
    Unit.objects.bulk_create(bulk)
    assert all(abs(more - few) < 100 for few, more in zip(hundred, sizes(), strict=True))


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "?words=off", "?words=nowhere", "?county={county}&page=2"])
def test_each_step_is_accessible_and_fits(
    stage: Stage, as_person: AsPerson, screen: Callable[..., Screen], query: str, scheme: str
) -> None:
    add_offices(stage, 60)
    as_person(None)
    window = screen(320, scheme)
    window.open(ADDRESS + query.format(county=stage.county.pk), "nn")
    assert (window.violations(), window.overflow(), window.policy_faults()) == ([], 0, [])
