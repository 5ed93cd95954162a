"""The lines in figures.csv of figures for everybody: totals, and breakdowns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from medverk.batch.writing_lines import as_field, tail_alone, write_tails
from medverk.rules.disclosure.breakdowns.cells import By, Cell, write_by

Place = tuple[str, str, str, str, str, tuple[str, ...]]
"""What figures are sorted by: audience, unit, first week, background, last week, and blocks."""


def write_open(cells: Sequence[Cell], questions: Mapping[str, int]) -> list[str]:
    """A text for each figure, in order, with its lines by question.

    A figure that no question has answers for has one line, with the number of responses alone.
    """
    alone = tail_alone(max(questions.values()))
    figures = sorted(
        (place_of(cell), cell.line.n, tails)
        for cell, tails in gather_tails(cells, questions, alone)
    )
    texts = []
    for number, (place, n, tails) in enumerate(figures, start=1):
        head = write_head(number, place, n)
        told = [tail for tail in tails if tail is not alone] or tails
        texts.append("".join(head + tail for tail in told))
    return texts


def gather_tails(
    cells: Iterable[Cell], questions: Mapping[str, int], alone: str
) -> Iterable[tuple[Cell, list[str]]]:
    """For each figure one of its cells, and the tails of all. Blocks say which weeks it is of."""
    figures: dict[tuple[str, str, By, tuple[str, ...]], tuple[Cell, list[str]]] = {}
    for question in (None, *sorted(questions)):
        asked = [cell for cell in cells if cell.line.question == question]
        if question is None:
            tails = [alone] * len(asked)
        else:
            counts = np.array([cell.line.counts for cell in asked], dtype=np.int64)
            shaped = counts.reshape(-1, questions[question])
            tails = write_tails(question, shaped, max(questions.values()))
        for cell, tail in zip(asked, tails, strict=True):
            line = cell.line
            key = (line.audience, line.unit, cell.by, line.blocks)
            figures.setdefault(key, (cell, []))[1].append(tail)
    return figures.values()


def place_of(cell: Cell) -> Place:
    """Where the figure of a cell stands among all."""
    line = cell.line
    weeks = str(line.from_week), str(line.to_week)
    return (line.audience, line.unit, weeks[0], write_by(cell.by), weeks[1], line.blocks)


def write_head(number: int, place: Place, n: int) -> str:
    """What all lines of a figure begin with."""
    audience, unit, from_week, by, to_week, blocks = place
    said = (audience, unit, from_week, to_week, by, " ".join(blocks))
    return f"f{number},{','.join(map(as_field, said))},{n},"
