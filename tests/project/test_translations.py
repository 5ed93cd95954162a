"""Every text stands in Bokmål and in Nynorsk, and they are two languages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools import messages

LONG = 6  # words; shorter texts are often the same in both


CATALOGUES = {room: messages.collect(room) for room in messages.rooms()}
WITH_TEXTS = [room for room, catalogue in CATALOGUES.items() if len(catalogue)]


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("room", WITH_TEXTS, ids=lambda room: room.name)
def test_it_has_every_text(room: Path, language: str) -> None:
    assert messages.missing(room, language) == []


def pairs(room: Path, language: str) -> Iterator[tuple[str, str]]:
    """Each text with its translation, plural forms one by one."""
    for message in messages.load(room, language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for at, translated in enumerate(strings):
            yield ids[min(at, len(ids) - 1)], translated


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("room", WITH_TEXTS, ids=lambda room: room.name)
def test_a_translation_has_no_placeholder_that_the_text_lacks(room: Path, language: str) -> None:
    wrong = [
        (text, translated)
        for text, translated in pairs(room, language)
        if not placeholders(translated) <= placeholders(text) | plural_placeholders(room, text)
    ]
    assert wrong == []


def plural_placeholders(room: Path, text: str) -> set[str]:
    """A singular may leave its number out: the plural form says which there are."""
    return {
        name
        for message in CATALOGUES[room]
        if isinstance(message.id, tuple) and text in message.id
        for form in message.id
        for name in placeholders(form)
    }


def words(text: str) -> list[str]:
    """The words that people read, without markup and placeholders."""
    return re.findall(r"[a-zæøå]+", re.sub(r"<[^>]+>|%\(\w+\)s", "", text.lower()))


@pytest.mark.parametrize("room", WITH_TEXTS, ids=lambda room: room.name)
def test_bokmal_and_nynorsk_differ_as_two_languages_do(room: Path) -> None:
    """A sentence may be the same in both; most are not, unless one was copied."""
    nynorsk = dict(pairs(room, "nn"))
    sentences = [(text, t) for text, t in pairs(room, "nb") if len(words(t)) >= LONG]
    same = [t for text, t in sentences if nynorsk.get(text) == t]
    assert len(same) <= len(sentences) / 5, same


BOKMAL_ONLY = words(
    "ikke jeg hva hvem hvor hvordan hvilken hvilke noen noe dere deres fra ennå mer flere siden "
    "brukere brukerne veileder veiledere veilederen uke uken spørreskjema samtaler"
)
NYNORSK_ONLY = words(
    "ikkje eg kva kven korleis nokon noko frå enno meir fleire sidan brukarar brukarane "
    "rettleiar rettleiarar rettleiaren veke veka spørjeskjema samtalar"
)


@pytest.mark.parametrize(("language", "foreign"), [("nn", BOKMAL_ONLY), ("nb", NYNORSK_ONLY)])
@pytest.mark.parametrize("room", WITH_TEXTS, ids=lambda room: room.name)
def test_a_language_has_no_word_of_the_other(room: Path, language: str, foreign: list[str]) -> None:
    found = {t: set(words(t)) & set(foreign) for _, t in pairs(room, language)}
    assert {text: strange for text, strange in found.items() if strange} == {}


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_one_text_has_one_translation_in_all_rooms(language: str) -> None:
    """Django puts all catalogues into one: of two translations, one would stand in both rooms."""
    known: dict[tuple[str | None, object], dict[object, str]] = {}
    for room in WITH_TEXTS:
        for message in messages.load(room, language):
            if message.id:
                said = known.setdefault((message.context, message.id), {})
                said.setdefault(message.string, room.name)
    assert [(text, said) for text, said in known.items() if len(said) > 1] == []
