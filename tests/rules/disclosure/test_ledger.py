"""Publishing little by little is the same as publishing from scratch, and order never matters."""

import json
import random
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medverk.rules.disclosure.figures import Block, Part
from medverk.rules.disclosure.ledger import LONGEST_WAIT, Ledger, OfficeLedger, OwnLedger
from medverk.rules.disclosure.ledger_text import ledger_from_mapping, ledger_to_mapping
from medverk.rules.disclosure.publication import Publication, decide_publication
from medverk.rules.weeks import Week

from .worlds import START, Shape, World, make_world, publish_all, worlds

slow = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def decide_again(world: World, seed: int) -> list[Publication]:
    """All publications, from all tallies in another order, the ledger stored as text between."""
    tallies = world.tallies()
    random.Random(seed).shuffle(tallies)
    publications: list[Publication] = []
    ledger = Ledger(START)
    for until in world.dates:
        publication = decide_publication(
            world.policy,
            world.hierarchy,
            world.questions,
            until=until,
            ledger=ledger_from_mapping(json.loads(json.dumps(ledger_to_mapping(ledger)))),
            tallies=tallies,
            closing=world.closings.get(until),
        )
        publications.append(publication)
        ledger = publication.ledger
    return publications


@slow
@given(worlds, st.integers())
def test_it_decides_the_same_from_what_is_needed_as_from_everything(
    world: World, seed: int
) -> None:
    assert publish_all(world).publications == decide_again(world, seed)


@slow
@given(worlds, st.integers(1, 12))
def test_it_decides_the_same_whatever_comes_later(world: World, dates: int) -> None:
    first = world.dates[:dates]
    known = tuple(each for each in world.responses if first and each.week <= first[-1])
    past = replace(world, dates=first, responses=known)
    assert publish_all(past).publications == publish_all(world).publications[: len(first)]


@slow
@given(worlds)
def test_a_closed_block_never_changes_and_no_response_is_in_two(world: World) -> None:
    history = publish_all(world)
    parts = sorted(part for block in history.blocks for part in block.parts)
    deleted = [part for publication in history.publications for part in publication.deleted]
    weeks = [
        (part.office, part.from_week.plus(number))
        for part in sorted([*parts, *deleted])
        for number in range((part.to_week.first_day() - part.from_week.first_day()).days // 7 + 1)
    ]
    assert len(weeks) == len(set(weeks))
    assert len({block.id for block in history.blocks}) == len(history.blocks)


@slow
@given(worlds)
def test_every_response_of_a_closed_year_is_published_or_deleted(world: World) -> None:
    history = publish_all(world)
    published = sum(block.responses for block in history.blocks)
    deleted = sum(
        part.office == response.office and part.from_week <= response.week <= part.to_week
        for publication in history.publications
        for part in publication.deleted
        for response in world.responses
    )
    due = [each for each in world.responses if world.dates and each.week <= world.dates[-1]]
    assert published + deleted == len(due)


def test_it_asks_for_no_closed_block_older_than_the_longest_wait() -> None:
    world = make_world(Shape(seed=5, counties=1, weeks=260, step=4, turnover=0.02, rate=0.5))
    history = publish_all(replace(world, closings={}))
    until = world.dates[-1].next()
    named = set(history.ledger.needed(world.hierarchy.offices(), until))
    closed = {part for block in history.blocks for part in block.parts}
    assert 0 < len(named & closed) < len(closed) / 2
    assert min(part.to_week for part in named) >= until.plus(-LONGEST_WAIT - 1)


def test_it_names_what_waits_and_the_blocks_in_somebodys_tail() -> None:
    block = Block("voss:2026-W02", "voss", (Part("voss", Week(2026, 2), Week(2026, 3)),), 16)
    own = {"me": OwnLedger(waiting=(block.id,))}
    state = OfficeLedger(closed_to=Week(2026, 5), blocks={block.id: block}, own=own)
    ledger = Ledger(START, Week(2026, 7), {"voss": state})
    assert ledger.needed(["voss", "bergen"], Week(2026, 8)) == (
        Part("bergen", START, Week(2026, 8)),
        Part("voss", Week(2026, 2), Week(2026, 3)),
        Part("voss", Week(2026, 6), Week(2026, 8)),
    )
