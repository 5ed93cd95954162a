"""Cells of tables, and the words in which they are written."""

from __future__ import annotations

from dataclasses import dataclass

from medverk.rules.disclosure.figures import Line
from medverk.rules.weeks import Week

By = tuple[tuple[str, tuple[str, ...]], ...]
"""The background of a cell: variables with the values that it takes together."""

NOT_SHOWN = "too_few_alone_or_combined"
"""Why a table or category is withheld: alone, or together with all else that is shown, it would
be about too few. One code, so that the reason gives away no count [disclosure G6]."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, and the background of those behind it. A total has none."""

    by: By
    line: Line


@dataclass(frozen=True, slots=True)
class WithheldCell:
    """A category, or combination of them, that a unit's breakdown does not show by itself."""

    unit: str
    by: By
    from_week: Week
    to_week: Week
    reason: str = NOT_SHOWN


def write_by(by: By) -> str:
    """A background like `age=under 30|30-49;sex=woman`."""
    return ";".join(f"{variable}={'|'.join(values)}" for variable, values in by)


def read_by(text: str) -> By:
    """The reverse of `write_by`; ValueError for anything else."""
    if not text:
        return ()
    parts = [part.partition("=") for part in text.split(";")]
    if not all(sign and variable and values for variable, sign, values in parts):
        raise ValueError(f"a background is written like age=under 30;sex=woman, not {text!r}")
    return tuple((variable, tuple(values.split("|"))) for variable, _, values in parts)
