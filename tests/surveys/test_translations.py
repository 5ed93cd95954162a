"""A further language has a place; only what somebody has reviewed is offered [F10]."""

import dataclasses
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from medverk.people.models import LogEntry, Person
from medverk.people.privacy import DatabaseRole
from medverk.surveys import actions, queries
from medverk.surveys.catalogue import draft_texts, draft_words, shipped_content
from medverk.surveys.languages import COMPLETE, FURTHER
from medverk.surveys.models import Status, Translation, Version
from medverk.surveys.reading import ContentError
from medverk.surveys.translation import texts_in
from medverk.surveys.words import KEYS


def row(version: Version | None, language: str) -> Translation:
    return Translation.objects.get(version=version, language=language)


def codes(version: Version, now: datetime) -> list[str]:
    return [language.code for language in queries.offered_languages(version.pk, now=now)]


@pytest.fixture
def in_ukrainian(conversation: Version, reader: Person, now: datetime) -> Version:
    """The conversation, with its Ukrainian texts and the fixed words reviewed."""
    for version in (conversation, None):
        actions.review_translation(translation=row(version, "uk"), by=reader, now=now)
    queries.forget()
    return conversation


@pytest.mark.parametrize("language", ["uk", "ar", "pl"])
def test_the_shipped_drafts_are_whole(language: str) -> None:
    content = shipped_content("conversation")
    assert draft_texts("conversation", language).keys() == texts_in(content, "nb").keys()
    assert draft_words(language).keys() == set(KEYS)


def test_it_offers_no_draft(conversation: Version, now: datetime) -> None:
    assert {found.status for found in Translation.objects.all()} == {Status.DRAFT}
    assert codes(conversation, now) == list(COMPLETE)
    with pytest.raises(queries.NotOfferedError):
        queries.content_in(conversation.pk, "uk", now=now)
    with pytest.raises(queries.NotOfferedError):
        queries.words("uk", now=now)


@pytest.mark.parametrize("only", ["words", "version"])
def test_it_offers_no_language_of_which_half_is_reviewed(
    conversation: Version, reader: Person, now: datetime, only: str
) -> None:
    version = None if only == "words" else conversation
    actions.review_translation(translation=row(version, "uk"), by=reader, now=now)
    assert codes(conversation, now) == list(COMPLETE)


def test_it_offers_a_reviewed_language(in_ukrainian: Version, now: datetime) -> None:
    assert codes(in_ukrainian, now) == [*COMPLETE, "uk"]
    content = queries.content_in(in_ukrainian.pk, "uk", now=now)
    assert content.title["uk"] == "Як пройшла розмова?"
    assert texts_in(content, "nn") == texts_in(queries.content(in_ukrainian.pk), "nn")
    assert queries.words("uk", now=now).page.send == "Надіслати мої відповіді"


def test_it_answers_in_the_complete_languages_without_asking_the_database(
    conversation: Version, now: datetime, django_assert_num_queries: object
) -> None:
    queries.content(conversation.pk)
    queries.offered_languages(conversation.pk, now=now)
    with django_assert_num_queries(0):  # type: ignore[operator]
        for language in COMPLETE:
            queries.content_in(conversation.pk, language, now=now)
            assert dataclasses.is_dataclass(queries.words(language, now=now))
        queries.offered_languages(conversation.pk, now=now)


def test_it_sees_what_another_process_reviewed_within_a_minute(
    conversation: Version, reader: Person, now: datetime
) -> None:
    assert codes(conversation, now) == list(COMPLETE)
    rows = Translation.objects.filter(language="pl")
    rows.update(status=Status.REVIEWED, reviewed_by=reader, reviewed_on=now.date())
    assert codes(conversation, now) == list(COMPLETE)
    assert codes(conversation, now + timedelta(minutes=1)) == [*COMPLETE, "pl"]


def test_a_review_is_signed_and_logged(
    in_ukrainian: Version, reader: Person, now: datetime
) -> None:
    reviewed = row(in_ukrainian, "uk")
    assert (reviewed.reviewed_by, reviewed.reviewed_on) == (reader, now.date())
    logged = LogEntry.objects.filter(action="translation_reviewed").values_list("by", "about")
    assert set(logged) == {(reader.pk, "conversation 1 in uk"), (reader.pk, "fixed words in uk")}


