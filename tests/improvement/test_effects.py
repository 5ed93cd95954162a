"""Verdicts by the rules under "Did it help?": from new releases only, kept for ever."""

import random
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from medverk.improvement.actions import move, move_due
from medverk.improvement.judging import judge_all
from medverk.improvement.models import Improvement, Verdict
from medverk.improvement.sentences import say_beyond, say_verdict
from medverk.people.privacy import DatabaseRole
from medverk.releases.models import Release
from medverk.rules.improvement.states import ImprovementEvent
from medverk.rules.weeks import Week
from tests.improvement.world import noon, publish_weeks, rising, start, swinging

STARTS = date(2026, 6, 1)  # the Monday of week 23, the 22nd from 0
TOLD = date(2026, 8, 24)


@pytest.fixture
def rises(world):
    """Ours rises by a quarter from the start on; the others swing."""
    publish_weeks(world, range(22), rising(random.Random(1), world, 22, 0.25))
    improvement = start(world, STARTS)
    move_due(now=noon(STARTS))
    return improvement


def tell(world, weeks, *, by=0.25):
    publish_weeks(world, weeks, rising(random.Random(2), world, 22, by))


def test_it_is_too_early_until_seven_publications(world, rises):
    tell(world, range(22, 28))
    assert judge_all(now=noon(TOLD)) == 1
    verdict = Verdict.objects.get()
    assert (verdict.verdict, verdict.why, len(verdict.numbers["after"])) == (
        "too_early", "few_after", 6,
    )  # fmt: skip
    assert verdict.numbers["sisters"] == []


def test_a_real_rise_is_a_signal_beyond_sister_units(world, rises):
    tell(world, range(22, 30))
    judge_all(now=noon(TOLD))
    verdict = Verdict.objects.get()
    assert verdict.verdict == "signal_beyond_sisters"
    assert [each["unit"] for each in verdict.numbers["sisters"]] == [
        office.pk for office in world.offices[1:]
    ]
    assert len(verdict.numbers["before"]) == 20  # the last before it was found made somebody act


def test_nothing_is_no_signal(world, rises):
    tell(world, range(22, 30), by=0.0)
    judge_all(now=noon(TOLD))
    assert Verdict.objects.get().verdict == "no_signal"


def test_what_rises_everywhere_is_not_beyond_sisters(world, rises):
    usual = swinging(random.Random(3))
    publish_weeks(world, range(22, 32), lambda office, week: usual(office, week) + 0.25)
    judge_all(now=noon(TOLD))
    assert Verdict.objects.get().verdict == "signal"


def test_a_verdict_changes_by_a_new_release_only_and_the_old_ones_stay(world, rises):
    tell(world, range(22, 28))
    assert [judge_all(now=noon(TOLD)) for _ in range(3)] == [1, 0, 0]
    tell(world, range(28, 30))
    assert [judge_all(now=noon(TOLD)) for _ in range(2)] == [1, 0]
    assert list(Verdict.objects.order_by("until").values_list("verdict", "until")) == [
        ("too_early", "2026-W28"), ("signal_beyond_sisters", "2026-W30"),
    ]  # fmt: skip


def test_the_web_role_judges_and_can_change_no_verdict(world, rises, as_role):
    tell(world, range(22, 30))
    with as_role(DatabaseRole.WEB):
        assert judge_all(now=noon(TOLD)) == 1
        for statement in ("UPDATE improvement_verdict SET verdict = 'signal'",
                          "DELETE FROM improvement_verdict"):  # fmt: skip
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


def test_the_releaser_has_nothing_to_do_here(world, rises, as_role):
    denied = pytest.raises(DatabaseError, match="permission denied")
    with as_role(DatabaseRole.RELEASER), denied, transaction.atomic():
        Verdict.objects.first()


def test_what_was_dropped_is_followed_no_more(world, rises):
    tell(world, range(22, 30))
    move(improvement=rises, event=ImprovementEvent.DROP, by=world.leader, now=noon(TOLD), words="x")
    assert judge_all(now=noon(TOLD)) == 0


@pytest.mark.parametrize(("weeks_ago", "judged"), [(51, 1), (52, 1), (53, 0)])
def test_it_is_followed_for_a_year_after_its_start(world, rises, weeks_ago, judged):
    tell(world, range(22, 30))
    starts = Week(2026, 30).plus(-weeks_ago).first_day()
    Improvement.objects.update(starts_on=starts, baseline_ends=starts, baseline=[])
    assert judge_all(now=noon(TOLD)) == judged


