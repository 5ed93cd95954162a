"""The lines of figures.csv as text: each is the head of its figure and the tail of its question.

A figure's head says whose, of what and when; it is the same for all its questions. A tail says what
was answered, and is the same wherever just that was. So each is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from medverk.rules.disclosure.columns.tables import Numbers

FIGURE_COLUMNS = (
    "figure", "audience", "unit", "from_week", "to_week", "by", "blocks", "n", "question",
    "answered", "mean",
)  # fmt: skip


def write_header(width: int) -> str:
    """The first line; `width` is how many categories a question has at most."""
    return ",".join([*FIGURE_COLUMNS, *(f"c{number + 1}" for number in range(width))]) + "\n"


def tail_alone(width: int) -> str:
    """The tail of a line that says only how many responses there are."""
    return "," * (width + 2) + "\n"


def write_tails(question: str, counts: Numbers, width: int) -> list[str]:
    """A tail for each row of `counts`, which has a column for each category of the question.

    question: a name of letters, digits and _, as the policy has it.
    """
    categories = counts.shape[1]
    answered = counts.sum(axis=1)
    mean = counts @ np.arange(1, categories + 1) / answered
    form = f"{question},%d,%.4f{',%d' * categories}{',' * (width - categories)}\n"
    values = zip(answered.tolist(), mean.tolist(), *counts.T.tolist(), strict=True)
    return [form % each for each in values]


def as_field(text: str) -> str:
    """A value as CSV writes it: in quotes where a mark in it means something else."""
    if "," in text or '"' in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def quoting(names: Iterable[str]) -> Callable[[str], str]:
    """`as_field` for texts made of these names; where it would change none, what changes none."""
    return str if all(as_field(name) == name for name in names) else as_field
