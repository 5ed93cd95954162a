"""The menu holds what a person comes for, and nothing that the access table refuses."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import resolve

from medverk.pages.places import MENU_LENGTH, entries_of
from medverk.people.access import ANYONE, Role, Standing, allows
from medverk.people.models import Person
from medverk.people.routes import ACTIONS
from tests.pages.stage import Stage

AsPerson = Callable[[Person | None], Client]


def names(standings: tuple[Standing, ...], unit: int | None = None) -> list[str]:
    return [resolve(entry.address).url_name for entry in entries_of(standings, unit, "")]


def standing(role: Role, unit: int = 1) -> Standing:
    return Standing(role, unit, frozenset({unit}))


@pytest.mark.parametrize(
    ("role", "menu"),
    [
        (
            Role.COUNSELLOR,
            [
                "invite",
                "own_results",
                "office_results",
                "improvements",
                "experiences",
                "pilots",
                "reviews",
                "exchange",
            ],
        ),
        (
            Role.OFFICE_LEADER,
            [
                "office_results",
                "improvements",
                "experiences",
                "complaints",
                "pilots",
                "reviews",
                "exchange",
                "sending",
            ],
        ),
        (
            Role.COUNTY_STAFF,
            [
                "county_results",
                "improvements",
                "experiences",
                "complaints",
                "pilots",
                "reviews",
                "exchange",
                "sending",
            ],
        ),
        (
            Role.DIRECTORATE,
            [
                "country_results",
                "improvements",
                "experiences",
                "complaints",
                "exchange",
                "questionnaires",
            ],
        ),
        (
            Role.CONTACT_CENTRE,
            ["centre_results", "own_results", "improvements", "experiences", "exchange", "sending"],
        ),
        (Role.INTERVIEWER, ["interview_page"]),
        (Role.CASEWORKER, ["complaints", "complaint_reports"]),
        (Role.PRIVACY_OFFICER, ["promise", "questionnaires", "log"]),
        (Role.ADMINISTRATOR, ["persons", "units", "questionnaires", "api_clients"]),
    ],
)
def test_each_role_has_its_menu(role: Role, menu: list[str]) -> None:
    assert names((standing(role),)) == menu


def test_a_menu_never_leads_to_a_refusal() -> None:
    for role in Role:
        own = (standing(role),)
        for entry in entries_of(own, None, ""):
            found = resolve(entry.address)
            action = ACTIONS[found.url_name]
            assert action in ANYONE or allows(own, action, found.kwargs.get("unit"))


def test_a_menu_stays_short_and_says_each_address_once() -> None:
    everything = tuple(standing(role, number) for number, role in enumerate(Role, 1))
    addresses = [entry.address for entry in entries_of(everything, None, "")]
    assert len(addresses) == len(set(addresses)) == MENU_LENGTH


def test_a_menu_follows_the_unit_of_the_page() -> None:
    two = (standing(Role.OFFICE_LEADER, 3), standing(Role.OFFICE_LEADER, 8))
    assert entries_of(two, 8, "")[0].address == "/units/8/results/"
    assert entries_of(two, 5, "")[0].address == "/units/3/results/"


@pytest.mark.parametrize(
    ("path", "marks"),
    [
        ("/my/results/", [(False, False), (True, True), *[(False, False)] * 6]),
        ("/units/1/pilots/4/", [*[(False, False)] * 5, (True, False), *[(False, False)] * 2]),
        ("/settings/", [(False, False)] * 8),
    ],
)
def test_it_marks_the_page_that_is_open(path: str, marks: list[tuple[bool, bool]]) -> None:
    entries = entries_of((standing(Role.COUNSELLOR),), None, path)
    assert [(entry.here, entry.exact) for entry in entries] == marks


@pytest.mark.parametrize(
    ("who", "first"),
    [
        ("counsellor", "/units/{vestvik}/invite/"),
        ("leader", "/units/{vestvik}/results/"),
        ("county_staff", "/units/{county}/county/"),
        ("national", "/country/"),
        ("at_centre", "/units/{centre}/calls/"),
        ("privacy_officer", "/promise/"),
        ("administrator", "/persons/"),
    ],
)
def test_the_front_page_leads_each_role_to_what_it_needs_first(
    stage: Stage, as_person: AsPerson, who: str, first: str
) -> None:
    response = as_person(getattr(stage, who)).get("/")
    units = {name: u.pk for name in ("vestvik", "county", "centre") for u in [getattr(stage, name)]}
    assert response.headers["Location"] == first.format(**units)


def test_who_has_two_roles_chooses(stage: Stage, as_person: AsPerson) -> None:
    groups = as_person(stage.both).get("/", follow=True).context["groups"]
    assert [(str(group["role"]), group["unit"]) for group in groups] == [
        ("Veileder", "Vestvik"),
        ("Kontorleder", "Vestvik"),
    ]


def test_who_has_no_role_is_told_what_to_do(stage: Stage, as_person: AsPerson) -> None:
    nobody = Person.objects.create(subject="x", ident="x", name="Nobody")
    response = as_person(nobody).get("/", follow=True)
    assert (response.status_code, response.context["groups"]) == (200, [])
    assert "Administratoren gir roller." in response.content.decode()
