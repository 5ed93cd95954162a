"""Keys: on disk before they are used, for the releaser's eyes, and destroyed in the end."""

from datetime import timedelta

import pytest

from medverk.vault.actions import NoSealKeyError, key_in_use, prepare_key, settle
from medverk.vault.keys import KeyRing
from medverk.vault.models import SealedAnswer, SealKey, SetAside
from tests.vault.samples import an_answer, seal_all

pytestmark = pytest.mark.django_db

WEEK = timedelta(weeks=1)


def files(ring: KeyRing) -> list[str]:
    return sorted(path.name for path in ring.folder.iterdir())


def test_it_keeps_private_keys_in_files_that_only_their_owner_can_read(ring):
    (name,) = files(ring)
    assert (ring.folder / name).stat().st_mode & 0o777 == 0o600
    assert ring.folder.stat().st_mode & 0o777 == 0o700
    assert name == f"{bytes(SealKey.objects.get().public_key).hex()}.key"


def test_it_cannot_seal_before_there_is_a_key(db):
    with pytest.raises(NoSealKeyError):
        seal_all(an_answer())


def test_it_makes_one_key_a_week(ring, now):
    prepare_key(now=now + timedelta(days=1), ring=ring)
    assert SealKey.objects.count() == 1
    prepare_key(now=now + WEEK, ring=ring)
    assert list(SealKey.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_it_makes_a_new_key_when_the_file_is_gone(ring, now):
    ring.destroy(bytes(SealKey.objects.get().public_key))
    prepare_key(now=now, ring=ring)
    assert SealKey.objects.count() == 2


def test_it_is_used_until_a_newer_key_is_noticed(ring, now):
    first = key_in_use.get()
    prepare_key(now=now + WEEK, ring=ring)
    assert key_in_use.get() != first


def test_it_destroys_a_retired_key_seven_days_after_it_was_last_needed(ring, now):
    old = bytes(SealKey.objects.get().public_key)
    seal_all(an_answer(week="2026-W47"))
    settle(now=now + WEEK, ring=ring)
    assert ring.private(old) is not None
    settle(now=now + 2 * WEEK, ring=ring)
    assert ring.private(old) is not None
    settle(now=now + 2 * WEEK + timedelta(days=1), ring=ring)
    assert ring.private(old) is None
    assert old.hex() not in "".join(files(ring))
    assert SealKey.objects.get(number=1).destroyed_on is not None


def test_it_cannot_open_a_restored_answer_once_the_key_is_destroyed(ring, now):
    seal_all(an_answer(week="2026-W47"))
    backup = list(SealedAnswer.objects.values())
    settle(now=now + WEEK, ring=ring)
    settle(now=now + 3 * WEEK, ring=ring)
    SealedAnswer.objects.bulk_create(SealedAnswer(**row) for row in backup)
    assert settle(now=now + 3 * WEEK, ring=ring).unreadable == 1
    assert SetAside.objects.count() == 1


def test_it_never_destroys_the_key_in_use(ring, now):
    settle(now=now, ring=ring)
    prepare_key(now=now + timedelta(days=60), ring=ring)
    settle(now=now + timedelta(days=60), ring=ring)
    seal_all(an_answer(week="2027-W03"))
    assert settle(now=now + timedelta(days=61), ring=ring).waiting == 1


def test_it_finishes_a_destruction_that_was_cut_short(ring, now):
    ring.destroy(bytes(SealKey.objects.get().public_key))
    settle(now=now + 3 * WEEK, ring=ring)
    assert SealKey.objects.get(number=1).destroyed_on is not None
