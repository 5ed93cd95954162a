"""A database that knows less than people have seen publishes nothing [G2, G5]."""

import pytest

from medverk.rules.publishing.memory import (
    Forgotten,
    Memory,
    find_forgotten,
    may_be_undone,
)
from medverk.rules.weeks import Week

HERE, ELSEWHERE = "server/1", "server/2"
BEFORE, WEEK, LATER = Week(2026, 46), Week(2026, 47), Week(2026, 48)
COMMITTED = Memory("2026-W47", None, HERE, None)
BEGUN = Memory("2026-W47", "2026-W46", HERE, "731")
BEGUN_FIRST = Memory("2026-W47", None, HERE, "731")


@pytest.mark.parametrize(
    ("memory", "known", "database", "forgotten"),
    [
        (None, None, HERE, None),  # nothing was ever published
        (None, WEEK, HERE, Forgotten.NOTHING_REMEMBERED),
        (COMMITTED, WEEK, HERE, None),
        (COMMITTED, LATER, HERE, None),
        (COMMITTED, BEFORE, HERE, Forgotten.NEWER_PUBLISHED),
        (COMMITTED, None, HERE, Forgotten.NEWER_PUBLISHED),
        (COMMITTED, WEEK, ELSEWHERE, Forgotten.ANOTHER_DATABASE),
        (COMMITTED, None, ELSEWHERE, Forgotten.ANOTHER_DATABASE),
        (BEGUN, BEFORE, HERE, Forgotten.NEWER_PUBLISHED),
        (BEGUN, WEEK, HERE, None),
    ],
)
def test_it_publishes_only_where_the_database_knows_as_much(
    memory: Memory | None, known: Week | None, database: str, forgotten: Forgotten | None
) -> None:
    assert find_forgotten(memory, known, database) is forgotten


@pytest.mark.parametrize(
    ("memory", "known", "undone"),
    [
        (COMMITTED, BEFORE, False),  # it is known to be committed
        (COMMITTED, None, False),
        (BEGUN, BEFORE, True),
        (BEGUN, None, False),  # an older database than the one it was begun in
        (BEGUN_FIRST, None, True),
        (BEGUN_FIRST, BEFORE, False),
    ],
)
def test_only_what_was_not_committed_may_be_undone(
    memory: Memory, known: Week | None, undone: bool
) -> None:
    assert may_be_undone(memory, known) is undone


def test_it_remembers_a_week() -> None:
    assert COMMITTED.week == WEEK
