"""What stands out, sister offices, offices in a funnel, and importance: on the pages."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from medverk.people.access import Role
from medverk.people.models import Person
from tests.pages.many_offices import add_offices, publish_offices
from tests.pages.stage import Stage, person
from tests.pages.test_results_pages import AsPerson, queries_of

Web = Callable[..., Any]


def results_of(stage: Stage) -> str:
    return f"/units/{stage.vestvik.pk}/results/"


def test_it_names_the_change_leads_to_its_figure_and_to_what_can_be_done(
    year: Stage, web: Web
) -> None:
    page = web(year.leader, results_of(year))
    (notice,) = page.context["notices"]
    assert notice.statement == "We agree on what I should work towards"
    assert notice.sentence.startswith("The last 9 publications are all higher than the mean,")
    assert (notice.is_good, notice.figure) == (True, "#figure-shared_goal")
    assert 'id="figure-shared_goal"' in page.content.decode()
    act = urlsplit(notice.act)
    assert act.path == reverse("finding-new", kwargs={"unit": year.vestvik.pk})
    assert parse_qs(act.query) == {
        "source": ["signal"],
        "indicator": ["conversation.shared_goal"],
        "from": [f"{results_of(year)}?questionnaire=conversation"],
    }
    assert web(year.leader, notice.act).status_code == 200


def test_who_may_not_write_findings_is_not_asked_to(year: Stage, web: Web) -> None:
    (notice,) = web(year.counsellor, results_of(year)).context["notices"]
    page = web(year.counsellor, results_of(year)).content.decode()
    assert ("finding" in page, notice.act) == (False, None)


def test_nothing_stands_out_is_said(stage: Stage, web: Web) -> None:
    publish_offices(stage, [stage.vestvik], range(10, 16))
    page = web(stage.leader, results_of(stage))
    assert page.context["notices"] == []
    assert (
        "Nothing stands out in the newest figures. That is a good answer" in page.content.decode()
    )


@pytest.fixture
def county(stage: Stage) -> Stage:
    """Vestvik, where people are heard less, among nine sister offices."""
    offices = [stage.vestvik, *add_offices(stage, 9)]
    publish_offices(stage, offices, range(20, 26), low=stage.vestvik)
    return stage


def test_an_office_beyond_its_sisters_stands_out(county: Stage, web: Web) -> None:
    page = web(county.leader, results_of(county))
    (notice,) = page.context["notices"]
    assert notice.statement == "The counsellor listened to what I had to say"
    assert notice.sentence.startswith("Lower than sister offices:")
    assert "Sister offices of this size:" in page.content.decode()


def test_sister_offices_are_compared_only_when_five_have_figures(stage: Stage, web: Web) -> None:
    offices = [stage.vestvik, *add_offices(stage, 4)]
    publish_offices(stage, offices, [20], low=stage.vestvik)
    assert web(stage.leader, results_of(stage)).context["sisters"] == {}


def test_the_county_sees_its_offices_in_a_funnel(county: Stage, web: Web) -> None:
    address = f"/units/{county.county.pk}/county/"
    comparison = web(county.county_staff, address).context["comparison"]
    assert comparison.statement == "The counsellor listened to what I had to say"
    assert "Lower than the others, by more than chance: Vestvik." in comparison.picture.sentence
    assert [row[0] for row in comparison.picture.table.rows][:2] == ["Office 000", "Office 001"]
    assert len(comparison.picture.table.rows) == 10
    chosen = web(county.county_staff, f"{address}?compare=cooperate").context["comparison"]
    assert chosen.statement == "The counsellor and I work well together"
    assert web(county.county_staff, f"{address}?compare=nothing").status_code == 200


def test_two_offices_are_not_compared(year: Stage, web: Web) -> None:
    page = web(year.county_staff, f"/units/{year.county.pk}/county/")
    assert page.context["comparison"] is None


def test_one_who_leads_and_meets_people_sees_it_on_the_first_page(year: Stage, web: Web) -> None:
    ((unit, notices),) = web(year.both, "/my/").context["led"]
    assert (unit, [notice.statement for notice in notices]) == (
        year.vestvik,
        ["We agree on what I should work towards"],
    )
    assert notices[0].figure == (
        f"{results_of(year)}?questionnaire=conversation#figure-shared_goal"
    )
    assert web(year.counsellor, "/my/").context["led"] == []


def test_own_figures_are_compared_with_nobody(year: Stage, web: Web) -> None:
    page = web(year.counsellor, "/my/results/").content.decode()
    for words in ("Sister offices", "finding", "Do something about it", "series/anew"):
        assert words not in page


def test_what_goes_together_is_from_thirteen_publications_on(
    year: Stage, stage: Stage, web: Web
) -> None:
    picture = web(year.leader, results_of(year)).context["importance"]
    assert [row[0] for row in picture.table.rows] == [
        "1. Working together",
        "2. A common goal",
        "3. Before, during and after",
    ]
    assert "chart quadrant" in picture.svg


def test_before_thirteen_it_is_too_early(county: Stage, web: Web) -> None:
    picture = web(county.leader, results_of(county)).context["importance"]
    assert (picture.sentence, picture.svg) == (
        "It is too early to say what goes together with the rest.",
        "",
    )


@pytest.mark.parametrize("page", ["office", "county", "country"])
def test_a_page_costs_the_same_among_ten_and_among_a_hundred_offices(
    stage: Stage, as_person: AsPerson, page: str
) -> None:
    who, address = {
        "office": (stage.leader, results_of(stage)),
        "county": (stage.county_staff, f"/units/{stage.county.pk}/county/"),
        "country": (stage.national, "/country/"),
    }[page]
    publish_offices(stage, [stage.vestvik, *add_offices(stage, 9)], [20])
    few = queries_of(as_person(who), address)
    publish_offices(stage, add_offices(stage, 90, first=100), [21])
    assert queries_of(as_person(who), address) == few


def test_a_leader_of_several_offices_reads_three_at_most(stage: Stage, web: Web) -> None:
    offices = add_offices(stage, 4)
    leader: Person = person("Many", *((Role.OFFICE_LEADER, office) for office in offices))
    assert len(web(leader, "/my/").context["led"]) == 3
