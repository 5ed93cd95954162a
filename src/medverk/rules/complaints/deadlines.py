"""When a complaint must be answered, when a fault must be reported, and who is late [S4]."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from medverk.rules.working_days import add_working_days

ANSWER_WITHIN = timedelta(weeks=3)
REPORT_FAULT_WITHIN = 2  # working days
REMIND_BEFORE = timedelta(days=4)


class Urgency(StrEnum):
    """How a deadline stands today."""

    CALM = "calm"
    SOON = "soon"
    OVERDUE = "overdue"


def answer_due(received: date) -> date:
    """The last day on which an answer is in time: three weeks after the day of receipt."""
    return received + ANSWER_WITHIN


def fault_due(received: date) -> date:
    """The last day on which a fault is reported in time: two Norwegian working days after."""
    return add_working_days(received, REPORT_FAULT_WITHIN)


def judge_deadline(due: date, today: date) -> Urgency:
    """Overdue from the day after the last day; soon in the four days before."""
    if today > due:
        return Urgency.OVERDUE
    return Urgency.SOON if due - today <= REMIND_BEFORE else Urgency.CALM


def is_in_time(received: date, answered: date) -> bool:
    return answered <= answer_due(received)
