"""`medverk chart`: a file in, a file out, and a sentence for everything that may be wrong."""

import csv
from pathlib import Path

import pytest

from medverk.project.cli import main
from medverk.project.series import write_atomically

VALUES = [50, 53, 48, 51, 49, 52, 50, 47, 51, 53, 49, 50, 52, 48, 51, 50]
HEADER = [
    *("date", "value", "segment", "mean", "lower", "upper", "near_lower", "near_upper"),
    *("special_cause", "improvement"),
]


def text_of(values: list[object]) -> str:
    rows = [f"2025-01-{place:02},{value}" for place, value in enumerate(values, 1)]
    return "\n".join(["date,value", *rows]) + "\n"


@pytest.fixture
def chart(tmp_path, capsys):
    """Run the command on a text; returns exit code, rows, lines of stdout, stderr."""

    def run(text, *options):
        source, out = tmp_path / "series.csv", tmp_path / "points.csv"
        source.write_bytes(text.encode() if isinstance(text, str) else text)
        code = main(["chart", "--input", str(source), "--out", str(out), *options])
        printed = capsys.readouterr()
        rows = list(csv.reader(out.read_text("utf8").splitlines())) if out.exists() else []
        errors = printed.err.replace(f"{tmp_path}/", "").splitlines()
        return code, rows, printed.out.splitlines(), errors

    return run


def column(rows, name):
    return [row[HEADER.index(name)] for row in rows[1:]]


def test_it_writes_every_point_with_its_lines(chart):
    """Twelve alternating values and a high one; frozen: mean 2, steps of 2, reach 2.66 · 2."""
    code, rows, lines, errors = chart(
        text_of([*[1, 3] * 6, "", 9.5]), "--freeze", "12", "--target", "2"
    )
    assert (code, errors) == (0, [])
    assert rows[0] == HEADER
    near = [repr(float(2 - 5.32 * 2 / 3)), repr(float(2 + 5.32 * 2 / 3))]
    assert [rows[1][:6], rows[1][8:]] == [
        ["2025-01-01", "1.0", "1", "2.0", "-3.32", "7.32"],
        ["", ""],
    ]
    assert [float(each) for each in rows[1][6:8]] == pytest.approx([float(each) for each in near])
    assert rows[13][:4] + rows[13][8:] == ["2025-01-13", "", "1", "2.0", "", ""]
    assert rows[14][:2] + rows[14][8:] == ["2025-01-14", "9.5", "outside", "true"]
    assert lines == [
        "Points: 13, missing: 1",
        "Special causes: outside 1, trend 0, two_of_three 0, shift 0",
        "Variation: improvement",
        "hit and miss",
    ]


@pytest.mark.parametrize(
    ("options", "assurance", "improvement"),
    [
        ([], "no target", "true"),
        (["--target", "99"], "consistently failing", "true"),
        (["--target", "99", "--direction", "down"], "consistently passing", "false"),
        (["--target", "50", "--direction", "up"], "hit and miss", "true"),
        (["--target", "50", "--direction", "neutral"], "no direction", ""),
        (["--target", "-2.5"], "consistently passing", "true"),
    ],
)
def test_it_judges_by_direction(chart, options, assurance, improvement):
    _, rows, lines, _ = chart(text_of([*VALUES, 80]), *options)
    assert (lines[-1], rows[-1][8:]) == (assurance, ["outside", improvement])


def test_it_says_when_points_are_too_few(chart):
    code, rows, lines, _ = chart(text_of(list(range(1, 13))), "--target", "5")
    assert (code, lines[1], lines[-1]) == (
        0,
        "Segment 1 has 12 points: no limits below 13",
        "too few points",
    )
    assert {tuple(row[3:]) for row in rows[1:]} == {("6.5", "", "", "", "", "", "")}


def test_it_starts_segments_where_it_is_told(chart):
    options = ["--rebase", "2025-01-15", "--rebase", "2025-01-03"]
    _, rows, lines, _ = chart(text_of(VALUES), *options)
    assert column(rows, "segment") == ["1"] * 2 + ["2"] * 12 + ["3"] * 2
    assert [line for line in lines if line.startswith("Segment")] == [
        f"Segment {segment} has {points} points: no limits below 13"
        for segment, points in [(1, 2), (2, 12), (3, 2)]
    ]


def test_the_versions_differ_where_a_point_beyond_the_limit_has_a_close_neighbour(chart):
    text = text_of([*VALUES, 56.5, 54, 70])
    causes = {}
    for ruleset in ("mdc-2019", "mdc-2023"):
        _, rows, _, _ = chart(text, "--ruleset", ruleset, "--freeze", "16")
        causes[ruleset] = column(rows, "special_cause")[-3:]
    _, rows, _, _ = chart(text, "--freeze", "16")
    assert causes == {
        "mdc-2019": ["", "", "outside"],
        "mdc-2023": ["two_of_three", "", "outside"],
    }
    assert column(rows, "special_cause")[-3:] == causes["mdc-2023"]


def test_screening_can_be_turned_off(chart):
    text = text_of([*VALUES, 90])
    uppers = []
    for options in ([], ["--no-screening"]):
        _, rows, _, _ = chart(text, *options)
        uppers.append(float(column(rows, "upper")[0]))
    assert uppers[0] < uppers[1]


