"""Checklists as versioned data: one file for each version, kept for ever, in three languages [Q1].

A changed checklist is a new file with the next version; rounds keep the version they began with.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from django.utils.translation import get_language

from medverk.rules.reviews import Met
from medverk.surveys.languages import COMPLETE
from medverk.surveys.reading import ContentError, Place, refuse_repeats

CHECKLISTS = ("needs", "ability", "plan", "exemption")
MOST_VERSIONS = 999

_SHIPPED = files("medverk.reviews") / "shipped"


@dataclass(frozen=True, slots=True)
class Text:
    """Words in the three languages."""

    words: Mapping[str, str]

    def __str__(self) -> str:
        """In the language of the page."""
        return self.words.get(get_language() or "nb", self.words["nb"])


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a reviewer looks for. `key` means the same in every version."""

    key: str
    text: Text
    help: Text
    not_relevant: bool

    @property
    def options(self) -> tuple[Met, ...]:
        """What can be answered."""
        return tuple(met for met in Met if met is not Met.NOT_RELEVANT or self.not_relevant)


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist in one version. `reviewers`: how many must review each case, at the least."""

    key: str
    version: int
    name: Text
    about: Text
    reviewers: int
    items: tuple[Item, ...]


@cache
def versions_of(key: str) -> tuple[int, ...]:
    """The shipped versions, oldest first; empty when there is no such checklist."""
    if key not in CHECKLISTS:
        return ()
    names = (path.name.split(".") for path in _SHIPPED.iterdir())
    return tuple(sorted(int(name[1]) for name in names if name[0] == key and name[-1] == "toml"))


def latest(key: str) -> Checklist:
    """The newest version. Raises KeyError when there is no such checklist."""
    versions = versions_of(key)
    if not versions:
        raise KeyError(key)
    return checklist(key, versions[-1])


@cache
def checklist(key: str, version: int) -> Checklist:
    """One version. Raises KeyError when it is not there, ContentError when its file is wrong."""
    if version not in versions_of(key):
        raise KeyError((key, version))
    name = f"{key}.{version}.toml"
    found = parse_checklist(read_toml(_SHIPPED / name), name)
    if (found.key, found.version) != (key, version):
        raise ContentError(name, "key", "expected the key and the version of the file’s name")
    return found


def read_toml(path: Traversable) -> dict[str, Any]:
    """The file as data. Raises ContentError when it is not TOML in UTF-8."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(path.name, "", f"expected TOML in UTF-8 ({error})") from error


def parse_checklist(raw: dict[str, Any], source: str) -> Checklist:
    """A checklist from data. Raises ContentError, which says where and what was expected."""
    place = Place(raw, source).only(("key", "version", "reviewers", "name", "about", "items"))
    listed = place.at("items")
    items = tuple(parse_item(item) for item in listed.items(fewest=1))
    refuse_repeats(listed, items, lambda item: item.key)
    return Checklist(
        key=place.at("key").key(),
        version=place.at("version").whole(1, MOST_VERSIONS),
        name=parse_text(place.at("name")),
        about=parse_text(place.at("about")),
        reviewers=place.at("reviewers").whole(1, 2),
        items=items,
    )


def parse_item(place: Place) -> Item:
    place.only(("key", "text", "help", "not_relevant"))
    lacks = "not_relevant" not in place.table()
    return Item(
        key=place.at("key").key(),
        text=parse_text(place.at("text")),
        help=parse_text(place.at("help")),
        not_relevant=False if lacks else place.at("not_relevant").yes_or_no(),
    )


def parse_text(place: Place) -> Text:
    place.only(COMPLETE)
    return Text({language: place.at(language).text() for language in COMPLETE})
