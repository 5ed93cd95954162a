"""One Nynorsk in all rooms: where two forms are right, the house has chosen one.

A reader goes from room to room and must not meet "vert" here and "blir" there. We write bli, blir,
blei, blitt, as letters from NAV do; and svare, svarer, svarte, svart. None of the refused forms is
a word of English or Bokmål that we use, so all sources are searched, not the catalogues alone:
what people are asked, checklists, messages and the demo are in Nynorsk too.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools import messages

REFUSED = {
    "blir": ("vert", "verte", "verta", "vart", "vorte", "vorten", "vorti", "bleiv"),
    "svarer": ("svarar", "har svara", "blei svara", "er svara"),
    "ikkje vist": ("vises",),
    "ho, of a thing": ("henne",),
    "la": ("lat oss", "lat spørsmål", "lat person", "lat dei"),
    "byrje": ("begynn", "begynner", "begynte"),
}
OF_NYNORSK_ALONE = ("blir", "svarer")
KINDS = {".po", ".toml", ".py", ".html", ".txt"}


def sources() -> Iterator[Path]:
    """Every file of the product that may hold a text in Nynorsk; of catalogues only those."""
    for path in sorted(messages.ROOMS.rglob("*")):
        other = path.suffix == ".po" and "nn" not in path.parts
        if path.suffix in KINDS and not other and not {"vendor", "translations"} & set(path.parts):
            yield path


def found(words: tuple[str, ...], text: str) -> list[str]:
    return re.findall(rf"\b(?:{'|'.join(words)})\b", text, re.IGNORECASE)


@pytest.mark.parametrize("chosen", OF_NYNORSK_ALONE)
def test_no_source_holds_the_form_that_was_not_chosen(chosen: str) -> None:
    where = {
        str(path.relative_to(messages.ROOMS)): hits
        for path in sources()
        if (hits := found(REFUSED[chosen], path.read_text("utf8")))
    }
    assert where == {}


@pytest.mark.parametrize("chosen", REFUSED)
def test_no_text_of_a_page_holds_the_form_that_was_not_chosen(chosen: str) -> None:
    where = [
        said
        for room in messages.rooms()
        for message in messages.load(room, "nn")
        for said in ([message.string] if isinstance(message.string, str) else message.string)
        if message.id and found(REFUSED[chosen], said)
    ]
    assert where == []


@pytest.mark.parametrize("chosen", REFUSED)
def test_the_fixed_words_hold_no_form_that_was_not_chosen(chosen: str) -> None:
    words = messages.ROOMS / "surveys" / "shipped" / "words" / "nn.toml"
    assert found(REFUSED[chosen], words.read_text("utf8")) == []
