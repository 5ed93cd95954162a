"""Counts that go together in one number are the counts that each would be by itself."""

from __future__ import annotations

from collections import Counter
from math import prod
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.batch import counting, duckdb_engine
from medverk.batch.counting import PART, TOGETHER, Grain, Rows, split_keys
from medverk.batch.policy_file import read_policy
from medverk.batch.responses_file import open_source
from medverk.batch.units_file import read_units
from medverk.project.cli import main
from medverk.rules.disclosure.grain import bits_each, grain_sql, most_together, parcels_of
from medverk.rules.disclosure.parcels import Numbers, Parcels

from .files import HEADER, draw_rows, write_files

COUNTS = st.tuples(st.integers(0, 8), st.integers(2, 7)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 40), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    ).map(lambda rows: np.array(rows, dtype=np.int64).reshape(shape))
)


def put_together(counts: Numbers, together: int) -> Parcels:
    """What the SQL text makes of the answers of so many responses."""
    bits, columns = bits_each(together), []
    for chosen in parcels_of(counts.shape[1], together):
        weights = [float(1 << bits * at) for at in range(len(chosen))]
        columns.append(counts[:, chosen[0] - 1 : chosen[-1]] @ np.array(weights))
    return Parcels(columns, counts.shape[1], together)


@given(COUNTS, st.sampled_from([1, 2, 5, 8]))
def test_counts_are_taken_apart_as_they_were_put_together(counts: Numbers, together: int) -> None:
    parcels = put_together(counts, together)
    assert parcels.unpack().tolist() == counts.T.tolist()
    rows = np.arange(len(counts))[::2]
    assert parcels[rows].tolist() == counts[rows].tolist()
    assert parcels.pick(rows).unpack().tolist() == counts[rows].T.tolist()


@given(COUNTS, st.sampled_from([1, 5, 8]), st.data())
def test_sums_are_right_also_where_they_would_run_over(
    counts: Numbers, together: int, data: st.DataObject
) -> None:
    starts = np.flatnonzero([at == 0 or data.draw(st.booleans()) for at in range(len(counts))])
    sums = np.array([part.sum(axis=0) for part in np.split(counts, starts[1:]) if len(part)])
    edges = np.append(starts, len(counts))
    found = put_together(counts, together).sums(edges, sums.sum(axis=-1))
    assert found.T.tolist() == sums.tolist()


@given(COUNTS, st.sampled_from([1, 2, 5]), st.data())
def test_what_goes_together_is_added_up_as_by_itself(
    counts: Numbers, together: int, data: st.DataObject
) -> None:
    parcels = put_together(counts, together)
    assert parcels.answered().tolist() == counts.sum(axis=1).tolist()
    at = np.array([data.draw(st.integers(0, 2)) for _ in counts], dtype=np.int64)
    sums = np.array([counts[at == place].sum(axis=0) for place in range(3)])
    # As many as 41 times the counts are more than two that go together can hold.
    for times in (1, 41):
        many = Parcels.join([parcels] * times)
        found = many.add_up(np.tile(at, times), times * sums.sum(axis=1))
        assert found.T.tolist() == (times * sums).tolist()


def test_a_key_is_made_of_its_places() -> None:
    sizes = [7, 300, 104, 16]
    places = np.random.default_rng(1).integers(0, np.array(sizes)[:, None], (4, 2 * PART + 1))
    weights = [prod(sizes[at + 1 :]) for at in range(len(sizes))]
    assert np.array_equal(split_keys(weights @ places, sizes), places)


def test_the_text_puts_as_many_together_as_it_is_told() -> None:
    assert grain_sql(["key"], {"goal": 3}, together=2) == (
        "SELECT\n  key,\n  COUNT(*) AS n,\n"
        "  SUM(CASE q_goal WHEN 1 THEN 1e0 WHEN 2 THEN 67108864e0 ELSE 0e0 END) AS a_goal_1,\n"
        "  SUM(CASE q_goal WHEN 3 THEN 1e0 ELSE 0e0 END) AS a_goal_3\n"
        "FROM responses\nGROUP BY key"
    )


def count(folder: Path, responses: str = "R.csv") -> Grain:
    policy, units = read_policy(folder / "P.toml"), read_units(folder / "U.csv")
    return duckdb_engine.count_responses(open_source(folder / responses), policy, units)


