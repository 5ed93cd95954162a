"""Where own figures go on: what the ledger says waits, as cells and base runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from medverk.rules.disclosure.columns.members import Members
from medverk.rules.disclosure.columns.own import Opening, edges_of
from medverk.rules.disclosure.columns.tables import Numbers, Tables
from medverk.rules.disclosure.figures import Block
from medverk.rules.disclosure.ledger import Ledger, OwnLedger

KnownPair = tuple[int, OwnLedger]


def named_blocks(ledger: Ledger) -> list[Block]:
    """The closed blocks that somebody waits for, in order of time."""
    named = [block for state in ledger.offices.values() for block in state.blocks.values()]
    return sorted(named, key=lambda block: (block.from_week, block.id))


def known_pairs(tables: Tables, ledger: Ledger) -> Iterator[KnownPair]:
    """Who is in the ledger and has tallies, by the number of the pair."""
    numbers = {
        (tables.offices[office], tables.counsellors[who]): pair
        for pair, (office, who) in enumerate(
            zip(tables.office.tolist(), tables.who.tolist(), strict=True)
        )
    }
    for office, state in ledger.offices.items():
        for counsellor, own in state.own.items():
            if (office, counsellor) in numbers:
                yield numbers[office, counsellor], own


def open_own(tables: Tables, members: Members, blocks: Sequence[Block], ledger: Ledger) -> Opening:
    """Find the cells of what waits. `blocks` are the named ones first, in order, then the new."""
    cells = members.pair * max(1, members.blocks) + members.block
    starts, _ = edges_of(members.pair)
    pairs = members.pair[starts]
    place = {block.id: at for at, block in enumerate(blocks)}
    named = len(named_blocks(ledger))
    begins = np.searchsorted(cells, pairs * max(1, members.blocks) + named)
    pending = {name: begins.copy() for name in members.spans if name is not None}
    runs: list[tuple[int, int]] = []

    def find(pair: int, block: str) -> int:
        return int(np.searchsorted(cells, pair * members.blocks + place[block]))

    for pair, own in known_pairs(tables, ledger):
        at = int(np.searchsorted(pairs, pair))
        if own.waiting:
            begins[at] = find(pair, own.waiting[0])
        for question in pending:
            waits = own.runs.get(question, ())
            pending[question][at] = find(pair, waits[0][0]) if waits else begins[at]
        several = {run for waits in own.runs.values() for run in waits}
        runs += [(find(pair, run[0]), find(pair, run[-1]) + 1) for run in several]
    first, end = columns_of(sorted(runs))
    return Opening(begins, first, end, pending)


def columns_of(runs: Sequence[tuple[int, int]]) -> tuple[Numbers, Numbers]:
    """Firsts and ends."""
    table = np.array(runs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]
