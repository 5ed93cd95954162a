"""The promise, on what is really stored: nobody computes a result for too few [disclosure G1, G2].

The adversary is the one of the rules' tests; it sees the tables and knows every response.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from medverk.people.privacy import DatabaseRole
from medverk.releases import actions
from medverk.releases.actions import (
    Outcome,
    PublicationRefusedError,
    publish,
    publish_due,
)
from medverk.releases.models import Release
from medverk.releases.storing import recompute_digest
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.publication import Publication, decide_publication
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.vault.actions import add_responses, prepare_key, seal_answer
from tests.releases.vaulted import Agency, lay_out, morning_after, received_by, stored, undone
from tests.rules.disclosure.adversary import find_leaks, find_untrue_lines
from tests.rules.disclosure.worlds import World, draw_busy_world, worlds

some = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def publish_history(world: World, agency: Agency) -> Iterator[tuple[Outcome, Week]]:
    """Receive and publish, date by date, as the releaser."""
    for last, until in pairwise([None, *world.dates]):
        assert until is not None
        add_responses(map(agency.answer, received_by(world, last, until)))
        yield (
            publish(
                questionnaire=agency.asked.key,
                until=until,
                now=morning_after(until),
                closing=agency.closing(world.closings.get(until)),
            ),
            until,
        )


@some
@given(world=worlds)
def test_it_lets_nobody_compute_a_result_for_too_few_from_the_tables_at_any_time(
    world: World, asked: Questionnaire, as_role: Callable, use_policy: Callable
) -> None:
    use_policy(world.policy)
    with undone():
        agency = lay_out(world, asked)
        responses = [agency.respond(response) for response in world.responses]
        for outcome, _ in run_as_releaser(as_role, publish_history(world, agency)):
            assert outcome.new
            blocks, lines = stored(asked)
            if outcome.figures:
                assert find_leaks(world.policy, blocks, lines, responses) == []
                untrue = find_untrue_lines(world.policy, blocks, lines, responses, world.questions)
                assert untrue == []
        for release in Release.objects.all():
            assert recompute_digest(release) == release.digest


def run_as_releaser(
    as_role: Callable, history: Iterator[tuple[Outcome, Week]]
) -> Iterator[tuple[Outcome, Week]]:
    with as_role(DatabaseRole.RELEASER):
        yield from history


@pytest.mark.parametrize("seed", [1, 3])
def test_it_keeps_the_promise_from_sealing_to_publication(
    seed: int, asked: Questionnaire, as_role: Callable, use_policy: Callable
) -> None:
    world = draw_busy_world(seed)
    use_policy(world.policy)
    agency = lay_out(world, asked)
    with as_role(DatabaseRole.RELEASER):
        prepare_key(now=morning_after(Week(2025, 52)))
    responses = [agency.respond(response) for response in world.responses]
    published = 0
    for last, until in pairwise([None, *world.dates]):
        assert until is not None
        with as_role(DatabaseRole.WEB):
            for response in received_by(world, last, until):
                seal_answer(id=uuid4(), answer=agency.answer(response))
        with as_role(DatabaseRole.RELEASER):
            outcomes = publish_due(now=morning_after(until))
        published += sum(outcome.figures for outcome in outcomes)
    blocks, lines = stored(asked)
    assert published == len(lines) > 0
    assert find_leaks(world.policy, blocks, lines, responses) == []
    assert find_untrue_lines(world.policy, blocks, lines, responses, world.questions) == []


def decide_laxly(policy: Policy, *more: Any, **named: Any) -> Publication:
    """An engine with a fault: it asks for five where the agency asks for fifteen."""
    return decide_publication(Policy(5, 2, own_responses=5), *more, **named)


@pytest.fixture
def faulty(
    asked: Questionnaire, use_policy: Callable, monkeypatch: pytest.MonkeyPatch
) -> tuple[World, Agency]:
    """A busy agency whose engine is faulty."""
    world = draw_busy_world(3)
    use_policy(Policy())
    monkeypatch.setattr(actions, "decide_publication", decide_laxly)
    return world, lay_out(world, asked)


def test_its_audit_stops_a_faulty_engine(faulty: tuple[World, Agency]) -> None:
    with pytest.raises(PublicationRefusedError):
        list(publish_history(*faulty))


def test_its_adversary_would_catch_a_faulty_engine(
    faulty: tuple[World, Agency], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, agency = faulty
    monkeypatch.setattr(actions, "audit_publication", lambda *arguments: ())
    list(publish_history(world, agency))
    responses = [agency.respond(response) for response in world.responses]
    assert find_leaks(Policy(), *stored(agency.asked), responses) != []
