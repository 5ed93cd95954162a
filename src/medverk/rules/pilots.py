"""A pilot's life as a table, what may be done when, and which weeks belong to it [F9]."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from medverk.rules.weeks import Week


class PilotState(StrEnum):
    """Where a pilot is."""

    PLANNED = "planned"
    RUNNING = "running"
    EVALUATING = "evaluating"
    DECIDED = "decided"


class PilotEvent(StrEnum):
    """What moves it on."""

    START = "start"
    END = "end"
    DECIDE = "decide"


class Decision(StrEnum):
    """The two outcomes that a pilot can have [F9]."""

    ROLL_OUT = "roll_out"
    STOP = "stop"


class Refusal(StrEnum):
    """Why something cannot be done to a pilot now."""

    WRONG_STATE = "wrong_state"
    NO_OFFICES = "no_offices"
    BEFORE_FIRST_DAY = "before_first_day"
    AFTER_LAST_DAY = "after_last_day"
    ANSWERS_NOT_PUBLISHED = "answers_not_published"
    OFFICE_IN_ANOTHER_PILOT = "office_in_another_pilot"


TRANSITIONS: Mapping[tuple[PilotState, PilotEvent], PilotState] = {
    (PilotState.PLANNED, PilotEvent.START): PilotState.RUNNING,
    (PilotState.RUNNING, PilotEvent.END): PilotState.EVALUATING,
    (PilotState.EVALUATING, PilotEvent.DECIDE): PilotState.DECIDED,
}

STAFF_MAY_ANSWER = frozenset({PilotState.RUNNING, PilotState.EVALUATING})
"""Before, there is nothing to tell; after, the decision stands on what was told."""

ANSWERS_COME_FOR = timedelta(days=14)
"""An invitation from the last day can be answered as long as invitations live."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules need to know about one pilot."""

    state: PilotState
    offices: frozenset[int]
    begins_on: date
    ends_on: date
    answers_published: bool = False


def judge_event(situation: Situation, event: PilotEvent, today: date) -> Refusal | None:
    """Why this cannot be done to the pilot today, or None when it can [F9]."""
    if (situation.state, event) not in TRANSITIONS:
        return Refusal.WRONG_STATE
    match event:
        case PilotEvent.START:
            return judge_start(situation, today)
        case PilotEvent.END:
            return None
        case PilotEvent.DECIDE:
            return None if situation.answers_published else Refusal.ANSWERS_NOT_PUBLISHED


def judge_start(situation: Situation, today: date) -> Refusal | None:
    if not situation.offices:
        return Refusal.NO_OFFICES
    if today < situation.begins_on:
        return Refusal.BEFORE_FIRST_DAY
    if today > situation.ends_on:
        return Refusal.AFTER_LAST_DAY
    return None


def find_due_event(situation: Situation, today: date) -> PilotEvent | None:
    """What the calendar alone does to a pilot today: starts it, ends it, or nothing."""
    if situation.state is PilotState.RUNNING and today > situation.ends_on:
        return PilotEvent.END
    if situation.state is PilotState.PLANNED and judge_start(situation, today) is None:
        return PilotEvent.START
    return None


def find_clash(one: Situation, other: Situation) -> frozenset[int]:
    """Offices that are in both pilots in the same weeks.

    One office's waiting answers can be closed by one pilot only [disclosure, how blocks close].
    """
    first, last = find_weeks(one.begins_on, one.ends_on)
    other_first, other_last = find_weeks(other.begins_on, other.ends_on)
    apart = last < other_first or other_last < first
    return frozenset() if apart else one.offices & other.offices


def find_weeks(begins_on: date, ends_on: date) -> tuple[Week, Week]:
    """First and last week in which answers belong to the pilot, both included."""
    return Week.of_date(begins_on), Week.of_date(ends_on + ANSWERS_COME_FOR)


NUMBER_OF_A_PERSON = re.compile(
    r"""(?<![\d.])(?:\+47[ ]?)?(?:
        \d{8} | \d{3}[ ]\d{2}[ ]\d{3} | \d{2}[ ]\d{2}[ ]\d{2}[ ]\d{2}  # telephone
        | \d{6}[ -]?\d{5}                                             # national identity
    )(?!\d)""",
    re.VERBOSE,
)
ADDRESS_OF_A_PERSON = re.compile(r"\S+@\S+\.\S+")


def points_at_person(text: str) -> bool:
    """True when words about the pilot hold what looks like a telephone number, a national
    identity number or an e-mail address."""
    return bool(NUMBER_OF_A_PERSON.search(text) or ADDRESS_OF_A_PERSON.search(text))
