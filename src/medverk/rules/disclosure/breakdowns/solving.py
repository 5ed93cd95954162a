"""Whether a set is a combination of named figures, in fractions, and by which multiples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from medverk.rules.disclosure.breakdowns.cells import Cell
from medverk.rules.disclosure.breakdowns.place import Place
from medverk.rules.disclosure.breakdowns.wish import Wish
from medverk.rules.disclosure.figures import OPEN

Vector = dict[int, Fraction]


def solve_exactly(
    wish: Wish,
    place: Place,
    question: str | None,
    audience: str,
    figures: Sequence[Cell],
    members: Sequence[tuple[str, int, str]],
) -> list[Fraction] | None:
    """Multiples of figures whose sum is 1 for each response of the set and else 0, or None.

    Figures in front are preferred. Of blocks outside the place only figures over the same block and
    background are taken to cancel, so that what is found holds whatever those blocks have in them.
    """
    wanted = set(members)
    order = sorted(range(len(figures)), key=lambda at: (len(figures[at].line.blocks), at))
    equations: dict[tuple[int, ...], int] = {}
    for columns, value in list_equations(wish, place, question, audience, figures, wanted):
        if equations.setdefault(columns, value) != value:
            return None
    number = {at: rank for rank, at in enumerate(order)}
    rows = [
        ({number[at]: Fraction(1) for at in columns}, Fraction(value))
        for columns, value in equations.items()
    ]
    solution = eliminate(rows)
    if solution is None:
        return None
    return [solution.get(number[at], Fraction(0)) for at in range(len(figures))]


def list_equations(
    wish: Wish,
    place: Place,
    question: str | None,
    audience: str,
    figures: Sequence[Cell],
    wanted: set[tuple[str, int, str]],
) -> Iterator[tuple[tuple[int, ...], int]]:
    """For responses alike: which figures they are in, and whether they are in the set."""
    masks = [wish.background.mask(cell.by) for cell in figures]
    inside = {block.id for block in place.blocks}
    over: dict[str, list[int]] = {}
    for at, cell in enumerate(figures):
        for block in cell.line.blocks:
            over.setdefault(block, []).append(at)
    n = place.n(question)
    name = audience.removeprefix("own:")
    seen = set()
    for at, kind, who, count in zip(place.block, place.kind, place.who, n, strict=True):
        block = place.blocks[at].id
        mine = place.staff[who] == name
        key = (block, int(kind), mine)
        if not count or key in seen:
            continue
        seen.add(key)
        columns = tuple(
            each
            for each in over.get(block, ())
            if masks[each] >> int(kind) & 1 and (figures[each].line.audience == OPEN or mine)
        )
        atoms = {(block, int(kind), ""), (block, int(kind), audience if mine else "-")}
        yield columns, int(bool(atoms & wanted))
    for block in sorted(over.keys() - inside):
        alike: dict[tuple[object, str], list[int]] = {}
        for each in over[block]:
            alike.setdefault((figures[each].by, figures[each].line.audience), []).append(each)
        for columns_alike in alike.values():
            yield tuple(columns_alike), 0


def eliminate(rows: Iterable[tuple[Vector, Fraction]]) -> Vector | None:
    """A solution of equations with as many zeros as the order of columns gives, or None."""
    pivots: dict[int, tuple[Vector, Fraction]] = {}
    for row, value in rows:
        row, value = reduce_row(dict(row), value, pivots)
        if not row:
            if value:
                return None
            continue
        column = min(row)
        lead = row[column]
        row = {at: times / lead for at, times in row.items()}
        pivots[column] = (row, value / lead)
    solution: Vector = {}
    for column in sorted(pivots, reverse=True):
        row, value = pivots[column]
        rest = sum(
            (times * solution.get(at, Fraction(0)) for at, times in row.items() if at != column),
            start=Fraction(0),
        )
        solution[column] = value - rest
    return solution


def reduce_row(
    row: Vector, value: Fraction, pivots: Mapping[int, tuple[Vector, Fraction]]
) -> tuple[Vector, Fraction]:
    """The equation without the columns that earlier equations settle."""
    while True:
        column = next((at for at in sorted(row) if at in pivots), None)
        if column is None:
            return row, value
        times = row[column]
        other, other_value = pivots[column]
        value -= times * other_value
        for at, each in other.items():
            left = row.get(at, Fraction(0)) - times * each
            if left:
                row[at] = left
            else:
                row.pop(at, None)
