"""The directorate reads questionnaires, writes drafts, and vouches for translations."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from medverk.people.access import Role
from medverk.people.models import Membership, Person, Unit, UnitType
from medverk.people.privacy import DatabaseRole
from medverk.surveys.catalogue import QUESTIONNAIRES
from medverk.surveys.models import Status, Translation, Version
from medverk.surveys.names import NAMES, name_of


def become(client: Client, role: Role) -> Client:
    unit, _ = Unit.objects.get_or_create(
        number="1", type=UnitType.DIRECTORATE, name="D", valid_from=date(2025, 1, 1)
    )
    person = Person.objects.create(subject=role, ident=role, name=f"Person {role}")
    Membership.objects.create(person=person, role=role, unit=unit, valid_from=date(2025, 1, 1))
    session = client.session
    now = timezone.now().isoformat(timespec="seconds")
    session.update({"person": person.pk, "opened": now, "seen": now})
    session.save()
    return client


@pytest.fixture
def directorate(client: Client, conversation: Version) -> Client:
    return become(client, Role.DIRECTORATE)


def row(version: Version | None, language: str) -> Translation:
    return Translation.objects.get(version=version, language=language)


def test_it_lists_all_questionnaires(directorate: Client) -> None:
    assert NAMES.keys() == set(QUESTIONNAIRES)
    page = directorate.get(reverse("questionnaires")).content.decode()
    for title in map(name_of, QUESTIONNAIRES):
        assert title in page
    assert "Українська" in page


def test_it_shows_a_version_in_every_language_side_by_side(
    directorate: Client, conversation: Version
) -> None:
    page = directorate.get(
        reverse("questionnaire_version", args=[conversation.pk])
    ).content.decode()
    for text in ("Veilederen hørte på", "Rettleiaren høyrde på", "Консультант вислухав"):
        assert text in page
    assert '<td lang="ar" dir="rtl">كيف كانت المحادثة؟</td>' in page


def test_it_shows_the_fixed_words_side_by_side(directorate: Client) -> None:
    page = directorate.get(reverse("fixed_words")).content.decode()
    for text in ("Send svarene mine", "Send svara mine", "Wyślij moje odpowiedzi"):
        assert text in page


def test_a_page_costs_the_same_with_one_and_with_three_reviewed(
    directorate: Client, conversation: Version
) -> None:
    address = reverse("questionnaire_version", args=[conversation.pk])
    directorate.post(reverse("review_translation", args=[row(conversation, "uk").pk]))
    with CaptureQueriesContext(connection) as one:
        directorate.get(address)
    for language in ("ar", "pl"):
        directorate.post(reverse("review_translation", args=[row(conversation, language).pk]))
    with CaptureQueriesContext(connection) as three:
        directorate.get(address)
    assert len(three) == len(one)


def test_it_marks_a_translation_as_reviewed_and_takes_it_back(
    directorate: Client, conversation: Version, as_role: Callable
) -> None:
    draft = row(conversation, "uk")
    with as_role(DatabaseRole.WEB):
        answer = directorate.post(reverse("review_translation", args=[draft.pk]), follow=True)
    assert row(conversation, "uk").status == Status.REVIEWED
    assert "Person directorate" in answer.content.decode()
    directorate.post(reverse("withdraw_review", args=[draft.pk]))
    assert row(conversation, "uk").status == Status.DRAFT


def test_it_does_not_review_what_has_gaps(directorate: Client, conversation: Version) -> None:
    draft = row(conversation, "ti")
    directorate.post(reverse("review_translation", args=[draft.pk]))
    assert row(conversation, "ti").status == Status.DRAFT


def test_it_saves_a_draft_with_gaps(
    directorate: Client, conversation: Version, as_role: Callable
) -> None:
    draft = row(conversation, "ti")
    with as_role(DatabaseRole.WEB):
        directorate.post(reverse("translation", args=[draft.pk]), {"t0": "ዝርርብ\r\nከመይ"})
    assert row(conversation, "ti").texts == {"title": "ዝርርብ\nከመይ"}


@pytest.mark.parametrize("text", ["Send {office}", "Send {", "x" * 2001, "a\x0bb"])
def test_it_says_beside_the_field_what_to_do_about_a_bad_text(
    directorate: Client, text: str
) -> None:
    draft = row(None, "ti")
    answer = directorate.post(
        reverse("translation", args=[draft.pk]), {"t0": text, "t1": "{office}"}
    )
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"t0"}
    assert row(None, "ti").texts == {}


def test_it_keeps_reviewed_texts_when_an_old_form_is_sent(
    directorate: Client, conversation: Version
) -> None:
    draft = row(conversation, "uk")
    directorate.post(reverse("review_translation", args=[draft.pk]))
    directorate.post(reverse("translation", args=[draft.pk]), {"t0": "Щось інше"})
    assert row(conversation, "uk").texts == draft.texts


@pytest.mark.parametrize("name", ["review_translation", "withdraw_review"])
def test_opening_a_link_reviews_nothing(
    directorate: Client, conversation: Version, name: str
) -> None:
    draft = row(conversation, "uk")
    assert directorate.get(reverse(name, args=[draft.pk])).status_code == 405


@pytest.mark.parametrize("name", ["translation", "review_translation", "withdraw_review"])
def test_an_unknown_translation_is_not_found(directorate: Client, name: str) -> None:
    assert directorate.post(reverse(name, args=[10**9])).status_code == 404


def test_a_privacy_officer_reads_and_does_not_review(client: Client, conversation: Version) -> None:
    officer = become(client, Role.PRIVACY_OFFICER)
    draft = row(conversation, "uk")
    page = officer.get(reverse("questionnaire_version", args=[conversation.pk])).content.decode()
    assert reverse("translation", args=[draft.pk]) not in page
    assert officer.post(reverse("review_translation", args=[draft.pk])).status_code == 403
    assert row(conversation, "uk").status == Status.DRAFT


def test_pages_are_in_nynorsk_too(directorate: Client, conversation: Version) -> None:
    address = reverse("questionnaire_version", args=[conversation.pk])
    page = directorate.get(address, headers={"Accept-Language": "nn"}).content.decode()
    assert "<h1>Etter ein samtale</h1>" in page
    assert "Alle tekstar, side ved side" in page
