"""R: responses in a CSV or Parquet file, or a folder of Parquet files; refused or read whole."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from medverk.batch.faults import InputFault
from medverk.batch.policy_file import PolicyFile
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.weeks import Week

KEYS = ("office", "counsellor", "week")
TEXTS = ("VARCHAR", "ENUM")
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")


@dataclass(frozen=True)
class Rule:
    """What a column must be: `broken` is the SQL condition of a row that breaks it."""

    column: str
    broken: str
    expected: str


@dataclass(frozen=True)
class Source:
    """The responses as SQL: `read` names them, `numbered` adds `at_file` and `at_line`.

    `files` are the Parquet files; there are none where it is CSV.
    """

    place: Path
    read: str
    numbered: str
    files: tuple[Path, ...] = ()


def open_source(place: Path) -> Source:
    """Find out what kind of file R is; InputFault if there is none."""
    if place.is_dir():
        files = sorted(place.glob("*.parquet"))
        if not files:
            raise InputFault(place, "a folder with Parquet files, named *.parquet")
        return parquet_source(place, files)
    if not place.is_file():
        raise InputFault(place, "a CSV or Parquet file, or a folder of Parquet files")
    with place.open("rb") as opened:
        start = opened.read(4)
    return parquet_source(place, [place]) if start == b"PAR1" else csv_source(place)


def parquet_source(place: Path, files: list[Path]) -> Source:
    """Parquet files, read by the names of their columns."""
    names = ", ".join(map(quote, map(str, files)))
    numbered = (
        "SELECT *, filename AS at_file, file_row_number + 1 AS at_line FROM "  # noqa: S608
        f"read_parquet([{names}], filename = true, file_row_number = true)"
    )
    return Source(place, f"read_parquet([{names}])", f"({numbered})", tuple(files))


def csv_source(place: Path) -> Source:
    """A CSV file with a header, every value as text until it is checked."""
    # Told what to expect, it need not guess; only then does it say in which line it went wrong.
    columns = ", ".join(f"{quote(column)}: 'VARCHAR'" for column in read_header(place))
    read = (
        f"read_csv({quote(str(place))}, header = true, delim = ',', quote = '\"', "
        f"escape = '\"', auto_detect = false, columns = {{{columns}}}, strict_mode = true, "
        "null_padding = false)"
    )
    numbered = f"SELECT *, {quote(str(place))} AS at_file, row_number() OVER () + 1 AS at_line"
    return Source(place, read, f"({numbered} FROM {read})")


def quote(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def name(column: str) -> str:
    """A column's name in SQL."""
    return '"' + column.replace('"', '""') + '"'


def check_responses(
    link: duckdb.DuckDBPyConnection, source: Source, policy: PolicyFile, hierarchy: Hierarchy
) -> dict[str, str]:
    """The types of the columns; InputFault for the first row that may not be as it is."""
    try:
        types = check_columns(link, source, policy)
        rules = [*key_rules(link, source, hierarchy), *value_rules(types, policy)]
        sums = ", ".join(f"count(*) FILTER ({rule.broken})" for rule in rules)
        counted = link.execute(f"SELECT {sums} FROM {source.read}").fetchone() or ()  # noqa: S608
        for rule, broken in zip(rules, counted, strict=True):
            if broken:
                raise find_fault(link, source, rule)
    except duckdb.Error as error:
        raise explain(source, error) from error
    return types


def explain(source: Source, error: duckdb.Error) -> InputFault:
    """What the reader could not read, with the line where it says so."""
    found = re.search(r"Line: (\d+)", str(error))
    first = str(error).splitlines()[0]
    return InputFault(source.place, f"a file in order ({first})", int(found[1]) if found else None)