def test_it_sorts_dates_and_takes_semicolons_and_a_mark_at_the_start(chart):
    text = "\ufeffvalue;date\n2;2025-01-02\n\n1;2025-01-01\n"
    code, rows, _, _ = chart(text)
    assert (code, [row[:2] for row in rows[1:]]) == (
        0,
        [["2025-01-01", "1.0"], ["2025-01-02", "2.0"]],
    )


@pytest.mark.parametrize("written", ["0.1", "1e-07", "123456789012345.6", "-3.0", "1e+300"])
def test_numbers_lose_nothing(chart, written):
    _, rows, _, _ = chart(text_of([written]))
    assert rows[1][1] == written


GOOD = "2025-01-01,1\n"


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("", ["line 1, expected the names of the columns: date,value."]),
        ("date,value\n", ["line 2, expected a date and a value."]),
        ("date\n2025-01-01\n", ["line 1, column value, expected this column."]),
        (
            "date,value,note\n2025-01-01,1,x\n",
            ["line 1, column note, expected no columns but date and value."],
        ),
        (
            "date,value,value\n2025-01-01,1,1\n",
            ["line 1, column value, expected this column once."],
        ),
        ("date,value\n2025-01-01\n", ["line 2, expected as many cells as the first line has."]),
        (
            f"date,value\n{GOOD}2025-02-30,1\n",
            ["line 3, column date, expected a date as 2026-11-18, not “2025-02-30”."],
        ),
        (
            "date,value\n1.2.2025,1\n",
            ["line 2, column date, expected a date as 2026-11-18, not “1.2.2025”."],
        ),
        (
            "date,value\n20250101,1\n",
            ["line 2, column date, expected a date as 2026-11-18, not “20250101”."],
        ),
        ("date,value\n,1\n", ["line 2, column date, expected a date as 2026-11-18."]),
        (
            f"date,value\n{GOOD}{GOOD}",
            ["line 3, column date, expected a date that line 2 does not have, not “2025-01-01”."],
        ),
        *(
            (
                f"date,value\n{GOOD}2025-01-02,{bad}\n",
                [f"line 3, column value, expected a number as 12.5, or nothing, not “{bad}”."],
            )
            for bad in ["x", "nan", "inf", "1_000", "1 000", "٣", "0x10", "1e400", "12.5 %", "--1"]
        ),
        (
            "date;value\n2025-01-01;1,5\n",
            ["line 2, column value, expected a number as 12.5, or nothing, not “1,5”."],
        ),
        (
            "date,value\nx,y\n2025-01-02,z\n",  # all faults at once
            [
                "line 2, column date, expected a date as 2026-11-18, not “x”.",
                "line 3, column value, expected a number as 12.5, or nothing, not “z”.",
            ],
        ),
        (b"date,value\n2025-01-01,\xff\n", ["line 2, expected text in UTF-8."]),
        ("date,value\n2025-01-01,\0\n", ["line 2, expected text in UTF-8."]),
        ('date,value\n2025-01-01,"1\n', ["line 2, expected quotation marks in pairs."]),
        (
            "date,value\n" + "x" * 5_000_000,
            ["expected a file of 5 MB or less."],
        ),
    ],
)
def test_it_names_what_is_wrong_with_the_input_and_writes_nothing(chart, text, errors):
    code, rows, lines, said = chart(text)
    assert (code, rows, lines) == (2, [], [])
    assert said == [f"medverk chart: series.csv: {error}" for error in errors]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--freeze", "11"], "argument --freeze: expected a whole number, 12 or more, not “11”"),
        (["--freeze", "x"], "argument --freeze: expected a whole number, 12 or more, not “x”"),
        (["--rebase", "1.2.2025"], "--rebase: expected a date as 2026-11-18, not “1.2.2025”"),
        (["--target", "nan"], "argument --target: expected a number as 12.5, not “nan”"),
        (["--ruleset", "mdc-2020"], "argument --ruleset: invalid choice: 'mdc-2020'"),
        (["--direction", "left"], "argument --direction: invalid choice: 'left'"),
    ],
)
def test_it_refuses_options_that_mean_nothing(chart, capsys, options, error):
    with pytest.raises(SystemExit) as stopped:
        chart(text_of(VALUES), *options)
    assert stopped.value.code == 2
    assert error in capsys.readouterr().err


def test_it_says_when_it_cannot_read(tmp_path, capsys):
    missing = tmp_path / "nothing.csv"
    assert main(["chart", "--input", str(missing), "--out", str(tmp_path / "points.csv")]) == 2
    said = capsys.readouterr().err
    assert said == f"medverk chart: cannot read {missing}: No such file or directory.\n"


def test_it_says_when_it_cannot_write(tmp_path, capsys):
    source = tmp_path / "series.csv"
    source.write_text(text_of(VALUES))
    out = tmp_path / "nowhere" / "points.csv"
    assert main(["chart", "--input", str(source), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert said == f"medverk chart: cannot write {out}: No such file or directory.\n"


def test_a_failed_writing_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    out = tmp_path / "points.csv"
    out.write_text("old")

    def fail(*_):
        raise OSError("full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="full"):
        write_atomically(out, "new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"points.csv": "old"}


def test_it_replaces_the_file_in_one_step(tmp_path, monkeypatch):
    out = tmp_path / "points.csv"
    out.write_text("old")
    seen = []
    replace = Path.replace
    monkeypatch.setattr(
        Path, "replace", lambda self, to: (seen.append(to.read_text()), replace(self, to))[1]
    )
    write_atomically(out, "new")
    assert (seen, out.read_text(), len(list(tmp_path.iterdir()))) == (["old"], "new", 1)
