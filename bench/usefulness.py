"""How much breakdowns show: of the cells that could be shown if there were no others.

A cell counts if it is above the threshold in all closed blocks of its unit in an edition. It is
shown if the unit shows it, whole or merged with its neighbours, over these blocks or some of them;
the share of responses says how many of those in such cells stand behind a figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from medverk.rules.disclosure.breakdowns import Cell, Place, Wish
from medverk.rules.disclosure.breakdowns.cells import By
from medverk.rules.disclosure.breakdowns.place import pool_places
from medverk.rules.disclosure.breakdowns.tables import Mask
from medverk.rules.disclosure.breakdowns.wish import Table

Key = tuple[str, int]
"""A level and the number of ways of a table."""


@dataclass
class Usefulness:
    """Cells above the threshold, and those shown; responses in them, and behind figures."""

    wanted: Counter[Key] = field(default_factory=Counter)
    shown: Counter[Key] = field(default_factory=Counter)
    whole: Counter[Key] = field(default_factory=Counter)
    responses: Counter[Key] = field(default_factory=Counter)
    behind: Counter[Key] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """One line for each level and number of ways."""
        for key in sorted(self.wanted, key=lambda key: (key[1], key[0])):
            level, ways = key
            cells = self.wanted[key]
            yield (
                f"{level}, {ways}-way: {cells} cells above the threshold, "
                f"{self.shown[key] / cells:.1%} shown, {self.whole[key] / cells:.1%} whole, "
                f"{self.behind[key] / self.responses[key]:.1%} of their responses"
            )


def measure_edition(
    found: Usefulness,
    wish: Wish,
    levels: Mapping[str, str],
    places: Sequence[Place],
    cells: Iterable[Cell],
) -> None:
    """Count an edition in. `levels` gives each unit's level."""
    shown: dict[str, dict[By, int]] = {}
    for cell in cells:
        shown.setdefault(cell.line.unit, {})[cell.by] = cell.line.n
    inside: dict[str, list[Place]] = {}
    for place in places:
        for unit in dict.fromkeys((place.unit, *place.above)):
            inside.setdefault(unit, []).append(place)
    for unit, held in inside.items():
        everything = pool_places(unit, (), held)
        for table in wish.tables:
            measure_table(
                found, wish, (levels[unit], len(table)), everything, table, shown.get(unit, {})
            )


def measure_table(
    found: Usefulness,
    wish: Wish,
    key: Key,
    place: Place,
    table: Table,
    shown: Mapping[By, int],
) -> None:
    """Count one unit's table in."""
    for by, mask in wish.whole_cells(table).items():
        by_staff = place.by_staff(mask, place.every)
        total = int(by_staff.sum())
        policy = wish.policy
        if (
            total < policy.responses
            or (by_staff > 0).sum() < policy.counsellors
            or by_staff.max() > policy.max_share * total
        ):
            continue
        found.wanted[key] += 1
        found.responses[key] += total
        told = [n for other, n in shown.items() if covers(wish, table, other, mask)]
        if told:
            found.shown[key] += 1
            found.behind[key] += min(total, max(told))
        found.whole[key] += by in shown


def covers(wish: Wish, table: Table, by: By, mask: Mask) -> bool:
    """Whether a cell is of the table and holds another's kinds."""
    names = tuple(name for name, _ in by)
    return names == table and mask & ~wish.background.mask(by) == 0
