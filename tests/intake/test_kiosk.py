"""The office's tablet: many people, each once, and never the counsellor's session [F10]."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from medverk.intake.kiosk import forget_passes, open_kiosk
from medverk.intake.models import KioskPass
from medverk.invitations.models import InvitationCount
from medverk.people.middleware import open_session
from medverk.people.privacy import DatabaseRole
from medverk.vault.actions import settle
from medverk.vault.models import Response, SealedAnswer
from tests.intake.sending import post

pytestmark = pytest.mark.django_db


@pytest.fixture
def tablet(house, now) -> str:
    version = house.version()
    return "/k/" + open_kiosk(office=house.office, version=version, by=house.kari, now=now) + "/"


def first_question(house) -> str:
    return house.version().content["questions"][0]["key"]


def begun(anyone, tablet) -> str:
    page = post(anyone, tablet, {"_do": "begin", "_in": "nb"}).content.decode()
    return re.search(r'name="_nonce" value="([^"]+)"', page)[1]


def invited() -> int:
    count = InvitationCount.objects.first()
    return count.invited if count else 0


def test_it_lets_one_person_after_the_other_answer(anyone, house, now, ring, tablet, as_role):
    assert "Si hva du synes" in anyone.get(tablet).content.decode()
    with as_role(DatabaseRole.WEB):
        for value in "543":
            nonce = begun(anyone, tablet)
            page = post(anyone, tablet, {"_nonce": nonce, first_question(house): value})
            assert "Neste person" in page.content.decode()
    settle(now=now + timedelta(weeks=1), ring=ring)
    assert sorted(row.answers[0] for row in Response.objects.all()) == [3, 4, 5]
    assert {row.background["channel"] for row in Response.objects.all()} == {"kiosk"}
    assert {row.background["asked_in"] for row in Response.objects.all()} == {"norwegian or sami"}
    count = InvitationCount.objects.get()
    assert (count.counsellor, count.invited) == (house.kari, 3)


def test_it_stores_a_form_that_is_sent_again_once(anyone, house, tablet):
    sent = {"_nonce": begun(anyone, tablet), first_question(house): "5"}
    for _ in range(3):
        assert "Neste person" in post(anyone, tablet, sent).content.decode()
    assert SealedAnswer.objects.count() == 1
    assert KioskPass.objects.get().remaining == 24
    assert invited() == 1


def test_it_stores_a_form_once_even_after_settling(anyone, house, now, ring, tablet):
    sent = {"_nonce": begun(anyone, tablet), first_question(house): "5"}
    post(anyone, tablet, sent)
    settle(now=now, ring=ring)
    post(anyone, tablet, sent)
    assert SealedAnswer.objects.count() == 1


def test_it_counts_who_is_asked_and_never_who_answers(anyone, house, tablet):
    anyone.get(tablet)
    assert invited() == 0
    nonce = begun(anyone, tablet)
    before = invited(), KioskPass.objects.get().remaining
    post(anyone, tablet, {"_nonce": nonce, first_question(house): "5"})
    assert before == (1, 24) == (invited(), KioskPass.objects.get().remaining)


@pytest.mark.parametrize("nonce", ["", "17", "0a8dbb5e-4a0f-4c0c-9f57-3f5a45fd0a11", "a:b", "\x00"])
def test_it_takes_only_forms_that_it_handed_out(anyone, house, tablet, nonce):
    page = post(anyone, tablet, {"_nonce": nonce, first_question(house): "5"})
    assert "Si hva du synes" in page.content.decode()
    assert SealedAnswer.objects.count() == 0


def test_it_takes_no_form_of_another_tablet(anyone, house, now, tablet):
    version = house.version()
    other = open_kiosk(office=house.office, version=version, by=house.per, now=now)
    sent = {"_nonce": begun(anyone, f"/k/{other}/"), first_question(house): "5"}
    assert "Si hva du synes" in post(anyone, tablet, sent).content.decode()
    assert SealedAnswer.objects.count() == 0


def test_it_keeps_what_is_filled_in_when_the_language_is_switched(anyone, house, tablet):
    nonce = begun(anyone, tablet)
    page = post(anyone, tablet, {"_nonce": nonce, first_question(house): "5", "_show": "en"})
    text = page.content.decode()
    assert f'name="{first_question(house)}" value="5" checked' in text
    assert nonce in text


def test_it_says_what_is_wrong_and_keeps_the_number(anyone, house, tablet):
    nonce = begun(anyone, tablet)
    page = post(anyone, tablet, {"_nonce": nonce})
    assert page.status_code == 422
    assert nonce in page.content.decode()


def test_it_ends_when_the_day_or_the_forms_are_over(anyone, house, now, tablet):
    KioskPass.objects.update(remaining=1)
    sent = {"_nonce": begun(anyone, tablet), first_question(house): "5"}
    assert post(anyone, tablet, {"_do": "begin"}).status_code == 404
    KioskPass.objects.update(remaining=5, day=now.date() - timedelta(days=1))
    assert anyone.get(tablet).status_code == 404
    assert post(anyone, tablet, sent).status_code == 404
    assert SealedAnswer.objects.count() == 0


def test_it_does_not_open_for_strangers(anyone, house):
    assert anyone.get("/k/0000-0000-0000/").status_code == 404
    assert post(anyone, "/k/nonsense/", {"_do": "begin"}).status_code == 404


def log_in(person, now) -> Client:
    from django.test import RequestFactory

    client = Client()
    request = RequestFactory().get("/")
    request.session = client.session
    open_session(request, person, now)
    request.session.save()
    client.cookies["medverk"] = request.session.session_key
    return client


def test_it_logs_the_counsellor_out_on_the_tablet(house, now, as_role):
    client = log_in(house.kari, now)
    address = f"/units/{house.office.pk}/kiosk/"
    with as_role(DatabaseRole.WEB):
        assert client.get(address).status_code == 200
        page = client.post(address, {"questionnaire": "conversation"})
    assert page.status_code == 303
    assert re.fullmatch(r"/k/[0-9A-Z-]{14}/", page["Location"])
    assert page["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get(address)["Location"].endswith("/login/")
    made = KioskPass.objects.get()
    assert (made.office, made.counsellor, made.day) == (house.office, house.kari, now.date())


def test_it_does_not_keep_the_token_of_a_tablet(house, now, tablet):
    token = tablet.split("/")[2]
    assert token.encode() not in bytes(KioskPass.objects.get().token_hash)


def test_it_forgets_passes_of_earlier_days(house, now, tablet, as_role):
    with as_role(DatabaseRole.WEB):
        forget_passes(now=now)
        assert KioskPass.objects.count() == 1
        forget_passes(now=now + timedelta(days=1))
    assert KioskPass.objects.count() == 0
