"""The questionnaires, drafts and fixed words that come with the product, read from `shipped/`."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from medverk.surveys.content import Content, parse_content
from medverk.surveys.languages import COMPLETE
from medverk.surveys.reading import ContentError, Place
from medverk.surveys.translation import parse_texts
from medverk.surveys.words import Words, parse_word_texts, parse_words

QUESTIONNAIRES = ("conversation", "employer", "trust", "call")

_SHIPPED = files("medverk.surveys") / "shipped"


def read_toml(path: Traversable) -> dict[str, Any]:
    """The file as data. Raises ContentError when it is not TOML in UTF-8."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(path.name, "", f"expected TOML in UTF-8 ({error})") from error


def shipped_raw(key: str) -> dict[str, Any]:
    """A shipped questionnaire as it stands in its file, to be stored as JSON."""
    return read_toml(_SHIPPED / f"{key}.toml")


@cache
def shipped_content(key: str) -> Content:
    """A shipped questionnaire, checked."""
    return parse_content(shipped_raw(key), f"{key}.toml")


@cache
def complete_words(language: str) -> Words:
    """The fixed words in Bokmål, Nynorsk or English."""
    if language not in COMPLETE:
        raise KeyError(language)
    name = f"{language}.toml"
    return parse_words(read_toml(_SHIPPED / "words" / name), name)


def draft_texts(key: str, language: str) -> dict[str, str]:
    """The shipped draft of a questionnaire in a further language; empty when there is none yet."""
    path = _SHIPPED / "translations" / f"{key}.{language}.toml"
    if not path.is_file():
        return {}
    return parse_texts(shipped_content(key), _draft(path), path.name, complete=False)


def draft_words(language: str) -> dict[str, str]:
    """The shipped draft of the fixed words in a further language; empty when there is none yet."""
    path = _SHIPPED / "words" / f"{language}.toml"
    if not path.is_file():
        return {}
    return parse_word_texts(_draft(path), path.name, complete=False)


def _draft(path: Traversable) -> dict[str, Any]:
    # No file can call itself reviewed: that takes a person, in the installation that offers it.
    raw = read_toml(path)
    Place(raw, path.name).at("status").one_of(("draft",))
    return {key: value for key, value in raw.items() if key != "status"}
