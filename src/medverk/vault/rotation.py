"""When a key is made, when it is no longer needed, and when it is destroyed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from medverk.rules.weeks import Week
from medverk.vault.keys import KeyRing
from medverk.vault.models import SealKey

DEFAULT_DAYS = 7


def prepare_key(*, now: datetime, ring: KeyRing) -> bytes:
    """The public key to seal with this week; made when there is none yet.

    The private key is on disk before the table names it. Cut short in between, a file is left that
    opens nothing, and the next call makes another.
    """
    today = timezone.localdate(now)
    newest = SealKey.objects.order_by("-number").first()
    if newest and Week.of_date(newest.made_on) >= Week.of_date(today) and is_whole(newest, ring):
        return bytes(newest.public_key)
    public = ring.make()
    number = newest.number + 1 if newest else 1
    SealKey.objects.create(public_key=public, made_on=today, number=number)
    return public


def is_whole(key: SealKey, ring: KeyRing) -> bool:
    """Its private key is there; a database restored without its keys gets a new one."""
    return ring.private(bytes(key.public_key)) is not None


def keys_not_destroyed() -> list[bytes]:
    """Public keys, newest first, whose private key may still be there."""
    kept = SealKey.objects.filter(destroyed_on=None).order_by("-number")
    return [bytes(public) for public in kept.values_list("public_key", flat=True)]


def note_needed(publics: Iterable[bytes], today: date) -> None:
    SealKey.objects.filter(public_key__in=list(publics)).update(last_needed_on=today)


def destroy_old_keys(*, now: datetime, ring: KeyRing) -> int:
    """Destroy every retired key that has not been needed for so many days; how many.

    The file goes first: cut short in between, the next call finds it gone and notes the day.
    """
    today = timezone.localdate(now)
    limit = today - timedelta(days=key_days())
    retired = list(SealKey.objects.filter(destroyed_on=None).order_by("-number"))[1:]
    old = [key for key in retired if max(key.made_on, key.last_needed_on or key.made_on) < limit]
    for key in old:
        ring.destroy(bytes(key.public_key))
        key.destroyed_on = today
        key.save(update_fields=["destroyed_on"])
    return len(old)


def key_days() -> int:
    """How many days a retired key is kept (MEDVERK_KEY_DAYS)."""
    return int(settings.ENVIRONMENT.get("MEDVERK_KEY_DAYS") or DEFAULT_DAYS)
