"""Clients of the API: made by an administrator, known by a token that is shown once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from medverk.invitations.models import ApiClient
from medverk.people.actions import log
from medverk.people.models import Person, Unit

_LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class NewClient:
    client: ApiClient
    token: str


def client_token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


@transaction.atomic
def make_client(*, name: str, unit: Unit, by: Person, now: datetime) -> NewClient:
    """A new client for a unit and those below. The token is in the answer, and nowhere else."""
    token = f"mv_{secrets.token_urlsafe(32)}"
    client = ApiClient.objects.create(
        name=name,
        unit=unit,
        token_hash=client_token_hash(token),
        made_on=timezone.localdate(now),
    )
    log(by=by, action="made_api_client", now=now, unit=unit, about=name)
    return NewClient(client, token)


@transaction.atomic
def revoke_client(*, client: ApiClient, by: Person, now: datetime) -> None:
    """From now on the token opens nothing. Repeating it changes nothing."""
    changed = ApiClient.objects.filter(pk=client.pk, active=True).update(
        active=False, revoked_on=max(timezone.localdate(now), client.made_on)
    )
    if changed:
        log(by=by, action="revoked_api_client", now=now, unit=client.unit, about=client.name)


def client_of(token: str, now: datetime) -> ApiClient | None:
    """The active client with this token; the day of its latest use is noted."""
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    found = ApiClient.objects.select_related("unit")
    client = found.filter(token_hash=client_token_hash(token), active=True).first()
    today = timezone.localdate(now)
    if client and client.used_on != today:
        ApiClient.objects.filter(pk=client.pk).update(used_on=today)
    return client
