"""The document of a release, and its digest [disclosure G5]."""

import json
from dataclasses import replace
from hashlib import sha256

from medverk.rules.disclosure.breakdowns.cells import Cell, WithheldCell
from medverk.rules.disclosure.document import (
    EditionSaid,
    ReleaseSaid,
    digest_document,
    seal_own,
    write_document,
)
from medverk.rules.disclosure.figures import OPEN
from medverk.rules.disclosure.policy import Policy
from medverk.rules.weeks import Week

from .worlds import draw_busy_world, publish_all

HISTORY = publish_all(draw_busy_world(3))
WITHHELD = HISTORY.publications[-1].withheld
OWN = [line for line in HISTORY.lines if line.audience != OPEN]
OPEN_LINE = next(line for line in HISTORY.lines if line.audience == OPEN and line.question)
CELLS = tuple(Cell((("sex", (value,)),), OPEN_LINE) for value in ("woman", "man"))
GAP = WithheldCell(OPEN_LINE.unit, (("sex", ("other",)),), Week(2026, 1), Week(2026, 26))
EDITION = EditionSaid("2026-H1", {"sex": ("woman", "man", "other")}, (("sex",),), CELLS, (GAP,))
SAID = ReleaseSaid(
    "short", "2026-W26", Policy(), HISTORY.blocks, HISTORY.lines, WITHHELD, (EDITION,), "sha256:a"
)


def test_it_is_the_same_in_any_order() -> None:
    turned_edition = replace(EDITION, cells=CELLS[::-1])
    turned = replace(
        SAID, blocks=SAID.blocks[::-1], lines=SAID.lines[::-1], withheld=SAID.withheld[::-1],
        editions=(turned_edition,),
    )  # fmt: skip
    assert write_document(turned) == write_document(SAID)


def test_it_says_each_open_thing_in_a_line_of_its_own() -> None:
    head, *rows = map(json.loads, write_document(SAID).splitlines())
    assert head == {
        "format": "2",
        "own": "sha256:a",
        "policy": Policy().to_mapping(),
        "questionnaire": "short",
        "until": "2026-W26",
    }
    kinds = [kind for row in rows for kind in row]
    shown = [line for line in HISTORY.lines if line.audience == OPEN]
    assert kinds.count("block") == len(HISTORY.blocks)
    assert kinds.count("figure") == len(shown)
    assert (kinds.count("cell"), kinds.count("covered"), kinds.count("edition")) == (2, 1, 1)
    assert kinds.count("cell_withheld") == 1


def test_it_has_nothing_of_a_single_counsellor() -> None:
    assert OWN
    assert "own:" not in write_document(SAID)


def test_its_digest_is_another_when_any_group_is() -> None:
    digest = digest_document(write_document(SAID))
    assert digest == f"sha256:{sha256(write_document(SAID).encode()).hexdigest()}"
    line = replace(OPEN_LINE, n=OPEN_LINE.n + 1)
    others = [
        replace(SAID, editions=()),
        replace(SAID, seal="sha256:b"),
        replace(SAID, editions=(replace(EDITION, withheld=()),)),
        replace(SAID, editions=(replace(EDITION, cells=(replace(CELLS[0], line=line), CELLS[1])),)),
        replace(SAID, editions=(replace(EDITION, background={"sex": ("woman", "man")}),)),
    ]
    digests = {digest_document(write_document(said)) for said in others}
    assert len(digests) == len(others)
    assert digest not in digests


def test_the_seal_is_another_with_another_salt_and_with_other_own_figures() -> None:
    seals = [
        seal_own("salt", HISTORY.lines, WITHHELD),
        seal_own("other", HISTORY.lines, WITHHELD),
        seal_own("salt", [line for line in HISTORY.lines if line != OWN[0]], WITHHELD),
        seal_own("salt", [], []),
    ]
    assert len(set(seals)) == len(seals)
    open_only = [line for line in HISTORY.lines if line.audience == OPEN]
    assert seal_own("salt", open_only, []) == seals[3]
