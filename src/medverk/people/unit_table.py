"""The table of units: what each row must hold, and that the tree fits together. Pure.

number,type,name,status,valid_from,valid_to,parent_number,parent_type
1201,LOKAL,Fjord,AKTIV,2020-01-01,,1200,FYLKE
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from medverk.people.models import LEVEL_OF_TYPE, Level, UnitStatus, UnitType
from medverk.people.tables import Cells, Expected, Problem, TableError, read_table

COLUMNS = (
    "number", "type", "name", "status", "valid_from", "valid_to", "parent_number", "parent_type",
)  # fmt: skip
NUMBER = re.compile(r"[0-9A-Z-]{1,10}", re.ASCII)

# From the ground up. A parent stands higher than its child, so there can be no circle.
ORDER = (Level.OFFICE, Level.REGION, Level.COUNTY, Level.COUNTRY)

Key = tuple[str, UnitType]  # a number alone is not unique


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit as the table has it; `line` is where."""

    line: int
    key: Key
    name: str
    status: UnitStatus
    valid_from: date
    valid_to: date | None
    parent: Key | None


def read_units(data: bytes, known: Collection[Key]) -> list[UnitRow]:
    """The units of a table, parents before children. `known` are those stored already.

    Raises TableError with every fault; then nothing of the table counts.
    """
    problems: list[Problem] = []
    rows = [read_unit(Cells(row, problems)) for row in read_table(data, COLUMNS)]
    units = [row for row in rows if row is not None]
    problems += list(problems_between(units, known))
    if problems:
        raise TableError(*sorted(problems, key=lambda problem: problem.line))
    return sorted(units, key=lambda unit: -height(unit.key))


def read_unit(cells: Cells) -> UnitRow | None:
    """One row, or None when the unit cannot be told apart from others."""
    number = read_number(cells, "number")
    kind = cells.choice("type", UnitType, Expected.UNIT_TYPE)
    status = cells.choice("status", UnitStatus, Expected.UNIT_STATUS)
    name = cells.text("name", longest=120)
    valid_from, valid_to = cells.period()
    parent = read_parent(cells, kind) if kind else None
    if not number or kind is None or status is None:
        return None
    return UnitRow(cells.row.line, (number, kind), name, status, valid_from, valid_to, parent)


def read_number(cells: Cells, column: str) -> str:
    """A unit's number, or "" when it is refused."""
    number = cells.row.cells[column]
    if NUMBER.fullmatch(number):
        return number
    cells.refuse(column, Expected.NUMBER)
    return ""


def read_parent(cells: Cells, kind: UnitType) -> Key | None:
    """The directorate has none; every other unit names one by number and type."""
    named = cells.row.cells["parent_number"] or cells.row.cells["parent_type"]
    if kind is UnitType.DIRECTORATE:
        if named:
            cells.refuse("parent_number", Expected.NO_PARENT)
        return None
    if not named:
        cells.refuse("parent_number", Expected.PARENT)
        return None
    number = read_number(cells, "parent_number")
    parent_kind = cells.choice("parent_type", UnitType, Expected.UNIT_TYPE)
    return (number, parent_kind) if number and parent_kind else None


def problems_between(units: Iterable[UnitRow], known: Collection[Key]) -> Iterable[Problem]:
    """Faults that no row shows alone: named twice, unknown parent, parent not higher up."""
    units = list(units)
    everyone = {*known, *(unit.key for unit in units)}
    seen: set[Key] = set()
    for unit in units:
        if unit.key in seen:
            yield Problem(unit.line, "number", Expected.ONCE, unit.key[0])
        seen.add(unit.key)
        if unit.parent is None:
            continue
        if unit.parent not in everyone:
            yield Problem(unit.line, "parent_number", Expected.KNOWN_UNIT, unit.parent[0])
        elif height(unit.parent) <= height(unit.key):
            yield Problem(unit.line, "parent_type", Expected.HIGHER_UNIT, unit.parent[1])


def height(key: Key) -> int:
    return ORDER.index(LEVEL_OF_TYPE[key[1]])
