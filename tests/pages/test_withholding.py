"""What is not shown is said kindly: what, why, and where a safe figure is [disclosure G6]."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from medverk.pages.withholding import Saying, notes_of
from medverk.releases.queries import WithheldLine
from medverk.releases.reasons import explain
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.weeks import Week

TEXTS = {"a": "Statement A", "b": "Statement B", "c": "Statement C"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def line(question: str | None, reason: Reason, first: int = 40, last: int = 44) -> WithheldLine:
    return WithheldLine(question, Week(2026, first), Week(2026, last), reason, for_good=False)


FEW = Reason.TOO_FEW_SO_FAR
ALIKE = Reason.TOO_FEW_OR_ALIKE


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ([], []),
        ([line(None, FEW)], ["the answers from weeks 40 to 44."]),
        (
            [line(None, Reason.POOLED_UPWARDS, 1, 5), line(None, Reason.POOLED_UPWARDS, 50, 53)],
            ["the answers from weeks 1 to 5 and weeks 50 to 53."],
        ),
        ([line("a", ALIKE)], ["the newest answers to “Statement A”."]),
        (
            [line("a", ALIKE), line("b", ALIKE), line("a", ALIKE, 30, 33)],
            ["the newest answers to “Statement A” and “Statement B”."],
        ),
        (
            [line(key, ALIKE) for key in "abc"],
            ["the newest answers to 3 of the questions."],
        ),
        (
            [line(None, FEW), line("a", ALIKE)],
            ["the answers from weeks 40 to 44.", "the newest answers to “Statement A”."],
        ),
        ([line("no longer asked", ALIKE)], []),
    ],
)
def test_it_says_each_reason_once(lines: list[WithheldLine], what: list[str]) -> None:
    notes = notes_of(lines, Saying(TEXTS, Policy(), 2026))
    assert [note.what for note in notes] == what


def test_it_gives_the_reason_with_no_number_but_the_policys() -> None:
    policy = Policy(responses=20)
    (note,) = notes_of([line(None, FEW)], Saying(TEXTS, policy, 2026))
    assert note.why.startswith("Fewer than 20 have answered so far")
    assert note.instead == explain(FEW, policy=policy).instead


def test_a_counsellor_is_not_told_since_when() -> None:
    """Who invited one person could tell from the week that this one answered."""
    own = Reason.TOO_FEW_OWN
    lines = [line(None, own, 1, 5), line(None, own, 40, 44)]
    (nothing_shown,) = notes_of(lines, Saying(TEXTS, Policy(), 2026, own=True))
    (earlier_shown,) = notes_of(lines, Saying(TEXTS, Policy(), 2026, own=True, shown=True))
    assert (nothing_shown.what, earlier_shown.what) == ("your own figures.", "your newest figures.")
