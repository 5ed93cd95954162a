"""A ledger as plain text values, for storing, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from medverk.rules.disclosure.figures import Block, Part
from medverk.rules.disclosure.ledger import Ledger, OfficeLedger, OwnLedger
from medverk.rules.weeks import Week

Plain = dict[str, Any]
"""A JSON object."""


def ledger_to_mapping(ledger: Ledger) -> Plain:
    """The ledger as a JSON object; `ledger_from_mapping` reads it back."""
    return {
        "start": str(ledger.start),
        "until": write_week(ledger.until),
        "offices": {name: write_office(state) for name, state in sorted(ledger.offices.items())},
    }


def ledger_from_mapping(stored: Mapping[str, Any]) -> Ledger:
    """Read a ledger that `ledger_to_mapping` wrote."""
    return Ledger(
        start=Week.parse(stored["start"]),
        until=read_week(stored["until"]),
        offices={name: read_office(state) for name, state in stored["offices"].items()},
    )


def write_office(state: OfficeLedger) -> Plain:
    """What waits in an office."""
    return {
        "closed_to": write_week(state.closed_to),
        "blocks": [write_block(block) for _, block in sorted(state.blocks.items())],
        "tails": {question: list(tail) for question, tail in sorted(state.tails.items())},
        "own": {counsellor: write_own(own) for counsellor, own in sorted(state.own.items())},
    }


def read_office(stored: Mapping[str, Any]) -> OfficeLedger:
    """The reverse of `write_office`."""
    return OfficeLedger(
        closed_to=read_week(stored["closed_to"]),
        blocks={block["id"]: read_block(block) for block in stored["blocks"]},
        tails={question: tuple(tail) for question, tail in stored["tails"].items()},
        own={counsellor: read_own(own) for counsellor, own in stored["own"].items()},
    )


def write_own(own: OwnLedger) -> Plain:
    """What waits of a counsellor's own figures."""
    return {
        "waiting": list(own.waiting),
        "runs": {name: [list(run) for run in runs] for name, runs in sorted(own.runs.items())},
        "shown_to": write_week(own.shown_to),
    }


def read_own(stored: Mapping[str, Any]) -> OwnLedger:
    """The reverse of `write_own`."""
    return OwnLedger(
        waiting=tuple(stored["waiting"]),
        runs={name: tuple(map(tuple, runs)) for name, runs in stored["runs"].items()},
        shown_to=read_week(stored["shown_to"]),
    )


def write_block(block: Block) -> Plain:
    """A block."""
    parts = [[part.office, str(part.from_week), str(part.to_week)] for part in block.parts]
    return {"id": block.id, "unit": block.unit, "parts": parts, "responses": block.responses}


def read_block(stored: Mapping[str, Any]) -> Block:
    """The reverse of `write_block`."""
    parts = tuple(
        Part(office, Week.parse(first), Week.parse(last)) for office, first, last in stored["parts"]
    )
    return Block(stored["id"], stored["unit"], parts, stored["responses"])


def write_week(week: Week | None) -> str | None:
    """A week, or nothing."""
    return None if week is None else str(week)


def read_week(text: str | None) -> Week | None:
    """The reverse of `write_week`."""
    return None if text is None else Week.parse(text)
