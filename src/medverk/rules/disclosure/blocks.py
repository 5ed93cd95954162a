"""How blocks close: an office's when enough waits, a county's or country's when a period ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from medverk.rules.disclosure.figures import Block, Part
from medverk.rules.disclosure.hierarchy import Hierarchy, Level
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import Contents, all_contents, size
from medverk.rules.disclosure.thresholds import may_be_open

Waiting = Mapping[Part, Contents]
"""What is in no block, office by office."""


@dataclass(frozen=True, slots=True)
class Pooling:
    """What a closing made of everything that waited: each part is in a pool or deleted."""

    pools: tuple[tuple[Block, Contents], ...]
    deleted: tuple[Part, ...]


def close_office_block(policy: Policy, part: Part, waiting: Contents) -> Block | None:
    """Close a block of everything that waits in an office, if that passes G1; else it waits on."""
    if not may_be_open(policy, waiting.responses):
        return None
    return Block(f"{part.office}:{part.from_week}", part.office, (part,), size(waiting.responses))


def pool_upwards(policy: Policy, hierarchy: Hierarchy, waiting: Waiting) -> Pooling:
    """Pool what waits when a period ends: by county, then by country, then not at all.

    An office with nothing waiting goes along, so that nobody reads out of a pool's parts where
    there was nobody [G6]. A pool is of at least two offices that brought something.
    """
    pools: list[tuple[Block, Contents]] = []
    left = dict(waiting)
    for level in (Level.COUNTY, Level.COUNTRY):
        for unit, members in by_unit_above(hierarchy, left, level).items():
            contents = all_contents(left[part] for part in members)
            several = sum(bool(left[part].responses) for part in members) >= 2
            if several and may_be_open(policy, contents.responses):
                pools.append((name_pool(unit, members, contents), contents))
                left = {part: what for part, what in left.items() if part not in members}
    return Pooling(tuple(pools), tuple(sorted(left)))


def by_unit_above(
    hierarchy: Hierarchy, waiting: Waiting, level: Level
) -> dict[str, tuple[Part, ...]]:
    """The waiting parts under each unit of a level, without those under no such unit."""
    grouped: dict[str, list[Part]] = {}
    for part in sorted(waiting):
        unit = hierarchy.above(part.office, level)
        if unit is not None:
            grouped.setdefault(unit, []).append(part)
    return {unit: tuple(grouped[unit]) for unit in sorted(grouped)}


def name_pool(unit: str, members: tuple[Part, ...], contents: Contents) -> Block:
    """The pool of these parts, named after its unit and the week in which it closed."""
    closed = max(part.to_week for part in members)
    return Block(f"pool:{unit}:{closed}", unit, members, size(contents.responses))
