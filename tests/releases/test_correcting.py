"""A correction is a new release; the old one stands, and is known still [disclosure G5]."""

from collections.abc import Callable
from unittest.mock import patch

import pytest

from medverk.people.privacy import DatabaseRole
from medverk.releases import actions, queries
from medverk.releases.actions import PublicationRefusedError, publish
from medverk.releases.correcting import AlreadyCorrectedError, NothingToCorrectError, correct
from medverk.releases.models import Figure, Release
from medverk.releases.storing import recompute_digest
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.vault.actions import add_responses
from medverk.vault.models import Response
from medverk.vault.queries import Slot
from tests.releases.vaulted import Agency, lay_out, morning_after, plain_world

W1 = Week(2026, 1)
LATER = morning_after(Week(2026, 3))


@pytest.fixture
def agency(asked: Questionnaire) -> Agency:
    world = plain_world({"north": 60, "south": 4}, 1)
    made = lay_out(world, asked)
    add_responses(map(made.answer, world.responses))
    return made


@pytest.fixture
def wrong(agency: Agency) -> Release:
    """A release in which "goal" was counted from the wrong place: a fault in a program."""
    slots = {"goal": Slot(1, 5), "help": Slot(1, 3)}
    with patch.object(actions, "slots_of_questionnaire", lambda asked: slots):
        return publish(questionnaire="short", until=W1, now=morning_after(W1)).release


def test_it_puts_wrong_counts_right_in_a_new_release(
    wrong: Release, agency: Agency, as_role: Callable
) -> None:
    with as_role(DatabaseRole.RELEASER):
        outcome = correct(release=wrong.pk, why="“goal” was miscounted", by=None, now=LATER)
    assert (outcome.release.corrects, outcome.release.until) == (wrong, str(W1))
    counts = Figure.objects.filter(unit=agency.units["north"], question="goal")
    assert counts.get(release=wrong).counts == [20, 20, 20, 0, 0]
    assert counts.get(release=outcome.release).counts == [12] * 5
    assert recompute_digest(outcome.release) == outcome.release.digest


def test_it_shows_the_correction_instead_of_what_it_corrects(
    wrong: Release, agency: Agency
) -> None:
    before = queries.unit_results(agency.units["north"], "short", since=W1)
    correct(release=wrong.pk, why="miscounted", by=None, now=LATER)
    after = queries.unit_results(agency.units["north"], "short", since=W1)
    assert before.questions["goal"].total.counts == (20, 20, 20, 0, 0)
    assert after.questions["goal"].total.counts == (12,) * 5
    assert (after.n, after.questions["help"].total) == (before.n, before.questions["help"].total)
    south = queries.unit_results(agency.units["south"], "short", since=W1)
    assert len(south.withheld) == 1
    assert [line.corrects for line in queries.releases("short")] == [wrong.pk, None]


def test_it_refuses_to_correct_what_is_right(agency: Agency) -> None:
    right = publish(questionnaire="short", until=W1, now=morning_after(W1)).release
    with pytest.raises(NothingToCorrectError):
        correct(release=right.pk, why="just in case", by=None, now=LATER)


def test_it_corrects_a_release_once(wrong: Release) -> None:
    correct(release=wrong.pk, why="miscounted", by=None, now=LATER)
    with pytest.raises(AlreadyCorrectedError):
        correct(release=wrong.pk, why="miscounted", by=None, now=LATER)


def test_it_refuses_when_the_difference_would_be_somebodys_answers(
    wrong: Release, agency: Agency
) -> None:
    first = Response.objects.filter(office_id=agency.units["north"])[0]
    first.delete()
    with pytest.raises(PublicationRefusedError, match="other_people"):
        correct(release=wrong.pk, why="miscounted", by=None, now=LATER)
    assert Release.objects.count() == 1


def test_it_publishes_on_after_a_correction(wrong: Release) -> None:
    correct(release=wrong.pk, why="miscounted", by=None, now=LATER)
    week = Week(2026, 2)
    assert publish(questionnaire="short", until=week, now=morning_after(week)).new
