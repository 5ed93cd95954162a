"""Who of the two may do what with a request for guidance [F7]."""

from itertools import product

import pytest

from medverk.rules.improvement.guidance import (
    CLOSED,
    GUIDANCE_TRANSITIONS,
    GuidanceEvent,
    GuidanceState,
    Part,
    may_do,
)

ASKED, AGREED, HELD, WITHDRAWN = GuidanceState
AGREE, HOLD, WITHDRAW = GuidanceEvent
BOTH = {(ASKED, WITHDRAW), (AGREED, HOLD), (AGREED, WITHDRAW)}


@pytest.mark.parametrize(("state", "event"), [*product(GuidanceState, GuidanceEvent)])
def test_only_the_guide_agrees_and_both_do_the_rest(
    state: GuidanceState, event: GuidanceEvent
) -> None:
    assert may_do(state, event, Part.COUNSELLOR) is ((state, event) in BOTH)
    assert may_do(state, event, Part.GUIDE) is ((state, event) in {*BOTH, (ASKED, AGREE)})


def test_a_closed_request_stays_closed() -> None:
    assert {HELD, WITHDRAWN} == CLOSED
    assert {state for state, _ in GUIDANCE_TRANSITIONS} == set(GuidanceState) - CLOSED
