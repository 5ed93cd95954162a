"""The demo's feedback between units and quality reviews, whatever day it is made."""

from datetime import UTC, datetime
from random import Random

import pytest

from medverk.exchange.models import Feedback
from medverk.project.demo.calendar import year_before
from medverk.project.demo.exchange import SAID, play_exchange
from medverk.project.demo.places import make_county
from medverk.project.demo.reviews import play_reviews
from medverk.reviews.models import Round
from medverk.rules.exchange import ExchangeState
from medverk.rules.personal_data import CERTAIN, find_personal_data
from medverk.rules.reviews import RoundState

pytestmark = pytest.mark.django_db

ANSWERED, CLOSED, SENT = ExchangeState.ANSWERED, ExchangeState.CLOSED, ExchangeState.SENT


def play(now: datetime, weeks: int) -> None:
    year = year_before(now, weeks)
    county = make_county(since=year.first.first_day(), chance=Random(1))
    for week in year.weeks():
        play_exchange(county, year, week)
        play_reviews(county, year, week)


@pytest.mark.parametrize(
    ("month", "rounds"),
    [
        (1, [RoundState.CLOSED, RoundState.CLOSED]),  # one half-year has one round
        (11, [RoundState.CLOSED, RoundState.CLOSED, RoundState.REVIEWING]),
    ],
)
def test_it_shows_every_state(month, rounds):
    play(datetime(2026, month, 18, 11, tzinfo=UTC), 52)
    states = Feedback.objects.order_by("sent_at").values_list("state", flat=True)
    assert list(states) == [CLOSED, CLOSED, ANSWERED, SENT, SENT]
    found = Round.objects.order_by("year", "half").values_list("state", flat=True)
    assert list(found) == rounds


def test_a_short_demo_leaves_out_what_came_before():
    play(datetime(2026, 11, 18, 11, tzinfo=UTC), 3)
    assert list(Feedback.objects.values_list("state", flat=True)) == [SENT]


def test_nobody_is_named_in_what_units_say():
    texts = [text for said in SAID for text in (said.text, said.answer, said.what)]
    assert [text for text in texts if {s.kind for s in find_personal_data(text)} & CERTAIN] == []
