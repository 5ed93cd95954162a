"""What every chart gives: the picture, the sentence that says it, and the numbers as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Column:
    """number: its cells are numbers, which stand under each other."""

    label: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind. The first cell of each row is the row's name."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> list[list[tuple[Column, str]]]:
        """Each row's cells with their columns, for a template."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Picture:
    """notes: what is to be said beneath, each in a sentence of its own."""

    svg: SafeString
    sentence: str
    table: Table
    notes: tuple[str, ...] = ()


def columns(*labels: str, numbers: Sequence[int] = ()) -> tuple[Column, ...]:
    """numbers: the places, from 0, of the columns that hold numbers."""
    return tuple(Column(label, place in numbers) for place, label in enumerate(labels))
