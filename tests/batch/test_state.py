"""A publication that goes on: week by week the same is published as all at once, from new files."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from medverk.project.cli import main

from .files import HEADER, POLICY, UNITS, draw_rows

OPEN_ENDED = POLICY.replace('close = "2026-W04"\n', "").replace('"half-year"', '"period"')
Row = tuple[str, ...]


@pytest.fixture
def rows() -> list[list[str]]:
    """Four weeks of responses, few enough for weeks to wait."""
    return draw_rows(150, seed=3)


def write_week(folder: Path, rows: list[list[str]], week: str) -> None:
    """A file of the responses of one week."""
    (folder / "R").mkdir(exist_ok=True)
    chosen = [row for row in rows if row[2] == week]
    values = ", ".join(str(tuple(row)) for row in chosen)
    query = f"SELECT * FROM (VALUES {values}) AS r ({', '.join(HEADER)})"
    duckdb.sql(f"COPY ({query}) TO '{folder / 'R' / week}.parquet' (FORMAT parquet)")


def publish(folder: Path, name: str, *more: str, policy: str = OPEN_ENDED) -> int:
    (folder / "U.csv").write_text(UNITS)
    (folder / "P.toml").write_text(policy)
    files = {"responses": "R", "units": "U.csv", "policy": "P.toml", "out": name}
    options = [part for key, file in files.items() for part in (f"--{key}", str(folder / file))]
    return main(["publish", *options, *more])


def figures(*folders: Path) -> list[Row]:
    """Everything that is said in these folders, but for the figures' numbers."""
    said = []
    for folder in folders:
        with (folder / "figures.csv").open(newline="") as opened:
            said += [tuple(row[1:]) for row in csv.reader(opened) if row[0] != "figure"]
    return sorted(said)


WEEKS = [f"2026-W0{number}" for number in range(1, 5)]


@pytest.mark.parametrize("steps", [1, 2])
def test_week_by_week_the_same_is_published_as_at_once(
    tmp_path: Path, rows: list[list[str]], steps: int
) -> None:
    state = ["--state", str(tmp_path / "state")]
    made = []
    for at in range(0, 4, steps):
        for week in WEEKS[at : at + steps]:
            write_week(tmp_path, rows, week)
        policy = POLICY if at + steps == 4 else OPEN_ENDED
        made.append(tmp_path / f"out-{at}")
        assert publish(tmp_path, made[-1].name, *state, policy=policy) == 0
    assert publish(tmp_path, "at-once", policy=POLICY) == 0
    assert figures(*made) == figures(tmp_path / "at-once")
    assert any(row[4] for row in figures(made[-1]))
    assert not any(row[4] for row in figures(*made[:-1]))


def test_files_that_were_read_are_not_read_again(
    tmp_path: Path, rows: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    state = ["--state", str(tmp_path / "state"), "--json"]
    for week in WEEKS[:2]:
        write_week(tmp_path, rows, week)
    assert publish(tmp_path, "one", *state) == 0
    (tmp_path / "R" / f"{WEEKS[0]}.parquet").unlink()
    write_week(tmp_path, rows, WEEKS[2])
    assert publish(tmp_path, "two", *state) == 0
    came = sum(row[2] == WEEKS[2] for row in rows)
    assert f'"responses": {came},' in capsys.readouterr().out.splitlines()[-1]
    assert publish(tmp_path, "three", *state) == 2
    said = f"{tmp_path / 'R'}: expected files with responses received after 2026-W03"
    assert said in capsys.readouterr().err


def test_a_past_that_changed_is_refused(
    tmp_path: Path, rows: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    state = ["--state", str(tmp_path / "state")]
    for week in WEEKS[:2]:
        write_week(tmp_path, rows, week)
    assert publish(tmp_path, "one", *state) == 0
    kept = (tmp_path / "state" / "state.json").read_bytes()
    write_week(tmp_path, rows[: len(rows) // 2], WEEKS[1])
    assert publish(tmp_path, "two", *state) == 2
    place = f"{tmp_path / 'R' / WEEKS[1]}.parquet, line 1, column week"
    assert f"{place}: expected a week after 2026-W02" in capsys.readouterr().err
    assert not (tmp_path / "two").exists()
    assert (tmp_path / "state" / "state.json").read_bytes() == kept


def test_a_policy_that_changed_is_refused(
    tmp_path: Path, rows: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    state = ["--state", str(tmp_path / "state")]
    write_week(tmp_path, rows, WEEKS[0])
    assert publish(tmp_path, "one", *state) == 0
    write_week(tmp_path, rows, WEEKS[1])
    stricter = OPEN_ENDED.replace("responses = 15", "responses = 20")
    assert publish(tmp_path, "two", *state, policy=stricter) == 2
    assert "expected the policy that it began with" in capsys.readouterr().err


def test_only_its_owner_may_look_into_the_state(tmp_path: Path, rows: list[list[str]]) -> None:
    write_week(tmp_path, rows, WEEKS[0])
    assert publish(tmp_path, "one", "--state", str(tmp_path / "state")) == 0
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