def check_columns(
    link: duckdb.DuckDBPyConnection, source: Source, policy: PolicyFile
) -> dict[str, str]:
    """The file's columns with their types; InputFault when one is missing or there twice."""
    wanted = [*KEYS, *policy.background, *policy.questions]
    if "read_csv" in source.read:
        check_header(source.place, wanted)
    described = link.execute(f"DESCRIBE SELECT * FROM {source.read}").fetchall()  # noqa: S608
    types = {column: kind for column, kind, *_ in described}
    for column in wanted:
        if column not in types:
            raise InputFault(source.place, f"a column {column}", 1, column)
    return {column: types[column] for column in wanted}


def read_header(place: Path) -> list[str]:
    """The first line of a CSV file; a column that is there twice raises InputFault."""
    with place.open(encoding="utf-8-sig", newline="", errors="replace") as opened:
        header = next(csv.reader(opened), [])
    for column in header:
        if header.count(column) != 1:
            raise InputFault(place, f"one column {column}", 1, column, ",".join(header))
    return header or ["office"]


def check_header(place: Path, wanted: list[str]) -> None:
    """Refuse a CSV file whose first line does not name each wanted column once."""
    header = read_header(place)
    for column in wanted:
        if header.count(column) != 1:
            raise InputFault(place, f"one column {column}", 1, column, ",".join(header))


def key_rules(link: duckdb.DuckDBPyConnection, source: Source, hierarchy: Hierarchy) -> list[Rule]:
    """The rules on office, counsellor and week. Weeks are few, so each is read once."""
    weeks = link.execute(f"SELECT DISTINCT CAST(week AS VARCHAR) FROM {source.read}").fetchall()  # noqa: S608
    known = [week for (week,) in weeks if week is not None and is_week(week)]
    return [
        Rule("office", is_not_in("office", hierarchy.offices()), "an office of the units file"),
        Rule("counsellor", "coalesce(trim(CAST(counsellor AS VARCHAR)), '') = ''", "an id"),
        Rule("week", is_not_in("week", known), "an ISO week like 2026-W47"),
    ]


def is_week(text: str) -> bool:
    """Whether a text is an ISO week."""
    try:
        Week.parse(text)
    except ValueError:
        return False
    return True


def is_not_in(column: str, values: list[str]) -> str:
    """The condition that a value is missing, or none of these."""
    listed = ", ".join(map(quote, values)) or "NULL"
    return f"(CAST({name(column)} AS VARCHAR) IN ({listed})) IS NOT TRUE"


def value_rules(types: dict[str, str], policy: PolicyFile) -> list[Rule]:
    """The rules on background and answers, each of which may be empty."""
    rules = [
        Rule(
            column,
            f"{is_not_in(column, list(values))} AND coalesce(CAST({name(column)} AS VARCHAR), '') "
            "<> ''",
            f"empty or one of: {', '.join(values)}",
        )
        for column, values in policy.background.items()
    ]
    for column, categories in policy.questions.items():
        expected = f"empty or a whole number from 1 to {categories}"
        rules.append(Rule(column, is_no_answer(column, types[column], categories), expected))
    return rules


def is_no_answer(column: str, kind: str, categories: int) -> str:
    """The condition that a value is neither empty nor a category's number."""
    if kind in WHOLE:
        return f"{name(column)} NOT BETWEEN 1 AND {categories}"
    if kind in ("FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
        whole = ", ".join(str(number) for number in range(1, categories + 1))
        return f"{name(column)} NOT IN ({whole})"
    digits = [str(number) for number in range(1, categories + 1)]
    return f"{is_not_in(column, digits)} AND coalesce(CAST({name(column)} AS VARCHAR), '') <> ''"


def find_fault(link: duckdb.DuckDBPyConnection, source: Source, rule: Rule) -> InputFault:
    """The first row that breaks a rule."""
    row = link.execute(
        f"SELECT at_file, at_line, CAST({name(rule.column)} AS VARCHAR) "  # noqa: S608
        f"FROM {source.numbered} WHERE {rule.broken} ORDER BY at_file, at_line LIMIT 1"
    ).fetchone()
    if row is None:
        raise RuntimeError(f"{source.place} changed while it was read")
    file, line, found = row
    return InputFault(Path(file), rule.expected, line, rule.column, found or "")
