"""The look of the whole site: each page of each room that needs no more than a unit."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from medverk.people.access import allows
from medverk.people.models import Person
from medverk.people.queries import standings_of
from medverk.people.routes import ACTIONS
from tests.browser import Screen
from tests.pages.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AsPerson = Callable[[Person | None], Client]


def arguments() -> dict[str, set[str]]:
    """What each address of the site needs, by its name."""
    return {
        name: set(ways[0][0][1])
        for name, ways in get_resolver().reverse_dict.items()
        if isinstance(name, str) and name in ACTIONS
    }


def openings(stage: Stage) -> Iterator[tuple[Person, str]]:
    """Someone who may open it, for each address that needs nothing or a unit."""
    for name, needed in sorted(arguments().items()):
        if needed <= {"unit"}:
            yield from first_opening(stage, name, of_unit=bool(needed))


def first_opening(stage: Stage, name: str, *, of_unit: bool) -> Iterator[tuple[Person, str]]:
    units = (stage.vestvik, stage.county, stage.centre, stage.directorate) if of_unit else (None,)
    for person in stage.people():
        standings = standings_of(person, date(2026, 11, 18))
        for unit in units:
            if allows(standings, ACTIONS[name], unit.pk if unit else None):
                yield person, reverse(name, kwargs={"unit": unit.pk} if unit else None)
                return


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(1280, "light", "en"), (320, "dark", "nn")]
)
def test_every_page_is_accessible_and_fits(
    year: Stage,
    as_person: AsPerson,
    screen: Callable[..., Screen],
    width: int,
    scheme: str,
    language: str,
) -> None:
    window = screen(width, scheme)
    opened = 0
    for person, path in openings(year):
        response = as_person(person).get(path)
        if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
            continue  # an address for forms, files and machines
        window.faults.clear()
        window.open(path, language)
        found = (path, window.violations(), window.overflow(), window.policy_faults())
        assert found == (path, [], 0, [])
        opened += 1
    assert opened >= 25
