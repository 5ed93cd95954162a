"""The pages of results, as the web role may read them and no more."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from medverk.invitations.models import InvitationCount
from medverk.people.access import Role
from medverk.people.models import Person, UnitType
from medverk.people.privacy import DatabaseRole
from medverk.rules.weeks import Week
from medverk.surveys.catalogue import shipped_content
from medverk.surveys.models import Questionnaire
from tests.pages.stage import (
    Stage,
    added_up,
    closed,
    person,
    publish,
    publish_own_calls,
    publish_year,
    unit,
)

AsPerson = Callable[[Person | None], Client]
AsRole = Callable[[DatabaseRole], AbstractContextManager[None]]


@pytest.fixture
def read(as_person: AsPerson, as_role: AsRole) -> Callable[..., Any]:
    """`read(person, address)`: the response, with the database privileges of the web role."""

    def open_page(who: Person | None, address: str, language: str = "en") -> Any:
        client = as_person(who)
        client.cookies["django_language"] = language
        with as_role(DatabaseRole.WEB):
            return client.get(address)

    return open_page


def addresses(stage: Stage) -> dict[str, tuple[Person | None, str]]:
    return {
        "front": (None, "/"),
        "offices": (None, "/public/offices/"),
        "public": (None, f"/public/offices/{stage.vestvik.pk}/"),
        "public county": (None, f"/public/offices/{stage.county.pk}/"),
        "public centre": (None, f"/public/offices/{stage.centre.pk}/"),
        "office": (stage.leader, f"/units/{stage.vestvik.pk}/results/"),
        "waiting": (stage.waiting_leader, f"/units/{stage.nordvik.pk}/results/"),
        "own": (stage.counsellor, "/my/results/"),
        "own small": (stage.in_small_office, "/my/results/"),
        "own waiting": (stage.in_waiting_office, "/my/results/"),
        "county": (stage.county_staff, f"/units/{stage.county.pk}/county/"),
        "country": (stage.national, "/country/"),
        "centre": (stage.at_centre, f"/units/{stage.centre.pk}/calls/"),
        "promise": (stage.privacy_officer, "/promise/"),
    }


PAGES = (
    "front", "offices", "public", "public county", "public centre", "office", "waiting", "own",
    "own small", "own waiting", "county", "country", "centre", "promise",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_before_anything_is_published(
    stage: Stage, read: Callable[..., Any], page: str
) -> None:
    assert read(*addresses(stage)[page]).status_code == 200


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_with_a_year_of_figures(
    year: Stage, read: Callable[..., Any], page: str, language: str
) -> None:
    assert read(*addresses(year)[page], language=language).status_code == 200


def test_the_leader_leaves_with_one_sentence(year: Stage, read: Callable[..., Any]) -> None:
    response = read(*addresses(year)["office"])
    section = response.context["section"]
    assert section.lead == (
        "More users than before agree with “We agree on what I should work towards”. "
        "Otherwise it is as usual."
    )
    assert (section.n, section.since) == (15 * 24 + 18, "week 14")
    assert (section.rate.invited, section.rate.percent) == (640, 59)
    assert [theme.title for theme in section.themes] == [
        "Working together",
        "A common goal",
        "Before, during and after",
    ]


def test_the_response_rate_leaves_out_what_is_withheld(
    year: Stage, read: Callable[..., Any]
) -> None:
    rates = {}
    for page in ("county", "country", "waiting"):
        rates[page] = read(*addresses(year)[page]).context["section"].rate
    assert (rates["county"].invited, rates["waiting"]) == (640, None)
    InvitationCount.objects.bulk_create(
        InvitationCount(
            office=office,
            counsellor=year.counsellor,
            questionnaire=Questionnaire.objects.get(key="conversation"),
            week=week,
            taken=500,
            invited=500,
        )
        for office, week in [(year.nordvik, "2026-W20"), (year.vestvik, "2026-W50")]
    )
    for page, rate in rates.items():
        assert read(*addresses(year)[page]).context["section"].rate == rate


def test_the_leader_never_sees_a_counsellor(year: Stage, read: Callable[..., Any]) -> None:
    page = read(*addresses(year)["office"]).content.decode()
    assert [who for who in Person.objects.all() if who.name in page] == [year.leader]


def test_the_leader_is_told_what_is_withheld_and_where_a_safe_figure_is(
    year: Stage, read: Callable[..., Any]
) -> None:
    response = read(*addresses(year)["office"])
    (note,) = response.context["section"].notes
    assert note.what == "the newest answers to “What we agreed on suits me”."
    assert f'href="/public/offices/{year.county.pk}/"' in response.content.decode()


def test_a_counsellor_sees_own_figures_and_nobody_elses(
    year: Stage, read: Callable[..., Any]
) -> None:
    mine = read(*addresses(year)["own"]).context["section"]
    other = person("New Here", (Role.COUNSELLOR, year.vestvik))
    theirs = read(other, "/my/results/").context["section"]
    assert (mine.n, theirs.n, theirs.themes) == (31, 0, ())


def test_a_counsellor_in_an_office_of_two_is_told_why_they_never_come(
    year: Stage, read: Callable[..., Any]
) -> None:
    page = read(*addresses(year)["own small"]).content.decode()
    assert "In an office with 2 counsellors or fewer" in page


def test_a_counsellor_cannot_choose_an_office_that_is_not_theirs(
    year: Stage, read: Callable[..., Any]
) -> None:
    assert read(year.counsellor, f"/my/results/?unit={year.lillevik.pk}").status_code == 404


def test_a_counsellors_offices_do_not_tell_whether_anybody_answered(
    year: Stage, read: Callable[..., Any]
) -> None:
    """Whoever worked in two offices chooses between both, with answers in one, both or none."""
    someone = person("Rolf Eid", (Role.COUNSELLOR, year.vestvik), (Role.COUNSELLOR, year.nordvik))
    offices = read(someone, "/my/results/").context["offices"]
    assert [office.name for office in offices] == ["Nordvik", "Vestvik"]


def test_the_county_is_in_alphabetical_order(year: Stage, read: Callable[..., Any]) -> None:
    context = read(*addresses(year)["county"]).context
    assert [row["state"].name for row in context["rows"]] == ["Lillevik", "Nordvik", "Vestvik"]
    assert [row.name for row in context["beside"]["heard"]] == ["Lillevik", "Nordvik", "Vestvik"]
    assert [row.share is None for row in context["beside"]["heard"]] == [False, True, False]


def test_the_directorate_opens_counties_and_not_offices(
    year: Stage, read: Callable[..., Any]
) -> None:
    country = read(*addresses(year)["country"]).content.decode()
    county = read(year.national, f"/units/{year.county.pk}/county/").content.decode()
    assert f'href="/units/{year.county.pk}/county/"' in country
    assert f'href="/units/{year.vestvik.pk}/results/"' not in county
    assert f'href="/public/offices/{year.vestvik.pk}/"' in county


def test_the_centre_is_shown_beside_the_country_when_there_are_others(
    year: Stage, read: Callable[..., Any]
) -> None:
    alone = read(*addresses(year)["centre"])
    assert (alone.context["section"].n, alone.context["nationally"]) == (4500, None)
    assert "All centres together" not in alone.content.decode()
    publish_calls_of_another(year)
    page = read(*addresses(year)["centre"])
    here, nationally = page.context["section"], page.context["nationally"]
    assert (here.n, nationally.n) == (4500, 4700)
    assert "All centres together" in page.content.decode()
    (question,) = here.readings
    assert question.answers.labels == ("No", "Partly", "Yes")
    assert [sum(p.counts) for p in question.publications] == [
        p.answered for p in question.publications
    ]


def publish_calls_of_another(stage: Stage) -> None:
    """A week of another centre, which the country's figures hold too."""
    week = Week(2026, 46)
    other = unit("4200", UnitType.CONTACT_CENTRE, stage.directorate, "Kontaktsenter Øst")
    block = closed(other, "call", week, week, 200, random.Random(3))
    publish("call", week, (block,), added_up(block.lines(), [], [stage.directorate]))


