"""The classification as data: themes with subthemes, and benefits, in numbered versions [S3].

A complaint keeps the version with which it was classified. Pure: plain data in, checked data out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

LANGUAGES = ("nb", "nn", "en")
_KEY = re.compile(r"[a-z][a-z_]{0,29}")


class ClassificationError(ValueError):
    """The data is no classification; the message says where."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A theme, a subtheme or a benefit. `code`: the agency's own name for it."""

    key: str
    code: str
    words: Mapping[str, str]
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Classification:
    """One version. `since`: the first day on which complaints are classified with it."""

    version: int
    since: date
    themes: tuple[Entry, ...]
    benefits: tuple[Entry, ...]

    def knows(self, theme: str, subtheme: str, benefit: str) -> bool:
        """Whether a complaint can be classified so; an empty text stands for none."""
        found = {entry.key: entry for entry in self.themes}.get(theme)
        below = {entry.key for entry in found.below} if found else set()
        fits = bool(found) and (subtheme in below or not subtheme)
        return fits and (not benefit or benefit in {entry.key for entry in self.benefits})


def read_classification(data: Mapping[str, Any]) -> Classification:
    """Raises ClassificationError when a key, a code or a language is missing or stands twice."""
    try:
        return Classification(
            version=int(data["version"]),
            since=date.fromisoformat(data["since"]),
            themes=read_entries(data["themes"]),
            benefits=read_entries(data["benefits"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ClassificationError(f"not a classification: {error}") from error


def read_entries(entries: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    found = tuple(read_entry(entry) for entry in entries)
    if len({entry.key for entry in found}) < len(found):
        raise ClassificationError("a key stands twice")
    return found


def read_entry(entry: Mapping[str, Any]) -> Entry:
    words = {language: str(entry[language]).strip() for language in LANGUAGES}
    if not _KEY.fullmatch(entry["key"]) or not all(words.values()):
        raise ClassificationError(f"{entry['key']!r} is no key, or lacks words")
    return Entry(entry["key"], str(entry["code"]), words, read_entries(entry.get("below", ())))


def version_on(versions: Iterable[Classification], day: date) -> Classification:
    """The newest version that is in use on a day. Raises ClassificationError before the first."""
    begun = [each for each in versions if each.since <= day]
    if not begun:
        raise ClassificationError("no version was in use on that day")
    return max(begun, key=lambda each: (each.since, each.version))
