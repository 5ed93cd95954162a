"""Many rows at a time with COPY, always in an order that nobody can foresee [disclosure G3]."""

import json
import os
import secrets
from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db import connection

from medverk.vault.models import Response, SealedAnswer, SetAside
from medverk.vault.sealing import Answer

Item = TypeVar("Item")
Sealed = tuple[UUID, bytes]

_RESPONSE_COLUMNS = (
    "id, office_id, counsellor_id, version_id, questionnaire, week, answers, background"
)


def shuffled(items: Iterable[Item]) -> list[Item]:
    """The items in random order, from the operating system's randomness."""
    listed = list(items)
    secrets.SystemRandom().shuffle(listed)
    return listed


def copy_responses(answers: Iterable[Answer]) -> int:
    """Store answers as responses under new random ids; how many."""
    listed = shuffled(answers)
    statement = f"COPY {Response._meta.db_table} ({_RESPONSE_COLUMNS}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for answer in listed:
            copy.write_row(response_row(answer))
    return len(listed)


def response_row(answer: Answer) -> tuple[object, ...]:
    return (
        UUID(bytes=os.urandom(16), version=4),
        answer.office_id,
        answer.counsellor_id,
        answer.version_id,
        answer.questionnaire,
        answer.week,
        array_text(answer.answers),
        json.dumps(dict(answer.background)),
    )


def array_text(answers: tuple[int | None, ...]) -> str:
    """As PostgreSQL writes an array: {5,NULL,3}."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in answers) + "}"


def copy_sealed(rows: Iterable[Sealed]) -> None:
    copy_pairs(SealedAnswer._meta.db_table, rows)


def copy_set_aside(rows: Iterable[Sealed]) -> None:
    copy_pairs(SetAside._meta.db_table, rows)


def copy_pairs(table: str, rows: Iterable[Sealed]) -> None:
    listed = shuffled(rows)
    statement = f"COPY {table} (id, ciphertext) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in listed:
            copy.write_row(row)
