"""Answers to put in the vault."""

from dataclasses import replace
from uuid import uuid4

from medverk.vault.actions import seal_answer
from medverk.vault.sealing import Answer

AN_ANSWER = Answer(
    office_id=3,
    counsellor_id=14,
    version_id=1,
    questionnaire="conversation",
    week="2026-W46",
    answers=(5, None, 1, 3, 4, 2, 5),
    background={"age": "under 30", "channel": "sms"},
)


def an_answer(**changes: object) -> Answer:
    return replace(AN_ANSWER, **changes)


def seal_all(*answers: Answer) -> None:
    for answer in answers:
        seal_answer(id=uuid4(), answer=answer)
