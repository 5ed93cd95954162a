"""P.toml: the thresholds, the dates, the questions and the tables [disclosure "On files"]."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from medverk.batch.faults import InputFault
from medverk.rules.disclosure.hierarchy import Level
from medverk.rules.disclosure.policy import Policy
from medverk.rules.weeks import Week

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
RESERVED = {"office", "counsellor", "week"}
UNSAFE_IN_CATEGORY = re.compile(r"[=;|\r\n]")
LEVELS = (Level.OFFICE, Level.COUNTY, Level.COUNTRY)
EDITIONS = ("half-year", "year", "period")


@dataclass(frozen=True)
class Breakdowns:
    """Which tables are asked for, at which levels, and how often."""

    tables: tuple[tuple[str, ...], ...] = ()
    levels: tuple[Level, ...] = LEVELS
    edition: str = "half-year"


@dataclass(frozen=True)
class PolicyFile:
    """All that P.toml says. `dates` is "weekly", "monthly" or the weeks themselves."""

    threshold: Policy
    dates: str | tuple[Week, ...]
    close: Week | None
    questions: Mapping[str, int]
    background: Mapping[str, tuple[str, ...]]
    breakdowns: Breakdowns

    @property
    def background_in_tables(self) -> dict[str, tuple[str, ...]]:
        """The background variables of any table, in their order; nothing is counted by others."""
        wanted = {name for table in self.breakdowns.tables for name in table}
        return {name: values for name, values in self.background.items() if name in wanted}

    def with_all_variables(self) -> PolicyFile:
        """The same with a table of each variable: figures to be audited may be by any of them."""
        each = tuple((name,) for name in self.background)
        tables = tuple(dict.fromkeys((*each, *self.breakdowns.tables)))
        return replace(self, breakdowns=replace(self.breakdowns, tables=tables))


class PlaceFault(ValueError):  # noqa: N818  (a fault in a file)
    """What is wrong at a place in the file: its dotted name, and what was expected there."""

    def __init__(self, place: str, expected: str, found: object = None) -> None:
        super().__init__(expected)
        self.place, self.expected, self.found = place, expected, found


def read_policy(file: Path) -> PolicyFile:
    """Read P.toml. Anything that it may not say, or leaves out, raises InputFault."""
    text = read_text(file)
    try:
        return build_policy(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+), column (\d+)", str(error))
        last = max(1, len(text.splitlines()))
        line, column = (int(found[1]), found[2]) if found else (last, None)
        raise InputFault(file, f"TOML ({error})", line, column) from error
    except PlaceFault as fault:
        shown = None if fault.found is None else str(fault.found)
        at = find_line(text, fault.place)
        raise InputFault(file, fault.expected, at, fault.place, shown) from fault


def read_text(file: Path) -> str:
    """The text of a small file, or InputFault."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputFault(file, f"a file that can be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputFault(file, "text in UTF-8", line) from error


def find_line(text: str, place: str) -> int | None:
    """The line that speaks of a place: of its last name, else of its table."""
    lines = text.splitlines()
    table, _, name = place.partition(".")
    start = next((at for at, line in enumerate(lines) if line.strip() == f"[{table}]"), None)
    if start is None:
        return None
    for at in range(start + 1, len(lines)):
        if lines[at].lstrip().startswith("["):
            break
        if re.match(rf"\s*{re.escape(name)}\s*=", lines[at]):
            return at + 1
    return start + 1


def build_policy(said: Mapping[str, Any]) -> PolicyFile:
    """The policy that a TOML document says; PlaceFault where it may not."""
    check_names(said, "", {"threshold", "publication", "questions", "background", "breakdowns"})
    publication = table_of(said, "publication")
    check_names(publication, "publication.", {"dates", "close"})
    background = {
        name: read_categories(f"background.{name}", name, values)
        for name, values in table_of(said, "background").items()
    }
    return PolicyFile(
        threshold=read_threshold(table_of(said, "threshold")),
        dates=read_dates(publication.get("dates", "weekly")),
        close=read_week("publication.close", publication["close"])
        if "close" in publication
        else None,
        questions=read_questions(table_of(said, "questions"), background),
        background=background,
        breakdowns=read_breakdowns(table_of(said, "breakdowns"), background),
    )


