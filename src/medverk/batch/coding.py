"""Responses as numbers, in SQL that DuckDB and Spark both run.

An engine makes a view `placed`: the place of each name in its list as `p_<column>`, for each key
and background variable, and the answers as they are (`r_<question>`). A missing background has the
place after the last. Counting finds out whether anything is wrong, for a row with what may not be
has no key; only then is the first faulty row looked for (`responses_file`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from medverk.batch.policy_file import PolicyFile
from medverk.batch.responses_file import TEXTS, WHOLE
from medverk.rules.disclosure.grain import count_names, grain_sql


def coded_sql(policy: PolicyFile, sizes: Mapping[str, int], types: Mapping[str, str]) -> str:
    """The responses as `grain_sql` counts them: a `key` and the answers, 0 for a skipped one.

    `sizes` are the columns that the key is made of, with how many values each has; `types` how the
    answers are stored. NULL anywhere, in background that is in no key as well, makes the key NULL.
    """
    answers = ",\n    ".join(
        f"{coded_answer(f'r_{question}', categories, types[question])} AS q_{question}"
        for question, categories in policy.questions.items()
    )
    columns = [f"q_{question}" for question in policy.questions]
    checked = columns + [f"p_{name}" for name in policy.background if name not in sizes]
    return (
        f"SELECT\n  {key_sql(sizes)} + 0 * ({' + '.join(checked)}) AS key,\n  "
        f"{', '.join(columns)}\nFROM (\n  SELECT\n    *,\n    {answers}\n  FROM placed\n) AS coded"
    )


def key_sql(sizes: Mapping[str, int]) -> str:
    """Places as one number, the last column's fastest: numbers group faster than many columns."""
    key = "0"
    for column, size in sizes.items():
        key = f"({key} * {size} + p_{column})"
    return key


def coded_answer(column: str, categories: int, kind: str) -> str:
    """A category from 1, 0 for none, NULL for what is no answer."""
    is_text = kind.startswith(TEXTS)
    if kind in WHOLE:
        is_known = f"BETWEEN 1 AND {categories}"
    else:
        listed = ", ".join(f"'{at}'" if is_text else str(at) for at in range(1, categories + 1))
        is_known = f"IN ({listed})"
    is_skipped = f"{column} IS NULL" + (f" OR {column} = ''" if is_text else "")
    whole = f"WHEN {column} {is_known} THEN CAST({column} AS SMALLINT)"
    return f"CAST(CASE {whole} WHEN {is_skipped} THEN 0 END AS SMALLINT)"


def counted_sql(policy: PolicyFile, together: int = 1) -> str:
    """The counted responses, with counts no larger than they need to be; -1 is no key."""
    counted = grain_sql(["key"], policy.questions, together)
    kind = "INTEGER" if together == 1 else "DOUBLE"
    names = count_names(policy.questions, together)[1:]
    counts = [f"CAST({name} AS {kind}) AS {name}" for name in names]
    columns = ", ".join(["COALESCE(key, -1) AS key", "CAST(n AS INTEGER) AS n", *counts])
    return f"SELECT {columns} FROM (\n{counted}\n) AS grain"  # noqa: S608


def numbered(values: Iterable[str]) -> list[tuple[str, int]]:
    """The rows of a table of names."""
    return [(value, place) for place, value in enumerate(values)]
