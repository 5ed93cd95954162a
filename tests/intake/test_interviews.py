"""An interview by telephone stores what the answer page would, marked as an interview [F10]."""

from datetime import timedelta

import pytest

from medverk.people.privacy import DatabaseRole
from medverk.vault.actions import settle
from medverk.vault.models import Response, SealedAnswer
from tests.intake.house import slip
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
    assert response.background == {"channel": "interview"}


def test_it_refuses_a_code_of_another_office_as_it_refuses_an_unknown_one(house, now):
    from medverk.people.models import Membership

    Membership.objects.filter(person=house.per).update(unit=house.other_office)
    client = log_in(house.per, now)
    address = f"/units/{house.other_office.pk}/interview/"
    pages = [client.post(address, {"_code": code}) for code in (slip(house, now), "0000-0000-0000")]
    assert [page.status_code for page in pages] == [422, 422]


def test_it_asks_for_the_code_first(house, now, address):
    assert log_in(house.kari, now).get(address).status_code == 200


def test_it_says_what_is_wrong_and_keeps_the_code(house, now, address):
    token = slip(house, now, "en")
    page = log_in(house.kari, now).post(address, {"_code": token, "_do": "send"})
    assert page.status_code == 422
    assert f'name="_code" value="{token}"' in page.content.decode()