def table_of(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A table of the document, empty where it is left out."""
    table = said.get(name, {})
    if not isinstance(table, dict):
        raise PlaceFault(name, f"a table [{name}]", table)
    return table


def check_names(said: Mapping[str, Any], place: str, known: set[str]) -> None:
    """Refuse a name that means nothing here, so that no slip of the pen weakens a policy."""
    for name in said:
        if name not in known:
            raise PlaceFault(f"{place}{name}", f"one of {', '.join(sorted(known))}", name)


def read_threshold(threshold: Mapping[str, Any]) -> Policy:
    """The thresholds, held against the hard floor."""
    for name, value in threshold.items():
        try:
            Policy.from_mapping({name: value})
        except ValueError as error:
            raise PlaceFault(f"threshold.{name}", str(error)) from error
    return Policy.from_mapping(threshold)


def read_dates(dates: object) -> str | tuple[Week, ...]:
    """The publication dates."""
    if isinstance(dates, str) and dates in ("weekly", "monthly"):
        return dates
    if isinstance(dates, list) and dates:
        return tuple(sorted({read_week("publication.dates", each) for each in dates}))
    raise PlaceFault("publication.dates", '"weekly", "monthly" or a list of ISO weeks', dates)


def read_week(place: str, text: object) -> Week:
    """An ISO week."""
    try:
        return Week.parse(str(text))
    except ValueError as error:
        raise PlaceFault(place, "an ISO week like 2026-W47", text) from error


def read_name(place: str, name: str, taken: Mapping[str, object]) -> str:
    """The name of a column."""
    if not NAME.fullmatch(name):
        raise PlaceFault(place, "a name of letters, digits and _", name)
    if name.lower() in RESERVED | {other.lower() for other in taken}:
        raise PlaceFault(place, "a name that no other column has", name)
    return name


def read_questions(said: Mapping[str, Any], taken: Mapping[str, object]) -> dict[str, int]:
    """The questions with their numbers of categories."""
    questions: dict[str, int] = {}
    for name, categories in said.items():
        place = f"questions.{name}"
        whole = isinstance(categories, int) and not isinstance(categories, bool)
        if not (whole and 2 <= categories <= 99):
            raise PlaceFault(place, "a number of categories from 2 to 99", categories)
        questions[read_name(place, name, {**taken, **questions})] = categories
    if not questions:
        raise PlaceFault("questions", "at least one question, like alliance = 5")
    return questions


def read_categories(place: str, name: str, values: object) -> tuple[str, ...]:
    """The values that a background variable may have."""
    read_name(place, name, {})
    if not (isinstance(values, list) and values and all(map(is_category, values))):
        raise PlaceFault(place, "a list of texts without = ; | and line breaks", values)
    if len(set(values)) != len(values):
        raise PlaceFault(place, "each category once", values)
    return tuple(values)


def is_category(value: object) -> bool:
    """Whether a value can be written in the column `by`."""
    return isinstance(value, str) and bool(value) and not UNSAFE_IN_CATEGORY.search(value)


def read_breakdowns(said: Mapping[str, Any], background: Mapping[str, object]) -> Breakdowns:
    """The tables asked for."""
    check_names(said, "breakdowns.", {"tables", "levels", "edition"})
    choose: Callable[[str, Any], Any] = said.get
    tables, place = choose("tables", []), "breakdowns.tables"
    if not (isinstance(tables, list) and all(isinstance(table, list) for table in tables)):
        raise PlaceFault(place, 'a list of tables, like [["age"], ["age", "sex"]]', tables)
    for table in tables:
        if not 1 <= len(table) <= 2 or len(set(map(str, table))) != len(table):
            raise PlaceFault(place, "tables of one or two different variables", table)
        for name in table:
            if name not in background:
                raise PlaceFault(place, f"variables of [background]: {', '.join(background)}", name)
    levels = choose("levels", list(LEVELS))
    if not (isinstance(levels, list) and all(level in LEVELS for level in levels)):
        raise PlaceFault("breakdowns.levels", f"a list of {', '.join(LEVELS)}", levels)
    edition = choose("edition", "half-year")
    if edition not in EDITIONS:
        raise PlaceFault("breakdowns.edition", f"one of {', '.join(EDITIONS)}", edition)
    ordered = tuple(dict.fromkeys(tuple(table) for table in sorted(tables, key=len)))
    return Breakdowns(ordered, tuple(level for level in LEVELS if level in levels), edition)
