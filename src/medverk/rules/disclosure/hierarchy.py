"""Which county and country an office belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Level(StrEnum):
    """A unit's place. A contact centre is an office; a region has no figures of its own."""

    OFFICE = "office"
    COUNTY = "county"
    REGION = "region"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `parent` is the unit above it, or None at the top.

    `counsellors` is how many work there, when the staff register knows; it decides nothing but
    which reason a counsellor is given for having no own figures.
    """

    id: str
    level: Level
    parent: str | None = None
    counsellors: int | None = None


@dataclass(frozen=True)
class Hierarchy:
    """All units, each under its parent. Make it with `Hierarchy.of`."""

    units: Mapping[str, Unit]

    @classmethod
    def of(cls, units: Iterable[Unit]) -> Hierarchy:
        """Put units together. A unit named twice, a missing parent or a circle: ValueError."""
        by_id: dict[str, Unit] = {}
        for unit in units:
            if unit.id in by_id:
                raise ValueError(f"unit {unit.id} is listed twice")
            by_id[unit.id] = unit
        hierarchy = cls(by_id)
        for unit in by_id.values():
            hierarchy.path(unit.id)
        return hierarchy

    def path(self, unit_id: str) -> list[Unit]:
        """The unit and all above it, lowest first."""
        path: list[Unit] = []
        step: str | None = unit_id
        while step is not None:
            if step not in self.units:
                raise ValueError(f"unit {step} is not in the hierarchy")
            path.append(self.units[step])
            if len(path) > len(self.units):
                raise ValueError(f"unit {unit_id} is above itself")
            step = self.units[step].parent
        return path

    def above(self, unit_id: str, level: Level) -> str | None:
        """The unit of that level at or above this one, or None when there is none."""
        if unit_id not in self.all_above:
            raise ValueError(f"unit {unit_id} is not in the hierarchy")
        return self.all_above[unit_id].get(level)

    @cached_property
    def all_above(self) -> Mapping[str, Mapping[Level, str]]:
        """For each unit, the lowest unit of each level at or above it."""
        return {
            name: {unit.level: unit.id for unit in reversed(self.path(name))} for name in self.units
        }

    def offices(self) -> list[str]:
        """The ids of all offices, in order."""
        return sorted(unit.id for unit in self.units.values() if unit.level == Level.OFFICE)
