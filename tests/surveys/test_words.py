"""The fixed words are all there, with exactly the places that the pages fill in."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.surveys.catalogue import complete_words, draft_words, read_toml
from medverk.surveys.languages import COMPLETE, FURTHER, LANGUAGES
from medverk.surveys.reading import ContentError
from medverk.surveys.words import (
    KEYS,
    PLACEHOLDERS,
    SECTIONS,
    Words,
    nest,
    parse_word_texts,
    parse_words,
    words_from,
)

FULL = nest({key: "".join(f"{{{p}}}" for p in PLACEHOLDERS.get(key, ())) or key for key in KEYS})


def test_every_language_has_its_own_name_and_direction() -> None:
    assert tuple(LANGUAGES) == COMPLETE + FURTHER
    assert [code for code, found in LANGUAGES.items() if found.direction == "rtl"] == ["ar"]


def test_every_section_of_the_words_is_known() -> None:
    assert tuple(Words.__dataclass_fields__) == tuple(SECTIONS)


@pytest.mark.parametrize("language", COMPLETE)
def test_the_words_are_complete(language: str) -> None:
    words = complete_words(language)
    assert words.page.privacy.format(minimum=15).count("15") == 1
    assert words.email.body.format(office="O", link="L", minimum=15, days=14).count("L\n") == 1


def test_no_two_languages_have_the_same_words() -> None:
    bodies = {complete_words(language).email.body for language in COMPLETE}
    assert len(bodies) == len(COMPLETE)


def test_it_knows_no_fixed_words_of_an_unknown_language() -> None:
    with pytest.raises(KeyError):
        complete_words("sv")


def test_it_reads_what_it_wrote() -> None:
    texts = parse_word_texts(FULL, "x", complete=True)
    assert parse_words(FULL, "x") == words_from(texts)
    assert nest(texts) == FULL


@pytest.mark.parametrize(
    ("section", "key", "text", "message"),
    [
        ("page", "send", "", "x: page.send: expected words"),
        ("page", "send", "Send {office}", "x: page.send: expected exactly these places: none"),
        ("page", "send", "Send {", "expected exactly these places: none"),
        ("page", "privacy", "Ingen", "page.privacy: expected exactly these places: {minimum}"),
        ("page", "privacy", "{minimum} {}", "expected exactly these places: {minimum}"),
        ("page", "privacy", "{minimum!r}", "expected exactly these places: {minimum}"),
        ("page", "privacy", "{minimum:>9}", "expected exactly these places: {minimum}"),
        ("page", "privacy", "{minimum.real}", "expected exactly these places: {minimum}"),
        ("page", "privacy", "{{minimum}}", "expected exactly these places: {minimum}"),
        ("sms", "call", "{link}", "sms.call: expected exactly these places: {link}, {office}"),
        ("page", "colour", "red", "x: page: does not know 'colour'"),
    ],
)
def test_it_names_the_word_that_is_wrong(section: str, key: str, text: str, message: str) -> None:
    raw: dict[str, Any] = copy.deepcopy(FULL)
    raw[section][key] = text
    with pytest.raises(ContentError) as caught:
        parse_words(raw, "x")
    assert message in str(caught.value)


def test_a_missing_word_is_an_error_unless_it_is_a_draft() -> None:
    raw = copy.deepcopy(FULL)
    del raw["page"]["send"], raw["kiosk"]
    assert "page.send" not in parse_word_texts(raw, "x", complete=False)
    with pytest.raises(ContentError, match=r"x: page\.send: is missing"):
        parse_words(raw, "x")


@given(st.sampled_from(KEYS), st.text(max_size=40))
def test_it_meets_any_text_with_its_own_error_or_one_that_can_be_filled(
    key: str, text: str
) -> None:
    raw = nest({key: text})
    try:
        texts = parse_word_texts(raw, "x", complete=False)
    except ContentError:
        return
    assert texts[key].format(**dict.fromkeys(PLACEHOLDERS.get(key, ()), ""))


@pytest.mark.parametrize("language", FURTHER)
def test_shipped_drafts_can_be_read(language: str) -> None:
    assert draft_words(language).keys() <= set(KEYS)


@pytest.mark.parametrize("content", [b"key = ", b"\xff\xfe", b"a = 1\na = 2\n"])
def test_a_file_that_is_not_toml_is_named(tmp_path: Any, content: bytes) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(ContentError, match=r"mine\.toml: the whole file: expected TOML in UTF-8"):
        read_toml(path)
