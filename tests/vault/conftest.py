"""A key ring of one's own, with this week's key."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from medverk.vault.actions import key_in_use, prepare_key
from medverk.vault.keys import KeyRing


@pytest.fixture(autouse=True)
def fresh_key() -> Iterator[None]:
    key_in_use.forget()
    yield
    key_in_use.forget()


@pytest.fixture
def ring(tmp_path: Path, now: datetime, db: None) -> KeyRing:
    """A ring with this week's key in the table."""
    made = KeyRing(tmp_path / "keys")
    prepare_key(now=now, ring=made)
    return made
