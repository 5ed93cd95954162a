"""The lines in figures.csv of figures for everybody: totals, and breakdowns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from medverk.batch.writing_lines import as_field, tail_alone, write_tails
from medverk.rules.disclosure.breakdowns.cells import By, write_by
from medverk.rules.disclosure.figures import Line

Told = tuple[By, Line]
"""A line, and the background of those behind it."""

Key = tuple[str, str, By, tuple[str, ...]]
"""What the lines of a figure have in common: audience, unit, background, and blocks."""

Place = tuple[str, str, str, str, str, tuple[str, ...]]
"""What figures are sorted by: audience, unit, first week, background, last week, and blocks."""


def write_open(told: Sequence[Told], questions: Mapping[str, int]) -> list[str]:
    """A text for each figure, in order, with its lines by question."""
    figures = sorted(
        (place_of(by, line), line.n, tails) for (by, line), tails in gather_tails(told, questions)
    )
    texts = []
    for number, (place, n, tails) in enumerate(figures, start=1):
        head = write_head(number, place, n)
        texts.append(head + head.join(tails))
    return texts


def gather_tails(
    told: Sequence[Told], questions: Mapping[str, int]
) -> Iterable[tuple[Told, list[str]]]:
    """For each figure one of its lines, and its tails by question.

    A figure that no question has answers for has one tail, the number of responses alone.
    """
    figures: dict[Key, tuple[Told, list[str]]] = {}
    width = max(questions.values())
    for question in sorted(questions):
        asked = [each for each in told if each[1].question == question]
        counts = np.array([line.counts for _, line in asked], dtype=np.int64)
        tails = write_tails(question, counts.reshape(-1, questions[question]), width)
        for each, tail in zip(asked, tails, strict=True):
            figures.setdefault(key_of(each), (each, []))[1].append(tail)
    alone = [tail_alone(width)]
    for each in told:
        if each[1].question is None:
            figures.setdefault(key_of(each), (each, alone))
    return figures.values()


def key_of(told: Told) -> Key:
    """Which figure a line is of. Its blocks say which weeks."""
    by, line = told
    return line.audience, line.unit, by, line.blocks


def place_of(by: By, line: Line) -> Place:
    """Where the figure of a line stands among all."""
    weeks = str(line.from_week), str(line.to_week)
    return (line.audience, line.unit, weeks[0], write_by(by), weeks[1], line.blocks)


def write_head(number: int, place: Place, n: int) -> str:
    """What all lines of a figure begin with. Names may hold marks of CSV."""
    audience, unit, from_week, by, to_week, blocks = place
    unit, by, named = as_field(unit), as_field(by), as_field(" ".join(blocks))
    return f"f{number},{audience},{unit},{from_week},{to_week},{by},{named},{n},"
