"""When a complaint must be answered, when a fault must be reported, and who is late [S4]."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from medverk.rules.complaints.life import OPEN_STATES, ComplaintState
from medverk.rules.working_days import add_working_days

ANSWER_WITHIN = timedelta(weeks=3)
REPORT_FAULT_WITHIN = 2  # working days
REMIND_BEFORE = timedelta(days=4)
REPORTS_FROM = (2, 1)  # month and day: what came late in December is answered by then


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


def judge_answer(state: ComplaintState, due: date, today: date) -> Urgency:
    """How the answer to a complaint stands; what is answered, sent on or closed is calm."""
    return judge_deadline(due, today) if state in OPEN_STATES else Urgency.CALM


def judge_fault(state: ComplaintState, due: date | None, today: date) -> Urgency | None:
    """How a fault stands that waits to be reported; due None: there is none."""
    return judge_deadline(due, today) if due and state in OPEN_STATES else None


def year_to_report(today: date) -> int:
    """The last year of which reports can be made: last year, from the first of February on."""
    ready = (today.month, today.day) >= REPORTS_FROM
    return today.year - (1 if ready else 2)


def is_in_time(received: date, answered: date) -> bool:
    return answered <= answer_due(received)
