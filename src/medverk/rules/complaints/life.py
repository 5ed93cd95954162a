"""The life of a service complaint as a table, and what each step demands [S3, S4]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ComplaintState(StrEnum):
    """Where a complaint is."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    ROUTED_OUT = "routed_out"
    CLOSED = "closed"


class ComplaintEvent(StrEnum):
    """What moves it on."""

    TAKE = "take"
    CLASSIFY = "classify"
    ANSWER = "answer"
    ROUTE_OUT = "route_out"
    HAND_OVER = "hand_over"
    TAKE_BACK = "take_back"
    CLOSE = "close"


_S, _E = ComplaintState, ComplaintEvent

TRANSITIONS: Mapping[tuple[ComplaintState, ComplaintEvent], ComplaintState] = {
    (_S.RECEIVED, _E.TAKE): _S.IN_PROGRESS,
    (_S.RECEIVED, _E.ROUTE_OUT): _S.ROUTED_OUT,
    (_S.RECEIVED, _E.HAND_OVER): _S.RECEIVED,
    (_S.IN_PROGRESS, _E.CLASSIFY): _S.IN_PROGRESS,
    (_S.IN_PROGRESS, _E.HAND_OVER): _S.RECEIVED,
    (_S.IN_PROGRESS, _E.ROUTE_OUT): _S.ROUTED_OUT,
    (_S.IN_PROGRESS, _E.ANSWER): _S.ANSWERED,
    (_S.ANSWERED, _E.TAKE_BACK): _S.IN_PROGRESS,
    (_S.ROUTED_OUT, _E.TAKE_BACK): _S.IN_PROGRESS,
    (_S.ANSWERED, _E.CLOSE): _S.CLOSED,
    (_S.ROUTED_OUT, _E.CLOSE): _S.CLOSED,
}

OPEN_STATES = frozenset({ComplaintState.RECEIVED, ComplaintState.IN_PROGRESS})
"""In these the deadline runs."""


class Outcome(StrEnum):
    """The agency's own four [S3]."""

    A = "a"  # rules kept and user well met
    B = "b"  # rules kept, but should have been met better
    C = "c"  # rules broken
    D = "d"  # could not be found out


LEARNS_FROM = frozenset({Outcome.B, Outcome.C})
"""These require a cause and a measure [S3]."""


class Missing(StrEnum):
    """Why something cannot be done to a complaint now."""

    WRONG_STATE = "wrong_state"
    THEME = "theme"
    OUTCOME = "outcome"
    CAUSE = "cause"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules need to know about one complaint. Empty text: not said yet."""

    state: ComplaintState
    theme: str = ""
    outcome: str = ""
    cause: str = ""
    measure: str = ""


def judge_event(case: Case, event: ComplaintEvent) -> tuple[Missing, ...]:
    """Everything that stands in the way of the event; empty when it can happen [S3, S4]."""
    if (case.state, event) not in TRANSITIONS:
        return (Missing.WRONG_STATE,)
    if event is ComplaintEvent.ANSWER:
        return judge_classification(case)
    if event is ComplaintEvent.CLASSIFY:
        return judge_outcome(case)
    return ()


def judge_classification(case: Case) -> tuple[Missing, ...]:
    """An answer comes after somebody has found out what it was about, and what came of it."""
    missing = [] if case.theme else [Missing.THEME]
    missing += [] if case.outcome else [Missing.OUTCOME]
    return (*missing, *judge_outcome(case))


def judge_outcome(case: Case) -> tuple[Missing, ...]:
    """Outcomes b and c demand a cause and a measure [S3]."""
    if case.outcome not in LEARNS_FROM:
        return ()
    missing = [] if case.cause.strip() else [Missing.CAUSE]
    return (*missing, *([] if case.measure.strip() else [Missing.MEASURE]))
