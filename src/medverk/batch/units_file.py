"""U.csv: which county and country each office belongs to [disclosure "On files"]."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from medverk.batch.faults import InputFault
from medverk.batch.policy_file import read_text
from medverk.rules.disclosure.hierarchy import Hierarchy, Level, Unit

COLUMNS = ("unit", "parent", "level", "name")
LEVELS = {level.value: level for level in (Level.OFFICE, Level.COUNTY, Level.COUNTRY)}
ABOVE = {Level.OFFICE: (Level.COUNTY, Level.COUNTRY), Level.COUNTY: (Level.COUNTRY,)}


def read_units(file: Path) -> Hierarchy:
    """Read U.csv. A unit listed twice, an unknown level or parent: InputFault, with the line."""
    rows = csv.reader(io.StringIO(read_text(file)), strict=True)
    header = tuple(next(rows, ()))
    for column in COLUMNS:
        if header.count(column) != 1:
            raise InputFault(file, f"the columns {', '.join(COLUMNS)}", 1, column, ",".join(header))
    units: dict[str, Unit] = {}
    lines: dict[str, int] = {}
    try:
        for row in rows:
            if row:
                unit = read_unit(file, rows.line_num, header, row)
                if unit.id in units:
                    raise InputFault(file, "each unit once", rows.line_num, "unit", unit.id)
                units[unit.id], lines[unit.id] = unit, rows.line_num
    except csv.Error as error:
        raise InputFault(file, f"CSV ({error})", rows.line_num) from error
    for unit in units.values():
        check_parent(file, lines[unit.id], unit, units)
    if not any(unit.level is Level.OFFICE for unit in units.values()):
        raise InputFault(file, "at least one office", None, "level")
    return Hierarchy.of(units.values())


def read_unit(file: Path, line: int, header: tuple[str, ...], row: list[str]) -> Unit:
    """One unit of one line."""
    if len(row) != len(header):
        raise InputFault(file, f"{len(header)} values", line, None, f"{len(row)} values")
    said = dict(zip(header, row, strict=True))
    if not said["unit"].strip():
        raise InputFault(file, "the unit's id", line, "unit", said["unit"])
    if said["level"] not in LEVELS:
        raise InputFault(file, f"one of {', '.join(LEVELS)}", line, "level", said["level"])
    return Unit(said["unit"], LEVELS[said["level"]], said["parent"] or None)


def check_parent(file: Path, line: int, unit: Unit, units: dict[str, Unit]) -> None:
    """Refuse a parent that is not listed, or not above; levels only rise, so there is no circle."""
    if unit.parent is None:
        return
    allowed = ABOVE.get(unit.level, ())
    if unit.parent not in units or units[unit.parent].level not in allowed:
        above = " or ".join(allowed) if allowed else "nothing above a country"
        raise InputFault(file, f"{above}, by its id in this file", line, "parent", unit.parent)
