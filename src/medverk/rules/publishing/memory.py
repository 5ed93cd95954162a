"""Whether a database has forgotten what was published from it [disclosure G2, G5].

What was published last is remembered outside the database. A database restored from an old backup
knows less than people have seen, and must publish nothing.
"""

from dataclasses import dataclass
from enum import StrEnum

from medverk.rules.weeks import Week


class Forgotten(StrEnum):
    """Why nothing may be published."""

    NOTHING_REMEMBERED = "nothing_remembered"  # and the database knows of publications
    ANOTHER_DATABASE = "another_database"
    NEWER_PUBLISHED = "newer_published"


@dataclass(frozen=True, slots=True)
class Memory:
    """The last week that was published, or was about to be."""

    until: str
    before: str | None
    """The week published before it."""

    database: str
    """The server's and the database's own numbers: a restored database has others."""

    transaction: str | None
    """The publication's, until it is known to be committed."""

    @property
    def week(self) -> Week:
        return Week.parse(self.until)


def find_forgotten(memory: Memory | None, known: Week | None, database: str) -> Forgotten | None:
    """Whether more may have been published than `known`, the last week that the database knows of.

    NEWER_PUBLISHED stands unless the transaction was undone: see `may_be_undone`.
    """
    if memory is None:
        return None if known is None else Forgotten.NOTHING_REMEMBERED
    if memory.database != database:
        return Forgotten.ANOTHER_DATABASE
    behind = known is None or known < memory.week
    return Forgotten.NEWER_PUBLISHED if behind else None


def may_be_undone(memory: Memory, known: Week | None) -> bool:
    """Whether the remembered publication may have been cut short before it was committed: it is not
    known to be committed, and the database is where it was before."""
    return memory.transaction is not None and memory.before == (str(known) if known else None)
