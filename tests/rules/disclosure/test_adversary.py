"""A test that cannot fail is no test: the adversary must catch what is wrong [disclosure G2]."""

import random

import numpy as np
import pytest

from medverk.rules.disclosure.figures import Block, Line, Part, make_line
from medverk.rules.disclosure.policy import Policy
from medverk.rules.weeks import Week

from .adversary import (
    ATTACKS,
    PRIME,
    Leak,
    View,
    doubt_by_programme,
    eliminate,
    eliminate_exactly,
    find_leaks,
    isolate_atoms,
    look,
    subtract_pairs,
    subtract_parts,
    try_all_sets,
)
from .naive_publisher import publish_naively
from .worlds import Response, draw_busy_world, publish_all

WEEK = Week(2026, 10)


def people(office: str, sizes: dict[str, int], week: Week = WEEK) -> list[Response]:
    """Responses that alternate between two answers."""
    return [
        Response(office, counsellor, week, {"goal": number % 2})
        for counsellor, size in sizes.items()
        for number in range(size)
    ]


def block(name: str, *offices: str) -> Block:
    """All that these offices received in the week."""
    return Block(name, name, tuple(Part(office, WEEK, WEEK) for office in offices), 0)


def line(unit: str, *blocks: Block, audience: str = "open") -> Line:
    """A line that tells a number of responses."""
    return make_line(audience, unit, None, blocks, 0)


def test_it_finds_nothing_where_everything_is_a_group() -> None:
    responses = people("a", {"x": 10, "y": 10}) + people("b", {"z": 10, "w": 10})
    blocks = [block("a", "a"), block("b", "b")]
    assert find_leaks(Policy(), blocks, [line("a", blocks[0]), line("c", *blocks)], responses) == []


@pytest.mark.parametrize(
    ("sizes", "leaks"),
    [
        ({"x": 10, "y": 5}, 0),
        ({"x": 10, "y": 4}, 1),
        ({"x": 40}, 1),
    ],
)
def test_it_judges_a_figure_by_responses_and_counsellors(sizes: dict[str, int], leaks: int) -> None:
    only = block("a", "a")
    views = look(Policy(), [only], [line("a", only)], people("a", sizes))
    assert len([leak for view in views for leak in subtract_pairs(view)]) == leaks


def test_it_subtracts_the_offices_from_the_county() -> None:
    responses = people("a", {"x": 10, "y": 10}) + people("b", {"z": 9, "w": 9})
    responses += people("hidden", {"v": 3, "u": 3})
    a, b, hidden = block("a", "a"), block("b", "b"), block("hidden", "hidden")
    lines = [line("a", a), line("b", b), line("county", a, b, hidden)]
    (view,) = look(Policy(), [a, b, hidden], lines, responses)
    leak = Leak("remainder", "open", None, 6, 2)
    assert list(subtract_parts(view)) == [leak]
    assert list(subtract_pairs(view)) == []
    assert list(isolate_atoms(view)) == [Leak("atom", "open", None, 6, 2)]


def test_it_finds_what_no_difference_of_two_figures_gives() -> None:
    # Three overlapping figures: (ab + bc - ac) / 2 = b, which is no difference of any of them.
    offices = {name: people(name, {f"{name}1": 4, f"{name}2": 4}) for name in "abc"}
    blocks = {name: block(name, name) for name in "abc"}
    lines = [line(pair, *(blocks[name] for name in pair)) for pair in ("ab", "bc", "ac")]
    responses = [response for group in offices.values() for response in group]
    (view,) = look(Policy(), blocks.values(), lines, responses)
    assert list(subtract_pairs(view)) == []
    assert len(list(isolate_atoms(view))) == 3
    assert len(list(try_all_sets(view))) == 3


def test_it_finds_unions_of_hidden_cells_that_no_single_cell_gives_away() -> None:
    # Two hidden offices of 3: neither can be computed, but the 6 can [disclosure, "Breakdowns"].
    responses = [*people("a", {"x": 10, "y": 10}), *people("h", {"u": 2, "v": 1})]
    responses += people("i", {"w": 2, "t": 1})
    a, both = block("a", "a"), block("hi", "h", "i")
    (view,) = look(Policy(), [a, both], [line("a", a), line("county", a, both)], responses)
    assert Leak("set", "open", None, 6, 4) in list(try_all_sets(view))


def test_it_lets_a_counsellor_subtract_their_own_figures() -> None:
    responses = people("a", {"me": 20, "x": 10})
    only = block("a", "a")
    lines = [line("a", only), line("a", only, audience="own:me")]
    leaks = find_leaks(Policy(), [only], lines, responses)
    assert Leak("difference", "own:me", None, 10, 1) in leaks
    assert {leak.audience for leak in leaks} == {"own:me"}


def test_it_sees_when_everybody_chose_the_same() -> None:
    responses = [Response("a", counsellor, WEEK, {"goal": 4}) for counsellor in "xy" * 8]
    only = block("a", "a")
    shown = make_line("open", "a", "goal", [only], 16, (0, 0, 0, 0, 16))
    leaks = find_leaks(Policy(), [only], [shown], responses)
    assert {(leak.question, leak.responses) for leak in leaks} == {("goal", 16)}


def test_its_elimination_agrees_with_fractions() -> None:
    rng = random.Random(8)
    for _ in range(60):
        shape = (rng.randint(1, 8), rng.randint(1, 10))
        matrix = np.array([[rng.randint(0, 1) for _ in range(shape[1])] for _ in range(shape[0])])
        exact = eliminate_exactly(matrix.tolist())
        expected = [
            [value.numerator * pow(value.denominator, -1, PRIME) % PRIME for value in row]
            for row in exact
        ]
        assert eliminate(matrix.astype(np.int64)).tolist() == expected


def test_its_programme_doubts_wherever_a_set_is_found() -> None:
    # Two complete methods, written apart: a set found by trying is a doubt of the programme.
    for seed in range(4):
        world = draw_busy_world(seed)
        blocks, lines = publish_naively(world)
        for view in look(world.policy, blocks, lines, world.responses):
            small = [leak for leak in try_all_sets(view) if leak.responses < world.policy.responses]
            doubts = list(doubt_by_programme(view, eliminate(view.matrix)))
            assert not small or doubts


def test_its_programme_proves_the_open_figures_of_the_engine_safe() -> None:
    doubted = [
        doubt
        for seed in range(16)
        for view in views_of_engine(seed)
        if view.audience == "open"
        for doubt in doubt_by_programme(view, eliminate(view.matrix))
    ]
    assert doubted == []


def views_of_engine(seed: int) -> list[View]:
    """What everybody sees of a world after its last publication."""
    world = draw_busy_world(seed)
    history = publish_all(world)
    return list(look(world.policy, history.blocks, history.lines, world.responses))


def test_it_catches_the_naive_publisher_with_every_attack() -> None:
    caught: set[str] = set()
    for seed in range(12):
        world = draw_busy_world(seed)
        blocks, lines = publish_naively(world)
        leaks = find_leaks(world.policy, blocks, lines, world.responses)
        caught |= {leak.attack for leak in leaks}
    assert caught >= {"difference", "remainder", "atom", "set"}
    assert len(ATTACKS) == 4
