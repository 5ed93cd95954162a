"""A fingerprint of a release, so that a later change of any figure shows [disclosure G5]."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from hashlib import sha256

from medverk.rules.disclosure.figures import Block, Line, Withheld
from medverk.rules.disclosure.ledger_text import write_block
from medverk.rules.disclosure.policy import Policy
from medverk.rules.weeks import Week

ENGINE_VERSION = "1"
"""Raised whenever the same tallies could come to be published otherwise."""


def digest_of(
    policy: Policy, blocks: Iterable[Block], lines: Iterable[Line], withheld: Iterable[Withheld]
) -> str:
    """The SHA-256 of everything that a release says, as "sha256:…"; the order does not matter."""
    said = {
        "engine": ENGINE_VERSION,
        "policy": policy.to_mapping(),
        "blocks": in_order(write_block(block) for block in blocks),
        "lines": in_order(write_fields(line) for line in lines),
        "withheld": in_order(write_fields(gap) for gap in withheld),
    }
    return f"sha256:{sha256(write_canonically(said).encode()).hexdigest()}"


def write_fields(said: Line | Withheld) -> dict[str, object]:
    """A line, or what is withheld, by the names of its fields."""
    values = ((field.name, getattr(said, field.name)) for field in fields(said))
    return {name: str(value) if isinstance(value, Week) else value for name, value in values}


def in_order(items: Iterable[object]) -> list[str]:
    """The items as text, sorted."""
    return sorted(map(write_canonically, items))


def write_canonically(value: object) -> str:
    """JSON with one way only to write a value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
