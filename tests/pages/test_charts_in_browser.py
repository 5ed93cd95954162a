"""Charts with their tables open, the funnel, and the form that begins anew, in a real browser."""

from collections.abc import Callable

import pytest
from django.test import Client

from medverk.people.models import Person
from tests.browser import Screen
from tests.pages.many_offices import add_offices, publish_offices
from tests.pages.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AsPerson = Callable[[Person | None], Client]
MakeScreen = Callable[..., Screen]
OPEN_FOLDS = "() => document.querySelectorAll('details').forEach(fold => { fold.open = true })"


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(1280, "light", "nb"), (320, "dark", "nn")]
)
def test_every_table_behind_a_chart_is_accessible_and_fits(
    stage: Stage,
    as_person: AsPerson,
    screen: MakeScreen,
    width: int,
    scheme: str,
    language: str,
) -> None:
    offices = [stage.vestvik, *add_offices(stage, 11)]
    publish_offices(stage, offices, range(20, 34), low=stage.vestvik)
    window = screen(width, scheme)
    begin = f"/units/{stage.vestvik.pk}/series/anew/?questionnaire=conversation&question=heard"
    for who, path in (
        (stage.leader, f"/units/{stage.vestvik.pk}/results/"),
        (stage.leader, begin),
        (stage.county_staff, f"/units/{stage.county.pk}/county/"),
        (stage.national, "/country/"),
    ):
        as_person(who)
        window.faults.clear()
        window.open(path, language)
        window.evaluate(OPEN_FOLDS)
        found = (path, window.violations(), window.overflow(), window.policy_faults())
        assert found == (path, [], 0, [])


def test_what_stands_out_leads_to_its_figure(
    year: Stage, as_person: AsPerson, screen: MakeScreen
) -> None:
    as_person(year.leader)
    window = screen()
    window.open(f"/units/{year.vestvik.pk}/results/", "en")
    window.run(lambda: window.page.locator(".ways a").first.click())
    top = "() => document.querySelector('#figure-shared_goal').getBoundingClientRect().top"
    assert 0 <= window.evaluate(top) < 200
