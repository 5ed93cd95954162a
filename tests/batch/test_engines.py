"""DuckDB, Spark and PostgreSQL run the same text and find the same; so the same is published."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import duckdb
import numpy as np
import pytest
from django.db import connection
from numpy.typing import NDArray

from medverk.batch import actions, duckdb_engine
from medverk.batch.counting import Grain, Names, make_grain
from medverk.batch.policy_file import PolicyFile, read_policy
from medverk.batch.responses_file import open_source
from medverk.batch.units_file import read_units
from medverk.project.cli import main
from medverk.rules.disclosure.grain import count_names, grain_sql

from .files import HEADER, draw_rows, write_files

pytestmark = pytest.mark.xdist_group("spark")
FILES = ("blocks.csv", "figures.csv", "withheld.csv")


def find_java() -> int:
    """The version of Java on this machine, 0 where there is none."""
    if shutil.which("java") is None:
        return 0
    said = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


needs_java = pytest.mark.skipif(
    find_java() < 17 or find_spec("pyspark") is None,
    reason="Spark needs Java 17 or newer, and PySpark, which `make setup` adds where Java is",
)


def draw_gaps() -> list[list[str]]:
    """Responses with skipped questions and missing background."""
    rows = draw_rows(600, seed=4)
    for at, row in enumerate(rows):
        row[3] = "" if at % 7 == 0 else row[3]
        row[4] = "" if at % 5 == 0 else row[4]
    return rows


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    return write_files(tmp_path, draw_gaps())


@pytest.fixture(scope="module")
def spark() -> Iterator[None]:
    """One session for all tests here."""
    from medverk.batch.spark_engine import open_session

    with open_session():
        yield


def count(engine: str, folder: Path) -> Grain:
    policy, units = read_policy(folder / "P.toml"), read_units(folder / "U.csv")
    return actions.ENGINES[engine]()(open_source(folder / "R.csv"), policy, units)


def same(one: Grain, other: Grain) -> bool:
    assert (one.offices, one.counsellors, one.weeks) == (
        other.offices,
        other.counsellors,
        other.weeks,
    )
    pairs = [
        (getattr(one, name), getattr(other, name))
        for name in ("office", "counsellor", "week", "kind", "responses")
    ]
    pairs += [(one.answers[name].unpack(), other.answers[name].unpack()) for name in one.answers]
    return all(np.array_equal(mine, theirs) for mine, theirs in pairs)


@needs_java
def test_spark_publishes_the_same_files(
    tmp_path: Path, options: list[str], spark: None, capfd: pytest.CaptureFixture[str]
) -> None:
    for engine in ("duckdb", "spark"):
        assert main(["publish", *options, "--out", str(tmp_path / engine), "--engine", engine]) == 0
    for name in FILES:
        assert (tmp_path / "spark" / name).read_bytes() == (tmp_path / "duckdb" / name).read_bytes()
    assert capfd.readouterr().err == ""


@needs_java
def test_spark_reads_a_folder_of_parquet_with_other_types(tmp_path: Path, spark: None) -> None:
    write_files(tmp_path, draw_gaps())
    expected = count("duckdb", tmp_path)
    folder = tmp_path / "parts"
    folder.mkdir()
    for part, kind in ((0, "TINYINT"), (1, "TINYINT")):
        source = f"read_csv('{tmp_path / 'R.csv'}', types = {{'goal': '{kind}'}})"
        rows = f"SELECT * FROM {source} WHERE hash(counsellor) % 2 = {part}"
        duckdb.sql(f"COPY ({rows}) TO '{folder / f'{part}.parquet'}' (FORMAT parquet)")
    (tmp_path / "R.csv").unlink()
    folder.rename(tmp_path / "R.csv")
    assert same(count("spark", tmp_path), expected)
    assert same(count("duckdb", tmp_path), expected)


@needs_java
def test_spark_counts_a_group_too_large_for_counts_together(tmp_path: Path, spark: None) -> None:
    write_files(tmp_path, [*draw_gaps(), *[["a", "a1", "2026-W01", "under 30", "3"]] * 1100])
    assert same(count("spark", tmp_path), count("duckdb", tmp_path))


@needs_java
@pytest.mark.parametrize(
    ("column", "value"), [("office", "x"), ("week", "2026-01"), ("age", "young"), ("goal", "4")]
)
def test_spark_names_a_bad_value_with_its_line_and_column(
    tmp_path: Path, spark: None, column: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    row = ["a", "a1", "2026-W01", "under 30", "1"]
    bad = [value if name == column else each for name, each in zip(HEADER, row, strict=True)]
    options = write_files(tmp_path, [row, bad])
    assert main(["publish", *options, "--out", str(tmp_path / "out"), "--engine", "spark"]) == 2
    assert f"R.csv, line 3, column {column}: expected" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_pyspark_it_says_what_to_install(
    tmp_path: Path,
    options: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    assert main(["publish", *options, "--out", str(tmp_path / "out"), "--engine", "spark"]) == 2
    assert "pip install 'medverk[spark]'" in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.parametrize("together", [1, 2, 5])
def test_postgresql_counts_the_same_from_a_table(tmp_path: Path, together: int) -> None:
    write_files(tmp_path, draw_gaps())
    policy, units = read_policy(tmp_path / "P.toml"), read_units(tmp_path / "U.csv")
    with duckdb_engine.open_link() as (link, spill):
        source = open_source(tmp_path / "R.csv")
        types = duckdb_engine.check_columns(link, source, policy)
        read = duckdb_engine.as_parquet(link, source, Path(spill))
        names = duckdb_engine.prepare(link, read, policy, units, types)
        coded = link.execute("SELECT key, q_goal FROM responses")
        found = count_in_postgresql(coded.fetchall(), policy, names, together)
    assert same(found, count("duckdb", tmp_path))


def count_in_postgresql(
    rows: list[tuple[int, ...]], policy: PolicyFile, names: Names, together: int
) -> Grain:
    """The one text, run by PostgreSQL on a table."""
    columns = ["key", *count_names(policy.questions, together)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE responses (key bigint, q_goal int)")
        cursor.executemany("INSERT INTO responses VALUES (%s, %s)", rows)
        cursor.execute(grain_sql(["key"], policy.questions, together))
        counted = np.array(cursor.fetchall(), dtype=np.int64)
        cursor.execute("DROP TABLE responses")
    table: Mapping[str, NDArray[np.int64]] = dict(zip(columns, counted.T, strict=True))
    return make_grain(policy, names, table, together)


def test_the_text_is_one_statement_that_names_no_engine() -> None:
    assert grain_sql(["office", "week"], {"goal": 2}) == (
        "SELECT\n  office,\n  week,\n  COUNT(*) AS n,\n"
        "  COUNT(CASE WHEN q_goal = 1 THEN 1 END) AS a_goal_1,\n"
        "  COUNT(CASE WHEN q_goal = 2 THEN 1 END) AS a_goal_2\n"
        "FROM responses\nGROUP BY office, week"
    )
