"""What a measurement found, and how it is printed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Line:
    """One figure, the plain figure beside it, and what is wanted of the two.

    ratio: ours over the plain one. kept: whether what is wanted holds; None when nothing is.
    """

    what: str
    unit: str
    ours: float
    plain: float | None = None
    ratio: float | None = None
    wanted: str = ""
    kept: bool | None = None


def as_table(lines: Sequence[Line]) -> str:
    """A table that can be pasted into docs/bench.md."""
    rows = [("what", "ours", "plain", "ratio", "wanted")]
    rows += [as_row(line) for line in lines]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    written = ["| " + " | ".join(pad(row, widths)) + " |" for row in rows]
    written.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(written)


def as_row(line: Line) -> tuple[str, ...]:
    what = f"{line.what} ({line.unit})" if line.unit else line.what
    wanted = line.wanted + {True: " ✓", False: " ✗", None: ""}[line.kept]
    return (what, show(line.ours), show(line.plain), show(line.ratio), wanted)


def pad(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]


def show(value: float | None) -> str:
    """A number with as many decimals as it deserves."""
    if value is None:
        return ""
    return f"{value:.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.2f}"


def as_json(lines: Sequence[Line]) -> str:
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1)
