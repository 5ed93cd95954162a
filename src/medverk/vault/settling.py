"""Settling: sealed answers whose week is over become responses, and the trail ends [disclosure G3].

One transaction opens a new, empty file for the sealed table (TRUNCATE), so that no dead row, row
id or transaction number is left of how the answers came in; what is not due yet is put back, sealed
anew and in random order, by night under new ids. All that is slow happens before the table is
locked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from medverk.rules.settling import Standing, find_week, judge_week
from medverk.rules.weeks import Week
from medverk.vault.bulk import Sealed, copy_responses, copy_sealed, copy_set_aside
from medverk.vault.keys import KeyRing, Opener
from medverk.vault.models import SealedAnswer
from medverk.vault.rotation import keys_not_destroyed, note_needed
from medverk.vault.sealing import Answer, EnvelopeError, seal_envelope, unpack

GRACE = timedelta(hours=1)  # a request that began in the old week is stored by then
OPENING_HOUR = 6
"""Before it what waits gets new ids, so that two backups of a week do not tell which rows are new.
Later an id is what keeps a form on the tablet from being stored twice; forms end at midnight."""

TRIES = 5
LOCK_SECONDS = 2
CHUNK = 2000


class SettlingBusyError(RuntimeError):
    """The table of sealed answers could not be had for ourselves; try again later."""


class _LatecomersError(Exception):
    """Due answers came in while we read: read on, and try again."""


class _SettledByOthersError(Exception):
    """Another releaser has moved what we read: begin again with what is there now."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How many answers became responses, were put back, and could not be read."""

    settled: int
    waiting: int
    unreadable: int


@dataclass
class Pile:
    """What has been read and opened so far; plain answers exist in memory only."""

    seen: set[UUID] = field(default_factory=set)
    due: list[Answer] = field(default_factory=list)
    waiting: list[Sealed] = field(default_factory=list)
    unreadable: list[Sealed] = field(default_factory=list)


@dataclass(frozen=True)
class Sorter:
    """Opens sealed answers and lays each on its part of the pile."""

    opener: Opener
    newest_key: bytes
    this_week: Week
    not_before: Mapping[tuple[str, int], str]
    new_ids: bool

    def lay(self, row: Sealed, pile: Pile) -> None:
        id, ciphertext = row
        pile.seen.add(id)
        envelope = self.opener.open(ciphertext)
        answer = self.read(envelope) if envelope is not None else None
        if envelope is None or answer is None:
            pile.unreadable.append(row)
        elif judge_week(Week.parse(answer.week), self.this_week) is Standing.DUE:
            pile.due.append(self.in_an_open_week(answer))
        else:
            kept = uuid4() if self.new_ids else id
            pile.waiting.append((kept, seal_envelope(envelope, self.newest_key)))

    def read(self, envelope: bytes) -> Answer | None:
        """The answer, unless it makes no sense or claims to come from the future."""
        try:
            answer = unpack(envelope)
        except EnvelopeError:
            return None
        standing = judge_week(Week.parse(answer.week), self.this_week)
        return None if standing is Standing.IMPOSSIBLE else answer

    def in_an_open_week(self, answer: Answer) -> Answer:
        first = self.not_before.get((answer.questionnaire, answer.office_id))
        week = find_week(Week.parse(answer.week), Week.parse(first) if first else None)
        return replace(answer, week=str(week))


def settle_once(
    *, now: datetime, ring: KeyRing, not_before: Mapping[tuple[str, int], str]
) -> Settled:
    """See `actions.settle`. Raises SettlingBusyError."""
    publics = keys_not_destroyed()
    sorter = Sorter(
        ring.opener(publics),
        publics[0],
        Week.of_date(timezone.localdate(now - GRACE)),
        not_before,
        new_ids=timezone.localtime(now).hour < OPENING_HOUR,
    )
    pile = Pile()
    for _ in range(TRIES):
        read_into(pile, sorter)
        try:
            with transaction.atomic(durable=True):
                move(pile, sorter)
                note_needed(sorter.opener.needed, timezone.localdate(now))
            return Settled(len(pile.due), len(pile.waiting), len(pile.unreadable))
        except _SettledByOthersError:
            pile = Pile()
        except (_LatecomersError, OperationalError) as error:
            if isinstance(error, OperationalError) and not is_lock_timeout(error):
                raise
    raise SettlingBusyError


def read_into(pile: Pile, sorter: Sorter) -> None:
    """Read what has not been read; nothing is locked and nothing changed."""
    for row in sealed_rows(SealedAnswer.objects.all()):
        if row[0] not in pile.seen:
            sorter.lay(row, pile)


def move(pile: Pile, sorter: Sorter) -> None:
    """The transaction: store the due ones, then lock, empty and refill the sealed table."""
    copy_responses(pile.due)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
        cursor.execute(f"LOCK TABLE {SealedAnswer._meta.db_table} IN ACCESS EXCLUSIVE MODE")
    meanwhile = came_meanwhile(pile, sorter)
    if meanwhile.due:
        raise _LatecomersError
    copy_set_aside(pile.unreadable)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {SealedAnswer._meta.db_table}")
    copy_sealed([*pile.waiting, *meanwhile.waiting, *meanwhile.unreadable])


def came_meanwhile(pile: Pile, sorter: Sorter) -> Pile:
    """What was stored between our reading and the lock: few, so the lock is short."""
    there = set(SealedAnswer.objects.values_list("id", flat=True))
    if not pile.seen <= there:
        raise _SettledByOthersError
    ids = there - pile.seen
    meanwhile = Pile()
    for row in sealed_rows(SealedAnswer.objects.filter(id__in=ids)) if ids else ():
        sorter.lay(row, meanwhile)
    return meanwhile


def sealed_rows(answers: QuerySet[SealedAnswer]) -> Iterator[Sealed]:
    for id, ciphertext in answers.values_list("id", "ciphertext").iterator(chunk_size=CHUNK):
        yield id, bytes(ciphertext)


def is_lock_timeout(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") == "55P03"
