"""The classifications that come with the product, read from `classifications/` [S3]."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from django.utils.translation import get_language

from medverk.rules.complaints.classification import (
    Classification,
    Entry,
    read_classification,
    version_on,
)

_SHIPPED = files("medverk.complaints") / "classifications"


@cache
def classifications() -> tuple[Classification, ...]:
    """Every version. Raises ClassificationError when a file is wrong."""
    names = sorted(path.name for path in _SHIPPED.iterdir() if path.name.endswith(".toml"))
    return tuple(read_file(name) for name in names)


def read_file(name: str) -> Classification:
    data = tomllib.loads((_SHIPPED / name).read_text(encoding="utf-8"))
    return read_classification({**data, "since": str(data.get("since"))})


def current(today: date) -> Classification:
    """The version in use on a day."""
    return version_on(classifications(), today)


def numbered(version: int | None, today: date) -> Classification:
    """The version that a complaint is classified with; the current one while it is not."""
    known = {each.version: each for each in classifications()}
    return known[version] if version in known else current(today)


def word_of(entry: Entry) -> str:
    """The entry in the language of the page."""
    return entry.words.get(get_language() or "nb", entry.words["nb"])


def theme_word(classification: Classification, theme: str, subtheme: str = "") -> str:
    """A theme in words, with its subtheme; the key itself where the version does not know it."""
    found = next((entry for entry in classification.themes if entry.key == theme), None)
    if found is None:
        return theme
    below = next((entry for entry in found.below if entry.key == subtheme), None)
    return f"{word_of(found)}: {word_of(below)}" if below else word_of(found)


def benefit_word(classification: Classification, benefit: str) -> str:
    found = next((entry for entry in classification.benefits if entry.key == benefit), None)
    return word_of(found) if found else benefit
