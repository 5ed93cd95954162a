"""The answer page as people meet it, without a browser: what is shown, stored, and never told."""

import re
from datetime import timedelta

import pytest

from medverk.invitations.models import DoNotAsk, Invitation
from medverk.people.privacy import DatabaseRole
from medverk.vault.actions import settle
from medverk.vault.models import Response, SealedAnswer
from tests.intake.house import slip, texted
from tests.intake.sending import answer_url, post, send

pytestmark = pytest.mark.django_db


def settled(ring, now) -> list[dict]:
    settle(now=now + timedelta(weeks=1), ring=ring)
    return list(Response.objects.values())


def questions(house) -> list[str]:
    return [question["key"] for question in house.version().content["questions"]]


def test_it_shows_the_questions_in_the_language_of_the_invitation(anyone, house, now):
    page = anyone.get(answer_url(slip(house, now, "nn")))
    assert page.status_code == 200
    text = page.content.decode()
    assert '<html lang="nn" dir="ltr">' in text
    assert "Fjellby &amp; &lt;Dalen&gt;" in text
    assert text.count("<legend>") == len(questions(house)) + 3
    assert "\ue000" not in text


def test_it_changes_nothing_when_opened_and_asks_the_database_once(
    anyone, house, now, django_assert_num_queries
):
    token = slip(house, now)
    anyone.get(answer_url(token))
    before = list(Invitation.objects.values())
    with django_assert_num_queries(1):
        anyone.get(answer_url(token))
    anyone.head(answer_url(token))
    assert list(Invitation.objects.values()) == before
    assert SealedAnswer.objects.count() == 0


def test_it_stores_an_answer_once_and_deletes_the_invitation(anyone, house, now, ring, as_role):
    token = slip(house, now)
    first, second = questions(house)[:2]
    with as_role(DatabaseRole.WEB):
        thanks = send(anyone, token, {first: "5", second: "0", "age": "30-49"})
        again = send(anyone, token, {first: "1"})
    assert (thanks.status_code, again.status_code) == (200, 404)
    assert Invitation.objects.count() == 0
    (response,) = settled(ring, now)
    assert response["answers"] == [5] + [None] * (len(response["answers"]) - 1)
    assert response["background"] == {
        "age": "30-49", "channel": "slip", "asked_in": "norwegian or sami"
    }  # fmt: skip
    assert (response["office_id"], response["counsellor_id"]) == (house.office.pk, house.kari.pk)
    assert (response["week"], response["questionnaire"]) == ("2026-W47", "conversation")


@pytest.mark.parametrize(
    ("invited_in", "answered_in", "kept"),
    [("nb", "nb", "norwegian or sami"), ("nn", "en", "norwegian or sami"), ("en", "nb", "another")],
)
def test_it_keeps_in_which_language_somebody_was_asked_whatever_they_answer_in(
    anyone, house, now, ring, invited_in, answered_in, kept
):
    token = slip(house, now, invited_in)
    assert send(anyone, token, {questions(house)[0]: "5", "_in": answered_in}).status_code == 200
    (response,) = settled(ring, now)
    assert response["background"]["asked_in"] == kept


def test_it_says_thank_you_with_what_happens_next_and_a_way_to_the_office(anyone, house, now):
    token = slip(house, now, "en")
    page = send(anyone, token, {questions(house)[0]: "3"}).content.decode()
    assert "Thank you for your answer!" in page
    assert "put together with answers from others" in page
    assert re.search(rf'href="[^"]*/{house.office.pk}/[^"]*"', page)


def test_it_spends_few_statements_on_an_answer(anyone, house, now, django_assert_max_num_queries):
    send(anyone, slip(house, now), {questions(house)[0]: "3"})
    token, first = slip(house, now), questions(house)[0]
    with django_assert_max_num_queries(4):  # of which two begin and end the transaction
        send(anyone, token, {first: "3"})


