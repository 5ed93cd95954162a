"""(f) Publication and audit on files, beside one plain query, and how useful what is shown is."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import duckdb

from bench.agency import WEEKS, name_week, write_agency
from bench.memory import watch_memory
from bench.plain_tables import TABLES
from bench.results import Line
from bench.shown import share_in_office_blocks, shares_of_cells

SIZES = (100_000, 1_000_000, 10_000_000)
MOST_TIMES, MOST_MEMORY, FEWEST_ONE_WAY, FEWEST_IN_BLOCKS = 2.0, 4.0, 0.80, 0.95
CLASSICAL = 1 - 413 / 3468
"""GaussSuppression at 100 000 responses, one-way: with a weaker promise (disclosure.md)."""


@dataclass(frozen=True)
class Run:
    """What a command took: seconds by the clock, of the processors, gigabytes; and what it said."""

    wall: float
    cpu: float
    memory: float
    said: str


@dataclass(frozen=True)
class Measured:
    """All of one size."""

    responses: int
    publish: Run
    plain: Run
    plain_all: Run
    """The tables alone, and all numbers that a publication says."""

    audit: Run
    next_week: Run
    alone: Run
    """The week that came next, after all others and by itself."""

    lines: list[Line]


def measure_files(*, quick: bool) -> list[Line]:
    """Every size in a folder of its own; then how time grows from one to the next."""
    sizes = SIZES[:2] if quick else SIZES
    found = []
    for responses in sizes:
        with tempfile.TemporaryDirectory() as folder:
            found.append(measure_size(Path(folder), responses))
    lines = [line for each in found for line in each.lines]
    for small, large in pairwise(found):
        times = large.publish.cpu / small.publish.cpu / (large.responses / small.responses)
        lines.append(
            Line(f"growth from {small.responses:,} to {large.responses:,}, beside linear", "",
                 large.publish.cpu / small.publish.cpu, large.responses / small.responses, times,
                 "≤ 1", times <= 1)
        )  # fmt: skip
    return lines


def measure_size(folder: Path, responses: int) -> Measured:
    """Publish, audit, and the plain query, each a process of its own."""
    options = write_agency(folder, responses, TABLES)
    figures = folder / "figures"
    plain = run(sys.executable, "-m", "bench.plain_tables", str(folder))
    plain_all = run(sys.executable, "-m", "bench.plain_tables", str(folder), "--all")
    state = ["--state", str(folder / "state"), "--json"]
    publish = run(*medverk("publish"), *options, "--out", str(figures), *state)
    audit = run(*medverk("audit"), *options, "--figures", str(figures / "figures.csv"), "--json")
    if json.loads(audit.said)["violations"]:
        raise RuntimeError("the audit found violations in our own figures")
    # Before the next week comes: it is not in what was published.
    useful = useful_lines(responses, folder, figures)
    week = add_week(folder)
    next_week = run(*medverk("publish"), *options, "--out", str(folder / "next"), *state)
    options[1] = str(week)
    alone = run(*medverk("publish"), *options, "--out", str(folder / "alone"), "--json")
    measured = Measured(responses, publish, plain, plain_all, audit, next_week, alone, [])
    measured.lines.extend([*lines_of(measured), *useful])
    return measured


def add_week(folder: Path) -> Path:
    """A file of one more week, with as many responses as the last one had."""
    file = folder / "R" / "week.parquet"
    last, following = name_week(WEEKS - 1), name_week(WEEKS)
    rows = f"SELECT * REPLACE ('{following}' AS week) FROM '{folder}/R/part-*.parquet'"  # noqa: S608
    duckdb.sql(f"COPY ({rows} WHERE week = '{last}') TO '{file}' (FORMAT parquet)")
    policy = folder / "P.toml"
    policy.write_text(re.sub("close = .*", "", policy.read_text("utf-8")), "utf-8")
    return file


def medverk(command: str) -> list[str]:
    return [str(Path(sys.executable).with_name("medverk")), command]


def run(*command: str) -> Run:
    """Run a command to its end; RuntimeError when it fails."""
    # What is installed is compiled; so is what is measured, from the first run on.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, env=environment)
        with watch_memory(process.pid) as peak:
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
        out.seek(0)
        said = out.read().decode()
    # Of all processes together as it was seen, or of the largest if that was more for a moment.
    memory = max(peak.gigabytes, used.ru_maxrss / 1e6)
    return Run(wall, used.ru_utime + used.ru_stime, memory, said)


def lines_of(found: Measured) -> list[Line]:
    """What one size took."""
    size, publish, plain = f"{found.responses:,}", found.publish, found.plain
    large = found.responses == SIZES[-1]
    times = publish.cpu / plain.cpu
    return [
        Line(f"publication of {size} in files, processor time", "s", publish.cpu, plain.cpu, times,
             "≤ 2" if large else "", times <= MOST_TIMES if large else None),
        Line(f"publication of {size} in files, by the clock", "s", publish.wall, plain.wall,
             publish.wall / plain.wall),
        Line(f"the same beside all its numbers unprotected, {size}, processor time", "s",
             publish.cpu, found.plain_all.cpu, publish.cpu / found.plain_all.cpu),
        Line(f"the same beside all its numbers unprotected, {size}, by the clock", "s",
             publish.wall, found.plain_all.wall, publish.wall / found.plain_all.wall),
        Line(f"memory for {size}", "GB", publish.memory, plain.memory, None,
             "≤ 4", publish.memory <= MOST_MEMORY),
        Line(f"audit of two years, {size}, processor time", "s", found.audit.cpu),
        Line(f"publication of the next week, {size} before it, beside it alone, processor time",
             "s", found.next_week.cpu, found.alone.cpu, found.next_week.cpu / found.alone.cpu),
    ]  # fmt: skip


def useful_lines(responses: int, folder: Path, figures: Path) -> list[Line]:
    """Responses in blocks, and the share of cells above the threshold shown, whole or merged."""
    smallest = responses == SIZES[0]
    in_blocks = share_in_office_blocks(folder, figures)
    lines = [
        Line(f"responses in a published office block, of {responses:,}", "%", 100 * in_blocks,
             None, None, "" if smallest else "≥ 95",
             None if smallest else in_blocks >= FEWEST_IN_BLOCKS)
    ]  # fmt: skip
    for (level, ways), (above, shown) in shares_of_cells(folder, figures).items():
        asked = ways == 1 and not smallest
        classical = 100 * CLASSICAL if ways == 1 and smallest else None
        share = shown / above
        lines.append(
            Line(f"cells shown of {above:,} ({level}, {ways}-way, {responses:,})", "%",
                 100 * share, classical, None, "≥ 80" if asked else "",
                 share >= FEWEST_ONE_WAY if asked else None)
        )  # fmt: skip
    return lines
