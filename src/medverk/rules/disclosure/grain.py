"""The one SQL text that counts responses, at the finest grain; all else is arithmetic on it.

DuckDB and Spark run it on files, PostgreSQL on the vault. Each gives it the responses under the
name `responses`, with the keys as columns and the answers as `q_<question>`: a category from 1, or
something else where the question was skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def grain_sql(keys: Iterable[str], questions: Mapping[str, int]) -> str:
    """Count by these keys: `n` responses, and `a_<question>_<category>` how many chose it.

    Plain enough for all three. What is not chosen is NULL, and not counted.
    """
    listed = list(keys)
    counts = [
        f"COUNT(CASE WHEN q_{question} = {category} THEN 1 END) AS {count_name(question, category)}"
        for question, categories in questions.items()
        for category in range(1, categories + 1)
    ]
    columns = ",\n  ".join([*listed, "COUNT(*) AS n", *counts])
    return f"SELECT\n  {columns}\nFROM responses\nGROUP BY {', '.join(listed)}"


def count_name(question: str, category: int) -> str:
    """The column of one category's count."""
    return f"a_{question}_{category}"


def count_names(questions: Mapping[str, int]) -> list[str]:
    """All columns of counts in their order, the number of responses first."""
    return ["n"] + [
        count_name(question, category)
        for question, categories in questions.items()
        for category in range(1, categories + 1)
    ]
