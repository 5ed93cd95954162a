"""The files of a publication, written whole or not at all [disclosure "On files"]."""

from __future__ import annotations

import csv
import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from medverk.batch.faults import InputFault
from medverk.batch.replaying import Replay
from medverk.batch.writing_lines import write_header
from medverk.batch.writing_open import write_open
from medverk.batch.writing_own import write_own
from medverk.rules.disclosure.breakdowns.cells import Cell, WithheldCell, write_by
from medverk.rules.disclosure.figures import Block, Withheld

BLOCKS, FIGURES, WITHHELD = "blocks.csv", "figures.csv", "withheld.csv"
BLOCK_COLUMNS = ("block", "office", "from_week", "to_week")
WITHHELD_COLUMNS = ("audience", "unit", "from_week", "to_week", "by", "reason")


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
    """Write figures.csv: a line for each figure and question, everybody's first."""
    told = [((), line) for line in made.lines] + [(cell.by, cell.line) for cell in cells]
    with (folder / FIGURES).open("w", encoding="utf-8", newline="") as opened:
        opened.write(write_header(max(questions.values())))
        figures = write_open(told, questions)
        opened.writelines(figures)
        if made.history is not None:
            first = len(figures) + 1
            opened.writelines(write_own(made.history, made.tables, questions, first))


def digest_of_figures(folder: Path) -> str:
    """The SHA-256 of figures.csv, as `sha256sum` gives it [disclosure G5]."""
    with (folder / FIGURES).open("rb") as opened:
        return f"sha256:{hashlib.file_digest(opened, 'sha256').hexdigest()}"


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
