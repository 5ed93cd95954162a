"""A house to invite from, a clock that stands still, and a key to seal with."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from intake.house import House, make_house
from medverk.intake import middleware
from medverk.surveys import queries
from medverk.surveys.actions import load_shipped
from medverk.vault.actions import key_in_use, prepare_key
from medverk.vault.keys import KeyRing


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    queries.forget()
    key_in_use.forget()
    yield
    queries.forget()
    key_in_use.forget()


@pytest.fixture(autouse=True)
def clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware.timezone, "now", lambda: now)


@pytest.fixture
def ring(tmp_path: Path, now: datetime, db: None) -> KeyRing:
    made = KeyRing(tmp_path / "keys")
    prepare_key(now=now, ring=made)
    return made


@pytest.fixture
def house(db: None, now: datetime, ring: KeyRing) -> House:
    load_shipped(now=now)
    return make_house()


@pytest.fixture
def anyone() -> Client:
    """A browser of somebody who answers; errors are seen as they see them."""
    return Client(raise_request_exception=False)