def test_the_way_to_the_groups_is_there_where_groups_can_be(
    year: Stage, read: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    way = f'href="/units/{year.centre.pk}/calls/groups/"'
    public_way = f'href="/public/offices/{year.centre.pk}/groups/"'
    assert way not in read(*addresses(year)["centre"]).content.decode()
    assert public_way not in read(*addresses(year)["public centre"]).content.decode()
    background = shipped_content("conversation").background
    asking = replace(shipped_content("call"), background=background)
    monkeypatch.setattr("medverk.pages.results.content_now", lambda _key, _now: asking)
    assert way in read(*addresses(year)["centre"]).content.decode()
    assert public_way in read(*addresses(year)["public centre"]).content.decode()


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.CONTACT_CENTRE])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_who_answers_calls_is_told_why_own_figures_wait(
    year: Stage, read: Callable[..., Any], role: Role, language: str
) -> None:
    agent = person(f"Agent {role}", (role, year.centre))
    page = read(agent, "/my/results/", language)
    (note,) = page.context["section"].notes
    assert note.what
    assert f"/units/{year.centre.pk}/calls/" in page.content.decode()
    assert page.context["asked"].questionnaire == "call"


def test_who_answers_calls_sees_own_figures(year: Stage, read: Callable[..., Any]) -> None:
    publish_own_calls(year, Week(2026, 46))
    page = read(year.at_centre, "/my/results/")
    (question,) = page.context["section"].readings
    assert (page.context["section"].n, question.answers.labels) == (300, ("No", "Partly", "Yes"))
    text = page.content.decode()
    assert "What those who called you say" in text
    assert "conversation" not in text.split("<main", 1)[1].split("</main>", 1)[0]
    assert page.context["tabs"] == []


