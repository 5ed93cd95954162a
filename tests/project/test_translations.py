"""Every text stands in Bokmål and in Nynorsk, and they are two languages."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools import messages

# Words that are the same in both on purpose need not be listed: only long sentences are compared.
LONG = 60


def with_texts() -> list[Path]:
    return [room for room in messages.rooms() if any(m.id for m in messages.collect(room))]


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("room", with_texts(), ids=lambda room: room.name)
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
    percent = set(re.findall(r"%\((\w+)\)", text))
    braces = (
        {name for _, name, _, _ in string.Formatter().parse(text) if name} if "{" in text else set()
    )
    return percent | braces


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("room", with_texts(), ids=lambda room: room.name)
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
        for message in messages.collect(room)
        if isinstance(message.id, tuple) and text in message.id
        for form in message.id
        for name in placeholders(form)
    }


@pytest.mark.parametrize("room", with_texts(), ids=lambda room: room.name)
def test_bokmal_and_nynorsk_differ_where_they_should(room: Path) -> None:
    """A sentence that is letter for letter the same was most likely copied."""
    nynorsk = dict(pairs(room, "nn"))
    same = [t for text, t in pairs(room, "nb") if len(t) >= LONG and nynorsk.get(text) == t]
    assert same == []


BOKMAL_ONLY = {"ikke", "jeg", "hva", "hvem", "hvor", "hvordan", "hvilken", "hvilke", "noen"}
BOKMAL_ONLY |= {"noe", "dere", "deres", "fra", "enn\u00e5", "mer", "flere", "veileder", "bruker"}
BOKMAL_ONLY |= {
    "brukere",
    "brukerne",
    "veiledere",
    "veilederen",
    "uke",
    "uken",
    "siden",
    "sp\u00f8rreskjema",
}
NYNORSK_ONLY = {
    "ikkje",
    "eg",
    "kva",
    "kven",
    "kvar",
    "korleis",
    "nokon",
    "noko",
    "fr\u00e5",
    "enno",
}
NYNORSK_ONLY |= {"meir", "fleire", "rettleiar", "rettleiarar", "brukar", "brukarar", "veke", "sida"}


@pytest.mark.parametrize(("language", "foreign"), [("nn", BOKMAL_ONLY), ("nb", NYNORSK_ONLY)])
@pytest.mark.parametrize("room", with_texts(), ids=lambda room: room.name)
def test_a_language_has_no_word_of_the_other(room: Path, language: str, foreign: set[str]) -> None:
    found = {
        translated: words & foreign
        for _, translated in pairs(room, language)
        if (words := set(re.findall(r"[a-z\u00e6\u00f8\u00e5]+", translated.lower()))) & foreign
    }
    assert found == {}
