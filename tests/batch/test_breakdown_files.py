"""Breakdowns on files: ours are proven safe, others' are told by which figures they are not."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from medverk.batch import judging
from medverk.project.cli import main

from .files import HEADER, POLICY, write_files

AGES = {"under 30": 40, "30 and over": 36, "": 4}
"""Responses of each office by age; four have not said."""

BLOCKS = frozenset({"a:2026-W01"})

BOTH = {"under 30": (14, 13, 13), "30 and over": (12, 12, 12)}
"""What those who have said chose: shown together, the four are left over."""


def publish_ages(folder: Path) -> list[str]:
    """Publish two offices in one block each; returns the options that name the files."""
    rows = [
        [office, f"{office}{at % 4}", "2026-W01", age, str(at % 3 + 1)]
        for office in "ab"
        for age, count in AGES.items()
        for at in range(count)
    ]
    options = write_files(folder, rows)
    assert HEADER == ["office", "counsellor", "week", "age", "goal"]
    assert main(["publish", *options, "--out", str(folder / "out")]) == 0
    return options


def test_what_we_publish_is_proven(tmp_path: Path) -> None:
    options = publish_ages(tmp_path)
    assert main(["audit", *options, "--figures", str(tmp_path / "out" / "figures.csv")]) == 0


def test_the_figures_that_tell_too_much_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = publish_ages(tmp_path)
    add_cells(tmp_path / "out" / "figures.csv", BOTH)
    assert main(["audit", *options, "--figures", str(tmp_path / "out" / "figures.csv")]) == 1
    said = capsys.readouterr().err
    assert "thin_difference: open, number of responses: a:2026-W01" in said
    for figure in ("total", "age=under 30", "age=30 and over"):
        assert f"x a 2026-W01..2026-W01 {figure} (1 blocks)" in said


def test_figures_by_what_stands_in_no_table_are_audited_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = publish_ages(tmp_path)
    (tmp_path / "P.toml").write_text(POLICY.replace('[["age"]]', "[]"))
    add_cells(tmp_path / "out" / "figures.csv", BOTH)
    assert main(["audit", *options, "--figures", str(tmp_path / "out" / "figures.csv")]) == 1
    assert "x a 2026-W01..2026-W01 age=under 30 (1 blocks)" in capsys.readouterr().err


def test_what_a_counsellor_can_subtract_is_told_by_all_their_own_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    young, old = {"a0": 16, "a1": 7, "a2": 5}, {"a1": 20, "a2": 20}
    rows = [
        ["a", who, "2026-W01", age, str(at % 3 + 1)]
        for age, staff in (("under 30", young), ("30 and over", old))
        for who, count in staff.items()
        for at in range(count)
    ]
    options = write_files(tmp_path, rows)
    assert main(["publish", *options, "--out", str(tmp_path / "out")]) == 0
    figures = tmp_path / "out" / "figures.csv"
    answers = [row[-1] for row in rows if row[3] == "under 30"]
    add_cells(figures, {"under 30": [answers.count(answer) for answer in "123"]})
    assert main(["audit", *options, "--figures", str(figures)]) == 1
    said = capsys.readouterr().err
    # Those of a0 are all under 30: the cell less them are twelve of two others.
    assert "thin_difference: own:a0, number of responses: a:2026-W01" in said
    assert "thin_difference: open" not in said


@pytest.mark.parametrize("goes_on", [False, True])
def test_what_no_proof_settles_is_published_only_where_all_own_figures_are_known(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    goes_on: bool,
) -> None:
    monkeypatch.setattr(judging, "find_unproven", lambda wish, places, cells: [BLOCKS])
    rows = [
        [office, f"{office}{at % 4}", "2026-W01", ("under 30", "30 and over")[at % 2], "1"]
        for office in "ab"
        for at in range(80)
    ]
    command = ["publish", *write_files(tmp_path, rows), "--out", str(tmp_path / "out")]
    state = ["--state", str(tmp_path / "state")] if goes_on else []
    assert main([*command, *state]) == int(goes_on)
    assert ("undecided: open" in capsys.readouterr().err) == goes_on
    assert (tmp_path / "out").exists() != goes_on


def add_cells(figures: Path, ages: Mapping[str, Sequence[int]]) -> None:
    """Let one office show ages over its block, with so many answers of each kind."""
    with figures.open(newline="") as opened:
        reader = csv.DictReader(opened)
        rows, names = list(reader), reader.fieldnames or []
    kept = [row for row in rows if not row["by"]]
    block = next(row["blocks"] for row in kept if row["unit"] == "a")
    for age, each in ages.items():
        count = str(sum(each))
        kept.append(
            dict.fromkeys(names, "")
            | {"figure": f"x{age}", "audience": "open", "unit": "a", "by": f"age={age}"}
            | {"from_week": "2026-W01", "to_week": "2026-W01", "blocks": block, "n": count}
            | {"question": "goal", "answered": count, "mean": "2"}
            | {f"c{at + 1}": str(each[at]) for at in range(3)}
        )
    with figures.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, names)
        writer.writeheader()
        writer.writerows(kept)
