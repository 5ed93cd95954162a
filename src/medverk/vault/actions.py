"""Writes to the vault: the web seals, the releaser settles [disclosure G3, G4]."""

import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from medverk.people.actions import log
from medverk.vault import rotation
from medverk.vault.bulk import copy_responses
from medverk.vault.keys import KeyRing, releaser_keys
from medverk.vault.models import Response, SealedAnswer, SealKey
from medverk.vault.sealing import Answer, seal
from medverk.vault.settling import Settled, SettlingBusyError, settle_once

__all__ = ["NoSealKeyError", "Settled", "SettlingBusyError", "add_responses", "delete_responses",
           "prepare_key", "seal_answer", "settle"]  # fmt: skip

logger = logging.getLogger(__name__)

KEY_SECONDS = 60.0

_STORE = f"INSERT INTO {SealedAnswer._meta.db_table} (id, ciphertext) VALUES (%s, %s)"  # noqa: S608


class NoSealKeyError(RuntimeError):
    """The release engine has not made a key yet: start `medverk releaser` once."""


@dataclass
class KeyInUse:
    """The newest public key, read from the table at most once a minute."""

    public: bytes = b""
    until: float = 0.0

    def get(self) -> bytes:
        if time.monotonic() > self.until:
            newest = SealKey.objects.order_by("-number").values_list("public_key", flat=True)
            self.public = bytes(newest.first() or b"")
            self.until = time.monotonic() + KEY_SECONDS if self.public else 0.0
        if not self.public:
            raise NoSealKeyError
        return self.public

    def forget(self) -> None:
        self.until = 0.0


key_in_use = KeyInUse()


def seal_answer(*, id: UUID, answer: Answer) -> None:
    """Store an answer so that this process can never read it again; one INSERT.

    To be called in the transaction that spends the invitation. Raises NoSealKeyError,
    EnvelopeTooLargeError, and IntegrityError when this id has been stored before.
    """
    ciphertext = seal(answer, key_in_use.get())
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [id, ciphertext])


def prepare_key(*, now: datetime, ring: KeyRing | None = None) -> None:
    """See that there is a key to seal with; before this, no answer can be received."""
    rotation.prepare_key(now=now, ring=ring or releaser_keys())
    key_in_use.forget()


def settle(
    *,
    now: datetime,
    ring: KeyRing | None = None,
    not_before: Mapping[tuple[str, int], str] | None = None,
) -> Settled:
    """Move the answers of weeks that are over into the vault, and destroy keys of the past.

    It can be killed anywhere and run again: nothing is lost and nothing stored twice.
    not_before: for a questionnaire and office, the first week that is still open ("2026-W40"); a
    latecomer from an earlier week is counted in that one, so that a closed block never changes.
    Raises SettlingBusyError when others hold the table for too long; then nothing has changed.
    """
    ring = ring or releaser_keys()
    prepare_key(now=now, ring=ring)
    settled = settle_once(now=now, ring=ring, not_before=not_before or {})
    rotation.destroy_old_keys(now=now, ring=ring)
    log(by=None, action="answers_settled", now=now)
    if settled.unreadable:
        fields = {"count": settled.unreadable}
        logger.error("sealed answers that no key opens were set aside", extra={"fields": fields})
    return settled


def add_responses(answers: Iterable[Answer]) -> int:
    """Store responses without sealing, in random order; how many. Only the releaser can."""
    return copy_responses(answers)


def delete_responses(*, questionnaire: str, office_id: int, from_week: str, to_week: str) -> None:
    """Delete what may never be published; both weeks included [disclosure, "How blocks close"]."""
    Response.objects.filter(
        questionnaire=questionnaire, office_id=office_id, week__range=(from_week, to_week)
    ).delete()
