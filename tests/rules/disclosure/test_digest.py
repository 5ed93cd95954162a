"""The digest of a release [disclosure G5]."""

from dataclasses import replace

from medverk.rules.disclosure.digest import digest_of
from medverk.rules.disclosure.policy import Policy

from .worlds import draw_busy_world, publish_all

HISTORY = publish_all(draw_busy_world(3))
WITHHELD = HISTORY.publications[-1].withheld
DIGEST = digest_of(Policy(), HISTORY.blocks, HISTORY.lines, WITHHELD)


def test_it_is_the_same_in_any_order() -> None:
    turned = digest_of(Policy(), HISTORY.blocks[::-1], HISTORY.lines[::-1], WITHHELD[::-1])
    assert turned == DIGEST
    assert DIGEST.startswith("sha256:")
    assert len(DIGEST) == len("sha256:") + 64


def test_it_changes_with_every_figure_and_with_the_policy() -> None:
    others = [digest_of(Policy(responses=16), HISTORY.blocks, HISTORY.lines, WITHHELD)]
    others.append(digest_of(Policy(), HISTORY.blocks[1:], HISTORY.lines, WITHHELD))
    others.append(digest_of(Policy(), HISTORY.blocks, HISTORY.lines, WITHHELD[1:]))
    for place, line in enumerate(HISTORY.lines[:40]):
        changed = [*HISTORY.lines]
        changed[place] = replace(line, n=line.n + 1)
        others.append(digest_of(Policy(), HISTORY.blocks, changed, WITHHELD))
    assert DIGEST not in others
    assert len(set(others)) == len(others)


def test_it_stays_the_same_from_one_version_of_the_code_to_the_next() -> None:
    expected = "sha256:b28320513641f22c0de5a577b3c04e5d6f4b9d221beb28561c8ebe5ed6143645"
    assert digest_of(Policy(), HISTORY.blocks[:1], HISTORY.lines[:1], ()) == expected
