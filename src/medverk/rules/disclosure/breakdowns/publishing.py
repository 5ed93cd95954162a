"""One edition's breakdowns: every office first, then every county, then the country.

A county's cell covers the blocks for which its offices show the very same cell: county less
offices is then nothing. Blocks in which an office shows nothing of a family of tables (tables that
have a variable in common) are pooled as *the rest of the county*, which shows what it can like an
office; county less offices is then what the rest shows. The country likewise, from its counties.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from medverk.rules.disclosure.breakdowns.cells import By, Cell, WithheldCell
from medverk.rules.disclosure.breakdowns.choice import Cells, Chooser
from medverk.rules.disclosure.breakdowns.footing import Numbers
from medverk.rules.disclosure.breakdowns.place import Place, Told, other_values, pool_places
from medverk.rules.disclosure.breakdowns.proving import Prover
from medverk.rules.disclosure.breakdowns.spans import Span, reduce_cells
from medverk.rules.disclosure.breakdowns.summing import Shown, add_shown, show_row, write_cell
from medverk.rules.disclosure.breakdowns.system import Row
from medverk.rules.disclosure.breakdowns.template import Templates
from medverk.rules.disclosure.breakdowns.together import Asking, go_on_together, in_parts
from medverk.rules.disclosure.breakdowns.wish import Family, Table, Wish, join_families, names_of

ShownBy = dict[By, list[Shown]]
"""What a unit shows by each background: of itself, or of units below it and of their rest."""

AT_A_TIME = 100
"""Offices that are chosen for side by side."""


@dataclass(frozen=True)
class Breakdown:
    """The figures of an edition, and what they leave out."""

    cells: tuple[Cell, ...] = ()
    gaps: tuple[WithheldCell, ...] = ()


@dataclass
class Edition:
    """An edition in the making. `shown` has what each unit shows, `covered` what is in any cell."""

    wish: Wish
    places: Sequence[Place]
    templates: Templates
    known: Sequence[Cell] = ()
    shown: dict[str, ShownBy] = field(default_factory=dict)
    told: dict[tuple[Told, ...], Told] = field(default_factory=dict)
    covered: dict[Family, set[str]] = field(default_factory=dict)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """The tables asked for, and those known already, by the variables that link them."""
        known = {tuple(name for name, _ in cell.by) for cell in self.known}
        return join_families(sorted({*self.wish.tables, *known}))

    def show(self, unit: str, place: Place, family: Family, cells: Cells) -> None:
        """Let a unit show cells of a place."""
        for blocks in {row.blocks for row in cells.values()}:
            self.covered.setdefault(family, set()).update(place.tell(blocks).ids)
            masks = [row.mask for row in cells.values() if row.blocks == blocks]
            for question in self.wish.systems:
                place.find_footings(masks, blocks, question)
        shown = self.shown.setdefault(unit, {})
        for by, row in cells.items():
            shown.setdefault(by, []).append(show_row(self.wish, place, row))

    @cached_property
    def known_spans(self) -> list[Span]:
        """The known cells, without what other known cells cover of them."""
        return reduce_cells(self.known)

    def is_crossed(self, place: Place) -> bool:
        """Whether a known cell is about these blocks and others together.

        Its part in this place is not known, and whatever else the place would show tells of it.
        """
        here = {block.id for block in place.blocks}
        return any(
            not here.isdisjoint(span.blocks) and not span.blocks <= here
            for span in self.known_spans
        )

    def show_offices(self, places: Sequence[Place]) -> None:
        """Choose all tables of offices, those of each together."""
        shown = [place for place in places if not self.is_crossed(place)]
        for part in in_parts(shown, AT_A_TIME):
            chosen = go_on_together([self.ask_office(place) for place in part])
            for place, tables in zip(part, chosen, strict=True):
                for table, cells in tables.items():
                    family = next(each for each in self.families if table in each)
                    self.show(place.unit, place, family, cells)

    def ask_office(self, place: Place) -> tuple[Prover, Asking[dict[Table, Cells]]]:
        """The choice for an office."""
        known = known_rows(self.wish, place, self.known)
        prover = Prover(self.wish.policy, place, self.wish.systems, templates=self.templates)
        chooser = Chooser(self.wish, place, known)
        return prover, chooser.choose_all(sorted(self.wish.tables, key=len))

    def show_rest(self, unit: str, above: tuple[str, ...], places: Sequence[Place]) -> None:
        """Choose what a unit shows of the blocks of which nobody below it shows a family."""
        for family in self.families:
            rest = self.find_rest(unit, above, family, places)
            if rest is None or self.is_crossed(rest):
                continue
            finer = self.other_families(family)
            prover = Prover(self.wish.policy, rest, self.wish.systems, finer)
            names = names_of(family)
            known = [cell for cell in self.known if names.issuperset(name for name, _ in cell.by)]
            chooser = Chooser(self.wish, rest, known_rows(self.wish, rest, known))
            wished = [table for table in family if table in self.wish.tables]
            (chosen,) = go_on_together([(prover, chooser.choose_all(wished))])
            for cells in chosen.values():
                self.show(unit, rest, family, cells)

    def find_rest(
        self, unit: str, above: tuple[str, ...], family: Family, places: Sequence[Place]
    ) -> Place | None:
        """The blocks of which nobody shows any table of the family, as one place."""
        covered = self.covered.get(family, set())
        left = []
        for place in places:
            blocks = frozenset(
                at for at, block in enumerate(place.blocks) if block.id not in covered
            )
            if blocks:
                left.append(place.only(blocks))
        return pool_places(unit, above, left) if left else None

    def other_families(self, family: Family) -> Numbers | None:
        """For each kind, a number for its values of the other families' variables, if any."""
        if len(self.families) == 1:
            return None
        others = names_of([table for each in self.families if each != family for table in each])
        names = [name for name in self.wish.background.categories if name not in others]
        return other_values(self.wish.background, names)

    def gather(self, unit: str, below: Sequence[str]) -> None:
        """Let a unit show the sums of what units below it show by the very same cell."""
        shown = self.shown.setdefault(unit, {})
        for name in below:
            for by, each in self.shown_by(name):
                shown.setdefault(by, []).append(each)

    def shown_by(self, unit: str) -> Iterator[tuple[By, Shown]]:
        """What a unit shows by each background, all together."""
        for by, listed in self.shown.get(unit, {}).items():
            yield by, add_shown(listed, self.told)


