"""The files of a publication read back, ours or anybody's, to be audited."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from medverk.batch.faults import InputFault
from medverk.batch.writing import BLOCK_COLUMNS, BLOCKS
from medverk.batch.writing_lines import FIGURE_COLUMNS
from medverk.rules.disclosure.breakdowns.cells import Cell, read_by
from medverk.rules.disclosure.figures import Block, Line, Part
from medverk.rules.weeks import Week

Row = Mapping[str, str]


def read_blocks(figures: Path) -> list[Block]:
    """The blocks in the file beside figures.csv. A block of several offices is a pool.

    How many responses a block holds is not in the file, and is 0 here.
    """
    file = figures.parent / BLOCKS
    parts: dict[str, list[Part]] = {}
    for line, row in read_rows(file, BLOCK_COLUMNS):
        weeks = [read_week(file, line, row, column) for column in ("from_week", "to_week")]
        parts.setdefault(row["block"], []).append(Part(row["office"], *weeks))
    return [Block(name, unit_of(name, held), tuple(held), 0) for name, held in parts.items()]


def unit_of(block: str, parts: list[Part]) -> str:
    """The unit of a block: its office, or that of a pool, named as we name them."""
    return block.split(":")[1] if block.startswith("pool:") else parts[0].office


def read_figures(
    file: Path, questions: Mapping[str, int], background: Mapping[str, tuple[str, ...]]
) -> list[Cell]:
    """All figures in a file. InputFault with line and column where it is not in order."""
    return [
        read_figure(file, line, row, questions, background)
        for line, row in read_rows(file, FIGURE_COLUMNS)
    ]


def read_rows(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    """The rows of a CSV file with their lines; the columns must be there."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened, strict=True, restval="")
            for column in columns:
                if column not in (reader.fieldnames or ()):
                    raise InputFault(file, f"a column {column}", 1, column)
            for row in reader:
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputFault(file, f"a CSV file that can be read ({error})") from error


def read_figure(
    file: Path,
    line: int,
    row: Row,
    questions: Mapping[str, int],
    background: Mapping[str, tuple[str, ...]],
) -> Cell:
    """One line of figures.csv."""
    question = row["question"] or None
    if question is not None and question not in questions:
        raise InputFault(file, f"one of {', '.join(questions)}", line, "question", question)
    places = () if question is None else tuple(range(1, questions[question] + 1))
    counts = tuple(read_number(file, line, row, f"c{place}") for place in places)
    try:
        by = read_by(row["by"])
        unknown = [v for name, values in by for v in values if v not in background.get(name, ())]
    except ValueError as error:
        raise InputFault(file, str(error), line, "by", row["by"]) from error
    if unknown:
        raise InputFault(file, "variables and values of the policy", line, "by", row["by"])
    return Cell(
        by,
        Line(
            audience=row["audience"],
            unit=row["unit"],
            question=question,
            blocks=tuple(sorted(row["blocks"].split())),
            from_week=read_week(file, line, row, "from_week"),
            to_week=read_week(file, line, row, "to_week"),
            n=read_number(file, line, row, "n"),
            answered=0 if question is None else read_number(file, line, row, "answered"),
            counts=counts,
        ),
    )


def check_header(file: Path) -> None:
    """Refuse a file of figures without the columns that each must have."""
    next(read_rows(file, FIGURE_COLUMNS), None)


def read_number(file: Path, line: int, row: Row, column: str) -> int:
    """A count."""
    text = row.get(column) or ""
    if not (text.isascii() and text.isdigit()):
        raise InputFault(file, "a whole number", line, column, text)
    return int(text)


def read_week(file: Path, line: int, row: Row, column: str) -> Week:
    """A week."""
    try:
        return Week.parse(row[column])
    except ValueError as error:
        raise InputFault(file, "an ISO week like 2026-W47", line, column, row[column]) from error
