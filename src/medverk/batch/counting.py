"""Responses counted once, at the finest grain, in one SQL text; all else is arithmetic on it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from medverk.batch.policy_file import PolicyFile
from medverk.batch.responses_file import Source, check_responses, name, open_source, quote
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.weeks import Week

MEMORY = "2GB"
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Grain:
    """One row for each office, counsellor, week and background that anybody answered with.

    `office`, `counsellor` and `week` are places in the lists of names; `kind` is the number of the
    combination of background values, the last variable fastest, missing as each variable's last.
    """

    offices: list[str]
    counsellors: list[str]
    weeks: list[Week]
    office: Numbers
    counsellor: Numbers
    week: Numbers
    kind: Numbers
    responses: Numbers
    answers: Mapping[str, Numbers]
    """Per question, a column for each category."""


def grain_sql(policy: PolicyFile) -> str:
    """The one aggregation, from `responses(office, counsellor, week, b_…, q_…)`.

    Plain enough for DuckDB, Spark and PostgreSQL alike.
    """
    keys = ["office", "counsellor", "week", *(f"b_{column}" for column in policy.background)]
    sums = [
        f"SUM(CASE WHEN q_{question} = {category} THEN 1 ELSE 0 END) AS a_{question}_{category}"
        for question, categories in policy.questions.items()
        for category in range(1, categories + 1)
    ]
    columns = ",\n  ".join([*keys, "COUNT(*) AS n", *sums])
    return f"SELECT\n  {columns}\nFROM responses\nGROUP BY {', '.join(keys)}"


def responses_sql(source: Source, policy: PolicyFile) -> str:
    """The file's columns by the names and types that `grain_sql` expects."""
    columns = [f"CAST({key} AS VARCHAR) AS {key}" for key in ("office", "counsellor", "week")]
    for column, values in policy.background.items():
        cases = " ".join(f"WHEN {quote(value)} THEN {at}" for at, value in enumerate(values))
        case = f"CASE CAST({name(column)} AS VARCHAR) {cases} ELSE {len(values)} END"
        columns.append(f"{case} AS b_{column}")
    for question in policy.questions:
        answer = f"TRY_CAST(TRY_CAST({name(question)} AS DOUBLE) AS TINYINT)"
        columns.append(f"{answer} AS q_{question}")
    return f"SELECT {', '.join(columns)} FROM {source.read}"  # noqa: S608


def count_responses(place: Path, policy: PolicyFile, hierarchy: Hierarchy) -> Grain:
    """Check and count the responses of a file or folder. InputFault when they are not in order."""
    source = open_source(place)
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(":memory:") as link:
        link.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = {quote(spill)}")
        link.execute("SET enable_progress_bar = false")
        check_responses(link, source, policy, hierarchy)
        link.execute(f"CREATE VIEW responses AS {responses_sql(source, policy)}")
        link.execute(f"CREATE TABLE grain AS {grain_sql(policy)}")
        return read_grain(link, policy)


def read_grain(link: duckdb.DuckDBPyConnection, policy: PolicyFile) -> Grain:
    """The counted rows as arrays, in one order whatever the order of the responses."""
    names = {key: read_names(link, key) for key in ("office", "counsellor", "week")}
    kinds = "0"
    for column, values in policy.background.items():
        kinds = f"({kinds}) * {len(values) + 1} + b_{column}"
    numbers = ["o.place", "c.place", "w.place", f"{kinds} AS kind", "n"]
    for question, categories in policy.questions.items():
        numbers += [f"a_{question}_{category + 1}" for category in range(categories)]
    columns = ", ".join(f"CAST({number.split(' AS ')[0]} AS INTEGER)" for number in numbers)
    rows = link.execute(
        f"SELECT {columns} FROM grain "  # noqa: S608
        "JOIN names_office o ON o.name = grain.office "
        "JOIN names_counsellor c ON c.name = grain.counsellor "
        "JOIN names_week w ON w.name = grain.week ORDER BY 1, 3, 2, 4"
    ).fetchnumpy()
    arrays = [np.asarray(array, dtype=np.int64) for array in rows.values()]
    answers, at = {}, 5
    for question, categories in policy.questions.items():
        answers[question] = np.stack(arrays[at : at + categories], axis=1)
        at += categories
    weeks = [Week.parse(week) for week in names["week"]]
    office, week_at, counsellor = arrays[0], arrays[2], arrays[1]
    return Grain(
        names["office"], names["counsellor"], weeks,
        office, counsellor, week_at, arrays[3], arrays[4], answers,
    )  # fmt: skip


def read_names(link: duckdb.DuckDBPyConnection, key: str) -> list[str]:
    """The sorted names of a key, also kept as a table `names_<key>(name, place)`."""
    link.execute(
        f"CREATE TABLE names_{key} AS SELECT {key} AS name, "  # noqa: S608
        f"row_number() OVER (ORDER BY {key}) - 1 AS place FROM (SELECT DISTINCT {key} FROM grain)"
    )
    rows = link.execute(f"SELECT name FROM names_{key} ORDER BY place").fetchall()  # noqa: S608
    return [each for (each,) in rows]