def named(grain: Grain) -> Counter[tuple[str, ...]]:
    """How many answered what, by names, as a list of all responses would have it."""
    found: Counter[tuple[str, ...]] = Counter()
    answers = grain.answers["goal"].unpack().T
    for at, counts in enumerate(answers.tolist()):
        key = (
            grain.offices[grain.office[at]],
            grain.counsellors[grain.counsellor[at]],
            str(grain.weeks[grain.week[at]]),
            ["under 30", "30 and over", ""][grain.kind[at]],
        )
        skipped = int(grain.responses[at]) - sum(counts)
        for answer, chosen in zip(("", "1", "2", "3"), [skipped, *counts], strict=True):
            found[*key, answer] += chosen
    return +found


@pytest.mark.parametrize("together", [1, 2, TOGETHER, 26])
def test_it_finds_what_counting_one_by_one_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(counting, "TOGETHER", together)
    rows = [
        [*row[:3], row[3] if at % 5 else "", row[4] if at % 7 else ""]
        for at, row in enumerate(draw_rows(600, seed=2))
    ]
    write_files(tmp_path, rows)
    grain = count(tmp_path)
    assert named(grain) == Counter(map(tuple, rows))
    assert grain.answers["goal"].together == (1 if together == 26 else together)


@pytest.mark.parametrize(("many", "together"), [(1023, TOGETHER), (1024, 1)])
def test_a_group_that_is_too_large_is_counted_category_by_category(
    tmp_path: Path, many: int, together: int
) -> None:
    rows = [["a", "a1", "2026-W01", "under 30", "3"]] * many
    write_files(tmp_path, rows)
    grain = count(tmp_path)
    assert most_together(TOGETHER) == 1023
    assert grain.answers["goal"].together == together
    assert named(grain) == Counter(map(tuple, rows))
    assert grain.totals().counts.tolist() == [[many, 0, 0, many]]


def test_totals_of_groups_that_are_small_may_be_large(tmp_path: Path) -> None:
    ages = [["under 30", 700], ["30 and over", 800]]
    rows = [["a", "a1", "2026-W01", age, "2"] for age, many in ages for _ in range(int(many))]
    write_files(tmp_path, rows)
    grain = count(tmp_path)
    assert grain.answers["goal"].together == TOGETHER
    assert grain.totals().counts.tolist() == [[1500, 0, 1500, 0]]


def test_background_is_missing_where_it_is_nothing_or_an_empty_text(tmp_path: Path) -> None:
    write_files(tmp_path, [])
    values = [("under 30", "3"), ("", "3"), (None, "1")]
    rows = ", ".join(
        str(("a", "a1", "2026-W01", age, goal)).replace("None", "NULL") for age, goal in values
    )
    query = f"SELECT * FROM (VALUES {rows}) AS r ({', '.join(HEADER)})"
    duckdb.sql(f"COPY ({query}) TO '{tmp_path / 'R.parquet'}' (FORMAT parquet)")
    common = ("a", "a1", "2026-W01")
    expected = {(*common, "under 30", "3"): 1, (*common, "", "3"): 1, (*common, "", "1"): 1}
    assert named(count(tmp_path, "R.parquet")) == expected


@pytest.mark.parametrize("many", [1, 2000])
def test_a_response_without_key_is_named_however_many_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], many: int
) -> None:
    good, bad = ["a", "a1", "2026-W01", "under 30", "3"], ["a", "a1", "2026-W01", "young", "3"]
    options = write_files(tmp_path, [good, *[bad] * many])
    assert main(["publish", *options, "--out", str(tmp_path / "out")]) == 2
    assert "R.csv, line 3, column age: expected" in capsys.readouterr().err


def test_it_asks_once_where_groups_are_small(tmp_path: Path) -> None:
    write_files(tmp_path, [])
    policy = read_policy(tmp_path / "P.toml")
    names = counting.Names(["a"], ["a1"], [])
    asked: list[str] = []

    def ask(text: str) -> Rows:
        asked.append(text)
        none = np.zeros(0, dtype=np.int64)
        return {"key": none, "n": none, "a_goal_1": none.astype(np.float64)}

    assert len(counting.count(policy, names, ask).responses) == 0
    assert len(asked) == 1
