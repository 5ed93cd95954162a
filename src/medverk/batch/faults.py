"""What is wrong with a file, said so that its owner can put it right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass
class InputFault(Exception):  # noqa: N818  (a fault in a file, not in the program)
    """A file that cannot be used. Says where, and what was expected instead."""

    file: Path
    expected: str
    line: int | None = None
    """Counted from 1, the header included; in Parquet the number of the row."""

    column: str | None = None
    found: str | None = None

    def __str__(self) -> str:
        """Write "R.csv, line 7, column week: expected …, found …"."""
        place = [str(self.file)]
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.column is not None:
            place.append(f"column {self.column}")
        found = "" if self.found is None else f", found {self.found!r}"
        return f"{', '.join(place)}: expected {self.expected}{found}"
