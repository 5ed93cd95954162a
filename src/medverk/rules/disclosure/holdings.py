"""Tallies sorted to where they belong: what waits in each office, and blocks still awaited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from medverk.rules.disclosure.figures import Block, Part
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.disclosure.ledger import Ledger
from medverk.rules.disclosure.tallies import Contents, Tally, size
from medverk.rules.weeks import Week


@dataclass(slots=True)
class Holdings:
    """What a publication has before it."""

    waiting: dict[str, Contents] = field(default_factory=dict)
    """Per office, what is in no block."""

    blocks: dict[str, Contents] = field(default_factory=dict)
    """Per closed block that the ledger names, and those that close now."""


def sort_tallies(
    hierarchy: Hierarchy,
    questions: Mapping[str, int],
    ledger: Ledger,
    until: Week,
    tallies: Iterable[Tally],
) -> Holdings:
    """Put each tally where it belongs; those of other weeks are passed over.

    Raises ValueError for a tally that cannot be or is of no known office, and for a block that no
    longer holds as many responses as when it closed.
    """
    offices = hierarchy.offices()
    open_from = {office: ledger.first_open_week(office) for office in offices}
    named = {office: tuple(ledger.office(office).blocks.values()) for office in offices}
    holdings = Holdings(
        {office: Contents() for office in offices},
        {block.id: Contents() for blocks in named.values() for block in blocks},
    )
    for tally in tallies:
        check_place(tally, open_from, ledger.start)
        tally.check_against(questions)
        if open_from[tally.office] <= tally.week <= until:
            holdings.waiting[tally.office].put(tally)
        for block in named[tally.office]:
            if block.from_week <= tally.week <= block.to_week:
                holdings.blocks[block.id].put(tally)
    for blocks in named.values():
        check_unchanged(blocks, holdings)
    return holdings


def check_place(tally: Tally, offices: Mapping[str, Week], start: Week) -> None:
    """Refuse a tally that would never be published for want of a place."""
    if tally.office not in offices:
        raise ValueError(f"{tally.place()}: no such office in the hierarchy")
    if tally.week < start:
        raise ValueError(f"{tally.place()}: before {start}, where the ledger starts")


def check_unchanged(blocks: Iterable[Block], holdings: Holdings) -> None:
    """Refuse to go on from a closed block that has changed: a block is closed for ever."""
    for block in blocks:
        found = size(holdings.blocks[block.id].responses)
        if found != block.responses:
            raise ValueError(
                f"block {block.id} closed with {block.responses} responses and now holds {found}: "
                "give all its tallies, and let late responses count in the first open week"
            )


def waiting_part(ledger: Ledger, office: str, until: Week) -> Part:
    """The weeks of an office that are in no block."""
    return Part(office, ledger.first_open_week(office), until)
