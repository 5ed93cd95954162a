"""Reads of the vault, for the release engine alone: counts, never single responses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from medverk.rules.disclosure.figures import Part
from medverk.rules.disclosure.grain import grain_sql
from medverk.rules.disclosure.tallies import Tally
from medverk.rules.weeks import Week
from medverk.surveys.content import Content

KEYS = ("office", "counsellor", "week")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a question's answers stand in the stored list, and how many categories it has."""

    slot: int
    categories: int


def slots_of(*versions: Content) -> dict[str, Slot]:
    """The slots of every question that any version of a questionnaire has asked."""
    return {
        question.key: Slot(question.slot, len(version.scale_of(question).categories))
        for version in versions
        for question in version.questions
    }


def tallies(
    *,
    questionnaire: str,
    until: str,
    slots: Mapping[str, Slot],
    parts: Iterable[Part] | None = None,
) -> list[Tally]:
    """Responses counted by office, counsellor and week, in one GROUP BY.

    until: the last week to count, "2026-W47". slots: as `slots_of` gives them. parts: the office
    weeks to count, or None for all. Offices and counsellors are named by their ids as text.
    """
    source = "vault_response r"
    values: list[Any] = []
    if parts is not None:
        source += f" JOIN {_PARTS}"
        values += columns_of(parts)
    statement = (
        "WITH responses AS (SELECT r.office_id AS office, r.counsellor_id AS counsellor, "  # noqa: S608
        f"r.week{asked_in(slots)} FROM {source} WHERE r.questionnaire = %s AND r.week <= %s) "
        + grain_sql(KEYS, numbered(slots))
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, questionnaire, until])
        return read_tallies(cursor.fetchall(), slots)


_PARTS = (
    "unnest(%s::bigint[], %s::text[], %s::text[]) AS part (office_id, from_week, to_week) "
    "ON r.office_id = part.office_id AND r.week BETWEEN part.from_week AND part.to_week"
)


def columns_of(parts: Iterable[Part]) -> list[list[int] | list[str]]:
    listed = list(parts)
    return [
        [int(part.office) for part in listed],
        [str(part.from_week) for part in listed],
        [str(part.to_week) for part in listed],
    ]


def asked_in(slots: Mapping[str, Slot]) -> str:
    """The answers as columns for `grain_sql`. PostgreSQL counts places from 1."""
    return "".join(
        f", r.answers[{slot.slot + 1:d}] AS q_{at}" for at, slot in enumerate(slots.values())
    )


def numbered(slots: Mapping[str, Slot]) -> dict[str, int]:
    """Numbers of categories. Questions go by number: a key with a space names no column."""
    return {str(at): slot.categories for at, slot in enumerate(slots.values())}


def read_tallies(rows: Iterable[tuple[Any, ...]], slots: Mapping[str, Slot]) -> list[Tally]:
    """Each row as a tally. There may be a hundred thousand, so what repeats is made once."""
    places = places_of(slots)
    weeks: dict[str, Week] = {}
    return [
        Tally(
            str(row[0]),
            str(row[1]),
            weeks.get(row[2]) or weeks.setdefault(row[2], Week.parse(row[2])),
            row[3],
            {question: row[start:end] for question, start, end in places},
        )
        for row in rows
    ]


def places_of(slots: Mapping[str, Slot]) -> list[tuple[str, int, int]]:
    """Between which columns of a row each question's counts stand."""
    places, start = [], 4
    for question, slot in slots.items():
        places.append((question, start, start + slot.categories))
        start += slot.categories
    return places
