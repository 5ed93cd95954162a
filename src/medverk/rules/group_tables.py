"""Which groups of a table are read together, and which can be compared.

A county's group is about the offices that show just that group, so its groups may be about somewhat
different offices, and two of them may have people in common. What is read together is therefore
chosen: groups that do not overlap, the widest first. They are compared only where they are about
nearly the same blocks; else a difference may be the offices'.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from medverk.rules.disclosure.breakdowns.cells import By

IN_COMMON = 0.8
"""How large a part of each group's blocks must be in all groups of a table to compare them."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group that a unit shows: how many there are, and the answers that may be shown.

    blocks: what it is about; a county's group need not be about all of the county's offices.
    """

    by: By
    blocks: frozenset[str]
    n: int
    questions: Mapping[str, tuple[int, ...]]


def take_table(
    groups: Iterable[Group], background: Mapping[str, Sequence[str]], names: Sequence[str]
) -> list[Group]:
    """The groups of a table, in the order of their categories."""
    order = {name: {value: at for at, value in enumerate(background[name])} for name in names}
    inside = [group for group in groups if names_of(group.by) == tuple(names)]
    return sorted(
        inside, key=lambda group: [order[name].get(values[0], 0) for name, values in group.by]
    )


def choose_apart(groups: Sequence[Group]) -> tuple[list[Group], list[Group]]:
    """Groups of a table that have nobody in common, the widest first; and the others."""
    apart: list[Group] = []
    for group in sorted(groups, key=lambda group: (-len(group.blocks), width_of(group.by))):
        if not any(overlap(group.by, other.by) for other in apart):
            apart.append(group)
    return [g for g in groups if g in apart], [g for g in groups if g not in apart]


def are_comparable(groups: Sequence[Group]) -> bool:
    """Whether all groups of a table are about nearly the same blocks."""
    if len(groups) < 2:
        return False
    shared = frozenset.intersection(*(group.blocks for group in groups))
    return all(len(shared) >= IN_COMMON * len(group.blocks) for group in groups)


def find_left_out(
    withheld: Iterable[By], names: Sequence[str], groups: Iterable[Group]
) -> list[By]:
    """What is withheld and not shown as a part of something merged either."""
    shown = {(name, value) for group in groups for name, values in group.by for value in values}
    return [
        by
        for by in withheld
        if names_of(by) == tuple(names)
        and not shown.issuperset((name, value) for name, values in by for value in values)
    ]


def names_of(by: By) -> tuple[str, ...]:
    return tuple(name for name, _ in by)


def width_of(by: By) -> int:
    return sum(len(values) for _, values in by)


def is_merged(by: By) -> bool:
    """Whether categories were joined to make the group."""
    return any(len(values) > 1 for _, values in by)


def overlap(one: By, other: By) -> bool:
    """Whether somebody could be in both."""
    return all(
        set(values) & set(others) for (_, values), (_, others) in zip(one, other, strict=True)
    )
