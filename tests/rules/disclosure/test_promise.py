"""The promise, on random agencies: nobody computes a result for too few [disclosure G1, G2]."""

from hypothesis import HealthCheck, given, settings

from medverk.rules.disclosure.audit import audit_figures
from medverk.rules.disclosure.audit_publication import audit_publication
from medverk.rules.disclosure.ledger import Ledger

from .adversary import find_leaks, find_untrue_lines
from .worlds import START, World, publish, publish_all, worlds

slow = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@settings(slow, max_examples=25)
@given(worlds)
def test_it_lets_nobody_compute_a_result_for_too_few_at_any_time(world: World) -> None:
    for history in publish(world):
        if history.publications[-1].lines:
            leaks = find_leaks(world.policy, history.blocks, history.lines, world.responses)
            assert leaks == []


@slow
@given(worlds)
def test_it_shows_only_true_figures_that_satisfy_the_threshold(world: World) -> None:
    history = publish_all(world)
    untrue = find_untrue_lines(
        world.policy, history.blocks, history.lines, world.responses, world.questions
    )
    assert untrue == []


@slow
@given(worlds)
def test_its_own_audit_finds_nothing_in_a_publication_or_in_the_whole_history(world: World) -> None:
    before, tallies = Ledger(START), world.tallies()
    for history in publish(world):
        publication = history.publications[-1]
        assert audit_publication(world.policy, before, publication, tallies) == ()
        before = publication.ledger
    assert audit_figures(world.policy, history.blocks, history.lines, tallies) == ()
