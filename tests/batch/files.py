"""Small files to publish from."""

from __future__ import annotations

import csv
import random
from pathlib import Path

UNITS = "unit,parent,level,name\nno,,country,Norway\nc,no,county,C\na,c,office,A\nb,c,office,B\n"
POLICY = """\
[threshold]
responses = 15
[publication]
dates = "weekly"
close = "2026-W04"
[questions]
goal = 3
[background]
age = ["under 30", "30 and over"]
[breakdowns]
tables = [["age"]]
"""
HEADER = ["office", "counsellor", "week", "age", "goal"]


def draw_rows(count: int = 400, seed: int = 1) -> list[list[str]]:
    """Responses of two offices over four weeks."""
    rng = random.Random(seed)
    rows = []
    for _ in range(count):
        office = rng.choice("ab")
        counsellor = f"{office}{rng.randint(1, 4)}"
        age = rng.choice(["under 30", "30 and over", "30 and over"])
        rows.append(
            [office, counsellor, f"2026-W0{rng.randint(1, 4)}", age, str(rng.randint(1, 3))]
        )
    return rows


def write_files(folder: Path, rows: list[list[str]] | None = None) -> list[str]:
    """Write the three files; returns the options that name them."""
    (folder / "U.csv").write_text(UNITS)
    (folder / "P.toml").write_text(POLICY)
    with (folder / "R.csv").open("w", newline="") as opened:
        csv.writer(opened).writerows([HEADER, *(draw_rows() if rows is None else rows)])
    names = {"responses": "R.csv", "units": "U.csv", "policy": "P.toml"}
    return [part for name, file in names.items() for part in (f"--{name}", str(folder / file))]
