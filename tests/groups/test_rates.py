"""How many of those asked answered: only from published groups, only for those who invite [G6]."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from medverk.groups.rates import Judged, comparable_counts, sentence_of
from medverk.people.models import Person
from medverk.people.privacy import DatabaseRole
from medverk.rules.disclosure.rates import AskedGroup
from medverk.rules.group_tables import Group
from medverk.surveys.languages import ASKED_IN
from tests.groups.asked import ANSWERED, LANGUAGES, ask, publish_groups
from tests.groups.test_pages import office, read
from tests.pages.broken_down import PUBLISHED, by_of, publish_edition
from tests.pages.stage import Stage

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person | None], Client]

HEADING = "How many of those asked have answered"
BY_LANGUAGE = "By the language they were asked in"


def section(said: str) -> str:
    return said.split(HEADING)[1].split("</section>")[0]


def test_the_leader_sees_how_many_answered_by_channel_and_by_language(
    year: Stage, as_person: AsPerson, as_role: Callable
) -> None:
    publish_groups(year)
    ask(year)
    client = as_person(year.leader)
    with as_role(DatabaseRole.WEB):
        by_channel, by_language = section(read(client, office(year))).split(BY_LANGUAGE)
    assert "Link in an SMS and link in an e-mail together: <b>30\xa0%</b> of 100" in by_channel
    assert "Slip of paper: <b>50\xa0%</b> of 40" in by_channel
    assert "Asked in Norwegian or Sami: <b>57\xa0%</b> of 60" in by_language
    assert "Asked in another language: <b>20\xa0%</b> of 80" in by_language


@pytest.mark.parametrize(
    ("language", "said"), [("nb", "5\xa0927"), ("nn", "5\xa0927"), ("en", "5,927")]
)
def test_thousands_are_grouped_as_readers_of_the_language_expect(
    year: Stage, as_person: AsPerson, language: str, said: str
) -> None:
    publish_groups(year)
    ask(year, {"sms": 5907, "email": 20, "slip": 40}, {}, everybody=5967)
    page = read(as_person(year.leader), office(year), language)
    assert f" {said} <" in page
    assert "5927" not in page


def test_it_says_which_language_clearly_answers_less_often_and_warns(
    year: Stage, as_person: AsPerson
) -> None:
    publish_groups(year)
    ask(year)
    by_channel, by_language = section(read(as_person(year.leader), office(year))).split(BY_LANGUAGE)
    assert "Asked in Norwegian or Sami: more have answered than of the others, 57" in by_language
    assert "this is the language of the invitation" in by_language
    assert "Norwegian and Sami are counted together" in by_language
    assert "people are not asked in one way or another by chance" in by_channel


def test_it_calls_no_difference_clear_that_chance_often_gives(
    year: Stage, as_person: AsPerson
) -> None:
    publish_groups(year)
    ask(year, languages={"norwegian or sami": 90, "another": 50})
    by_language = section(read(as_person(year.leader), office(year))).split(BY_LANGUAGE)[1]
    assert "None of them has clearly answered more often or less often" in by_language


@pytest.mark.parametrize("value", ASKED_IN)
def test_it_shows_neither_how_many_answered_nor_how_many_were_asked_of_what_is_withheld(
    value: str, year: Stage, as_person: AsPerson
) -> None:
    """With so few a counsellor would see that the one they asked was left out [F14]."""
    shown = [each for each in ANSWERED if each[1] != (value,)]
    publish_groups(year, shown, withheld=[("asked_in", value)])
    ask(year, languages=LANGUAGES | {value: 140 - sum(LANGUAGES.values()) + LANGUAGES[value]})
    by_language = section(read(as_person(year.leader), office(year))).split(BY_LANGUAGE)[1]
    assert by_language.count("<li>") == 1
    assert f"of {LANGUAGES[value]}" not in by_language
    assert "would tell about too few" in by_language
    assert "Then it is not told how many were asked either." in by_language


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"everybody": 141}, "Some were asked before this was counted"),
        ({"languages": {"norwegian or sami": 60}}, "Some were asked before this was counted"),
        (
            {"languages": {"norwegian or sami": 124, "another": 16}},
            "Not shown: Asked in another language. In these weeks no fewer answers have come",
        ),
    ],
)
def test_it_says_why_there_is_no_share(
    asked: dict[str, object], reason: str, year: Stage, as_person: AsPerson
) -> None:
    publish_groups(year)
    ask(year, **asked)  # type: ignore[arg-type]
    by_language = section(read(as_person(year.leader), office(year))).split(BY_LANGUAGE)[1]
    assert reason in by_language
    assert "Asked in another language: <b>" not in by_language


def test_it_says_that_earlier_half_years_did_not_count_it(year: Stage, as_person: AsPerson) -> None:
    publish_groups(year, ANSWERED[:2], tables=(("age",), ("channel",)))
    ask(year)
    by_language = section(read(as_person(year.leader), office(year))).split(BY_LANGUAGE)[1]
    assert "This was not counted yet in this half-year." in by_language
    assert "<li>" not in by_language


def judged(value: str, asked: int, blocks: set[str]) -> Judged:
    group = Group(by_of("asked_in", (value,)), frozenset(blocks), 20, {})
    return Judged(group, AskedGroup(20, asked, asked, asked), None)


def test_it_holds_no_rates_against_each_other_that_are_about_different_offices() -> None:
    here, both = {"1:2026-W10"}, {"1:2026-W10", "2:2026-W11"}
    alike = [judged("norwegian or sami", 30, both), judged("another", 200, both)]
    apart = [judged("norwegian or sami", 30, both), judged("another", 200, here)]
    assert list(comparable_counts({"asked_in": alike, "channel": apart})) == ["asked_in"]
    with override("en"):
        assert "not about the same offices" in sentence_of(apart, None, str)
        assert "None of them has clearly" in sentence_of(alike, None, str)
        assert sentence_of(alike[:1], None, str) == ""


def test_the_county_and_the_directorate_see_theirs_and_everybody_none(
    year: Stage, as_person: AsPerson
) -> None:
    publish_groups(year, units=[year.vestvik, year.county, year.directorate])
    ask(year)
    for who, path in (
        (year.county_staff, f"/units/{year.county.pk}/county/groups/"),
        (year.national, "/country/groups/"),
    ):
        assert "another language: <b>20" in section(read(as_person(who), path))
    for unit in (year.vestvik, year.county, year.directorate):
        said = read(as_person(None), f"/public/offices/{unit.pk}/groups/")
        assert HEADING not in said
        assert "of 80" not in said


def test_an_office_that_reads_its_countys_groups_learns_why_it_has_no_rates(
    year: Stage, as_person: AsPerson
) -> None:
    publish_edition(year)
    ask(year)
    path = f"/units/{year.lillevik.pk}/results/groups/"
    said = section(read(as_person(year.in_small_office), path))
    assert "For Lillevik this cannot be told group by group" in said
    assert "<li>" not in said


def test_it_asks_as_often_with_more_groups(year: Stage, as_person: AsPerson) -> None:
    def count(edition: str) -> int:
        client = as_person(year.leader)
        path = f"{office(year)}?edition={edition}"
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert HEADING in read(client, path)
        return len(queries)

    alone = [ANSWERED[0], ANSWERED[2], ("age", ("under 30",), 30), ("age", ("30-49",), 20)]
    publish_groups(year, alone, name="2025-H2")
    publish_groups(year, [*ANSWERED, *alone[2:]], until=PUBLISHED.plus(2))
    ask(year)
    assert count("2026-H1") == count("2025-H2")