def test_nobody_at_the_centre_sees_the_figures_of_another(
    year: Stage, read: Callable[..., Any]
) -> None:
    publish_own_calls(year, Week(2026, 46))
    other = person("Another agent", (Role.CONTACT_CENTRE, year.centre))
    assert read(other, "/my/results/").context["section"].readings == []


def test_the_office_page_of_a_centre_is_the_page_about_calls(
    year: Stage, read: Callable[..., Any]
) -> None:
    agent = person("Agent", (Role.COUNSELLOR, year.centre))
    page = read(agent, f"/units/{year.centre.pk}/results/")
    assert (page.status_code, page["Location"]) == (302, f"/units/{year.centre.pk}/calls/")
    assert read(agent, page["Location"]).status_code == 200


def test_the_promise_names_who_can_read_answers(year: Stage, read: Callable[..., Any]) -> None:
    tables = {row.table: row for row in read(*addresses(year)["promise"]).context["tables"]}
    assert [str(right) for right in tables["vault_sealedanswer"].web] == ["add"]
    assert tables["vault_response"].web == ()


@pytest.mark.parametrize("address", ["?questionnaire=unknown", "?questionnaire=call"])
def test_an_unknown_questionnaire_is_not_found(
    year: Stage, read: Callable[..., Any], address: str
) -> None:
    who, page = addresses(year)["office"]
    assert read(who, page + address).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_with_more_figures_and_more_units(
    stage: Stage, as_person: AsPerson, page: str
) -> None:
    publish_year(stage, weeks=(17, 20))
    who, address = addresses(stage)[page]
    few = queries_of(as_person(who), address)
    for number in range(3):
        unit(f"15{number}", UnitType.OFFICE, stage.county, f"Office {number}")
        unit(f"16{number}", UnitType.COUNTY, stage.directorate, f"County {number}")
    publish_year(stage, weeks=(46, 47, 48, 49, 50, 51), after=45)
    assert queries_of(as_person(who), address) == few


def queries_of(client: Client, address: str) -> int:
    client.get(address)  # what is read once in a process is read now
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_page_is_cheap(year: Stage, as_person: AsPerson) -> None:
    who, address = addresses(year)["office"]
    assert queries_of(as_person(who), address) <= 18


def test_the_promise_names_the_week_of_each_release(year: Stage, web: Callable[..., Any]) -> None:
    said = web(year.privacy_officer, "/promise/").content.decode()
    assert "week 44, 2026" in said
    assert "2026-W" not in said
