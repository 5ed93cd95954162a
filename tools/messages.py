"""Collect, check and compile the texts that people read.

    python tools/messages.py update     add new texts to each room's locale/, drop the unused
    python tools/messages.py compile    write the .mo files that Django reads (never committed)

English is the source language; each room keeps its own `locale/{nb,nn}/LC_MESSAGES/django.po`.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOMS = Path(__file__).resolve().parent.parent / "src" / "medverk"
LANGUAGES = ("nb", "nn")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def sources(room: Path) -> Iterator[tuple[str, io.BytesIO]]:
    """The room's Python files, and its templates turned into what a Python extractor reads."""
    import django
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
        django.setup()
    for path in sorted(room.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield str(path), io.BytesIO(path.read_bytes())
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            yield str(path), io.BytesIO(templatize(path.read_text("utf8")).encode())


def collect(room: Path) -> Catalog:
    """Every text of a room that gettext is asked for."""
    catalog = Catalog(charset="utf-8")
    for _, source in sources(room):
        found = extract("python", source, KEYWORDS, options={"encoding": "utf-8"})
        for _, message, comments, context in found:
            catalog.add(message, auto_comments=comments, context=context)
    return catalog


def rooms() -> list[Path]:
    return [room for room in sorted(ROOMS.iterdir()) if (room / "__init__.py").exists()]


def catalog_path(room: Path, language: str) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def load(room: Path, language: str) -> Catalog:
    path = catalog_path(room, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def missing(room: Path, language: str) -> list[str]:
    """The texts of a room that a language lacks or marks as uncertain."""
    catalog = load(room, language)
    absent = []
    for message in collect(room):
        found = catalog.get(message.id, message.context) if message.id else None
        if message.id and (found is None or found.fuzzy or not complete(found.string)):
            absent.append(message.id if isinstance(message.id, str) else message.id[0])
    return absent


def complete(string: str | tuple[str, ...]) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def update() -> None:
    """Bring each catalogue in line with the code; translations that still fit are kept."""
    for room in rooms():
        template = collect(room)
        if not any(message.id for message in template):
            continue
        for language in LANGUAGES:
            catalog = load(room, language)
            catalog.update(template, no_fuzzy_matching=True)
            catalog.obsolete.clear()
            path = catalog_path(room, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, catalog, width=100, no_location=True, omit_header=False)
            absent = missing(room, language)
            if absent:
                print(f"{room.name}/{language}: {len(absent)} to translate")


def compile_all() -> None:
    for room in rooms():
        for language in LANGUAGES:
            path = catalog_path(room, language)
            if path.exists():
                fresh = path.with_suffix(f".{os.getpid()}")
                with fresh.open("wb") as file:
                    write_mo(file, load(room, language))
                fresh.replace(path.with_suffix(".mo"))


if __name__ == "__main__":
    {"update": update, "compile": compile_all}[sys.argv[1]]()
