"""The page of groups in a real browser, with every kind of line that it can have."""

from collections.abc import Callable

import pytest
from django.test import Client

from medverk.people.models import Person
from tests.browser import Screen
from tests.groups.asked import ANSWERED, ask, publish_groups
from tests.groups.test_pages import office
from tests.pages.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AsPerson = Callable[[Person | None], Client]


@pytest.fixture
def told(year: Stage) -> Stage:
    """Ages, ways of asking and languages, with one way withheld and one that does not fit."""
    ages = [("age", ("under 30",), 40), ("age", ("30-49", "50 and over"), 60)]
    withheld = [("channel", "interview"), ("channel", "kiosk"), ("sex", "woman"), ("sex", "man")]
    publish_groups(year, [*ages, *ANSWERED], withheld=withheld)
    ask(year, channels={"sms": 100, "email": 20, "slip": 20})
    return year


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "light", "nb"), (360, "dark", "nn"), (320, "light", "en")],
)
def test_the_groups_are_accessible_and_fit(
    told: Stage,
    as_person: AsPerson,
    screen: Callable[..., Screen],
    width: int,
    scheme: str,
    language: str,
) -> None:
    as_person(told.leader)
    window = screen(width, scheme)
    window.open(office(told), language)
    assert (window.violations(), window.overflow(), window.policy_faults()) == ([], 0, [])


def test_nothing_of_the_rates_needs_a_script_and_all_of_it_is_printed(
    told: Stage, as_person: AsPerson, screen: Callable[..., Screen]
) -> None:
    as_person(told.leader)
    window = screen(1280)
    window.open(office(told), "en")
    window.run(lambda: window.page.emulate_media(media="print"))
    printed = window.evaluate("() => document.querySelector('main').innerText")
    for line in ("Asked in another language: 20", "Slip of paper", "Be careful", "Not shown:"):
        assert line in printed
    plain = as_person(told.leader).get(office(told)).content.decode()
    assert "Asked in another language: <b>20" in plain
