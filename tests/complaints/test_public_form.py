"""The public form, as anybody meets it [S1]."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from medverk.complaints import receiving
from medverk.complaints.models import Complaint, ComplaintWords
from medverk.complaints.sealing import open_reply, open_text
from medverk.complaints.views.public import new_ticket
from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from tests.complaints.agency import complain, given

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day_is")]
FORM = UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture
def stranger():
    return Client(headers={"accept-language": "en"})


def filled(place, now, **changes):
    return {
        "form": new_ticket(FORM, now),
        "behalf": "oneself",
        "kind": "office",
        "unit": place.office.pk,
        "text": "I waited for an hour.",
        "reply_by": "email",
        "name": "Somebody",
        "address": "somebody@example.org",
        "website": "",
    } | changes


def send(client, fields):
    return client.post(reverse("complain"), fields)


def test_anybody_complains_without_a_cookie(place, now, stranger, as_role):
    with as_role(DatabaseRole.WEB):
        shown = stranger.get(reverse("complain"))
        answered = send(stranger, filled(place, now))
    assert (shown.status_code, answered.status_code) == (200, 200)
    assert (dict(shown.cookies), dict(answered.cookies)) == ({}, {})
    found = Complaint.objects.get()
    words = ComplaintWords.objects.get()
    assert (found.unit, found.kind, found.behalf, found.reply_by, found.state, found.language) == (
        place.office, "office", "oneself", "email", "received", "en",
    )  # fmt: skip
    assert open_text(words.text) == "I waited for an hour."
    assert open_reply(words.contact).address == "somebody@example.org"
    page = answered.content.decode()
    assert found.reference in page
    assert "by 9 December 2026 at the latest" in page


def test_what_was_written_stands_nowhere_but_sealed(place, now, stranger):
    send(stranger, filled(place, now, text="unmistakable words", address="kari@example.org"))
    for model in (Complaint, LogEntry):
        assert "unmistakable" not in str(list(model.objects.values()))
        assert "kari@" not in str(list(model.objects.values()))
    words = ComplaintWords.objects.get()
    assert b"unmistakable" not in bytes(words.text)
    assert b"kari@" not in bytes(words.contact)
    assert "unmistakable" not in repr(given(None, text="unmistakable"))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_speaks_three_languages(place, now, stranger, language):
    stranger.cookies["django_language"] = language
    page = stranger.get(reverse("complain"))
    assert f'lang="{language}"' in page.content.decode()
    send(stranger, filled(place, now))
    assert Complaint.objects.get().language == language


def test_sent_twice_it_is_stored_once_with_the_same_reference(place, now, stranger):
    pages = [send(stranger, filled(place, now)).content.decode() for _ in range(2)]
    assert Complaint.objects.count() == 1
    references = [re.findall(r"SK-[0-9A-Z]{5}-[0-9A-Z]{5}", page) for page in pages]
    assert references[0] == references[1] != []


def test_sent_again_with_other_words_nothing_is_lost_and_nothing_overwritten(place, now, stranger):
    send(stranger, filled(place, now))
    again = send(stranger, filled(place, now, text="I waited for two hours."))
    page = again.content.decode()
    assert again.status_code == 409
    assert "I waited for two hours." in page
    assert Complaint.objects.get().reference in page
    ticket = re.search(r'name="form" value="([^"]+)"', page)[1]
    assert send(stranger, filled(place, now, text="Two hours.", form=ticket)).status_code == 200
    assert Complaint.objects.count() == 2


@pytest.mark.parametrize("form", ["", "x", "00000000.1", "é" * 500, "a.b:c"])
def test_a_form_that_we_have_not_shown_comes_back_with_what_was_written(place, now, stranger, form):
    answered = send(stranger, filled(place, now, form=form))
    assert answered.status_code == 422
    assert "I waited for an hour." in answered.content.decode()
    assert not Complaint.objects.exists()


def test_a_form_lasts_a_day(place, now, stranger):
    old = new_ticket(FORM, now - receiving.timedelta(hours=25))
    assert send(stranger, filled(place, now, form=old)).status_code == 422
    late = new_ticket(FORM, now - receiving.timedelta(hours=23))
    assert send(stranger, filled(place, now, form=late)).status_code == 200


def test_a_machine_that_fills_in_everything_is_asked_again_and_a_person_loses_nothing(
    place, now, stranger
):
    answered = send(stranger, filled(place, now, website="http://buy.example"))
    assert (answered.status_code, Complaint.objects.count()) == (422, 0)
    page = answered.content.decode()
    assert "I waited for an hour." in page
    assert "buy.example" not in page
    assert re.search(r'<div hidden><label for="id_website">', page)


BAD = [
    ("behalf", "nobody"), ("behalf", ""), ("kind", "smoke"), ("kind", ""), ("kind", "x" * 5000),
    ("unit", "abc"), ("unit", "9" * 30), ("unit", "-1"), ("unit", "1\x00"),
    ("text", ""), ("text", "   \n "), ("text", "x" * 10_001), ("text", "a\x00b"),
    ("reply_by", "pigeon"), ("name", "x" * 121), ("name", "a\x00"),
    ("address", ""), ("address", "no address"), ("address", "å@example.org"),
    ("address", "x" * 400), ("address", "a\x00@example.org"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), BAD)
def test_it_says_what_to_correct_and_keeps_the_rest(place, now, stranger, field, value):
    answered = send(stranger, filled(place, now, **{field: value}))
    assert answered.status_code == 422
    assert answered.context["form"].errors
    assert not Complaint.objects.exists()
    assert "ds-error-summary" in answered.content.decode()


@pytest.mark.parametrize(
    ("by", "address", "status"),
    [
        ("telephone", "41 23 45 67", 200),
        ("telephone", "+46 70-123 45 67", 200),
        ("telephone", "call me", 422),
        ("letter", "Storgata 1\n5003 Bergen", 200),
        ("letter", "", 422),
        ("email", "a@b.no", 200),
        ("", "", 200),
    ],
)
def test_an_answer_needs_somewhere_to_go(place, now, stranger, by, address, status):
    answered = send(stranger, filled(place, now, reply_by=by, address=address))
    assert answered.status_code == status


def test_a_contact_is_not_kept_when_no_answer_is_wanted(place, now, stranger):
    send(stranger, filled(place, now, reply_by="", address="kari@example.org"))
    assert (Complaint.objects.get().reply_by, ComplaintWords.objects.get().contact) == ("", None)


def test_ten_thousand_signs_are_ten_thousand_however_lines_end(place, now, stranger):
    lines = "\r\n".join(["x" * 99] * 100)  # 100 lines with 99 new lines
    assert send(stranger, filled(place, now, text=lines)).status_code == 200
    assert len(open_text(ComplaintWords.objects.get().text)) == 9999


def test_without_an_office_the_directorate_finds_out(place, now, stranger):
    send(stranger, filled(place, now, unit=""))
    assert Complaint.objects.get().unit == place.directorate


def test_the_office_is_chosen_beforehand_from_its_page(place, stranger):
    page = stranger.get(reverse("complain"), {"office": place.office.pk}).content.decode()
    assert f'<option value="{place.office.pk}" selected>' in page
    for wrong in ("x", "9" * 40, "1' or 1", "٣"):
        assert stranger.get(reverse("complain"), {"office": wrong}).status_code == 200


def test_a_county_and_a_closed_office_cannot_be_complained_of(place, now, stranger):
    place.neighbour.status = "NEDLAGT"
    place.neighbour.save()
    for unit in (place.county, place.neighbour):
        assert send(stranger, filled(place, now, unit=unit.pk)).status_code == 422


def test_a_flood_is_told_to_wait_and_nothing_is_lost(place, now, stranger, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_AN_HOUR_TO_ONE", 1)
    complain(place.office, now)
    answered = send(stranger, filled(place, now))
    assert answered.status_code == 429
    assert "I waited for an hour." in answered.content.decode()
    assert send(stranger, filled(place, now, unit=place.neighbour.pk)).status_code == 200


def test_before_there_are_units_nothing_is_taken(db, now, stranger):
    fields = {"form": new_ticket(FORM, now), "behalf": "oneself", "kind": "other", "text": "Hello"}
    assert send(stranger, fields).status_code == 503


def test_the_reference_tells_the_state_and_nothing_else(place, now, stranger):
    reference = complain(place.office, now, text="secret words").reference
    answered = stranger.post(reverse("complaint_state"), {"reference": f" {reference.lower()} "})
    page = answered.content.decode()
    assert "Nobody has begun to work on it" in page
    assert "9 December 2026" in page
    assert "secret words" not in page
    assert place.office.name not in page
    assert dict(answered.cookies) == {}


@pytest.mark.parametrize("reference", ["", "SK-AAAAA-AAAAA", "x" * 400, "a\x00", "ÆØÅ", "SK"])
def test_a_reference_that_nobody_has_is_told_so(place, now, stranger, reference):
    complain(place.office, now)
    answered = stranger.post(reverse("complaint_state"), {"reference": reference})
    assert (answered.status_code, answered.context["found"]) == (200, None)


def test_no_reference_stands_in_an_address(place, now, stranger):
    reference = complain(place.office, now).reference
    assert reference not in stranger.get(reverse("complaint_state")).content.decode()
    shown = stranger.get(reverse("complaint_state"), {"reference": reference})
    assert shown.context["found"] is None
