"""A series in a CSV file and its control chart in another: `medverk chart` reads and writes them.

Pure but for `write_atomically`. Numbers are written as Python's `repr` has them: the shortest
decimal number that reads back as the same one, so that nothing is lost.
"""

import csv
import io
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from medverk.people.tables import ISO_DATE, LARGEST_TABLE, Expected, Row, TableError, read_table
from medverk.rules.statistics.charts import Chart, Measurement, Point, Variation

COLUMNS = ("date", "value")
OUTPUT = (
    "date", "value", "segment", "mean", "lower", "upper", "near_lower", "near_upper",
    "special_cause", "improvement",
)  # fmt: skip
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
LARGEST = 1e300  # beyond it, limits could not be written as numbers

EXPECTED = {
    Expected.UTF8: "text in UTF-8",
    Expected.NO_NUL: "text in UTF-8",
    Expected.SMALLER_FILE: "a file of 5 MB or less",
    Expected.FEWER_ROWS: f"{LARGEST_TABLE} rows or fewer",
    Expected.HEADER: "the names of the columns: date,value",
    Expected.COLUMN: "this column",
    Expected.KNOWN_COLUMN: "no columns but date and value",
    Expected.COLUMN_ONCE: "this column once",
    Expected.ROWS: "a date and a value",
    Expected.AS_MANY_CELLS: "as many cells as the first line has",
    Expected.QUOTES: "quotation marks in pairs",
}
IMPROVEMENT = {Variation.IMPROVEMENT: "true", Variation.CONCERN: "false"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the file, and where; line 0 is the file as a whole."""

    line: int
    column: str
    expected: str
    found: str = ""

    def __str__(self) -> str:
        line = f"line {self.line}, " if self.line else ""
        column = f"column {self.column}, " if self.column else ""
        found = f", not “{self.found}”" if self.found else ""
        return f"{line}{column}expected {self.expected}{found}."


class SeriesError(Exception):
    """The file holds no series; `faults` says why, one by one, and is never empty."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def read_series(data: bytes) -> list[Measurement]:
    """The measurements of a CSV file in its own order. Raises SeriesError with all faults."""
    try:
        rows = read_table(data, COLUMNS)
    except TableError as error:
        raise SeriesError(
            *(Fault(each.line, each.column, EXPECTED[each.expected]) for each in error.problems)
        ) from error
    faults: list[Fault] = []
    lines: dict[date, int] = {}
    series: list[Measurement] = []
    for row in rows:
        try:
            series.append(Measurement(read_date(row, lines), read_value(row)))
        except SeriesError as error:
            faults += error.faults
    if faults:
        raise SeriesError(*faults)
    return series


def read_date(row: Row, lines: dict[date, int]) -> date:
    """The row's date; `lines` remembers on which line each date stood."""
    text = row.cells["date"]
    try:
        day = parse_date(text)
    except ValueError as error:
        raise SeriesError(Fault(row.line, "date", "a date as 2026-11-18", text[:60])) from error
    first = lines.setdefault(day, row.line)
    if first != row.line:
        raise SeriesError(Fault(row.line, "date", f"a date that line {first} does not have", text))
    return day


def read_value(row: Row) -> float | None:
    text = row.cells["value"]
    try:
        return parse_number(text) if text else None
    except ValueError as error:
        fault = Fault(row.line, "value", "a number as 12.5, or nothing", text[:60])
        raise SeriesError(fault) from error


def parse_date(text: str) -> date:
    """2026-11-18 and no other form. Raises ValueError."""
    return date.fromisoformat(text if ISO_DATE.fullmatch(text) else "")


def parse_number(text: str) -> float:
    """A decimal number that is not so large that its limits are infinite. Raises ValueError."""
    if not NUMBER.fullmatch(text) or abs(float(text)) > LARGEST:
        raise ValueError("no number")
    return float(text)


def write_points(chart: Chart) -> str:
    """The chart as CSV: a row for each measurement, in date order; lines end in a line feed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(OUTPUT)
    writer.writerows(map(cells_of, chart.points))
    return text.getvalue()


def cells_of(point: Point) -> Iterable[str]:
    limits = point.limits
    lines = (
        (limits.lower, limits.upper, limits.near_lower, limits.near_upper)
        if limits
        else (None,) * 4
    )
    yield point.on.isoformat()
    yield write_number(point.value)
    yield str(point.segment)
    yield write_number(point.mean)
    yield from (write_number(None if line is None else float(line)) for line in lines)
    yield point.cause or ""
    yield IMPROVEMENT.get(point.variation, "")


def write_number(value: float | None) -> str:
    return "" if value is None else repr(float(value))


def write_atomically(file: Path, text: str) -> None:
    """Whoever reads the file finds all of the old one or all of the new. Raises OSError."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        with fresh.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
