"""Tables as CSV (RFC 4180, UTF-8) and JSON, row by row: a large table needs little memory."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from medverk.opendata.rows import Row, Table


class Format(StrEnum):
    """How a table is written."""

    CSV = "csv"
    JSON = "json"


MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.JSON: "application/json",
}


def write(table: Table, format: Format) -> Iterator[str]:
    """The table as text, piece by piece."""
    return write_csv(table) if format is Format.CSV else write_json(table)


def write_csv(table: Table) -> Iterator[str]:
    """A heading, then a line for each row. Lists become columns (counts) or words (blocks)."""
    counts = [f"c{place}" for place in range(1, table.places + 1)]
    columns = [
        name for column in table.columns for name in (counts if column == "counts" else [column])
    ]
    yield csv_line(columns)
    for row in table.rows():
        yield csv_line([value for column in table.columns for value in cells(table, row, column)])


def cells(table: Table, row: Row, column: str) -> list[str]:
    """The values of a column in a row of CSV."""
    value = row.get(column)
    if column == "counts":
        numbers = [str(number) for number in value] if isinstance(value, list) else []
        return [*numbers, *([""] * (table.places - len(numbers)))]
    if isinstance(value, list):
        return [" ".join(value)]
    return ["" if value is None else written(value)]


def csv_line(values: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()


def write_json(table: Table) -> Iterator[str]:
    """A list of objects, one to a line."""
    yield "["
    before = "\n"
    for row in table.rows():
        chosen = {column: row.get(column) for column in table.columns}
        yield before + json.dumps(chosen, ensure_ascii=False, default=written)
        before = ",\n"
    yield "\n]\n"


def written(value: object) -> str:
    """A value as text: days and moments as ISO 8601."""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