def test_it_gives_used_expired_unknown_and_malformed_links_the_same_page(anyone, house, now):
    used, expired = slip(house, now), slip(house, now)
    send(anyone, used, {questions(house)[0]: "3"})
    Invitation.objects.update(expires_on=now.date() - timedelta(days=1))
    tokens = [used, expired, "0000-0000-0000", "nonsense", "%00%ff", "a" * 300]
    for method in (anyone.get, lambda address: post(anyone, address, {"x": "1"})):
        pages = {(page.status_code, page.content) for page in map(method, map(answer_url, tokens))}
        assert len(pages) == 1
    assert next(iter(pages))[0] == 404
    assert b"har svaret ditt kommet" in next(iter(pages))[1]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_it_sets_no_cookie_and_leaves_no_copy(anyone, house, now, method):
    anyone.cookies["medverk"] = "somebody's session"
    token = slip(house, now)
    page = send(anyone, token, {questions(house)[0]: "3"}, method)
    assert not page.cookies
    assert not page.has_header("Vary")
    assert page["Content-Length"] == str(len(page.content))
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Content-Security-Policy"].startswith("default-src 'none';")


def test_it_never_writes_the_token_in_the_page(anyone, house, now):
    token = slip(house, now)
    assert token.encode() not in anyone.get(answer_url(token)).content


def test_it_keeps_what_is_filled_in_when_the_language_is_switched(anyone, house, now):
    token, (first, second, *_) = slip(house, now, "nb"), questions(house)
    filled = {first: "2", second: "0", "language": "another", "_in": "nb", "_show": "en"}
    page = send(anyone, token, filled)
    text = page.content.decode()
    assert page.status_code == 200
    assert '<html lang="en"' in text
    checked = re.findall(r'name="(\w+)" value="([^"]*)" checked', text)
    assert checked == [(first, "2"), (second, "0"), ("language", "another")]
    assert SealedAnswer.objects.count() == 0
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "You have not answered anything yet"),
        ({"age": "under 30"}, "You have not answered anything yet"),
        ({"0": "6"}, "Choose one answer, or leave"),
        ({"0": "five"}, "Choose one answer, or leave"),
        ({"0": "5", "age": "29"}, "Choose one answer, or leave"),
    ],
)
def test_it_says_what_is_wrong_beside_the_question_and_on_top(anyone, house, now, fields, wrong):
    first = questions(house)[0]
    sent = {(first if name == "0" else name): value for name, value in fields.items()}
    page = send(anyone, slip(house, now), sent | {"_in": "en"})
    text = page.content.decode()
    assert page.status_code == 422
    assert text.count(wrong) == 2
    assert text.startswith("<!doctype html>")
    assert "<title>Something must be put right" in text
    assert 'role="alert" tabindex="-1" autofocus' in text
    assert SealedAnswer.objects.count() == 0
    assert Invitation.objects.count() == 1


def test_it_asks_once_more_before_it_stops_asking_and_keeps_what_is_filled_in(anyone, house, now):
    token, first = texted(house, now), questions(house)[0]
    page = send(anyone, token, {first: "4", "_do": "never", "_in": "en"})
    assert "Shall we stop asking you?" in page.content.decode()
    assert f'<input type="hidden" name="{first}" value="4">' in page.content.decode()
    assert (DoNotAsk.objects.count(), Invitation.objects.count()) == (0, 1)
    page = send(anyone, token, {first: "4", "_do": "look", "_in": "en"})
    assert f'name="{first}" value="4" checked' in page.content.decode()
    page = send(anyone, token, {first: "4", "_do": "never-yes", "_in": "en"})
    assert "We will not ask you again" in page.content.decode()
    assert (DoNotAsk.objects.count(), Invitation.objects.count()) == (1, 0)
    assert SealedAnswer.objects.count() == 0


def test_it_offers_to_stop_asking_only_where_there_is_something_to_remember(anyone, house, now):
    assert b"never" in anyone.get(answer_url(texted(house, now))).content
    assert b"never" not in anyone.get(answer_url(slip(house, now))).content


def test_it_asks_the_contact_centres_question_with_three_buttons(anyone, house, now, ring):
    token = texted(house, now, key="call")
    text = anyone.get(answer_url(token)).content.decode()
    taps = re.findall(r'<button class="tap"[^>]* name="helped" value="(\d)">([^<]+)<', text)
    assert taps == [("3", "Ja"), ("2", "Delvis"), ("1", "Nei")]
    assert 'type="radio"' not in text
    assert SealedAnswer.objects.count() == 0
    page = send(anyone, token, {"_in": "nb", "helped": "2"})
    assert page.status_code == 200
    assert [row["answers"] for row in settled(ring, now)] == [[2]]


def test_it_refuses_other_methods(anyone, house, now):
    assert anyone.put(answer_url(slip(house, now)), b"").status_code == 405
