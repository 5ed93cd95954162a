"""What the pages read: true to the figures, cheap, and own figures for their owner only."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings

import medverk
from medverk.people.access import Role
from medverk.people.models import Membership, Person
from medverk.people.privacy import DatabaseRole
from medverk.releases import queries
from medverk.releases.actions import publish_due
from medverk.releases.queries import Line, Sum, WithheldLine
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.vault.actions import add_responses
from tests.releases.vaulted import Agency, lay_out, morning_after, plain_world

W1, W2, W3 = (Week(2026, number) for number in (1, 2, 3))
AFTER_W2 = date(2026, 1, 12)


@pytest.fixture
def agency(asked: Questionnaire) -> Agency:
    """Two published weeks: sixty responses a week in the north, four in the south."""
    return publish_weeks(asked, {"north": 60, "south": 4}, 2)


def publish_weeks(asked: Questionnaire, per_week: dict[str, int], weeks: int) -> Agency:
    world = plain_world(per_week, weeks)
    agency = lay_out(world, asked)
    add_responses(map(agency.answer, world.responses))
    for week in world.dates:
        publish_due(now=morning_after(week), settle=False)
    return agency


def test_it_gives_an_office_its_lines_and_their_sum(agency: Agency, as_role: Callable) -> None:
    with as_role(DatabaseRole.WEB):
        results = queries.unit_results(agency.units["north"], "short", since=W1)
    goal = results.questions["goal"]
    assert goal.lines == (
        Line(60, 60, (12,) * 5, W1, W1, date(2026, 1, 5)),
        Line(60, 60, (12,) * 5, W2, W2, AFTER_W2),
    )
    assert goal.total == Sum(120, 120, (24,) * 5)
    assert goal.total.mean == 3
    assert (results.n, [line.n for line in results.responses]) == (120, [60, 60])
    assert results.withheld == ()
    assert results.latest is not None
    assert results.latest.until == W2


def test_it_says_what_waits_as_of_the_newest_release_only(agency: Agency) -> None:
    results = queries.unit_results(agency.units["south"], "short", since=W1)
    assert (results.n, dict(results.questions)) == (0, {})
    assert results.withheld == (WithheldLine(None, W1, W2, Reason.TOO_FEW_SO_FAR, for_good=False),)


def test_it_keeps_to_the_period(agency: Agency) -> None:
    north = agency.units["north"]
    assert queries.unit_results(north, "short", since=W2).n == 60
    assert queries.unit_results(north, "short", since=W1, to=W1).n == 60
    assert queries.unit_results(north, "short", since=W3).n == 0


def test_it_keeps_questionnaires_apart(agency: Agency) -> None:
    results = queries.unit_results(agency.units["north"], "trust", since=W1)
    assert (results.n, results.withheld, results.latest) == (0, (), None)


def test_it_adds_up_the_units_of_a_county_by_name(agency: Agency, as_role: Callable) -> None:
    with as_role(DatabaseRole.WEB):
        below = queries.results_below(
            [agency.units["south"], agency.units["north"]], "short", since=W1
        )
    north, south = below.units
    assert (north.name, north.n, north.last_week, north.waits) == ("north", 120, W2, None)
    assert north.questions == {
        "goal": Sum(120, 120, (24,) * 5),
        "help": Sum(120, 120, (40, 40, 40)),
    }
    assert (south.name, south.n, south.has_figures) == ("south", 0, False)
    assert (south.last_week, south.waits) == (None, Reason.TOO_FEW_SO_FAR)


def test_it_gives_a_county_what_its_offices_show(agency: Agency) -> None:
    county = queries.unit_results(agency.units["county"], "short", since=W1)
    assert county.questions["goal"].total == Sum(120, 120, (24,) * 5)


def test_it_gives_own_figures_to_their_owner_only(agency: Agency, as_role: Callable) -> None:
    north = agency.units["north"]
    with as_role(DatabaseRole.WEB):
        own = queries.own_results(
            agency.persons["north-0"], "short", since=W1, unit_id=north, now=morning_after(W2)
        )
        other = queries.own_results(
            agency.persons["south-0"], "short", since=W1, unit_id=north, now=morning_after(W2)
        )
    assert own.n == 40
    # All who spoke with this counsellor chose the same for "help": shown from twice the threshold.
    assert [line.counts for line in own.questions["help"].lines] == [(40, 0, 0)]
    assert [line.counts for line in own.questions["goal"].lines] == [(4,) * 5] * 2
    assert (other.n, other.questions) == (0, {})
    assert other.withheld == (WithheldLine(None, W1, W2, Reason.TOO_FEW_OWN, for_good=False),)


def test_it_lets_no_other_room_near_the_tables_of_own_figures() -> None:
    rooms = Path(medverk.__file__).parent
    named = {
        path.relative_to(rooms).parts[0]
        for path in rooms.rglob("*.py")
        if re.search(r"OwnFigure\b|OwnWithheld\b|own_figures.all|own_withheld", path.read_text())
    }
    assert named == {"releases"}


def test_it_says_at_once_that_own_figures_never_come_in_a_small_office(
    agency: Agency,
) -> None:
    south = agency.units["south"]
    newcomer = Person.objects.create(subject="new", ident="new", name="New")
    Membership.objects.create(
        person=newcomer, role=Role.COUNSELLOR, unit_id=south, valid_from=date(2026, 1, 1)
    )
    own = queries.own_results(newcomer.pk, "short", since=W1, unit_id=south, now=morning_after(W2))
    assert [line.reason for line in own.withheld] == [Reason.TWO_COUNSELLOR_OFFICE]


def test_it_knows_the_offices_of_own_figures(agency: Agency) -> None:
    assert queries.own_offices(agency.persons["north-0"]) == (agency.units["north"],)
    assert queries.own_offices(0) == ()


@pytest.mark.parametrize("weeks", [1, 3])
@pytest.mark.parametrize("per_week", [20, 200])
def test_it_asks_the_database_as_often_whatever_was_published(
    weeks: int,
    per_week: int,
    asked: Questionnaire,
    django_assert_num_queries: Callable,
) -> None:
    agency = publish_weeks(asked, {"north": per_week, "south": 4}, weeks)
    units = [agency.units["north"], agency.units["south"]]
    person = agency.persons["north-0"]
    with django_assert_num_queries(3):
        queries.unit_results(units[0], "short", since=W1)
    with django_assert_num_queries(4):
        queries.results_below(units, "short", since=W1)
    with django_assert_num_queries(3):
        queries.own_results(person, "short", since=W1, unit_id=units[0], now=morning_after(W3))
    with django_assert_num_queries(1):
        queries.latest_release("short")


def test_it_lists_releases_newest_first(agency: Agency) -> None:
    assert [release.until for release in queries.releases("short")] == [W2, W1]
    assert queries.latest_release("short") == queries.releases("short")[0]
    assert queries.latest_release("trust") is None


def test_it_knows_how_far_a_questionnaire_is_published(agency: Agency) -> None:
    assert queries.is_published_to("short", W2)
    assert not queries.is_published_to("short", W3)


@pytest.mark.parametrize(
    ("dates", "today", "expected"),
    [
        ("weekly", datetime(2026, 11, 18, 12, tzinfo=UTC), date(2026, 11, 23)),
        ("weekly", datetime(2026, 11, 22, 22, 30, tzinfo=UTC), date(2026, 11, 23)),
        ("weekly", datetime(2026, 11, 22, 23, 30, tzinfo=UTC), date(2026, 11, 30)),
        ("monthly", datetime(2026, 11, 18, 12, tzinfo=UTC), date(2026, 12, 7)),
        ("monthly", datetime(2026, 12, 9, 12, tzinfo=UTC), date(2027, 1, 4)),
    ],
)
def test_it_tells_when_figures_come_next(
    dates: str, today: datetime, expected: date, settings: object
) -> None:
    values = dict(django_settings.ENVIRONMENT.values) | {"MEDVERK_PUBLICATION_DATES": dates}
    settings.ENVIRONMENT = replace(django_settings.ENVIRONMENT, values=values)  # type: ignore[attr-defined]
    assert queries.next_publication(today) == expected


def test_it_begins_the_year_with_its_first_week() -> None:
    assert queries.this_year(datetime(2027, 1, 2, 12, tzinfo=UTC)) == W1
