"""Stored answers keep their meaning from version to version."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from medverk.surveys.catalogue import QUESTIONNAIRES, shipped_content, shipped_raw
from medverk.surveys.content import parse_content
from medverk.surveys.reading import ContentError
from medverk.surveys.slots import check_slots

# What is in use has these slots for ever. A line here is never changed; new questions are added.
SLOTS = {
    "conversation": {
        "prepared": 0,
        "heard": 1,
        "important": 2,
        "cooperate": 3,
        "shared_goal": 4,
        "fits_me": 5,
        "next_steps": 6,
    },
    "employer": {
        "reached": 0,
        "understood": 1,
        "informed": 2,
        "cooperate": 3,
        "shared_goal": 4,
        "next_steps": 5,
    },
    "trust": {"satisfaction": 0, "trust": 1, "respect": 2},
    "call": {"helped": 0},
}


@pytest.mark.parametrize("key", QUESTIONNAIRES)
def test_shipped_questions_stay_in_their_slots(key: str) -> None:
    assert {q.key: q.slot for q in shipped_content(key).questions} == SLOTS[key]


def newer(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    raw = copy.deepcopy(shipped_raw("conversation"))
    raw["number"] = 2
    change(raw)
    return raw


def reword(raw: dict[str, Any]) -> None:
    raw["questions"][0]["text"]["nb"] = "Jeg visste hva samtalen skulle handle om"


def drop_the_last(raw: dict[str, Any]) -> None:
    del raw["questions"][6]


def add_one(raw: dict[str, Any]) -> None:
    raw["questions"].append(raw["questions"][0] | {"key": "new", "slot": 7})


def turn_around(raw: dict[str, Any]) -> None:
    raw["questions"].reverse()


@pytest.mark.parametrize("change", [reword, drop_the_last, add_one, turn_around])
def test_it_lets_words_and_order_change(change: Callable[[dict[str, Any]], object]) -> None:
    check_slots(parse_content(newer(change), "new"), [shipped_content("conversation")])


def take_over(raw: dict[str, Any]) -> None:
    raw["questions"][6] |= {"key": "other"}


def move(raw: dict[str, Any]) -> None:
    raw["questions"][6]["slot"] = 9


def shorten(raw: dict[str, Any]) -> None:
    del raw["scales"]["agree"]["categories"][2]


def same_number(raw: dict[str, Any]) -> None:
    raw["number"] = 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (take_over, "questions.other.slot: expected a new slot: 6 belongs to 'next_steps'"),
        (move, "questions.next_steps.slot: expected 6"),
        (shorten, "questions.prepared.scale: expected 5 categories"),
        (same_number, "number: expected a number above 1"),
    ],
)
def test_it_refuses_what_would_change_the_meaning_of_answers(
    change: Callable[[dict[str, Any]], object], message: str
) -> None:
    with pytest.raises(ContentError) as caught:
        check_slots(parse_content(newer(change), "new"), [shipped_content("conversation")])
    assert message in str(caught.value)


def test_a_slot_stays_taken_when_its_question_is_gone() -> None:
    first = shipped_content("conversation")
    second = parse_content(newer(drop_the_last), "second")
    third = newer(take_over) | {"number": 3}
    with pytest.raises(ContentError, match="6 belongs to 'next_steps'"):
        check_slots(parse_content(third, "third"), [first, second])
