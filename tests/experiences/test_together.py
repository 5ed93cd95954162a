"""How it went for all who took it over: read from verdicts, pooled, and said in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from medverk.experiences.adopting import adopt
from medverk.experiences.models import Experience, Outcome
from medverk.experiences.outcomes import weigh_new
from medverk.experiences.queries import adoptions_of
from medverk.experiences.tasks import weigh_outcomes
from medverk.experiences.together import Together
from medverk.improvement.models import Verdict
from medverk.people.privacy import DatabaseRole
from tests.experiences.offices import judge, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def taken_over(offices, now):
    """`taken_over(0.8, 0.7)`: one adopter for each, whose share went from a half to there."""

    def make(*after):
        shared = offices.share(offices.vik)
        release = make_release(46)
        judge(shared.improvement, release, after=0.95)
        for number, value in enumerate(after):
            unit = offices.office(f"Office {number}")
            leader = offices.leaders[unit.pk]
            made = adopt(experience=shared, unit=unit, by=leader, now=now)
            judge(made, release, after=value)
        weigh_new()
        return Experience.objects.select_related("improvement__outcome", "office").get()

    return make


def together(experience):
    return Together(experience, list(adoptions_of(experience)))


def test_outcomes_follow_the_newest_verdict(offices):
    shared = offices.share(offices.vik)
    judge(shared.improvement, make_release(44), "too_early", "few_after")
    assert weigh_new() == 1
    judge(shared.improvement, make_release(46))
    weigh_outcomes(0)
    assert weigh_new() == 0
    outcome = Outcome.objects.get()
    assert (outcome.verdict, outcome.why) == ("signal_beyond_sisters", "largest")
    assert outcome.effect == pytest.approx(0.2)
    assert Experience.objects.get().verdict == "signal_beyond_sisters"


def test_nothing_is_weighed_that_nobody_looks_at(offices):
    judge(offices.improve(offices.vik), make_release(44))
    assert weigh_new() == 0
    assert not Outcome.objects.exists()


def test_what_is_shared_later_has_its_outcome_at_once(offices):
    improvement = offices.improve(offices.vik)
    judge(improvement, make_release(44))
    shared = offices.share(offices.nes)
    assert Outcome.objects.count() == 0
    judge(shared.improvement, make_release(46), "signal", "sisters_too")
    weigh_new()
    assert Experience.objects.get().verdict == "signal"


def test_without_sisters_there_is_a_verdict_and_no_effect(offices):
    shared = offices.share(offices.vik)
    early = judge(shared.improvement, make_release(44), "too_early", "few_after")
    Verdict.objects.filter(pk=early.pk).update(numbers={"before": [0.5], "after": []})
    weigh_new()
    outcome = Outcome.objects.get()
    assert (outcome.verdict, outcome.effect, outcome.error) == ("too_early", None, None)


def test_where_down_is_better_the_effect_is_turned(offices):
    shared = offices.share(offices.vik, expected="down")
    judge(shared.improvement, make_release(46), after=0.4)
    weigh_new()
    assert Outcome.objects.get().effect == pytest.approx(0.1)


def test_three_who_took_it_over_are_said_together(taken_over):
    found = together(taken_over(0.7, 0.71, 0.69))
    assert found.pooled is not None
    assert found.pooled.mean.value == pytest.approx(0.2, abs=1e-3)
    assert found.gist == "Taken together it went the expected way."
    assert found.sentence.startswith(f"{found.gist} On average")
    assert "+20 points (probably between" in found.sentence
    assert "too few to say whether it goes alike" in found.sentence


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ((), "Nobody who took it over has figures enough yet to say how it went."),
        ((0.9,), "One office that took it over has figures enough. It takes 3 to say something "
                 "together."),
        ((0.9, 0.9), "2 offices that took it over have figures enough. It takes 3 to say "
                     "something together."),
    ],
)  # fmt: skip
def test_few_are_not_said_together(taken_over, after, said):
    found = together(taken_over(*after))
    assert (found.pooled, found.sentence) == (None, said)


def test_the_office_that_shared_it_is_drawn_and_not_counted(taken_over):
    found = together(taken_over(0.5, 0.5, 0.5))
    assert found.pooled.mean.value == pytest.approx(0, abs=1e-3)
    assert "cannot be said which way" in found.sentence
    assert found.picture.table.rows[0][0].startswith("Vik")


def test_the_page_shows_each_office_with_its_own_effect(taken_over, offices, log_in):
    shared = taken_over(0.7, 0.4)
    page = log_in(offices.planner).get(reverse("experience", args=[shared.pk]))
    text = page.content.decode()
    assert [f"Office {n}" in text for n in range(3)] == [True, True, False]
    assert "+20 points" in text
    assert "−10 points" in text


def test_it_costs_the_same_with_one_and_with_three(taken_over, offices, log_in):
    shared = taken_over(0.7)
    page = log_in(offices.planner)

    def count():
        with CaptureQueriesContext(connection) as asked:
            page.get(reverse("experience", args=[shared.pk]))
        return len(asked)

    count()
    one = count()
    for number in (7, 8):
        unit = offices.office(f"More {number}")
        made = adopt(
            experience=shared, unit=unit, by=offices.leaders[unit.pk], now=shared.shared_at
        )
        judge(made, shared.improvement.outcome.source.release)
    weigh_new()
    assert count() == one


def test_the_sender_can_weigh_as_the_web_role(offices, as_role):
    judge(offices.share(offices.vik).improvement, make_release(46))
    with as_role(DatabaseRole.WEB):
        assert weigh_new() == 1
