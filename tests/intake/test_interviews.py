"""An interview by telephone stores what the answer page would, marked as an interview [F10]."""

from datetime import timedelta

import pytest

from medverk.people.access import Role
from medverk.people.models import Membership, Person, Unit
from medverk.people.privacy import DatabaseRole
from medverk.vault.actions import settle
from medverk.vault.models import Response, SealedAnswer
from tests.intake.house import START, slip
from tests.intake.test_kiosk import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(house) -> str:
    return f"/units/{house.office.pk}/interview/"


def test_it_shows_the_questions_with_words_to_read_aloud(house, now, address):
    page = log_in(house.kari, now).post(address, {"_code": slip(house, now, "en").lower()})
    text = page.content.decode()
    assert "Hello! I am calling for <bdi>Fjellby &amp; &lt;Dalen&gt;</bdi>." in text
    assert "I do not write down who you are" in text
    assert SealedAnswer.objects.count() == 0


def test_it_stores_the_answers_of_an_interview(house, now, ring, address, as_role):
    question = house.version().content["questions"][0]["key"]
    client, token = log_in(house.kari, now), slip(house, now)
    with as_role(DatabaseRole.WEB):
        page = client.post(address, {"_code": token, "_do": "send", question: "2"})
        again = client.post(address, {"_code": token, "_do": "send", question: "2"})
    assert (page.status_code, again.status_code) == (200, 422)
    settle(now=now + timedelta(weeks=1), ring=ring)
    (response,) = Response.objects.all()
    assert response.answers[0] == 2
    assert response.background == {"channel": "interview", "asked_in": "norwegian or sami"}


def test_it_refuses_a_code_of_another_office_as_it_refuses_an_unknown_one(house, now):
    Membership.objects.filter(person=house.per).update(unit=house.other_office)
    client = log_in(house.per, now)
    address = f"/units/{house.other_office.pk}/interview/"
    pages = [client.post(address, {"_code": code}) for code in (slip(house, now), "0000-0000-0000")]
    assert [page.status_code for page in pages] == [422, 422]


def interviewer(house, unit: Unit) -> Person:
    made = Person.objects.create(subject="Amal", name="Amal", ident="Amal")
    Membership.objects.create(person=made, role=Role.INTERVIEWER, unit=unit, valid_from=START)
    return made


@pytest.mark.parametrize("level", ["office", "county", "country"])
def test_an_interviewer_serves_every_office_of_the_unit(house, now, ring, as_role, level):
    county = house.office.parent
    unit = {"office": house.office, "county": county, "country": county.parent}[level]
    client, token = log_in(interviewer(house, unit), now), slip(house, now)
    question = house.version().content["questions"][0]["key"]
    address = f"/units/{unit.pk}/interview/"
    with as_role(DatabaseRole.WEB):
        assert client.post(address, {"_code": token}).status_code == 200
        sent = client.post(address, {"_code": token, "_do": "send", question: "2"})
    assert sent.status_code == 200
    assert f'href="{address}"' in sent.content.decode()
    settle(now=now + timedelta(weeks=1), ring=ring)
    assert Response.objects.get().office_id == house.office.pk


def test_an_interviewer_elsewhere_gets_no_further(house, now, as_role):
    amal = log_in(interviewer(house, house.other_office), now)
    token = slip(house, now)
    question = house.version().content["questions"][0]["key"]
    with as_role(DatabaseRole.WEB):
        here = amal.post(f"/units/{house.office.pk}/interview/", {"_code": token})
        there = amal.post(
            f"/units/{house.other_office.pk}/interview/",
            {"_code": token, "_do": "send", question: "2"},
        )
    assert (here.status_code, there.status_code) == (403, 422)
    assert SealedAnswer.objects.count() == 0


def test_the_first_page_of_an_interviewer_is_the_interview(house, now):
    amal = log_in(interviewer(house, house.office.parent), now)
    page = amal.get("/", follow=True)
    assert page.redirect_chain == [(f"/units/{house.office.parent_id}/interview/", 302)]
    assert [str(entry.label) for entry in page.context["navigation"]] != []


@pytest.mark.parametrize("code", ["", "x", "0000-0000-0000", "9" * 5000, "12\x0034"])
def test_it_says_beside_the_field_what_is_wrong_with_a_code(house, now, address, code):
    page = log_in(house.kari, now).post(address, {"_code": code})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["code"]


def test_it_asks_for_the_code_first(house, now, address):
    assert log_in(house.kari, now).get(address).status_code == 200


def test_it_says_what_is_wrong_and_keeps_the_code(house, now, address):
    token = slip(house, now, "en")
    page = log_in(house.kari, now).post(address, {"_code": token, "_do": "send"})
    assert page.status_code == 422
    assert f'name="_code" value="{token}"' in page.content.decode()