def test_a_corrected_release_changes_the_verdict_and_the_old_one_stays(world, rises):
    tell(world, range(22, 30))
    judge_all(now=noon(TOLD))
    wrong = Release.objects.get(until="2026-W30")
    Release.objects.create(questionnaire=wrong.questionnaire, until="2026-W30", policy={},
                           published_at=noon(TOLD), engine_version="x", digest="x",
                           corrects=wrong, why="Counted twice.")  # fmt: skip
    assert judge_all(now=noon(TOLD)) == 1
    after = [len(v.numbers["after"]) for v in Verdict.objects.order_by("at", "pk")]
    assert after == [8, 7]  # the corrected week is gone, since nothing took its place


def test_the_baseline_does_not_move_when_figures_are_corrected(world, rises):
    before = rises.baseline
    rises.refresh_from_db()
    assert [list(point) for point in before] == rises.baseline
    assert [point[0] for point in rises.baseline] == [f"2026-W{n:02}" for n in range(1, 21)]
    assert rises.baseline_ends == date(2026, 5, 18)  # week 21 made somebody act


def test_it_costs_the_same_with_one_sister_and_with_ten(world, rises, django_assert_num_queries):
    tell(world, range(22, 30))
    judge_all(now=noon(TOLD))
    Verdict.objects.all().delete()
    with django_assert_num_queries(9) as all_sisters:
        judge_all(now=noon(TOLD))
    Verdict.objects.all().delete()
    type(rises).objects.update(sisters=rises.sisters[:1])
    with django_assert_num_queries(len(all_sisters)):
        judge_all(now=noon(TOLD))


def test_the_words_never_say_that_it_was_proven(world, rises):
    tell(world, range(22, 30))
    judge_all(now=noon(TOLD))
    said = say_verdict(Verdict.objects.get())
    assert "bevist" not in said
    assert "prov" not in said


BEFORE, AFTER = [0.60, 0.62] * 6, [0.70, 0.72] * 4
SISTERS = [{"unit": n, "before": 0.6 + n / 100, "after": 0.6 + n / 100} for n in range(6)]


def verdict_of(why, before=BEFORE, after=AFTER, sisters=()):
    numbers = {"before": before, "after": after, "sisters": list(sisters)}
    return Verdict(why=why, numbers=numbers)


@pytest.mark.parametrize(
    ("why", "ends"),
    [("nothing_unusual", "no signal."), ("other_way", "you expected."),
     ("few_sisters", "to compare with."), ("sisters_too", "may lie behind."),
     ("largest", "as much."), ("beyond_spread", "usually change.")],
)  # fmt: skip
def test_each_ground_has_its_sentence(why, ends):
    with override("en"):
        said = say_verdict(verdict_of(why))
    assert said.startswith(
        "Before, 61\xa0% answered positively, and since the start 71\xa0%: 10 percentage points "
        "more (probably between 9 and 11)."
    )
    assert said.endswith(ends)


def test_a_fall_is_said_without_a_sign():
    with override("en"):
        said = say_verdict(verdict_of("other_way", AFTER * 2, BEFORE))
    assert "10 percentage points fewer (probably between 9 and 11)" in said


@pytest.mark.parametrize(("why", "said"), [("beyond_spread", True), ("nothing_unusual", False)])
def test_how_much_further_is_said_of_signals_only(why, said):
    verdict = verdict_of(why, sisters=SISTERS)
    with override("en"):
        words = say_beyond(verdict, Improvement(expected="up"))
    assert words.startswith("Beside comparable units it went 10 percentage points further") is said
    assert bool(words) is said


def test_a_share_expected_to_fall_counts_downwards():
    verdict = verdict_of("beyond_spread", AFTER * 2, BEFORE, SISTERS)
    with override("en"):
        words = say_beyond(verdict, Improvement(expected="down"))
    assert words.startswith("Beside comparable units it went 10 percentage points further")


@pytest.mark.parametrize(
    ("verdict", "begins"),
    [(verdict_of("few_after", after=[0.7]), "It is too early to tell: there is 1 publication"),
     (verdict_of("few_after", after=[]), "It is too early to tell: there are 0 publications"),
     (verdict_of("few_before", before=[0.6]), "There are fewer than 12 publications")],
)  # fmt: skip
def test_it_says_why_it_is_too_early(verdict, begins):
    with override("en"):
        assert say_verdict(verdict).startswith(begins)
