"""A key ring of one's own, with this week's key."""

from datetime import datetime
from pathlib import Path

import pytest

from medverk.vault.actions import prepare_key
from medverk.vault.keys import KeyRing


@pytest.fixture
def ring(tmp_path: Path, now: datetime, db: None) -> KeyRing:
    """A ring with this week's key in the table."""
    made = KeyRing(tmp_path / "keys")
    prepare_key(now=now, ring=made)
    return made
