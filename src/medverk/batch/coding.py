"""Responses as numbers, in SQL that DuckDB and Spark both run.

An engine makes a view `raw`, with the keys and background as text (`r_…`) and the answers as they
are (`q_…`), and a table `names_<column>(name, place)` for each key and background variable. What
may not be becomes NULL, so that counting finds out whether anything is wrong; only then is the
first faulty row looked for (`responses_file`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from medverk.batch.policy_file import PolicyFile
from medverk.rules.disclosure.grain import count_names, grain_sql

KEYS = ("office", "counsellor", "week")


def coded_columns(policy: PolicyFile) -> list[str]:
    """The columns of the coded responses."""
    return [*KEYS, *(f"b_{name}" for name in policy.background), *question_columns(policy)]


def question_columns(policy: PolicyFile) -> list[str]:
    """The columns of the answers."""
    return [f"q_{question}" for question in policy.questions]


def coded_sql(policy: PolicyFile, texts: Collection[str]) -> str:
    """The responses by the names and numbers that `grain_sql` counts.

    `texts`: the questions whose answers are text. A key is its place in the list of names. A
    missing background has the place after the last, and a skipped answer is 0.
    """
    columns = [f"names_{key}.place AS {key}" for key in KEYS]
    for name, values in policy.background.items():
        missing = f"r_{name} IS NULL OR r_{name} = ''"
        place = f"CASE WHEN {missing} THEN {len(values)} ELSE names_{name}.place END"
        columns.append(f"CAST({place} AS SMALLINT) AS b_{name}")
    for question, categories in policy.questions.items():
        columns.append(f"{coded_answer(question, categories, question in texts)} AS q_{question}")
    joins = [
        f"LEFT JOIN names_{name} ON names_{name}.name = r_{name}"
        for name in (*KEYS, *policy.background)
    ]
    return "SELECT\n  {}\nFROM raw\n{}".format(",\n  ".join(columns), "\n".join(joins))


def coded_answer(question: str, categories: int, is_text: bool) -> str:
    """A category from 1, 0 for none, NULL for what is no answer."""
    column = f"q_{question}"
    listed = ", ".join(f"'{at}'" if is_text else str(at) for at in range(1, categories + 1))
    skipped = f"{column} IS NULL" + (f" OR {column} = ''" if is_text else "")
    whole = f"WHEN {column} IN ({listed}) THEN CAST({column} AS SMALLINT)"
    return f"CAST(CASE {whole} WHEN {skipped} THEN 0 END AS SMALLINT)"


def faults_sql(policy: PolicyFile) -> str:
    """How many values of the coded responses are not as they may be."""
    counts = " - ".join(f"COUNT({column})" for column in coded_columns(policy))
    return f"SELECT {len(coded_columns(policy))} * COUNT(*) - {counts} FROM responses"  # noqa: S608


def counted_sql(policy: PolicyFile) -> str:
    """The counted responses, with counts no larger than they need to be."""
    keys = [*KEYS, *(f"b_{name}" for name in policy.background)]
    counts = [f"CAST({name} AS INTEGER) AS {name}" for name in count_names(policy.questions)]
    columns = ", ".join([*keys, *counts])
    return f"SELECT {columns} FROM (\n{grain_sql(keys, policy.questions)}\n) AS grain"  # noqa: S608


def numbered(values: Iterable[str]) -> list[tuple[str, int]]:
    """The rows of a table of names."""
    return [(value, place) for place, value in enumerate(values)]
