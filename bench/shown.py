"""How much of what could be shown is shown: blocks, and cells of tables, whole or merged."""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import duckdb

from bench.plain_tables import TABLES, plain_sql
from medverk.rules.disclosure.breakdowns.cells import read_by

THRESHOLD = 15
Cell = tuple[str, str, tuple[tuple[str, str], ...]]
"""A unit, an edition, and one value of each variable."""


def share_in_office_blocks(folder: Path, figures: Path) -> float:
    """The share of responses that are in a published block of their office."""
    query = f"""
        SELECT count(b.block) / count(*) FROM read_parquet('{folder}/R/*.parquet') r
        LEFT JOIN (SELECT * FROM read_csv('{figures}/blocks.csv') WHERE block NOT LIKE 'pool:%') b
        ON b.office = r.office AND r.week BETWEEN b.from_week AND b.to_week
    """  # noqa: S608 - our own names
    ((share,),) = duckdb.sql(query).fetchall()
    return float(share)


def shares_of_cells(folder: Path, figures: Path) -> dict[tuple[str, int], tuple[int, int]]:
    """Per level and number of ways: how many cells are above the threshold, and shown of them."""
    shown = set(read_shown(figures / "figures.csv"))
    above: Counter[tuple[str, int]] = Counter()
    seen: Counter[tuple[str, int]] = Counter()
    for level, cell in read_plain(folder):
        above[level, len(cell[2])] += 1
        seen[level, len(cell[2])] += cell in shown
    return {key: (above[key], seen[key]) for key in sorted(above)}


def read_plain(folder: Path) -> Iterator[tuple[str, Cell]]:
    """The cells above the threshold in the unprotected tables, by level."""
    # A grouping set that leaves out a variable has NULL there, as a missing value has.
    rows = duckdb.sql(
        f"SELECT edition, county, office, age, sex, n FROM ({plain_sql(folder)}) "  # noqa: S608
        f"WHERE n >= {THRESHOLD}"
    ).fetchall()
    seen: set[tuple[str, Cell]] = set()
    for edition, county, office, age, sex, _ in rows:
        by = tuple((name, value) for name, value in (("age", age), ("sex", sex)) if value)
        level = "office" if office else "county" if county else "country"
        found = (level, (office or county or "country", edition, by))
        if by and found not in seen and tuple(name for name, _ in by) in TABLES:
            seen.add(found)
            yield found


def read_shown(file: Path) -> Iterator[Cell]:
    """The cells in figures.csv; a merged cell shows each of its values."""
    # A country's cell names thousands of blocks.
    csv.field_size_limit(sys.maxsize)
    with file.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            if row["by"]:
                year, week = row["to_week"].split("-W")
                edition = f"{year}-H{1 if int(week) <= 26 else 2}"
                by = read_by(row["by"])
                names = [name for name, _ in by]
                for values in product(*(values for _, values in by)):
                    yield row["unit"], edition, tuple(zip(names, values, strict=True))
