"""The commands on files: what they write, what they refuse, and that they leave nothing half."""

from __future__ import annotations

import csv
import gc
import json
from pathlib import Path

import duckdb
import pytest

from medverk.batch import actions, publishing
from medverk.project.cli import main
from medverk.rules.disclosure.audit import Flaw, Violation

from .files import HEADER, POLICY, UNITS, draw_rows, write_files

BLOCK_COLUMNS = ["block", "office", "from_week", "to_week"]
WITHHELD_COLUMNS = ["audience", "unit", "from_week", "to_week", "by", "reason"]
FILES = {"blocks.csv", "figures.csv", "withheld.csv"}


def publish(folder: Path, options: list[str], *more: str) -> int:
    return main(["publish", *options, "--out", str(folder / "out"), *more])


def read(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as opened:
        return list(csv.DictReader(opened))


def test_it_writes_the_three_files(tmp_path: Path) -> None:
    assert publish(tmp_path, write_files(tmp_path)) == 0
    assert {file.name for file in (tmp_path / "out").iterdir()} == FILES
    figures = read(tmp_path / "out" / "figures.csv")
    assert [*figures[0]] == (
        [
            "figure",
            "audience",
            "unit",
            "from_week",
            "to_week",
            "by",
            "blocks",
            "n",
            "question",
            "answered",
            "mean",
            "c1",
            "c2",
            "c3",
        ]
    )
    assert {row["by"] for row in figures} == {"", "age=under 30", "age=30 and over"}
    assert [*read(tmp_path / "out" / "blocks.csv")[0]] == [
        "block",
        "office",
        "from_week",
        "to_week",
    ]
    assert [*read(tmp_path / "out" / "withheld.csv")[0]] == WITHHELD_COLUMNS


def test_the_figures_are_those_of_their_blocks(tmp_path: Path) -> None:
    rows = draw_rows()
    publish(tmp_path, write_files(tmp_path, rows))
    parts: dict[str, list[dict[str, str]]] = {}
    for part in read(tmp_path / "out" / "blocks.csv"):
        parts.setdefault(part["block"], []).append(part)
    for figure in read(tmp_path / "out" / "figures.csv"):
        behind = [
            row
            for row in rows
            for block in figure["blocks"].split()
            for part in parts[block]
            if part["office"] == row[0] and part["from_week"] <= row[2] <= part["to_week"]
            if figure["audience"] in ("open", f"own:{row[1]}")
            if figure["by"] in ("", f"age={row[3]}")
        ]
        assert int(figure["n"]) == len(behind)
        counts = [sum(row[4] == str(category) for row in behind) for category in (1, 2, 3)]
        if figure["question"]:
            assert [int(figure[f"c{category}"]) for category in (1, 2, 3)] == counts


def test_the_audit_finds_nothing_in_what_was_published(tmp_path: Path) -> None:
    options = write_files(tmp_path)
    publish(tmp_path, options)
    assert main(["audit", *options, "--figures", str(tmp_path / "out" / "figures.csv")]) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("open,a,", "own:a1,a,"),
        ("age=under 30", "age=30 and over"),
        ("a:2026-W01", "b:2026-W01"),
    ],
)
def test_the_audit_finds_figures_that_are_not_so(
    tmp_path: Path, before: str, after: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = write_files(tmp_path)
    publish(tmp_path, options)
    file = tmp_path / "out" / "figures.csv"
    file.write_text(file.read_text().replace(before, after))
    assert main(["audit", *options, "--figures", str(file)]) == 1
    assert "wrong_numbers: " in capsys.readouterr().err


def test_parquet_in_a_folder_says_the_same_as_csv(tmp_path: Path) -> None:
    options = write_files(tmp_path)
    publish(tmp_path, options)
    folder = tmp_path / "parts"
    folder.mkdir()
    source = f"read_csv('{tmp_path / 'R.csv'}')"
    for part in (0, 1):
        rows = f"SELECT * FROM {source} WHERE hash(counsellor) % 2 = {part}"
        duckdb.sql(f"COPY ({rows}) TO '{folder / f'{part}.parquet'}' (FORMAT parquet)")
    again = [*options[2:], "--responses", str(folder), "--out", str(tmp_path / "again")]
    assert main(["publish", *again]) == 0
    for name in FILES:
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_the_summary_is_json_for_machines_and_nothing_else_is_said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert publish(tmp_path, write_files(tmp_path), "--json") == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["responses"] == 400
    assert err == ""


ROW = ["a", "a1", "2026-W01", "under 30", "1"]


def test_python_looks_for_circles_as_usual_afterwards() -> None:
    usual = gc.get_threshold()
    with actions.collect_seldom():
        assert gc.get_threshold()[0] > usual[0]
    assert gc.get_threshold() == usual


def test_background_that_stands_in_no_table_is_checked_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = write_files(tmp_path, [ROW, [*ROW[:3], "young", "1"]])
    (tmp_path / "P.toml").write_text(POLICY.replace('[["age"]]', "[]"))
    assert publish(tmp_path, options) == 2
    assert "line 3, column age: expected empty or one of" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("office", "x", "an office of the units file"),
        ("office", "", "an office of the units file"),
        ("office", "c", "an office of the units file"),
        ("counsellor", "", "an id"),
        ("week", "2026-01", "an ISO week like 2026-W47"),
        ("week", "2025-W53", "an ISO week like 2026-W47"),
        ("age", "young", "empty or one of: under 30, 30 and over"),
        ("goal", "0", "empty or a whole number from 1 to 3"),
        ("goal", "4", "empty or a whole number from 1 to 3"),
        ("goal", "1.5", "empty or a whole number from 1 to 3"),
        ("goal", "one", "empty or a whole number from 1 to 3"),
    ],
)
def test_a_bad_value_is_named_with_its_line_and_column(
    tmp_path: Path, column: str, value: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [value if name == column else each for name, each in zip(HEADER, ROW, strict=True)]
    options = write_files(tmp_path, [ROW, ROW, bad, ROW])
    assert publish(tmp_path, options) == 2
    place = f"{tmp_path / 'R.csv'}, line 4, column {column}"
    assert capsys.readouterr().err == (
        f"medverk publish: {place}: expected {expected}, found {value!r}\n"
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("U.csv", UNITS.replace("level", "kind"), "U.csv, line 1, column level"),
        ("U.csv", UNITS + "a,c,office,A\n", "U.csv, line 6, column unit"),
        ("U.csv", UNITS + "d,x,office,D\n", "U.csv, line 6, column parent"),
        ("U.csv", UNITS + "d,a,county,D\n", "U.csv, line 6, column parent"),
        ("U.csv", UNITS + "d,c,team,D\n", "U.csv, line 6, column level"),
        ("U.csv", UNITS + "d,c\n", "U.csv, line 6"),
        ("P.toml", POLICY.replace("15", "4"), "P.toml, line 2, column threshold.responses"),
        ("P.toml", POLICY.replace("responses", "response"), "P.toml, line 2"),
        ("P.toml", POLICY.replace("weekly", "daily"), "P.toml, line 4, column publication.dates"),
        ("P.toml", POLICY.replace("W04", "W54"), "P.toml, line 5, column publication.close"),
        ("P.toml", POLICY.replace("goal = 3", "goal = 1"), "P.toml, line 7"),
        ("P.toml", POLICY.replace('[["age"]]', '[["sex"]]'), "P.toml, line 11"),
        ("P.toml", POLICY.replace("under 30", "a=b"), "P.toml, line 9, column background.age"),
        ("P.toml", POLICY.replace("[questions]", "[questions"), "P.toml, line 6"),
        ("R.csv", "office,counsellor,week,age\n", "R.csv, line 1, column goal"),
        ("R.csv", ",".join(HEADER) + "\na,a1,2026-W01\n", "R.csv, line 2"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(
    tmp_path: Path, file: str, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = write_files(tmp_path)
    (tmp_path / file).write_text(text)
    assert publish(tmp_path, options) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = write_files(tmp_path)
    for name in ("R.csv", "U.csv", "P.toml"):
        (tmp_path / name).rename(tmp_path / "away")
        assert publish(tmp_path, options) == 2
        assert f"{tmp_path / name}: expected" in capsys.readouterr().err
        (tmp_path / "away").rename(tmp_path / name)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    options = write_files(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    assert publish(tmp_path, options) == 2
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("part", ["audit_lines", "judge_unproven"])
def test_nothing_is_written_when_the_audit_finds_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    found = (Violation(Flaw.THIN_LINE, "open", "goal", ("a:2026-W01",)),)
    monkeypatch.setattr(publishing, part, lambda *_: found)
    assert publish(tmp_path, write_files(tmp_path)) == 1
    assert not (tmp_path / "out").exists()


def test_a_run_that_is_broken_off_leaves_no_half_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    options = write_files(tmp_path)
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(publishing, "write_withheld", break_off)
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path, options)
    assert sorted(tmp_path.iterdir()) == before


def test_it_asks_for_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish"]) == 2
    assert "--responses" in capsys.readouterr().err
