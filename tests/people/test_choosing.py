"""Finding one unit among many: by words, level by level, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverk.people.access import Role
from medverk.people.choosing import units_matching
from medverk.people.models import Membership, Unit, UnitType
from medverk.people.privacy import DatabaseRole
from tests.people.agency import START, make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(agency, log_in, as_role):
    administrator = make_person("admin", Role.ADMINISTRATOR, agency.directorate)
    administrator.language = "en"
    administrator.save()
    client = log_in(administrator)
    with as_role(DatabaseRole.WEB):
        yield client


def add_offices(county: Unit, number: int) -> None:
    Unit.objects.bulk_create(
        Unit(
            number=f"7{each:04}",
            type=UnitType.OFFICE,
            name=f"Office {each:03}",
            valid_from=START,
            parent=county,
        )
        for each in range(number)
    )


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("fjo", ["Fjord", "Nordfjord"]),
        ("FJORD", ["Fjord", "Nordfjord"]),
        ("jord", ["Fjord", "Nordfjord"]),
        ("nord fjo", ["Nordfjord"]),
        ("1201", ["Fjord"]),
        ("201", []),
        ("fjord forest", []),
        ("%", []),
        ("_", []),
    ],
)
def test_it_finds_units_by_words_those_that_begin_so_first(agency, words, names):
    make_unit("1209", UnitType.OFFICE, agency.county, "Nordfjord")
    assert [unit.name for unit in units_matching(words, Unit.objects.all())] == names


def test_the_list_begins_with_the_directorate_and_what_is_right_below(admin):
    page = admin.get(reverse("units"))
    lines = [(line.unit.name, line.persons, line.below) for line in page.context["lines"]]
    assert lines == [
        ("The directorate", 1, 3),
        ("Centre", 0, 0),
        ("East", 0, 1),
        ("West", 0, 1),
    ]


def test_a_county_lists_its_offices_and_the_way_back(admin, agency):
    page = admin.get(reverse("units"), {"under": agency.county.pk})
    assert [line.unit for line in page.context["lines"]] == [agency.county, agency.office]
    assert page.context["path"] == [agency.directorate]


def test_words_find_units_everywhere(admin, agency):
    page = admin.get(reverse("units"), {"words": "f"})
    assert [line.unit for line in page.context["lines"]] == [agency.office, agency.other_office]
    assert "No unit found" in admin.get(reverse("units"), {"words": "nowhere"}).content.decode()


@pytest.mark.parametrize("under", ["", "0", "x", "-1", "9" * 30, "²", "%00"])
def test_a_wrong_unit_in_the_address_is_as_none(admin, agency, under):
    page = admin.get(reverse("units"), {"under": under})
    assert (page.status_code, page.context["under"]) == (200, agency.directorate)


def test_it_says_that_there_are_no_units_yet(admin, monkeypatch):
    monkeypatch.setattr(Unit.objects, "select_related", lambda *_names: Unit.objects.none())
    assert "No units yet" in admin.get(reverse("units")).content.decode()


PAGES = ("units", "units below", "units found", "person", "person, unit chosen")


def address_of(page: str, agency) -> str:
    person = reverse("person", args=[Membership.objects.earliest("pk").person_id])
    return {
        "units": reverse("units"),
        "units below": f"{reverse('units')}?under={agency.county.pk}",
        "units found": f"{reverse('units')}?words=o",
        "person": person,
        "person, unit chosen": f"{person}?unit={agency.office.pk}",
    }[page]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_as_many_queries_with_one_three_and_sixty_more_offices(admin, agency, page):
    costs = []
    for more in (1, 3, 60):
        Unit.objects.filter(number__startswith="7").delete()
        add_offices(agency.county, more)
        with CaptureQueriesContext(connection) as queries:
            admin.get(address_of(page, agency))
        costs.append(len(queries))
    assert costs == [costs[0]] * 3


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_as_large_with_a_thousand_offices_as_with_a_hundred(admin, agency, page):
    add_offices(agency.county, 100)
    hundred = len(admin.get(address_of(page, agency)).content)
    Unit.objects.filter(number__startswith="7").delete()
    add_offices(agency.county, 1000)
    assert abs(len(admin.get(address_of(page, agency)).content) - hundred) < 100


def test_a_role_is_given_in_a_unit_that_is_found_first(admin, agency):
    someone = make_person("a1")
    address = reverse("person", args=[someone.pk])
    found = admin.get(address, {"words": "fjo"}).context["choice"]
    assert (list(found.page), found.unit) == ([agency.office], None)
    page = admin.get(address, {"unit": agency.office.pk})
    roles = [value for value, _name in page.context["form"].fields["role"].choices]
    assert "counsellor" in roles
    assert "directorate" not in roles
    sent = {"role": "counsellor", "unit": agency.office.pk, "valid_from": "2026-01-01"}
    admin.post(address, sent)
    assert Membership.objects.get(person=someone).unit == agency.office
