"""A mistake in a questionnaire is a sentence that names the file, the key and what was expected."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.surveys.catalogue import QUESTIONNAIRES, shipped_content, shipped_raw
from medverk.surveys.content import parse_content
from medverk.surveys.reading import ContentError
from medverk.surveys.translation import parse_texts, texts_in, translated

RAW = shipped_raw("conversation")
Change = Callable[[dict[str, Any]], Any]


def put(*path: str | int, to: object) -> Change:
    """A change that puts a value at a path."""

    def change(raw: dict[str, Any]) -> None:
        place: Any = raw
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


def drop(*path: str | int) -> Change:
    """A change that takes away what is at a path."""

    def change(raw: dict[str, Any]) -> None:
        place: Any = raw
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


BAD: list[tuple[Change, str]] = [
    (drop("title"), "title: is missing"),
    (drop("title", "nn"), "title.nn: is missing"),
    (put("title", to="Hei"), "title: expected a table"),
    (put("title", "nn", to="  "), "title.nn: expected words"),
    (put("title", "nn", to=7), "title.nn: expected words"),
    (put("title", "nn", to="x" * 2001), "title.nn: expected at most 2000 characters"),
    (put("title", "nn", to="a\x00b"), "title.nn: expected words without control characters"),
    (put("title", "nn", to="a\ud800b"), "title.nn: expected words without control characters"),
    (put("title", "sv", to="Hej"), "title: does not know 'sv'; expected only nb, nn, en"),
    (put("colour", to="red"), "the whole file: does not know 'colour'"),
    (put("key", to="Conversation!"), "key: expected a short key in small letters"),
    (put("number", to=0), "number: expected a whole number from 1 to 9999"),
    (put("number", to="1"), "number: expected a whole number from 1 to 9999"),
    (put("themes", to=[]), "themes: expected at least 1"),
    (put("themes", to={}), "themes: expected a list"),
    (put("questions", to=[]), "questions: expected at least 1"),
    (put("questions", 2, "slot", to=True), "questions[2].slot: expected a whole number from 0"),
    (put("questions", 2, "slot", to=-1), "questions[2].slot: expected a whole number from 0"),
    (put("questions", 2, "slot", to=0), "questions: expected each only once, but 0 is there twice"),
    (put("questions", 2, "key", to="heard"), "but 'heard' is there twice"),
    (put("questions", 2, "theme", to="mood"), "questions[2].theme: expected one of alliance, goal"),
    (put("questions", 2, "scale", to="smile"), "questions[2].scale: expected one of agree"),
    (put("questions", 2, "better", to="up"), "questions[2].better: expected one of high, low"),
    (put("scales", "agree", "agree_from", to=6), "agree_from: expected a whole number from 2 to 5"),
    (put("scales", "agree", "agree_from", to=1), "agree_from: expected a whole number from 2 to 5"),
    (put("scales", "agree", "shown", to="random"), "shown: expected one of rising, falling"),
    (put("scales", "agree", "not_relevant", to=1), "not_relevant: expected true or false"),
    (put("scales", "agree", "numbered", to=True), "categories[1]: expected the number 2 in every"),
    (put("scales", "agree", "categories", to=[]), "categories: expected at least 2"),
    (drop("questions", 6, "text"), "questions[6].text: is missing"),
    (put("background", 0, "key", to="heard"), "background: expected each only once, but 'heard'"),
    (put("background", 0, "options", 1, "key", to="under 30"), "but 'under 30' is there twice"),
    (drop("background", 0, "why"), "background[0].why: is missing"),
    (put("kinds", to=[]), "kinds: expected at least 1"),
]


@pytest.mark.parametrize(("change", "message"), BAD, ids=[message for _, message in BAD])
def test_it_names_the_file_the_key_and_what_was_expected(change: Change, message: str) -> None:
    raw = copy.deepcopy(RAW)
    change(raw)
    with pytest.raises(ContentError) as caught:
        parse_content(raw, "mine.toml")
    assert str(caught.value).startswith("mine.toml: ")
    assert message in str(caught.value)


def test_it_refuses_a_theme_nobody_asks_about() -> None:
    raw = copy.deepcopy(RAW)
    raw["themes"].append({"key": "spare", "title": {"nb": "x", "nn": "x", "en": "x"}})
    with pytest.raises(ContentError, match=r"themes\[3\]: expected at least one question"):
        parse_content(raw, "mine.toml")


def test_it_refuses_more_categories_than_a_page_can_show() -> None:
    raw = copy.deepcopy(RAW)
    raw["scales"]["agree"]["categories"] *= 3
    with pytest.raises(ContentError, match="categories: expected at most 10"):
        parse_content(raw, "mine.toml")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(JSON)
def test_it_meets_any_data_with_its_own_error_only(raw: object) -> None:
    with pytest.raises(ContentError):
        parse_content(raw, "any")


def paths(raw: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in nested data."""
    inside = (
        raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    )
    return [path] * bool(path) + [
        deep for key, value in inside for deep in paths(value, (*path, key))
    ]


@given(st.sampled_from(paths(RAW)), JSON)
def test_it_meets_any_single_change_with_its_own_error_or_reads_it(
    path: tuple[str | int, ...], value: object
) -> None:
    raw = copy.deepcopy(RAW)
    put(*path, to=value)(raw)
    try:
        content = parse_content(raw, "any")
    except ContentError:
        return
    assert content.slot_count >= len(content.questions)


@pytest.mark.parametrize("key", QUESTIONNAIRES)
def test_a_translation_asks_for_exactly_what_a_person_reads(key: str) -> None:
    content = shipped_content(key)
    texts = {name: f"{name}!" for name in texts_in(content, "nb")}
    assert parse_texts(content, texts, "uk", complete=True) == texts
    assert texts_in(translated(content, "uk", texts), "uk") == texts
    assert texts_in(translated(content, "uk", texts), "nn") == texts_in(content, "nn")


def test_a_complete_translation_has_no_gap_and_a_draft_may() -> None:
    content = shipped_content("call")
    texts = texts_in(content, "en")
    del texts["question.helped"]
    assert parse_texts(content, texts, "uk", complete=False) == texts
    with pytest.raises(ContentError, match=r"uk: question\.helped: is missing"):
        parse_texts(content, texts, "uk", complete=True)


def test_a_translation_has_nothing_that_is_not_asked() -> None:
    with pytest.raises(ContentError, match=r"does not know 'question\.weight'"):
        parse_texts(shipped_content("call"), {"question.weight": "?"}, "uk", complete=False)


def test_numbers_on_a_numbered_scale_are_the_same_in_every_language() -> None:
    content = shipped_content("trust")
    texts = dict.fromkeys(texts_in(content, "nb"), "…")
    scale = translated(content, "ar", texts).scales["trust"]
    assert [category.text["ar"] for category in scale.categories] == ["…", "2", "3", "4", "5", "…"]
