"""Which sealed answers become responses, and in which week they count [disclosure G3].

An answer belongs to the week in which it was received. It is settled when that week is over, and
never counts in a week whose block has closed.
"""

from enum import StrEnum

from medverk.rules.weeks import Week


class Standing(StrEnum):
    """How an answer stands when the releaser opens it."""

    DUE = "due"  # its week is over
    WAITING = "waiting"
    IMPOSSIBLE = "impossible"  # no clock of ours is a week ahead: it is no answer of ours


def judge_week(received: Week, this_week: Week) -> Standing:
    """The web's clock may have turned the week before the releaser's has."""
    if received > this_week.next():
        return Standing.IMPOSSIBLE
    return Standing.DUE if received < this_week else Standing.WAITING


def find_week(received: Week, first_open: Week | None) -> Week:
    """The week in which it counts: a latecomer in the first that is open still, so that a closed
    block never changes."""
    return received if first_open is None else max(received, first_open)
