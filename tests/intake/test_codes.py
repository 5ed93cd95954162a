"""The page where the code of a slip is typed [F10]."""

import pytest

from medverk.invitations.models import Invitation
from tests.intake.house import slip
from tests.intake.sending import post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "write",
    [
        str,
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('-', ' ')} ",
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: code.replace("-", " – "),
    ],
)
def test_it_goes_to_the_questions_however_the_code_is_typed(anyone, house, now, write):
    token = slip(house, now)
    page = post(anyone, "/kode/", {"_code": write(token)})
    assert (page.status_code, page["Location"]) == (303, f"/s/{token}/")
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("code", ["", "ABCD", "0000-0000-0000", "é" * 12, "\x00", "x" * 5000])
def test_it_says_kindly_that_a_code_is_wrong(anyone, house, code):
    page = post(anyone, "/kode/", {"_code": code, "_in": "nn"})
    assert page.status_code == 422
    assert page.content.decode().count("Koden er feil, brukt eller for gammal") == 2


def test_it_asks_in_the_language_of_the_browser_and_switches(anyone, house):
    page = anyone.get("/kode/", headers={"accept-language": "nn-NO,nn;q=0.9"})
    assert "Skriv inn koden din" in page.content.decode()
    page = post(anyone, "/kode/", {"_code": "ABCD", "_show": "en", "_in": "nn"})
    assert page.status_code == 200
    assert "Type your code" in page.content.decode()
    assert 'value="ABCD"' in page.content.decode()


def test_it_sets_no_cookie(anyone, house):
    assert not anyone.get("/kode/").cookies
    assert not post(anyone, "/kode/", {"_code": "ABCD"}).cookies
