"""The life of a request for individual guidance [F7]."""

from collections.abc import Mapping
from enum import StrEnum


class GuidanceState(StrEnum):
    """Where a request is."""

    ASKED = "asked"
    AGREED = "agreed"
    HELD = "held"
    WITHDRAWN = "withdrawn"


class GuidanceEvent(StrEnum):
    """What either of the two does."""

    AGREE = "agree"
    HOLD = "hold"
    WITHDRAW = "withdraw"


class Part(StrEnum):
    """Who of the two."""

    COUNSELLOR = "counsellor"
    GUIDE = "guide"


_S, _E = GuidanceState, GuidanceEvent

GUIDANCE_TRANSITIONS: Mapping[tuple[GuidanceState, GuidanceEvent], GuidanceState] = {
    (_S.ASKED, _E.AGREE): _S.AGREED,
    (_S.AGREED, _E.HOLD): _S.HELD,
    (_S.ASKED, _E.WITHDRAW): _S.WITHDRAWN,
    (_S.AGREED, _E.WITHDRAW): _S.WITHDRAWN,
}

CLOSED = frozenset({_S.HELD, _S.WITHDRAWN})
"""The words of a closed request are deleted."""


def may_do(state: GuidanceState, event: GuidanceEvent, part: Part) -> bool:
    """Whether this one of the two may do it now. Only the guide can agree."""
    if (state, event) not in GUIDANCE_TRANSITIONS:
        return False
    return event is not GuidanceEvent.AGREE or part is Part.GUIDE