def break_down(
    wish: Wish, places: Sequence[Place], shows: Container[str], known: Sequence[Cell] = ()
) -> Breakdown:
    """Choose an edition's cells. `shows` are the units that may show any.

    `known` are cells of the same blocks that were shown before: a correction takes their place, but
    they stay known [disclosure G5].
    """
    if not wish.tables or not places:
        return Breakdown()
    edition = Edition(wish, places, Templates.of(wish, places), known)
    edition.show_offices(
        [place for place in places if place.unit in shows and place.unit not in place.above]
    )
    for unit, above in units_above(places):
        if unit in shows:
            inside = [place for place in places if unit in place.above]
            edition.gather(unit, units_below(unit, inside))
            edition.show_rest(unit, above, inside)
    return Breakdown(tuple(write_cells(edition, shows)), tuple(write_gaps(edition, shows)))


def known_rows(wish: Wish, place: Place, known: Sequence[Cell]) -> list[Row]:
    """What known cells tell of this place: the part of them that lies in its blocks."""
    rows = []
    for cell in known:
        blocks = [at for at, block in enumerate(place.blocks) if block.id in cell.line.blocks]
        if blocks:
            rows.append(Row(wish.background.mask(cell.by), frozenset(blocks)))
    return list(dict.fromkeys(rows))


def units_above(places: Sequence[Place]) -> list[tuple[str, tuple[str, ...]]]:
    """All units above the places, lowest first, each with itself and what is above it."""
    found: dict[str, tuple[str, ...]] = {}
    for place in places:
        for at, unit in enumerate(place.above):
            found[unit] = place.above[at:]
    return sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))


def units_below(unit: str, inside: Sequence[Place]) -> list[str]:
    """The units right below one, in order; a pool's own unit is not below itself."""
    below = set()
    for place in inside:
        path = (place.unit, *place.above) if place.unit not in place.above else place.above
        at = path.index(unit)
        if at:
            below.add(path[at - 1])
    return sorted(below)


def write_cells(edition: Edition, shows: Container[str]) -> Iterator[Cell]:
    """The figures of all units."""
    for unit in sorted(edition.shown):
        if unit in shows:
            for by, shown in edition.shown_by(unit):
                yield from write_cell(edition.wish, unit, by, shown)


def write_gaps(edition: Edition, shows: Container[str]) -> Iterator[WithheldCell]:
    """The wanted cells that a unit does not show whole, whether or not anybody is in them."""
    inside: dict[str, list[Place]] = {}
    for place in edition.places:
        for unit in dict.fromkeys((place.unit, *place.above)):
            inside.setdefault(unit, []).append(place)
    for unit in sorted(inside):
        if unit not in shows:
            continue
        told = [place.tell(place.every) for place in inside[unit]]
        weeks = min(each.from_week for each in told), max(each.to_week for each in told)
        shown: Mapping[By, object] = edition.shown.get(unit, {})
        for table in edition.wish.tables:
            for by in edition.wish.whole_cells(table):
                if by not in shown:
                    yield WithheldCell(unit, by, *weeks)
