"""figures.csv is written many lines at a time: it says what a line after the other would say."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.batch import writing_own
from medverk.batch.writing_lines import as_field, quoting, write_header
from medverk.batch.writing_open import write_open
from medverk.batch.writing_own import find_kinds, write_own
from medverk.rules.disclosure.breakdowns.cells import By, Cell, write_by
from medverk.rules.disclosure.columns.history import History
from medverk.rules.disclosure.columns.tables import Tables

from ..rules.disclosure.columns.columns_of import own_lines
from ..rules.disclosure.columns.test_history import close_at_the_end, publish_columns
from ..rules.disclosure.worlds import World, draw_busy_world, worlds

BACKGROUNDS: list[By] = [(), (("age", ("under 30", "30 and over")), ("sex", ("a, b",)))]


def write_plainly(cells: Iterable[Cell], questions: Mapping[str, int]) -> str:
    """The whole file, a line after the other."""
    width = max(questions.values())
    figures: dict[tuple[object, ...], list[Cell]] = {}
    for cell in cells:
        line = cell.line
        own = line.audience != "open"
        place = (own, *place_of(cell), line.from_week, write_by(cell.by), line.to_week, line.blocks)
        figures.setdefault(place, []).append(cell)
    said = io.StringIO()
    writer = csv.writer(said, lineterminator="\n")
    for number, key in enumerate(sorted(figures), start=1):
        asked = [cell for cell in figures[key] if cell.line.question is not None]
        for cell in sorted(asked, key=lambda cell: cell.line.question or "") or figures[key]:
            writer.writerow([f"f{number}", *row_of(cell, width)])
    return said.getvalue()


def place_of(cell: Cell) -> tuple[str, str]:
    return cell.line.audience, cell.line.unit


def row_of(cell: Cell, width: int) -> Sequence[object]:
    line = cell.line
    start = (line.audience, line.unit, line.from_week, line.to_week, write_by(cell.by))
    middle = (" ".join(line.blocks), line.n, line.question or "")
    if line.question is None:
        return (*start, *middle, "", "", *[""] * width)
    total = sum(place * count for place, count in enumerate(line.counts, start=1))
    counts = [*line.counts, *[""] * (width - len(line.counts))]
    return (*start, *middle, line.answered, f"{total / line.answered:.4f}", *counts)


def compare(history: History, tables: Tables, questions: Mapping[str, int]) -> int:
    """Both ways say the same; returns in how many lines."""
    cells = [Cell(by, line) for by in BACKGROUNDS for line in history.lines]
    figures = write_open([(cell.by, cell.line) for cell in cells], questions)
    own = "".join(write_own(history, tables, questions, len(figures) + 1))
    every = [*cells, *(Cell((), line) for line in own_lines(history, tables))]
    assert "".join(figures) + own == write_plainly(every, questions)
    return own.count("\n")


@given(worlds)
def test_it_says_the_same_as_line_by_line(world: World) -> None:
    made = publish_columns(close_at_the_end(world))
    if made is not None:
        compare(*made, world.questions)


@pytest.fixture(scope="module")
def busy() -> tuple[History, Tables, Mapping[str, int]]:
    """So much that every kind of line is there."""
    world = close_at_the_end(draw_busy_world(12))
    made = publish_columns(world)
    assert made is not None
    return *made, world.questions


Busy = tuple[History, Tables, Mapping[str, int]]


def test_it_says_the_same_part_by_part(busy: Busy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing_own, "PART", 3)
    assert compare(*busy) > 100


def test_names_may_hold_the_marks_of_csv(busy: Busy) -> None:
    history, tables, questions = busy
    blocks = [replace(block, id=f'"{block.id}, 100 %') for block in history.own_blocks]
    offices = [f"{office},\n" for office in tables.offices]
    named = replace(tables, offices=offices, counsellors=[f'"{x}"' for x in tables.counsellors])
    compare(replace(history, own_blocks=blocks), named, questions)


def test_the_header_has_a_column_for_each_category() -> None:
    assert write_header(3) == (
        "figure,audience,unit,from_week,to_week,by,blocks,n,question,answered,mean,c1,c2,c3\n"
    )


@given(st.text('ab ,"\n\r;%'))
def test_a_value_is_written_as_csv_writes_it(text: str) -> None:
    said = io.StringIO()
    csv.writer(said, lineterminator="\r\n").writerow([text, ""])
    assert f"{as_field(text)},\r\n" == said.getvalue()


def test_texts_are_looked_at_only_where_a_name_has_a_mark() -> None:
    assert quoting(["a", "b"]) is str
    assert quoting(["a", "b,"])("a b,") == '"a b,"'


@given(st.lists(st.tuples(*[st.integers(0, 3) | st.integers(0, 1 << 30)] * 3)))
def test_rows_of_a_kind_are_those_that_are_equal(rows: list[tuple[int, ...]]) -> None:
    examples, kinds = find_kinds(np.array(rows, dtype=np.int64).reshape(-1, 3))
    assert [rows[examples[kind]] for kind in kinds.tolist()] == rows
    assert len(examples) == len(set(rows))
