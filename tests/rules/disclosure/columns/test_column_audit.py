"""The audit on columns finds what the audit of single lines finds, no more and no less."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverk.rules.disclosure.audit import Violation, audit_figures
from medverk.rules.disclosure.columns.audit import audit_lines
from medverk.rules.disclosure.columns.lines import as_columns, join_lines, own_columns
from medverk.rules.disclosure.columns.tables import Tables
from medverk.rules.disclosure.figures import OPEN, Block, Line

from ..naive_publisher import publish_naively
from ..test_mutants import MUTATIONS
from ..worlds import World, draw_busy_world, publish_all, worlds
from .columns_of import make_tables
from .test_history import close_at_the_end, publish_columns


def audit_columns(world: World, blocks: Sequence[Block], lines: Sequence[Line]) -> set[Violation]:
    """What the audit on columns says of these lines."""
    tables = make_tables(world.tallies(), world.questions)
    places = {block.id: at for at, block in enumerate(blocks)}
    names = [*tables.counsellors, *sorted({line.audience[4:] for line in lines})]
    who = {name: at for at, name in reversed(list(enumerate(names)))}
    columns = as_columns(lines, world.questions, places, who)
    return set(audit_lines(world.policy, world.questions, blocks, names, columns, tables))


def compare(world: World, blocks: Sequence[Block], lines: Sequence[Line]) -> int:
    """Both audits say the same; returns how much."""
    told = audit_figures(world.policy, blocks, lines, world.tallies())
    assert audit_columns(world, blocks, list(dict.fromkeys(lines))) == set(told)
    return len(told)


@given(worlds)
def test_they_find_nothing_in_what_was_published(world: World) -> None:
    history = publish_all(world)
    assert compare(world, history.blocks, history.lines) == 0


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_they_find_the_same_when_a_rule_is_taken_out(
    mutate: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = 0
    for seed in range(25):
        world = draw_busy_world(seed)
        with monkeypatch.context() as patch:
            mutate(patch)
            history = publish_all(world)
        found += compare(world, history.blocks, history.lines)
    assert found > 0


@given(worlds, st.randoms(use_true_random=False))
def test_they_find_the_same_in_lines_that_are_spoilt(world: World, chance: random.Random) -> None:
    history = publish_all(world)
    if history.lines:
        lines = [spoil(chance, line, history.blocks) for line in history.lines]
        compare(world, history.blocks, lines)


def spoil(chance: random.Random, line: Line, blocks: Sequence[Block]) -> Line:
    """A line that is left as it is, or says another number, or is about other blocks or people."""
    kind = chance.choice(["true", "true", "n", "counts", "fewer", "more", "who"])
    if kind == "n":
        return replace(line, n=line.n + 1)
    if kind == "counts" and line.counts:
        return replace(line, counts=(line.counts[0] + 1, *line.counts[1:]))
    if kind == "fewer" and len(line.blocks) > 1:
        return replace(line, blocks=line.blocks[1:])
    if kind == "more":
        more = {*line.blocks, chance.choice(blocks).id}
        return replace(line, blocks=tuple(sorted(more)))
    if kind == "who" and line.audience != OPEN:
        return replace(line, audience="own:nobody")
    return line


@pytest.mark.parametrize("number", [2**31, 2**40])
def test_they_find_claims_that_no_count_can_hold(number: int) -> None:
    world = draw_busy_world(1)
    history = publish_all(world)
    lines = [replace(line, n=number) for line in history.lines]
    lines += [replace(line, counts=(number,)) for line in history.lines if line.counts]
    assert compare(world, history.blocks, lines) == len(set(lines))


def test_they_find_own_lines_where_nobody_responded() -> None:
    world = draw_busy_world(1)
    history = publish_all(world)
    own = [line for line in history.lines if line.audience != OPEN]
    empty = replace(world, responses=())
    assert compare(empty, history.blocks, own) >= len(own) > 0


def test_they_find_the_same_in_a_naive_publication() -> None:
    found = 0
    for seed in range(12):
        world = draw_busy_world(seed)
        found += compare(world, *publish_naively(world))
    assert found > 0


def test_own_figures_as_columns_are_those_that_are_audited() -> None:
    audited = 0
    for seed in range(12):
        world = close_at_the_end(draw_busy_world(seed))
        made = publish_columns(world)
        assert made is not None
        history, tables = made
        audited += len(audit_all(world, tables, history.blocks, made))
    assert audited == 0


def audit_all(world: World, tables: Tables, blocks: Sequence[Block], made) -> tuple[Violation, ...]:  # type: ignore[no-untyped-def]
    """The audit of a history on columns, its own figures never having been lines."""
    history, _ = made
    places = {block.id: at for at, block in enumerate(blocks)}
    who = {name: at for at, name in enumerate(tables.counsellors)}
    own_places = np.array([places[block.id] for block in history.own_blocks], dtype=np.int64)
    own = own_columns(history.own, tables, world.questions, own_places)
    lines = join_lines([as_columns(history.lines, world.questions, places, who), *own])
    return audit_lines(world.policy, world.questions, blocks, tables.counsellors, lines, tables)
