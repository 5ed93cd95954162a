"""The yearly numbers of service complaints, so that no number is about fewer than five [S2].

One case is one complaint of the year. A county's report holds several *tables*, each of which
divides the county's cases into groups. Groups below the threshold are put together with others
until what is shown is large enough. Then:

- Two tables of one report are compared: a set that follows by subtraction, such as an office less
  a theme that lies wholly within it, is empty or large enough. `least_difference` finds the
  smallest exactly; the later table is made coarser until it fits, or left out.
- The country's report holds the counties that have one, and what is left of the others where that
  is large enough. A group of the country is shown only if what the counties do not show of it is
  nothing, or large enough.
- No table crosses two others: office by theme is not shown, since most of its cells are tiny.

Sets that follow from three tables at once are not looked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain, combinations
from statistics import median_low

THRESHOLD = 5  # complaints
_MOST_GROUPS = 12  # of the smaller of two tables; all their unions are tried


class Table(StrEnum):
    """What a report divides its cases by, the most useful first."""

    THEME = "theme"
    UNIT = "unit"
    OUTCOME = "outcome"
    TIMELY = "timely"
    KIND = "kind"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class CountedCase:
    """One complaint of the year. `groups`: its group in each table; `days`: until the answer."""

    groups: Mapping[Table, str]
    days: int | None = None
    learns: bool = False  # its outcome demands a cause and a measure


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a table. Several keys: groups that were put together."""

    keys: tuple[str, ...]
    n: int


@dataclass(frozen=True, slots=True)
class Report:
    """What may be shown of a year. `n` is None, and all else empty, when it is too little."""

    n: int | None
    tables: Mapping[Table, tuple[Group, ...]] = field(default_factory=dict)
    median_days: int | None = None
    tells_measures: bool = False

    def shows(self, table: Table, key: str) -> bool:
        """Whether the report has a line for this group alone."""
        return any(group.keys == (key,) for group in self.tables.get(table, ()))


@dataclass(frozen=True, slots=True)
class Size:
    """How large a group is, and how much of it no other report shows."""

    n: int
    hidden: int = 0

    def plus(self, other: Size) -> Size:
        return Size(self.n + other.n, self.hidden + other.hidden)


def is_shown(n: int) -> bool:
    """Nothing is known to be nothing; something must be large enough."""
    return n == 0 or n >= THRESHOLD


def is_safe(size: Size) -> bool:
    return is_shown(size.n) and is_shown(size.hidden)


def put_together(sizes: Mapping[str, Size]) -> tuple[Group, ...] | None:
    """Groups, the largest first, what is too small together at the end; None when there is no way.

    The pool takes the smallest of the others until it is large enough itself.
    """
    present = {key: size for key, size in sizes.items() if size.n}
    shown = sorted((k for k, s in present.items() if is_safe(s)), key=lambda k: (-present[k].n, k))
    pool = sorted(present.keys() - shown)
    total = add_up(present[key] for key in pool)
    while pool and not is_safe(total):
        if not shown:
            return None
        pool.append(shown.pop())
        total = add_up(present[key] for key in pool)
    lines = [Group((key,), present[key].n) for key in shown]
    return (*lines, Group(tuple(sorted(pool)), total.n)) if pool else tuple(lines)


def add_up(sizes: Iterable[Size]) -> Size:
    total = Size(0)
    for size in sizes:
        total = total.plus(size)
    return total


def least_difference(
    cases: Sequence[CountedCase],
    first: tuple[Table, tuple[Group, ...]],
    second: tuple[Table, tuple[Group, ...]],
) -> int:
    """The fewest cases, above none, that follow from two tables of the same cases; 0 when that
    could not be found out.

    From two divisions follow only sets that are some groups of the one less all groups of the
    other that lie wholly within them.
    """
    rows, columns = sorted((first, second), key=lambda table: -len(table[1]))
    if len(columns[1]) > _MOST_GROUPS:
        return 0
    cells = Counter(
        (find_group(rows, case), find_group(columns, case))  # one row, one column each
        for case in cases
    )
    width = range(len(columns[1]))
    unions = chain.from_iterable(combinations(width, many) for many in range(1, len(width)))
    found = [n for union in unions for n in differences(cells, frozenset(union))]
    alone = [group.n for group in (*rows[1], *columns[1])]
    return min(n for n in (*found, *alone) if n)