def test_it_reviews_only_what_is_whole(
    conversation: Version, reader: Person, now: datetime
) -> None:
    with pytest.raises(ContentError, match="conversation 1 in ti: title: is missing"):
        actions.review_translation(translation=row(conversation, "ti"), by=reader, now=now)
    with pytest.raises(ContentError, match="fixed words in se: page: is missing"):
        actions.review_translation(translation=row(None, "se"), by=reader, now=now)
    assert not Translation.objects.filter(status=Status.REVIEWED).exists()


def test_it_reviews_once(in_ukrainian: Version, reader: Person, now: datetime) -> None:
    with pytest.raises(actions.AlreadyReviewedError):
        actions.review_translation(translation=row(in_ukrainian, "uk"), by=reader, now=now)


def test_a_draft_may_have_gaps_and_nothing_unknown(
    conversation: Version, reader: Person, now: datetime
) -> None:
    draft = row(conversation, "ti")
    actions.save_draft(translation=draft, texts={"title": "ሰላም"}, by=reader, now=now)
    assert row(conversation, "ti").texts == {"title": "ሰላም"}
    with pytest.raises(ContentError, match="does not know 'colour'"):
        actions.save_draft(translation=draft, texts={"colour": "x"}, by=reader, now=now)


def test_reviewed_texts_do_not_change(in_ukrainian: Version, reader: Person, now: datetime) -> None:
    reviewed = row(in_ukrainian, "uk")
    with pytest.raises(actions.AlreadyReviewedError):
        actions.save_draft(translation=reviewed, texts={}, by=reader, now=now)
    for change in ({"texts": {}}, {"language": "se"}, {"version": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Translation.objects.filter(pk=reviewed.pk).update(**change)


def test_a_review_can_be_withdrawn(in_ukrainian: Version, reader: Person, now: datetime) -> None:
    actions.withdraw_review(translation=row(in_ukrainian, "uk"), by=reader, now=now)
    queries.forget()
    assert codes(in_ukrainian, now) == list(COMPLETE)
    actions.save_draft(translation=row(in_ukrainian, "uk"), texts={}, by=reader, now=now)


@pytest.mark.parametrize(
    "change", [{"reviewed_by": None}, {"reviewed_on": None}, {"status": "draft"}]
)
def test_it_refuses_a_review_without_a_name_and_a_day(in_ukrainian: Version, change: dict) -> None:
    with pytest.raises(IntegrityError, match="reviewed_by_somebody"), transaction.atomic():
        Translation.objects.filter(pk=row(in_ukrainian, "uk").pk).update(**change)


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_a_translation_is_in_a_further_language(conversation: Version, language: str) -> None:
    with pytest.raises(IntegrityError, match="further_language"), transaction.atomic():
        Translation.objects.create(version=conversation, language=language)


def test_a_language_has_its_fixed_words_once(conversation: Version) -> None:
    with pytest.raises(IntegrityError, match="translation_once"), transaction.atomic():
        Translation.objects.create(version=None, language="uk")


def test_half_a_page_is_never_offered_when_the_product_says_something_new(
    in_ukrainian: Version, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "KEYS", (*KEYS, "page.new"))
    queries.forget()
    assert codes(in_ukrainian, now) == list(COMPLETE)


def test_new_words_are_added_and_must_be_read_again(
    in_ukrainian: Version, reader: Person, now: datetime
) -> None:
    words = row(None, "uk")
    actions.withdraw_review(translation=words, by=reader, now=now)
    ours = {key: f"Наше: {text}" for key, text in words.texts.items() if key != "page.send"}
    Translation.objects.filter(pk=words.pk).update(
        texts=ours, status=Status.REVIEWED, reviewed_by=reader, reviewed_on=now.date()
    )
    actions.load_shipped(now=now)
    after = row(None, "uk")
    assert after.status == Status.DRAFT
    assert after.texts == ours | {"page.send": "Надіслати мої відповіді"}


def test_a_page_can_review_and_cannot_add_or_delete(
    conversation: Version, reader: Person, now: datetime, as_role: object
) -> None:
    with as_role(DatabaseRole.WEB):  # type: ignore[operator]
        actions.review_translation(translation=row(conversation, "uk"), by=reader, now=now)
        for forbidden in (
            lambda: Translation.objects.filter(version=conversation).delete(),
            lambda: Translation.objects.create(version=None, language="uk"),
        ):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                forbidden()


def test_every_further_language_has_a_place(conversation: Version) -> None:
    for version in (conversation, None):
        found = Translation.objects.filter(version=version).values_list("language", flat=True)
        assert sorted(found) == sorted(FURTHER)
