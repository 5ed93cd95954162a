"""The document of a release: all that it shows to everybody, a line for each thing [disclosure G5].

Its SHA-256 is the release's digest, so anybody can check it who has the document. What single
counsellors are shown is in it as a seal only: a hash with a secret salt, since a bare hash of a few
small numbers can be found by trying all numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from medverk.rules.disclosure.breakdowns.cells import Cell, WithheldCell, write_by
from medverk.rules.disclosure.digest import in_order, write_canonically, write_fields
from medverk.rules.disclosure.figures import OPEN, Block, Line, Withheld
from medverk.rules.disclosure.ledger_text import write_block
from medverk.rules.disclosure.policy import Policy

FORMAT = "2"
"""Raised when the same release would be written otherwise; format 1 was `digest_of`."""


@dataclass(frozen=True)
class EditionSaid:
    """The breakdowns of one edition: what was asked for, the cells shown, and those withheld."""

    name: str
    background: Mapping[str, Sequence[str]]
    tables: Sequence[Sequence[str]]
    cells: Sequence[Cell] = ()
    withheld: Sequence[WithheldCell] = ()


@dataclass(frozen=True)
class ReleaseSaid:
    """Everything that a release says. `seal` is the one of what single counsellors are shown."""

    questionnaire: str
    until: str
    policy: Policy
    blocks: Sequence[Block]
    lines: Sequence[Line]
    withheld: Sequence[Withheld]
    editions: Sequence[EditionSaid] = ()
    seal: str = ""


def write_document(said: ReleaseSaid) -> str:
    """The document as text in UTF-8, each line ended; the order of what is given never matters."""
    head = {
        "format": FORMAT,
        "own": said.seal,
        "policy": said.policy.to_mapping(),
        "questionnaire": said.questionnaire,
        "until": said.until,
    }
    return "".join(f"{line}\n" for line in [write_canonically(head), *in_order(write_rows(said))])


def write_rows(said: ReleaseSaid) -> Iterator[dict[str, object]]:
    """A row for each open thing, by what it is."""
    for block in said.blocks:
        yield {"block": write_block(block)}
    for line in said.lines:
        if line.audience == OPEN:
            yield {"figure": write_fields(line)}
    for gap in said.withheld:
        if gap.audience == OPEN:
            yield {"withheld": write_fields(gap)}
    for edition in said.editions:
        yield from write_edition(edition)


def write_edition(edition: EditionSaid) -> Iterator[dict[str, object]]:
    """An edition's breakdowns. Blocks that many cells are about stand once, under a number."""
    background = {name: list(values) for name, values in edition.background.items()}
    tables = [list(table) for table in edition.tables]
    yield {"edition": {"background": background, "name": edition.name, "tables": tables}}
    covered = number_blocks(edition.cells)
    for blocks, number in covered.items():
        named = {"blocks": list(blocks), "covered": number, "edition": edition.name}
        yield {"covered": named}
    for cell in edition.cells:
        line = cell.line
        yield {
            "cell": {
                "answered": line.answered,
                "by": write_by(cell.by),
                "counts": list(line.counts),
                "covered": covered[line.blocks],
                "edition": edition.name,
                "n": line.n,
                "question": line.question,
                "unit": line.unit,
            }
        }
    for gap in edition.withheld:
        named = {"by": write_by(gap.by), "edition": edition.name, "unit": gap.unit}
        yield {"cell_withheld": {**named, "reason": gap.reason}}


def number_blocks(cells: Iterable[Cell]) -> dict[tuple[str, ...], int]:
    """A number for each list of blocks that cells are about, the same in any order of cells."""
    return {blocks: at for at, blocks in enumerate(sorted({cell.line.blocks for cell in cells}))}


def digest_document(document: str) -> str:
    """The SHA-256 of a document as "sha256:…", which `sha256sum` gives of the file too."""
    return f"sha256:{sha256(document.encode()).hexdigest()}"


def seal_own(salt: str, lines: Iterable[Line], withheld: Iterable[Withheld]) -> str:
    """The seal of what single counsellors are shown, be it nothing at all.

    salt: at least 128 random bits as text, which nobody but the release engine knows.
    """
    everything: list[Line | Withheld] = [*lines, *withheld]
    own = [write_fields(said) for said in everything if said.audience != OPEN]
    written = "\n".join([salt, *in_order(own)])
    return f"sha256:{sha256(written.encode()).hexdigest()}"
