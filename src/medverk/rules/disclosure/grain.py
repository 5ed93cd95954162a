"""The one SQL text that counts responses, at the finest grain; all else is arithmetic on it.

DuckDB and Spark run it on files, PostgreSQL on the vault. Each gives it the responses under the
name `responses`, with the keys as columns and the answers as `q_<question>`: a category from 1, or
something else where the question was skipped.

Where groups are many, most of the time goes to adding up, column by column. So the counts of
several categories may go *together* in one number, each so many bits above the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

EXACT = 53
"""Whole numbers of so many bits are exact in a DOUBLE, in which they are added up together."""


def grain_sql(keys: Iterable[str], questions: Mapping[str, int], together: int = 1) -> str:
    """Count by these keys: `n` responses, and `a_<question>_<category>` how many chose it.

    Plain enough for all three. With `together`, a column is named after the first of so many
    categories, and is right where `n` is no larger than `most_together` says.
    """
    listed = list(keys)
    counts = [
        f"{count_sql(question, chosen, together)} AS {count_name(question, chosen[0])}"
        for question, categories in questions.items()
        for chosen in parcels_of(categories, together)
    ]
    columns = ",\n  ".join([*listed, "COUNT(*) AS n", *counts])
    return f"SELECT\n  {columns}\nFROM responses\nGROUP BY {', '.join(listed)}"


def count_sql(question: str, categories: Sequence[int], together: int) -> str:
    """How many chose these categories. What is not chosen is NULL or nothing, and not counted."""
    if together == 1:
        return f"COUNT(CASE WHEN q_{question} = {categories[0]} THEN 1 END)"
    weights = " ".join(
        f"WHEN {category} THEN {1 << bits_each(together) * at}e0"
        for at, category in enumerate(categories)
    )
    return f"SUM(CASE q_{question} {weights} ELSE 0e0 END)"


def parcels_of(categories: int, together: int) -> list[range]:
    """The categories, so many at a time; the last may be fewer."""
    return [
        range(first, min(first + together, categories + 1))
        for first in range(1, categories + 1, together)
    ]


def bits_each(together: int) -> int:
    """The bits that each count has where so many go together in a number."""
    return EXACT // together


def most_together(together: int) -> int:
    """The most responses that a group may have, so that no count runs over into the next."""
    return (1 << bits_each(together)) - 1


def count_name(question: str, category: int) -> str:
    """The column of one category's count, or of those that begin with it."""
    return f"a_{question}_{category}"


def count_names(questions: Mapping[str, int], together: int = 1) -> list[str]:
    """All columns of counts in their order, the number of responses first."""
    return ["n"] + [
        count_name(question, chosen[0])
        for question, categories in questions.items()
        for chosen in parcels_of(categories, together)
    ]
