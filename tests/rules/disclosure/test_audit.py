"""The audit, on figures made by hand."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from medverk.rules.disclosure.audit import Flaw, Violation, audit_figures
from medverk.rules.disclosure.audit_publication import audit_correction, audit_publication
from medverk.rules.disclosure.figures import Block, Line, Part, make_line
from medverk.rules.disclosure.ledger import Ledger
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.tallies import Tally
from medverk.rules.weeks import Week

from .adversary import find_leaks
from .naive_publisher import publish_naively
from .worlds import START, draw_busy_world, publish, publish_all

WEEK = Week(2026, 10)


def block(name: str) -> Block:
    """The week of one office."""
    return Block(name, name, (Part(name, WEEK, WEEK),), 0)


def tallies(**sizes: tuple[int, int]) -> list[Tally]:
    """Two counsellors' responses in each office; "a" has a1 and a2."""
    return [
        Tally(office, f"{office}{number}", WEEK, size, {"goal": (size - size // 2, size // 2)})
        for office, pair in sizes.items()
        for number, size in enumerate(pair, start=1)
    ]


def number(n: int, *blocks: Block, audience: str = "open") -> Line:
    """A line that tells a number of responses."""
    return make_line(audience, "unit", None, blocks, n)


A, B, C = block("a"), block("b"), block("c")


@pytest.mark.parametrize(
    ("lines", "flaws"),
    [
        ([number(20, A)], []),
        ([number(19, A)], [Flaw.WRONG_NUMBERS]),
        ([number(6, C)], [Flaw.THIN_LINE, Flaw.THIN_DIFFERENCE]),
        ([number(20, A), number(40, A, B)], []),
        ([number(20, A), number(26, A, C)], [Flaw.THIN_DIFFERENCE]),
        ([number(26, A, C), number(26, B, C)], [Flaw.THIN_DIFFERENCE]),
        ([number(26, A, C)], []),
        ([make_line("open", "a", "goal", [A], 20, (11, 9))], []),
        ([make_line("open", "a", "goal", [A], 20, (12, 8))], [Flaw.WRONG_NUMBERS]),
        ([number(20, A), number(15, A, audience="own:a1")], [Flaw.THIN_WITHOUT_OWN]),
        (
            [number(5, A, audience="own:a2")],
            [Flaw.THIN_LINE, Flaw.THIN_DIFFERENCE, Flaw.THIN_WITHOUT_OWN],
        ),
    ],
)
def test_it_names_what_is_wrong(lines: list[Line], flaws: list[Flaw]) -> None:
    counted = tallies(a=(15, 5), b=(10, 10), c=(3, 3))
    found = audit_figures(Policy(), [A, B, C], lines, counted)
    assert [violation.flaw for violation in found] == flaws


def test_it_refuses_unknown_and_overlapping_blocks() -> None:
    again = replace(A, id="again")
    assert audit_figures(Policy(), [], [number(20, A)], []) == (
        Violation(Flaw.UNKNOWN_BLOCK, "open", "", ("a",)),
    )
    assert audit_figures(Policy(), [A, again], [], []) == (
        Violation(Flaw.BLOCKS_OVERLAP, "open", "", ("a", "again")),
    )


def test_it_finds_the_naive_publisher_wherever_the_adversary_does() -> None:
    for seed in range(12):
        world = draw_busy_world(seed)
        blocks, lines = publish_naively(world)
        if find_leaks(world.policy, blocks, lines, world.responses):
            assert audit_figures(world.policy, blocks, lines, world.tallies()) != ()


def spoil_a_number(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return (replace(lines[0], n=lines[0].n + 1), *lines[1:])


def spoil_a_count(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    place = next(i for i, line in enumerate(lines) if line.question is not None)
    first, *rest = lines[place].counts
    wrong = replace(lines[place], counts=(first + 1, *rest))
    return (*lines[:place], wrong, *lines[place + 1 :])


@pytest.mark.parametrize("spoil", [spoil_a_number, spoil_a_count])
def test_it_stops_a_publication_with_a_wrong_number(
    spoil: Callable[[tuple[Line, ...]], tuple[Line, ...]],
) -> None:
    world = draw_busy_world(3)
    before = Ledger(START)
    for history in publish(world):
        publication = history.publications[-1]
        if any(line.question is not None for line in publication.lines):
            spoilt = replace(publication, lines=spoil(publication.lines))
            found = audit_publication(world.policy, before, spoilt, world.tallies())
            assert {violation.flaw for violation in found} == {Flaw.WRONG_NUMBERS}
            return
        before = publication.ledger
    pytest.fail("no publication had answers")


def test_it_stops_a_line_that_shows_a_block_again() -> None:
    world = draw_busy_world(3)
    before = Ledger(START)
    kinds: set[str] = set()
    earlier: list[Line] = []
    for history in publish(world):
        publication = history.publications[-1]
        named = {name for state in before.offices.values() for name in state.blocks}
        latest = {(line.audience[:4], line.question is None): line for line in earlier}
        for line in latest.values():
            if named.issuperset(line.blocks):
                again = replace(publication, lines=(*publication.lines, line))
                found = audit_publication(world.policy, before, again, world.tallies())
                assert (
                    Violation(Flaw.SHOWN_BEFORE, line.audience, line.question or "", line.blocks)
                    in found
                )
                kinds.add(line.audience[:4] + ("answers" if line.question else "number"))
        earlier.extend(line for line in publication.lines if line.unit.startswith("c0o"))
        before = publication.ledger
    assert kinds == {"openanswers", "opennumber", "own:answers", "own:number"}


def test_it_stops_a_block_of_weeks_that_are_closed() -> None:
    world = draw_busy_world(3)
    history = publish_all(world)
    last = history.publications[-1]
    reopened = replace(last, blocks=(history.blocks[0],), lines=())
    found = audit_publication(world.policy, last.ledger, reopened, world.tallies())
    assert Violation(Flaw.BLOCKS_OVERLAP, "open", "", (history.blocks[0].id,)) in found


def test_a_correction_may_mend_numbers_but_not_change_who_they_are_about() -> None:
    counted = tallies(a=(10, 10), b=(10, 10), c=(3, 3))
    blocks = [A, B, C]
    right = make_line("open", "a", "goal", [A], 20, (10, 10))
    mended = replace(right, counts=(12, 8))
    assert audit_correction(Policy(), blocks, [mended], [right], counted) == ()
    fewer = replace(right, n=21)
    assert audit_correction(Policy(), blocks, [fewer], [right], counted) == (
        Violation(Flaw.OTHER_PEOPLE, "open", "goal", ("a",)),
    )
    wrong = audit_correction(Policy(), blocks, [right], [mended], counted)
    assert [violation.flaw for violation in wrong] == [Flaw.WRONG_NUMBERS]


def test_what_a_correction_replaces_is_still_known() -> None:
    counted = tallies(a=(10, 10), b=(10, 10), c=(3, 3))
    old, new = number(26, A, C), number(20, A)
    assert audit_figures(Policy(), [A, C], [old], counted) == ()
    found = audit_correction(Policy(), [A, C], [old], [new], counted)
    assert found == (Violation(Flaw.THIN_DIFFERENCE, "open", "", ("c",)),)
    assert audit_correction(Policy(), [], [old], [new], counted) != ()
