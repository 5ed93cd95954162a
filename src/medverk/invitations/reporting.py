"""Take reports of encounters: all valid rows at once, each refused row with its reason.

A report is one transaction: after a crash either all of its valid rows are taken, or none.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from medverk.invitations.actions import Encounter, invite_all
from medverk.invitations.contacts import keyed_hash
from medverk.invitations.models import ApiClient, IdempotencyKey
from medverk.invitations.reasons import Reason
from medverk.invitations.rows import Directory, Row, read_rows
from medverk.people.models import Person, Unit
from medverk.people.queries import units_below


@dataclass(frozen=True, slots=True)
class Reported:
    """reasons: for each row None when it was taken, else why not. Never who was left out."""

    reasons: tuple[Reason | None, ...]

    @property
    def accepted(self) -> int:
        return self.reasons.count(None)


class KeyReusedError(Exception):
    """The idempotency key came earlier, with another body."""


@transaction.atomic
def report(*, rows: Sequence[Row], unit: Unit, by: Person | None, now: datetime) -> Reported:
    """Invite after the encounters of a unit and those below."""
    directory = Directory(units_below([unit.pk])[unit.pk], now)
    found = read_rows(rows, directory)
    invite_all(encounters=[one for one in found if isinstance(one, Encounter)], by=by, now=now)
    return Reported(tuple(one if isinstance(one, Reason) else None for one in found))


@transaction.atomic
def report_once(
    *, client: ApiClient, key: str, body: bytes, rows: Sequence[Row], now: datetime
) -> Reported:
    """`report` for a client; repeated with the same key it changes nothing and answers the same.

    Of two at the same time the second waits for the first. Raises KeyReusedError.
    """
    key_hash = hashlib.sha256(key.encode()).digest()
    # Nobody keeps the key, so nobody can try numbers against the digest.
    digest = keyed_hash(key.encode() + b"\0" + body)
    fresh = IdempotencyKey(
        client=client, key_hash=key_hash, request_digest=digest, day=timezone.localdate(now)
    )
    IdempotencyKey.objects.bulk_create([fresh], ignore_conflicts=True)
    kept = IdempotencyKey.objects.select_for_update().get(client=client, key_hash=key_hash)
    if bytes(kept.request_digest) != digest:
        raise KeyReusedError
    if kept.response is not None:
        return as_reported(kept.response)
    reported = report(rows=rows, unit=client.unit, by=None, now=now)
    kept.response = [reason.value if reason else None for reason in reported.reasons]
    kept.save(update_fields=["response"])
    return reported


def as_reported(response: Any) -> Reported:
    return Reported(tuple(Reason(code) if code else None for code in response))
