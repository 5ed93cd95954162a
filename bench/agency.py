"""An invented agency on files: two years, uneven offices, background that is sometimes missing."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

OFFICES, COUNTIES, COUNSELLORS, WEEKS = 300, 20, 10_000, 104
FIRST_MONDAY = date(2025, 1, 6)
EACH = 1_000_000
"""Responses drawn at a time."""

BACKGROUND = {
    "age": ({"under 30": 0.22, "30-49": 0.43, "50 and over": 0.35}, 0.03),
    "sex": ({"woman": 0.52, "man": 0.465, "other": 0.015}, 0.02),
    "channel": ({"office": 0.45, "telephone": 0.35, "video": 0.2}, 0.05),
}
"""Values with their shares, and the share for whom the value is missing."""

QUESTIONS = {"alliance": (0.03, 0.05, 0.12, 0.35, 0.45), "goal": (0.08, 0.1, 0.22, 0.35, 0.25)}
SKIPPED = 0.04

POLICY = """\
[publication]
dates = "weekly"
close = "{close}"
[questions]
{questions}
[background]
{background}
[breakdowns]
tables = {tables}
"""
Numbers = NDArray[np.int64]


def write_agency(
    folder: Path, responses: int, tables: tuple[tuple[str, ...], ...], seed: int = 1
) -> list[str]:
    """Write R (a folder of Parquet files), U.csv and P.toml; returns the options naming them."""
    rng = default_rng(seed)
    sizes = rng.lognormal(0, 0.7, OFFICES)
    staff = np.maximum(2, np.round(sizes / sizes.sum() * COUNSELLORS)).astype(np.int64)
    (folder / "R").mkdir(parents=True)
    for number, start in enumerate(range(0, responses, EACH)):
        count = min(EACH, responses - start)
        write_part(folder / "R" / f"part-{number:03}.parquet", rng, sizes, staff, count)
    write_units(folder / "U.csv")
    (folder / "P.toml").write_text(policy_text(tables), "utf8")
    names = {"responses": "R", "units": "U.csv", "policy": "P.toml"}
    return [part for name, file in names.items() for part in (f"--{name}", str(folder / file))]


def write_part(
    file: Path, rng: Generator, sizes: NDArray[np.float64], staff: Numbers, count: int
) -> None:
    """Responses at random; bigger offices have more of them, and more counsellors."""
    office = rng.choice(OFFICES, count, p=sizes / sizes.sum())
    counsellor = (rng.random(count) * staff[office]).astype(np.int64)
    names = {
        "office": [f"office-{at:03}" for at in range(OFFICES)],
        "week": [name_week(at) for at in range(WEEKS)],
    }
    places: dict[str, Numbers] = {"office": office, "week": rng.integers(0, WEEKS, count)}
    for column, (shares, missing) in BACKGROUND.items():
        odds = np.array([*(np.array([*shares.values()]) * (1 - missing)), missing])
        names[column] = [*shares]
        places[column] = rng.choice(len(odds), count, p=odds / odds.sum())
    for question, chances in QUESTIONS.items():
        answer = rng.choice(len(chances), count, p=chances) + 1
        places[question] = np.where(rng.random(count) < SKIPPED, 0, answer)
    places["counsellor"] = office * 1000 + counsellor
    columns = [
        f"list_extract({list_of(names[column])}, {column}::INTEGER + 1) AS {column}"
        if column in names
        else f"'c' || {column} AS {column}"
        if column == "counsellor"
        else f"nullif({column}, 0)::TINYINT AS {column}"
        for column in ("office", "counsellor", "week", *BACKGROUND, *QUESTIONS)
    ]
    with duckdb.connect(":memory:") as link:
        link.register("drawn", places)
        link.execute(
            f"COPY (SELECT {', '.join(columns)} FROM drawn) TO '{file}' (FORMAT parquet)"  # noqa: S608
        )


def list_of(values: list[str]) -> str:
    """A list in SQL."""
    return "[" + ", ".join(f"'{value}'" for value in values) + "]"


def name_week(at: int) -> str:
    """The ISO week, counted from the first."""
    year, week, _ = (FIRST_MONDAY + timedelta(weeks=at)).isocalendar()
    return f"{year}-W{week:02}"


def write_units(file: Path) -> None:
    """Offices dealt out to counties in turn."""
    with file.open("w", encoding="utf8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["unit", "parent", "level", "name"])
        writer.writerow(["country", "", "country", "The country"])
        for at in range(COUNTIES):
            writer.writerow([f"county-{at:02}", "country", "county", f"County {at}"])
        for at in range(OFFICES):
            row = [f"office-{at:03}", f"county-{at % COUNTIES:02}", "office", f"Office {at}"]
            writer.writerow(row)


def policy_text(tables: tuple[tuple[str, ...], ...]) -> str:
    """P.toml with the default thresholds."""
    return POLICY.format(
        close=name_week(WEEKS - 1),
        questions="\n".join(f"{name} = {len(chances)}" for name, chances in QUESTIONS.items()),
        background="\n".join(
            f"{name} = {quoted(list(shares))}" for name, (shares, _) in BACKGROUND.items()
        ),
        tables="[" + ", ".join(quoted(list(table)) for table in tables) + "]",
    )


def quoted(values: list[str]) -> str:
    """A list in TOML."""
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"
