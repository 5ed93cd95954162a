"""Tallies: what PostgreSQL counts is what counting by hand gives."""

from collections import Counter
from random import Random

import pytest

from medverk.people.privacy import DatabaseRole
from medverk.rules.disclosure.figures import Part
from medverk.rules.disclosure.tallies import Tally
from medverk.rules.weeks import Week
from medverk.surveys.catalogue import shipped_content
from medverk.vault.actions import add_responses
from medverk.vault.queries import Slot, slots_of, tallies
from tests.vault.samples import an_answer

pytestmark = pytest.mark.django_db

SLOTS = {"alliance": Slot(0, 5), "goal": Slot(2, 3)}


def random_answers(number: int) -> list:
    chance = Random(7)
    return [
        an_answer(
            office_id=chance.randint(1, 3),
            counsellor_id=chance.randint(10, 12),
            week=f"2026-W{chance.randint(9, 12):02d}",
            questionnaire=chance.choice(["conversation", "conversation", "call"]),
            answers=(chance.choice([None, 1, 2, 3, 4, 5]), 4, chance.choice([None, 1, 2, 3])),
        )
        for _ in range(number)
    ]


def by_hand(answers: list) -> list[Tally]:
    cells = Counter((a.office_id, a.counsellor_id, a.week) for a in answers)
    return [
        Tally(str(office), str(counsellor), Week.parse(week), responses, {
            name: tuple(
                sum((a.office_id, a.counsellor_id, a.week) == (office, counsellor, week)
                    and a.answers[slot.slot] == category for a in answers)
                for category in range(1, slot.categories + 1))
            for name, slot in SLOTS.items()})
        for (office, counsellor, week), responses in cells.items()
    ]  # fmt: skip


def in_order(found: list[Tally]) -> list[Tally]:
    return sorted(found, key=lambda tally: (tally.office, tally.counsellor, tally.week))


def test_it_counts_as_one_would_by_hand(as_role):
    answers = random_answers(400)
    with as_role(DatabaseRole.RELEASER):
        assert add_responses(answers) == 400
        found = tallies(questionnaire="conversation", until="2026-W11", slots=SLOTS)
    asked = [a for a in answers if a.questionnaire == "conversation" and a.week <= "2026-W11"]
    assert in_order(found) == in_order(by_hand(asked))


def test_it_counts_only_the_office_weeks_asked_for():
    answers = random_answers(400)
    add_responses(answers)
    parts = [Part("1", Week(2026, 9), Week(2026, 10)), Part("3", Week(2026, 11), Week(2026, 11))]
    found = tallies(questionnaire="conversation", until="2026-W53", slots=SLOTS, parts=parts)
    asked = [
        a for a in answers
        if a.questionnaire == "conversation"
        and (a.office_id, a.week) in {(1, "2026-W09"), (1, "2026-W10"), (3, "2026-W11")}
    ]  # fmt: skip
    assert in_order(found) == in_order(by_hand(asked))
    assert tallies(questionnaire="conversation", until="2026-W53", slots=SLOTS, parts=[]) == []


def test_it_takes_one_query_whatever_the_number_of_questions(django_assert_num_queries):
    with django_assert_num_queries(1):
        tallies(
            questionnaire="conversation",
            until="2026-W11",
            slots=slots_of(shipped_content("conversation")),
        )


def test_it_knows_the_slots_of_a_questionnaire():
    assert slots_of(shipped_content("call")) == {"helped": Slot(0, 3)}
