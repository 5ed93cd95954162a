"""Cells without what smaller cells cover of them, and which of them are linked.

Blocks that are in exactly the same cells are handled as one *bundle*, so that a country's cell over
thousands of blocks is a few hundred numbers. Blocks that are told of together only, as a question's
run of blocks is, are *tied*: a cell over one of them tells of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from medverk.rules.disclosure.breakdowns.cells import By, Cell
from medverk.rules.disclosure.breakdowns.footing import Numbers

Bundles = frozenset[int]


@dataclass(frozen=True)
class Span:
    """The kinds that a cell counts, in the blocks that are left of it.

    What links it to others are its bundles, and ties as numbers below 0.
    """

    by: By
    blocks: frozenset[str]
    bundles: Bundles


def reduce_cells(cells: Iterable[Cell]) -> list[Span]:
    """The cells, without what other cells by the same background cover of them."""
    found: dict[By, set[tuple[str, ...]]] = {}
    for cell in cells:
        found.setdefault(normal(cell.by), set()).add(cell.line.blocks)
    bundled = bundle_blocks({blocks for sets in found.values() for blocks in sets})
    inside: dict[int, list[str]] = {}
    for block, bundle in bundled.items():
        inside.setdefault(bundle, []).append(block)
    in_bundles = {
        blocks: frozenset(bundled[block] for block in blocks)
        for blocks in {blocks for sets in found.values() for blocks in sets}
    }
    known: dict[Bundles, frozenset[str]] = {}
    spans = []
    for by, sets in found.items():
        for left in subtract({in_bundles[blocks] for blocks in sets}):
            if left not in known:
                known[left] = frozenset(block for bundle in left for block in inside[bundle])
            spans.append(Span(by, known[left], left))
    return spans


def normal(by: By) -> By:
    """A background written in one way only."""
    return tuple(sorted((name, tuple(sorted(values))) for name, values in by))


def bundle_blocks(sets: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """The number of each block's bundle."""
    number: dict[str, int] = {}
    listed: list[Numbers] = []
    for blocks in sorted(sets):
        listed.append(np.array([number.setdefault(each, len(number)) for each in blocks]))
    bundle = np.zeros(len(number), dtype=np.int64)
    used = 1
    for places in listed:
        # What was one bundle is two when only some of it is in this set.
        old, new = np.unique(bundle[places], return_inverse=True)
        bundle[places] = used + new
        used += len(old)
    _, bundle = np.unique(bundle, return_inverse=True)
    return dict(zip(number, bundle.tolist(), strict=True))


def subtract(sets: Iterable[Bundles]) -> list[Bundles]:
    """What is left of each set when those that lie within it are taken away, the largest first.

    A county's cell goes before its offices', which it covers already.
    """
    kept = sorted(sets, key=lambda bundles: (len(bundles), sorted(bundles)))
    holders: dict[int, list[int]] = {}
    found = []
    for at, bundles in enumerate(kept):
        left = bundles
        smaller = {each for bundle in bundles for each in holders.get(bundle, ())}
        for other in sorted(smaller, reverse=True):
            if kept[other] <= left:
                left -= kept[other]
        if left:
            found.append(left)
        for bundle in bundles:
            holders.setdefault(bundle, []).append(at)
    return found


def tie_spans(spans: Sequence[Span], ties: Iterable[frozenset[str]]) -> list[Span]:
    """The spans, linked by these ties too; no block is in two of them."""
    tie_of = {block: -number for number, tie in enumerate(ties, start=1) for block in tie}
    tied: dict[frozenset[str], Bundles] = {}
    for blocks in {span.blocks for span in spans}:
        tied[blocks] = frozenset(tie_of[block] for block in tie_of.keys() & blocks)
    return [
        replace(span, bundles=span.bundles | tied[span.blocks]) if tied[span.blocks] else span
        for span in spans
    ]


def split(spans: Sequence[Span], *, by_variable: bool) -> list[list[Span]]:
    """The spans that have links (and variables, if asked) in common, directly or by others."""
    parent: dict[object, object] = {}

    def find(key: object) -> object:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    families = join_variables(spans) if by_variable else {}
    keys = [(span, families.get(span.by[0][0], "")) for span in spans]
    for span, family in keys:
        first, *others = sorted(span.bundles)
        for other in others:
            parent[find((other, family))] = find((first, family))
    groups: dict[object, list[Span]] = {}
    for span, family in keys:
        groups.setdefault(find((min(span.bundles), family)), []).append(span)
    return list(groups.values())


def join_variables(spans: Iterable[Span]) -> dict[str, str]:
    """For each variable, the first of those that tables link it to."""
    group: dict[str, str] = {}
    for table in sorted({tuple(name for name, _ in span.by) for span in spans}):
        old = {group.get(name, name) for name in table}
        first = min(old)
        group.update({name: group.get(name, name) for name in table})
        group = {name: first if each in old else each for name, each in group.items()}
    return group


def names_by_bundle(spans: Iterable[Span]) -> Mapping[int, set[str]]:
    """The variables by which spans show something of each bundle."""
    found: dict[int, set[str]] = {}
    for span in spans:
        for bundle in span.bundles:
            found.setdefault(bundle, set()).update(name for name, _ in span.by)
    return found
