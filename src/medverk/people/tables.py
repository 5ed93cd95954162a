"""Read a table that somebody uploads: strictly, and with every fault named by line and column.

Pure: bytes in, rows or faults out. Whatever the bytes are, nothing but `TableError` is raised.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import TypeVar

LARGEST_FILE = 5_000_000  # bytes
LARGEST_TABLE = 50_000  # rows
MOST_PROBLEMS = 100  # named at once; a file with more is wrong in one way, not in a hundred
Choice = TypeVar("Choice", bound=Enum)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Expected(StrEnum):
    """What should have stood there. The words for people are in `table_texts`."""

    UTF8 = "utf8"
    NO_NUL = "no_nul"
    SMALLER_FILE = "smaller_file"
    FEWER_ROWS = "fewer_rows"
    HEADER = "header"
    COLUMN = "column"  # this column is missing
    KNOWN_COLUMN = "known_column"
    COLUMN_ONCE = "column_once"
    ROWS = "rows"
    AS_MANY_CELLS = "as_many_cells"
    QUOTES = "quotes"
    TEXT = "text"
    SHORTER = "shorter"
    PLAIN_TEXT = "plain_text"
    NUMBER = "number"
    ISO_DATE = "iso_date"
    LATER_DATE = "later_date"
    UNIT_TYPE = "unit_type"
    UNIT_STATUS = "unit_status"
    NO_PARENT = "no_parent"
    PARENT = "parent"
    KNOWN_UNIT = "known_unit"
    HIGHER_UNIT = "higher_unit"
    ONCE = "once"
    ROLE = "role"
    ROLE_OF_UNIT = "role_of_unit"
    EMAIL = "email"
    SAME_PERSON = "same_person"
    FREE_SUBJECT = "free_subject"
    REFERENCE = "reference"
    COLLEAGUE = "colleague"
    NO_SEMICOLON = "no_semicolon"


@dataclass(frozen=True, slots=True)
class Problem:
    """Line 0 is the file as a whole; line 1 is the header. `value` is only for whoever uploads."""

    line: int
    column: str
    expected: Expected
    value: str = ""


class TableError(Exception):
    """The table was not accepted; `problems` says why, one by one, and is never empty."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems[:MOST_PROBLEMS]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; every column is there, without surrounding spaces."""

    line: int
    cells: Mapping[str, str]


def read_table(data: bytes, columns: tuple[str, ...]) -> list[Row]:
    """The rows of a CSV file in UTF-8, with or without a mark at the start, by comma or semicolon.

    Exactly `columns` must be there, in any order. Raises TableError.
    """
    text = decode(data)
    records = list(records_of(text))
    if not records:
        raise TableError(Problem(1, "", Expected.HEADER))
    header = [name.strip().lower() for name in records[0][1]]
    check_header(header, columns)
    rows, problems = [], []
    for line, cells in records[1:]:
        if len(cells) == len(header):
            rows.append(Row(line, dict(zip(header, map(str.strip, cells), strict=True))))
        else:
            problems.append(Problem(line, "", Expected.AS_MANY_CELLS, str(len(cells))))
    if problems:
        raise TableError(*problems)
    if not rows:
        raise TableError(Problem(2, "", Expected.ROWS))
    return rows


def decode(data: bytes) -> str:
    """The text of the file; it is UTF-8, or refused, since a guess can spoil names."""
    if len(data) > LARGEST_FILE:
        raise TableError(Problem(0, "", Expected.SMALLER_FILE))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TableError(Problem(line, "", Expected.UTF8)) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise TableError(Problem(line, "", Expected.NO_NUL))
    return text


def records_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line that it starts on; empty lines are skipped."""
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    count = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
                count += 1
            begins = reader.line_num + 1
            if count > LARGEST_TABLE:
                raise TableError(Problem(begins, "", Expected.FEWER_ROWS))
    except csv.Error as error:
        raise TableError(Problem(begins, "", Expected.QUOTES)) from error


def check_header(header: list[str], columns: tuple[str, ...]) -> None:
    missing = [Problem(1, name, Expected.COLUMN) for name in columns if name not in header]
    unknown = [Problem(1, name, Expected.KNOWN_COLUMN) for name in header if name not in columns]
    twice = [Problem(1, name, Expected.COLUMN_ONCE) for name in columns if header.count(name) > 1]
    if missing or unknown or twice:
        raise TableError(*missing, *unknown, *twice)


class Cells:
    """Reads the cells of one row; each fault is added to `problems`, and reading goes on."""

    def __init__(self, row: Row, problems: list[Problem]) -> None:
        self.row = row
        self.problems = problems

    def refuse(self, column: str, expected: Expected) -> None:
        value = self.row.cells.get(column, "")[:60]
        self.problems.append(Problem(self.row.line, column, expected, value))

    def text(self, column: str, *, longest: int, required: bool = True) -> str:
        value = unicodedata.normalize("NFC", self.row.cells[column])
        if required and not value:
            self.refuse(column, Expected.TEXT)
        elif len(value) > longest:
            self.refuse(column, Expected.SHORTER)
        elif any(unicodedata.category(sign).startswith("C") for sign in value):
            self.refuse(column, Expected.PLAIN_TEXT)
        return value

    def day(self, column: str, *, required: bool = True) -> date | None:
        value = self.row.cells[column]
        if not value and not required:
            return None
        try:
            return date.fromisoformat(value if ISO_DATE.fullmatch(value) else "")
        except ValueError:
            self.refuse(column, Expected.ISO_DATE)
            return None

    def period(self) -> tuple[date, date | None]:
        """valid_from and valid_to; a fault in them is noted, and the dates then mean nothing."""
        start, end = self.day("valid_from"), self.day("valid_to", required=False)
        if start and end and end < start:
            self.refuse("valid_to", Expected.LATER_DATE)
        return start or date.min, end

    def choice(self, column: str, kind: type[Choice], expected: Expected) -> Choice | None:
        try:
            return kind(self.row.cells[column])
        except ValueError:
            self.refuse(column, expected)
            return None
