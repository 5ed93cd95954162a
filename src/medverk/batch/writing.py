"""The files of a publication, written whole or not at all [disclosure "On files"]."""

from __future__ import annotations

import csv
import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from medverk.batch.faults import InputFault
from medverk.batch.replaying import Replay
from medverk.batch.writing_own import write_own
from medverk.rules.disclosure.breakdowns.cells import Cell, WithheldCell, write_by
from medverk.rules.disclosure.figures import Block, Withheld

BLOCKS, FIGURES, WITHHELD = "blocks.csv", "figures.csv", "withheld.csv"
BLOCK_COLUMNS = ("block", "office", "from_week", "to_week")
WITHHELD_COLUMNS = ("audience", "unit", "from_week", "to_week", "by", "reason")
FIGURE_COLUMNS = (
    "figure", "audience", "unit", "from_week", "to_week", "by", "blocks", "n", "question",
    "answered", "mean",
)  # fmt: skip


def check_free(folder: Path) -> None:
    """Raise InputFault if something is in the way: a publication is never written over."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputFault(folder, "a folder that is empty or does not exist yet")


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder to write in that takes its name only when everything is in it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield making
        making.chmod(0o755)
        making.replace(folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def write_blocks(folder: Path, blocks: Iterable[Block]) -> None:
    """Write blocks.csv: a line for each office's weeks in a block."""
    write_rows(
        folder / BLOCKS,
        BLOCK_COLUMNS,
        (
            (block.id, part.office, part.from_week, part.to_week)
            for block in sorted(blocks, key=lambda block: block.id)
            for part in block.parts
        ),
    )


def write_figures(
    folder: Path, cells: Iterable[Cell], made: Replay, questions: Mapping[str, int]
) -> None:
    """Write figures.csv: a line for each figure and question, everybody's first.

    A figure that no question has answers for has one line, with the number of responses alone.
    """
    columns = max(questions.values())
    header = (*FIGURE_COLUMNS, *(f"c{number + 1}" for number in range(columns)))
    figures = group_figures(cells)
    write_rows(folder / FIGURES, header, figure_rows(figures, columns))
    if made.history is None or not len(made.history.own.pair):
        return
    own = folder / "own.csv"
    write_own(own, made.history, made.tables, questions, len(figures) + 1)
    with (folder / FIGURES).open("ab") as opened, own.open("rb") as added:
        shutil.copyfileobj(added, opened, 1 << 20)
    own.unlink()


def digest_of_figures(folder: Path) -> str:
    """The SHA-256 of figures.csv, as `sha256sum` gives it [disclosure G5]."""
    with (folder / FIGURES).open("rb") as opened:
        return f"sha256:{hashlib.file_digest(opened, 'sha256').hexdigest()}"


def group_figures(cells: Iterable[Cell]) -> dict[tuple[Any, ...], list[Cell]]:
    """The lines of each figure, which is of one audience, unit, time, background and blocks."""
    figures: dict[tuple[Any, ...], list[Cell]] = {}
    for cell in cells:
        line = cell.line
        place = (line.audience, line.unit, line.from_week)
        key = (*place, write_by(cell.by), line.to_week, line.blocks)
        figures.setdefault(key, []).append(cell)
    return figures


def figure_rows(
    figures: Mapping[tuple[Any, ...], list[Cell]], columns: int
) -> Iterator[Sequence[object]]:
    """The lines of figures.csv, in order."""
    for number, key in enumerate(sorted(figures), start=1):
        asked = [cell for cell in figures[key] if cell.line.question is not None]
        for cell in sorted(asked, key=lambda cell: cell.line.question or "") or figures[key]:
            yield (f"f{number}", *figure_row(cell, columns))


def figure_row(cell: Cell, columns: int) -> Sequence[object]:
    """One line, without the figure's id."""
    line = cell.line
    start = (line.audience, line.unit, line.from_week, line.to_week, write_by(cell.by))
    middle = (" ".join(line.blocks), line.n, line.question or "")
    if line.question is None:
        return (*start, *middle, "", "", *[""] * columns)
    total = sum(place * count for place, count in enumerate(line.counts, start=1))
    mean = f"{total / line.answered:.4f}"
    counts = [*line.counts, *[""] * (columns - len(line.counts))]
    return (*start, *middle, line.answered, mean, *counts)


def write_withheld(
    folder: Path, withheld: Iterable[Withheld], cells: Iterable[WithheldCell]
) -> None:
    """Write withheld.csv. A withheld question stands in `by`, as `question=NAME`."""
    rows: list[tuple[str, ...]] = [
        (
            gap.audience,
            gap.unit,
            str(gap.from_week),
            str(gap.to_week),
            "" if gap.question is None else f"question={gap.question}",
            str(gap.reason),
        )
        for gap in withheld
    ]
    rows += [
        ("open", cell.unit, str(cell.from_week), str(cell.to_week), write_by(cell.by), cell.reason)
        for cell in cells
    ]
    write_rows(folder / WITHHELD, WITHHELD_COLUMNS, sorted(rows))


def write_rows(file: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
