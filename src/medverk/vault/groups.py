"""Responses counted by background too, for the breakdowns of an edition; for the releaser alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from medverk.rules.disclosure.figures import Part
from medverk.rules.disclosure.grain import count_names, grain_sql
from medverk.vault.queries import Slot, columns_of

Numbers = NDArray[np.int64]
KEYS = ("block", "counsellor", "kind")


@dataclass(frozen=True, eq=False)
class Counted:
    """One row for each block, counsellor and kind of background with responses.

    `block` is the place of the block in the list that was asked for; `kind` the number of the
    combination of background values, the last variable fastest and missing as each variable's last.
    """

    staff: tuple[str, ...]
    block: Numbers
    kind: Numbers
    who: Numbers
    responses: Numbers
    answers: Mapping[str, Numbers]


def count_groups(
    *,
    questionnaire: str,
    background: Mapping[str, Sequence[str]],
    slots: Mapping[str, Slot],
    blocks: Sequence[Sequence[Part]],
) -> Counted:
    """Everybody in these blocks, each given as its parts, in one GROUP BY.

    A value that is not in the list of its variable counts as missing.
    """
    parts = [part for block in blocks for part in block]
    places = [place for place, block in enumerate(blocks) for _ in block]
    kind, values = kind_of(background)
    # By number: a key may have a space in it, and then it is no name of a column.
    listed = list(enumerate(slots.values()))
    asked = "".join(f", r.answers[{slot.slot + 1:d}] AS q_{at}" for at, slot in listed)
    categories = {str(at): slot.categories for at, slot in listed}
    statement = (
        f"WITH responses AS (SELECT part.place AS block, r.counsellor_id AS counsellor, "  # noqa: S608
        f"{kind} AS kind{asked} FROM vault_response r "
        "JOIN unnest(%s::bigint[], %s::text[], %s::text[], %s::int[]) "
        "AS part (office_id, from_week, to_week, place) ON r.office_id = part.office_id "
        "AND r.week BETWEEN part.from_week AND part.to_week WHERE r.questionnaire = %s) "
        + grain_sql(KEYS, categories)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *columns_of(parts), places, questionnaire])
        rows = np.array(cursor.fetchall(), dtype=np.int64)
    width = len(KEYS) + len(count_names(categories))
    return read_counts(rows.reshape(-1, width), slots)


def kind_of(background: Mapping[str, Sequence[str]]) -> tuple[str, list[list[str] | str]]:
    """The number of a response's kind as SQL, and what it needs."""
    kind: str = "0"
    values: list[list[str] | str] = []
    for name, options in background.items():
        kind = (
            f"({kind}) * {len(options) + 1} + coalesce("
            f"array_position(%s::text[], r.background ->> %s) - 1, {len(options)})"
        )
        values += [list(options), name]
    return kind, values


def read_counts(rows: Numbers, slots: Mapping[str, Slot]) -> Counted:
    """The columns by what they are."""
    staff, who = np.unique(rows[:, 1], return_inverse=True)
    answers: dict[str, Numbers] = {}
    start = len(KEYS) + 1
    for question, slot in slots.items():
        answers[question] = rows[:, start : start + slot.categories]
        start += slot.categories
    return Counted(
        staff=tuple(str(counsellor) for counsellor in staff),
        block=rows[:, 0],
        kind=rows[:, 2],
        who=who.astype(np.int64),
        responses=rows[:, 3],
        answers=answers,
    )
