"""Where there are many offices, whoever complains finds theirs first [S1]."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverk.complaints.models import Complaint
from medverk.complaints.views.public import new_ticket
from medverk.people.models import Person, Unit, UnitType
from medverk.people.privacy import DatabaseRole
from tests.browser import Screen
from tests.complaints.agency import Place
from tests.pages.conftest import the_day_is  # noqa: F401
from tests.people.agency import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day_is")]
Ask = Callable[..., HttpResponse]


def add_offices(place: Place, number: int, name: str = "Office {n:04}") -> None:
    Unit.objects.bulk_create(
        Unit(
            number=f"9{Unit.objects.count() + n}",
            type=UnitType.OFFICE,
            name=name.format(n=n),
            parent=place.county,
            valid_from=START,
        )
        for n in range(number)
    )


@pytest.fixture
def ask(as_role: Callable[[DatabaseRole], AbstractContextManager[None]]) -> Ask:
    """`ask(words="fj")`: the page as the web, in English, without a cookie."""

    def open_page(**query: object) -> HttpResponse:
        client = Client(headers={"accept-language": "en"})
        with as_role(DatabaseRole.WEB):
            page = client.get(reverse("complain"), query)
        assert dict(page.cookies) == {}
        return page

    return open_page


@pytest.fixture
def many(place: Place) -> Place:
    add_offices(place, 60)
    return place


def found(page: HttpResponse) -> list[str]:
    return [each.unit.name for each in page.context["search"].places]


def text_of(page: HttpResponse) -> str:
    return page.content.decode()


def test_of_many_offices_none_is_in_a_long_list(many: Place, ask: Ask) -> None:
    page = ask()
    assert [area.name for area in page.context["search"].areas] == ["East", "West"]
    assert found(page) == ["Centre"]
    assert "<textarea" not in text_of(page)
    assert "<option" not in text_of(page)


def test_words_find_an_office_and_a_county_leads_to_its_own(many: Place, ask: Ask) -> None:
    page = ask(words="fj")
    assert found(page) == ["Fjord"]
    assert f'<a href="?office={many.office.pk}">Fjord' in text_of(page)
    assert f'<a href="?county={many.county.pk}">West' in text_of(ask(words="west"))
    assert found(ask(county=many.county.pk))[:2] == ["Fjord", "Island"]
    assert found(ask(words="nowhere")) == []
    assert "No office found" in text_of(ask(words="nowhere"))


@pytest.mark.parametrize("county", ["x", "", "9" * 40, "0", "٣"])
def test_a_county_that_is_none_is_not_found(many: Place, ask: Ask, county: str) -> None:
    assert ask(county=county).status_code == 404


def test_an_office_that_is_found_or_linked_to_is_what_the_form_is_about(
    many: Place, ask: Ask
) -> None:
    page = ask(office=many.office.pk)
    assert "It is about <b>Fjord</b>." in text_of(page)
    assert f'<input type="hidden" name="unit" value="{many.office.pk}">' in text_of(page)


@pytest.mark.parametrize("office", ["x", "9" * 40, "1' or 1", "٣", "0"])
def test_an_office_that_is_none_leads_to_the_choice(many: Place, ask: Ask, office: str) -> None:
    assert found(ask(office=office)) == ["Centre"]


def test_whoever_knows_no_office_writes_without_one(many: Place, ask: Ask, now: datetime) -> None:
    assert '<a href="?office=">' in text_of(ask())
    page = ask(office="")
    assert "No office is chosen" in text_of(page)
    sent = {"form": page.context["ticket"], "behalf": "oneself", "kind": "other", "text": "Hello",
            "unit": ""}  # fmt: skip
    assert Client().post(reverse("complain"), sent).status_code == 200
    assert Complaint.objects.get().unit == many.directorate


def test_what_was_written_and_chosen_stays_when_something_is_to_correct(
    many: Place, now: datetime
) -> None:
    sent = {"form": new_ticket(uuid4(), now), "behalf": "oneself", "kind": "", "text": "I waited.",
            "unit": many.office.pk}  # fmt: skip
    page = Client(headers={"accept-language": "en"}).post(reverse("complain"), sent)
    assert page.status_code == 422
    assert "I waited." in text_of(page)
    assert f'<input type="hidden" name="unit" value="{many.office.pk}">' in text_of(page)


def test_an_office_that_closed_meanwhile_is_left_out_when_the_form_is_sent_again(
    many: Place, now: datetime
) -> None:
    """What was written is not lost, and the next try succeeds."""
    Unit.objects.filter(pk=many.office.pk).update(status="NEDLAGT")
    sent = {"form": new_ticket(uuid4(), now), "behalf": "oneself", "kind": "office",
            "text": "I waited.", "unit": many.office.pk}  # fmt: skip
    page = Client(headers={"accept-language": "en"}).post(reverse("complain"), sent)
    assert page.status_code == 422
    assert "takes no complaints any more" in text_of(page)
    assert 'href="#id_unit"' in text_of(page)
    assert '<input type="hidden" name="unit" value="">' in text_of(page)


def test_few_offices_stand_in_the_form_and_names_stay_text(place: Place, ask: Ask) -> None:
    Unit.objects.filter(pk=place.neighbour.pk).update(name='<b>"Øy" & co')
    page = text_of(ask())
    assert page.count("<option") == 5  # with "I do not know"
    assert "&lt;b&gt;&quot;Øy&quot; &amp; co</option>" in page
    add_offices(place, 40, '<i>"Ås" & co')
    assert "&lt;i&gt;&quot;Ås&quot; &amp; co" in text_of(ask(words="ås"))


@pytest.mark.parametrize("query", [{}, {"words": "office"}, {"office": ""}])
def test_a_thousand_offices_cost_no_query_and_no_page_more(
    many: Place, ask: Ask, query: dict[str, str]
) -> None:
    ask(**query)  # what is read once, is read
    counts, sizes = [], []
    for more in (0, 1000):
        add_offices(many, more)
        with CaptureQueriesContext(connection) as queries:
            sizes.append(len(ask(**query).content))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert abs(sizes[1] - sizes[0]) < 300


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
@pytest.mark.parametrize(
    "query", ["", "?words=off", "?words=nowhere", "?county={county}&page=2", "?office={office}"]
)
def test_each_step_is_accessible_and_fits(
    many: Place,
    as_person: Callable[[Person | None], Client],
    screen: Callable[..., Screen],
    query: str,
    width: int,
    scheme: str,
) -> None:
    as_person(None)
    window = screen(width, scheme)
    path = reverse("complain") + query.format(county=many.county.pk, office=many.office.pk)
    window.open(path, "nn")
    assert (window.violations(), window.overflow(), window.policy_faults()) == ([], 0, [])


def reach_link(window: Screen, name: str) -> str:
    """Where the link of that name leads, once the Tab key has come to it."""
    for _ in range(60):
        window.page.keyboard.press("Tab")
        if window.page.evaluate("() => document.activeElement.textContent").strip() == name:
            return str(window.page.evaluate("() => document.activeElement.getAttribute('href')"))
    raise LookupError(name)


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_county_an_office_and_the_form_are_reached_with_the_keyboard_alone(
    many: Place, as_person: Callable[[Person | None], Client], screen: Callable[..., Screen]
) -> None:
    as_person(None)
    window = screen(360)
    window.open(reverse("complain"), "en")

    for name in ("West", "Island"):
        window.open(reverse("complain") + window.run(reach_link, window, name), "en")
    assert "It is about Island." in window.evaluate("() => document.body.innerText")
    assert window.evaluate("() => document.scripts.length") == 0
