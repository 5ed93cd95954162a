"""The rule: what each unit shows of an edition, offices first [disclosure "Breakdowns"].

All tables whole, if that is proven safe. Else table by table, one-way before two-way, in the order
of the policy; each whole, else without its rarest cells, else with as few neighbours merged as
will do, else not at all. Two-way
tables are merged as the one-way tables of the same unit. What an office cannot show still counts in
its county.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from medverk.rules.disclosure.breakdowns.cells import By
from medverk.rules.disclosure.breakdowns.leaf import Leaf
from medverk.rules.disclosure.breakdowns.tables import (
    Background,
    Groups,
    Mask,
    Rows,
    merges,
    places_of,
)
from medverk.rules.disclosure.breakdowns.tree import Node, is_safe
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import Crowd, put_together
from medverk.rules.disclosure.thresholds import may_be_open, may_show_answers

Table = tuple[str, ...]

MOST_HELPERS = 2
"""Places that hide a category for their county's sake, per table."""


@dataclass(frozen=True)
class Wish:
    """What is asked for: tables over the background, and the questions with their categories."""

    policy: Policy
    background: Background
    tables: Sequence[Table]
    questions: Mapping[str, int]

    @property
    def systems(self) -> dict[str | None, int]:
        """The number of responses, and each question."""
        systems: dict[str | None, int] = {None: 1}
        systems.update(self.questions)
        return systems


Common = Mapping[int, int]
"""How many responses of each kind there are in the whole country."""


def choose(wish: Wish, root: Node, shows: Mapping[str, bool]) -> None:
    """Decide what the country and all below it show. `shows` tells which units are asked for any.

    What is left out is what is rarest in the country, and not in each office: what is left out in
    several offices protects all of them in their county's figures.
    """
    kinds = range(wish.background.kinds)
    common = {
        kind: sum(int(leaf.systems[None][:, kind].sum()) for leaf in root.leaves())
        for kind in kinds
    }
    choose_below(wish, root, shows, common)


def choose_below(wish: Wish, node: Node, shows: Mapping[str, bool], common: Common) -> None:
    """Decide what the unit and all below it show, the lowest first."""
    for child in node.below:
        choose_below(wish, child, shows, common)
    if shows.get(node.unit, False):
        node.rows = choose_rows(wish, node, common)


def choose_rows(wish: Wish, node: Node, common: Common) -> Rows:
    """What one unit shows, all below it being decided."""
    whole = {name: whole_groups(values) for name, values in wish.background.categories.items()}
    everything: dict[By, Mask] = {}
    for table in wish.tables:
        everything.update(wish.background.cells({name: whole[name] for name in table}))
    everything = with_people(node, everything)
    if everything and may_show(wish, node, everything):
        return everything
    rows: dict[By, Mask] = {}
    groups: dict[str, Groups] = {}
    for table in wish.tables:
        for merged in ways_to_merge(wish, table, groups):
            asked = with_people(node, wish.background.cells(merged))
            cells = find_showable(wish, node, rows, asked, common)
            if cells:
                rows.update(cells)
                groups.update(merged)
                break
    return rows


def find_showable(wish: Wish, node: Node, rows: Rows, cells: Rows, common: Common) -> Rows:
    """All cells of a table, else all but the rarest few, as long as two thirds are left.

    What is left out is known only together with those whose background is missing.
    """
    sizes = {by: sum(common[kind] for kind in places_of(mask)) for by, mask in cells.items()}
    by_size = sorted(cells, key=lambda by: (-sizes[by], by))
    fewest = -(-2 * len(cells) // 3)
    for kept in range(len(cells), fewest - 1, -1):
        chosen = {by: cells[by] for by in cells if by in by_size[:kept]}
        if chosen and may_show(wish, node, {**rows, **chosen}):
            return chosen
        if kept == len(cells) > 1 and get_help(wish, node, {**rows, **chosen}, by_size[-1]):
            return chosen
    return {}


def get_help(wish: Wish, node: Node, rows: Rows, rarest: By) -> bool:
    """Let a few of the smallest places below hide a cell too, if the unit can then show it.

    Where one office alone hides a category, its county cannot show it; where two do, it may.
    """
    before = [(child, child.rows) for child in node.below if rarest in child.rows]
    before.sort(key=lambda held: (sum(leaf_size(leaf) for leaf in held[0].leaves()), held[0].unit))
    for child, shown in before[:MOST_HELPERS]:
        child.rows = {by: mask for by, mask in shown.items() if by != rarest}
        if may_show(wish, node, rows):
            return True
    for child, shown in before:
        child.rows = shown
    return False


def leaf_size(leaf: Leaf) -> int:
    """How many responses there are in a place."""
    return int(leaf.systems[None].sum())


def whole_groups(values: tuple[str, ...]) -> Groups:
    """A variable's categories, none merged."""
    return tuple((value,) for value in values)


def ways_to_merge(
    wish: Wish, table: Table, groups: Mapping[str, Groups]
) -> Iterator[Mapping[str, Groups]]:
    """A one-way table's merges, least first; a two-way table goes by its variables' own."""
    categories = wish.background.categories
    if len(table) == 1:
        for merged in merges(categories[table[0]]):
            yield {table[0]: merged}
    else:
        yield {name: groups.get(name, whole_groups(categories[name])) for name in table}


def with_people(node: Node, cells: Mapping[By, Mask]) -> dict[By, Mask]:
    """The cells that anybody is in: an empty one is known, and has no figure."""
    present = node.present(None)
    return {by: mask for by, mask in cells.items() if mask & present}


def may_show(wish: Wish, node: Node, rows: Rows) -> bool:
    """Whether each cell may be shown by itself, and all together."""
    leaves = node.leaves()
    alone = (may_be_open(wish.policy, crowd_of(leaves, None, mask)) for mask in rows.values())
    return all(alone) and is_safe(wish.policy, node, rows, wish.systems)


def crowd_of(leaves: Sequence[Leaf], system: str | None, mask: Mask) -> Crowd:
    """The responses of these kinds in these places, counsellor by counsellor."""
    return put_together(
        {
            name: tuple(counts)
            for name, counts in zip(
                leaf.staff, leaf.of(system, mask).sum(axis=0).tolist(), strict=True
            )
            if any(counts)
        }
        for leaf in leaves
    )


def answered_questions(wish: Wish, leaves: Sequence[Leaf], mask: Mask) -> dict[str, Crowd]:
    """The questions whose answers may be shown of a cell that is shown."""
    crowds = {question: crowd_of(leaves, question, mask) for question in wish.questions}
    return {name: crowd for name, crowd in crowds.items() if may_show_answers(wish.policy, crowd)}