def find_group(table: tuple[Table, tuple[Group, ...]], case: CountedCase) -> int:
    key = case.groups[table[0]]
    return next(place for place, group in enumerate(table[1]) if key in group.keys)


def differences(cells: Mapping[tuple[int, int], int], union: frozenset[int]) -> tuple[int, int]:
    """All rows that touch these columns less the columns; the columns less the rows within."""
    touched = {row for (row, column) in cells if column in union}
    inside = touched - {row for (row, column) in cells if column not in union}
    in_columns = sum(n for (_, column), n in cells.items() if column in union)
    in_touched = sum(n for (row, _), n in cells.items() if row in touched)
    in_inside = sum(n for (row, _), n in cells.items() if row in inside)
    return in_touched - in_columns, in_columns - in_inside


def make_report(cases: Sequence[CountedCase], parts: Iterable[Report] = ()) -> Report:
    """What may be shown of these cases, when the reports of parts of them are shown as well."""
    if len(cases) < THRESHOLD:
        return Report(None)
    reports = tuple(parts)
    tables: dict[Table, tuple[Group, ...]] = {}
    for table in Table:
        sizes = size_up(cases, table, reports)
        groups = find_fitting(cases, (table, put_together(sizes) or ()), sizes, tables)
        if groups:
            tables[table] = groups
    days = [case.days for case in cases if case.days is not None]
    return Report(
        n=len(cases),
        tables=tables,
        median_days=median_low(days) if len(days) >= THRESHOLD else None,
        tells_measures=sum(case.learns for case in cases) >= THRESHOLD,
    )


def divides(groups: tuple[Group, ...]) -> bool:
    """Everything put together in one line says nothing more than how many there were."""
    return len(groups) > 1 or len(groups[0].keys) == 1


def size_up(cases: Iterable[CountedCase], table: Table, parts: Sequence[Report]) -> dict[str, Size]:
    """How large each group is, and how much of it the parts' reports do not show."""
    counts = Counter(case.groups[table] for case in cases)
    if not parts or table is Table.UNIT:  # by unit a country is divided into its counties
        return {key: Size(n) for key, n in counts.items()}
    shown: Counter[str] = Counter()
    for report in parts:
        for group in report.tables.get(table, ()):
            if len(group.keys) == 1:
                shown[group.keys[0]] += group.n
    return {key: Size(n, n - shown[key]) for key, n in counts.items()}


def find_fitting(
    cases: Sequence[CountedCase],
    table: tuple[Table, tuple[Group, ...]],
    sizes: Mapping[str, Size],
    others: Mapping[Table, tuple[Group, ...]],
) -> tuple[Group, ...]:
    """The finest groups that may stand beside the other tables; empty when there are none.

    Where groups do not fit, the two smallest are put together.
    """
    name, groups = table
    while groups and divides(groups):
        safe = all(is_safe(add_up(sizes[key] for key in group.keys)) for group in groups)
        if safe and fits(cases, (name, groups), others):
            return groups
        groups = make_coarser(groups)
    return ()


def make_coarser(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """The two smallest groups as one; nothing of a single group."""
    if len(groups) == 1:
        return ()
    *larger, one, other = sorted(groups, key=lambda group: (-group.n, group.keys))
    return (*larger, Group(tuple(sorted(one.keys + other.keys)), one.n + other.n))


def fits(
    cases: Sequence[CountedCase],
    table: tuple[Table, tuple[Group, ...]],
    others: Mapping[Table, tuple[Group, ...]],
) -> bool:
    """Whether the table may stand beside those that are chosen."""
    return all(least_difference(cases, table, other) >= THRESHOLD for other in others.items())


def move_to(county: str, case: CountedCase) -> CountedCase:
    """The country is divided into counties, not into offices."""
    return replace(case, groups={**case.groups, Table.UNIT: county})


def make_reports(
    cases: Mapping[str, Sequence[CountedCase]], rest: Sequence[CountedCase]
) -> tuple[dict[str, Report], Report]:
    """Each county's report, and the country's.

    rest: cases of units without a county. Cases of counties without a report, and the rest, count
    in the country when they are large enough together; else they are left out of it.
    """
    reports = {county: make_report(some) for county, some in cases.items()}
    told: list[CountedCase] = []
    left = list(rest)
    for county, some in cases.items():
        (told if reports[county].n else left).extend(move_to(county, case) for case in some)
    country = [*told, *left] if len(left) >= THRESHOLD else told
    return reports, make_report(country, [report for report in reports.values() if report.n])
