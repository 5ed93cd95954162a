"""You said, we did: what everybody can read, and nothing more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverk.experiences import actions
from medverk.experiences.actions import Told
from medverk.experiences.outcomes import weigh_new
from medverk.experiences.views.public import before_of
from medverk.experiences.words import EXPLANATIONS, HEADLINES
from medverk.people.privacy import DatabaseRole
from medverk.rules.statistics.verdict import Verdict, Why
from tests.experiences.offices import judge, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def tell(offices, now):
    def make(unit=None, **more):
        unit = unit or offices.vik
        improvement = offices.improve(unit, **more)
        told = Told("nn", "Vi blei ikkje samde om eit mål", "Vi skriv målet saman")
        leader = offices.leaders[unit.pk]
        actions.tell(improvement=improvement, told=told, hints_judged=False, by=leader, now=now)
        return improvement

    return make


def read(client, unit, language="en"):
    client.cookies["django_language"] = language
    response = client.get(reverse("said_and_did", args=[unit.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_anybody_can_read_what_was_said_and_done(offices, tell, client):
    tell()
    text = read(client, offices.vik)
    assert '<p lang="nn">Vi blei ikkje samde om eit mål</p>' in text
    assert '<p lang="nn">Vi skriv målet saman</p>' in text
    assert "56\N{NO-BREAK SPACE}% agreed" in text
    assert "It is too early to tell" in text


@pytest.mark.parametrize(("why", "verdict"), [
    (Why.FEW_AFTER, Verdict.TOO_EARLY),
    (Why.FEW_BEFORE, Verdict.TOO_EARLY),
    (Why.NOTHING_UNUSUAL, Verdict.NO_SIGNAL),
    (Why.OTHER_WAY, Verdict.NO_SIGNAL),
    (Why.FEW_SISTERS, Verdict.SIGNAL),
    (Why.SISTERS_TOO, Verdict.SIGNAL),
    (Why.LARGEST, Verdict.SIGNAL_BEYOND_SISTERS),
    (Why.BEYOND_SPREAD, Verdict.SIGNAL_BEYOND_SISTERS),
])  # fmt: skip
def test_every_verdict_is_said_in_plain_words(offices, tell, client, why, verdict):
    judge(tell(), make_release(46), verdict, why)
    weigh_new()
    text = read(client, offices.vik)
    assert f"{HEADLINES[verdict]}. {EXPLANATIONS[why]}" in text
    assert "proven" not in text


def test_words_exist_for_every_verdict_and_ground():
    assert set(HEADLINES) == set(Verdict)
    assert set(EXPLANATIONS) == set(Why)


def test_the_verdict_changes_with_the_figures_and_nobody_writes_it(offices, tell, client):
    improvement = tell()
    judge(improvement, make_release(44), "signal", "sisters_too")
    weigh_new()
    judge(improvement, make_release(46), "no_signal", "nothing_unusual")
    weigh_new()
    assert "We cannot see that it helped" in read(client, offices.vik)


def test_what_nobody_has_chosen_to_tell_is_not_shown(offices, client):
    offices.improve(offices.vik, "A secret plan")
    offices.share(offices.vik, "Shared with colleagues")
    text = read(client, offices.vik)
    assert ("A secret plan" in text, "Shared with colleagues" in text) == (False, False)
    assert "There is nothing to tell yet" in text


def test_it_names_nobody(offices, tell, client):
    tell()
    assert offices.leaders[offices.vik.pk].name not in read(client, offices.vik)


def test_other_offices_tell_on_their_own_pages(offices, tell, client):
    tell(offices.nes)
    assert "Vi skriv" not in read(client, offices.vik)
    assert "Vi skriv" in read(client, offices.nes)


def test_without_a_baseline_there_is_no_figure(offices, tell, client):
    tell(baseline=[])
    assert "agreed (" not in read(client, offices.vik)


def test_the_figure_is_what_the_published_blocks_add_up_to():
    """0.5 of 20 and 0.6 of 30: 28 of 50."""
    found = before_of([["2026-W10", "2026-W12", 0.5, 20], ["2026-W13", "2026-W15", 0.6, 30]])
    assert found.value == 0.56


@pytest.mark.parametrize(
    ("indicator", "said"),
    [
        ("conversation.goal", "agreed"),
        ("trust.satisfaction", "chose 4 or higher"),
        ("call.helped", "said yes"),
    ],
)
def test_the_figure_is_said_by_what_is_counted(offices, tell, client, indicator, said):
    tell(indicator=indicator)
    assert f"56\N{NO-BREAK SPACE}% {said} (probably" in read(client, offices.vik)


def test_an_office_that_does_not_exist_is_not_found(db, client):
    assert client.get(reverse("said_and_did", args=[999_999])).status_code == 404


def test_it_costs_the_same_with_one_and_with_three(offices, tell, client):
    def count():
        with CaptureQueriesContext(connection) as asked:
            read(client, offices.vik)
        return len(asked)

    tell()
    count()
    one = count()
    tell()
    tell()
    assert count() == one


def test_the_web_role_reads_it(offices, tell, client, as_role):
    tell()
    with as_role(DatabaseRole.WEB):
        assert "Vi skriv" in read(client, offices.vik)
