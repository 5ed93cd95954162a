"""The life of a complaint, its deadlines and its classification, as tables [S3, S4]."""

from datetime import date
from itertools import product

import pytest

from medverk.rules.complaints.classification import (
    ClassificationError,
    read_classification,
    version_on,
)
from medverk.rules.complaints.deadlines import (
    Urgency,
    answer_due,
    fault_due,
    is_in_time,
    judge_deadline,
)
from medverk.rules.complaints.life import (
    OPEN_STATES,
    TRANSITIONS,
    Case,
    ComplaintEvent,
    ComplaintState,
    Missing,
    judge_event,
)

S, E = ComplaintState, ComplaintEvent
READY = {"theme": "waiting", "outcome": "a"}


@pytest.mark.parametrize(("state", "event"), list(product(S, E)))
def test_only_what_stands_in_the_table_can_happen(state, event):
    refused = judge_event(Case(state, **READY), event)
    assert refused == (() if (state, event) in TRANSITIONS else (Missing.WRONG_STATE,))


def test_every_state_is_reached_and_all_roads_can_end():
    reached, left = {S.RECEIVED}, True
    while left:
        left = {a for (b, _), a in TRANSITIONS.items() if b in reached} - reached
        reached |= left
    assert reached == set(S)
    assert {before for before, _ in TRANSITIONS} == set(S) - {S.CLOSED}


@pytest.mark.parametrize(
    ("case", "missing"),
    [
        ({}, (Missing.THEME, Missing.OUTCOME)),
        ({"theme": "waiting"}, (Missing.OUTCOME,)),
        ({"outcome": "a"}, (Missing.THEME,)),
        ({"theme": "waiting", "outcome": "a"}, ()),
        ({"theme": "waiting", "outcome": "d"}, ()),
        ({"theme": "waiting", "outcome": "b"}, (Missing.CAUSE, Missing.MEASURE)),
        ({"theme": "waiting", "outcome": "c", "cause": "x"}, (Missing.MEASURE,)),
        ({"theme": "waiting", "outcome": "c", "measure": "x"}, (Missing.CAUSE,)),
        ({"theme": "waiting", "outcome": "b", "cause": " ", "measure": "x"}, (Missing.CAUSE,)),
        ({"theme": "waiting", "outcome": "b", "cause": "x", "measure": "y"}, ()),
    ],
)
def test_an_answer_demands_an_outcome_and_b_and_c_a_cause_and_a_measure(case, missing):
    assert judge_event(Case(S.IN_PROGRESS, **case), E.ANSWER) == missing
    classify = tuple(m for m in missing if m in {Missing.CAUSE, Missing.MEASURE})
    assert judge_event(Case(S.IN_PROGRESS, **case), E.CLASSIFY) == classify


def test_the_deadline_runs_until_there_is_an_answer():
    assert {S.RECEIVED, S.IN_PROGRESS} == OPEN_STATES


@pytest.mark.parametrize(
    ("today", "urgency"),
    [
        (date(2026, 12, 4), Urgency.CALM),
        (date(2026, 12, 5), Urgency.SOON),
        (date(2026, 12, 9), Urgency.SOON),
        (date(2026, 12, 10), Urgency.OVERDUE),
    ],
)
def test_three_weeks_end_with_the_same_day_of_the_week(today, urgency):
    due = answer_due(date(2026, 11, 18))
    assert due == date(2026, 12, 9)
    assert judge_deadline(due, today) is urgency
    assert is_in_time(date(2026, 11, 18), today) is (today <= due)


def test_a_fault_has_two_working_days():
    assert fault_due(date(2026, 4, 1)) == date(2026, 4, 8)  # over Easter


def entry(key="waiting", **more):
    return {"key": key, "code": "X", "nb": "a", "nn": "b", "en": "c", **more}


def data(**changes):
    return {"version": 2, "since": "2026-01-01", "themes": [entry()], "benefits": []} | changes


def test_it_reads_a_classification():
    found = read_classification(data(themes=[entry(below=[entry("telephone")])]))
    assert (found.version, found.since) == (2, date(2026, 1, 1))
    assert found.knows("waiting", "telephone", "")
    assert found.knows("waiting", "", "")
    assert not found.knows("waiting", "letter", "")
    assert not found.knows("", "", "")
    assert not found.knows("waiting", "", "sickness")


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": "x"}, {"since": "yesterday"}, {"since": None}, {"themes": None},
        {"themes": [entry("Waiting")]}, {"themes": [entry(), entry()]},
        {"themes": [{**entry(), "nn": ""}]}, {"themes": [{"key": "a"}]}, {"themes": ["a"]},
        {"themes": [entry(key=7)]},
    ],
)  # fmt: skip
def test_what_is_no_classification_is_refused(wrong):
    with pytest.raises(ClassificationError):
        read_classification(data(**wrong))


def test_the_version_in_use_is_the_newest_that_has_begun():
    versions = [read_classification(data(version=n, since=f"20{n}-01-01")) for n in (24, 26, 25)]
    assert version_on(versions, date(2025, 12, 31)).version == 25
    assert version_on(versions, date(2026, 1, 1)).version == 26
    with pytest.raises(ClassificationError):
        version_on(versions, date(2023, 12, 31))
