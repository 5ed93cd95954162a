"""A house to invite from, a clock that stands still, and a key to seal with."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from medverk.intake import middleware
from medverk.surveys.actions import load_shipped
from medverk.vault.actions import prepare_key
from medverk.vault.keys import KeyRing
from tests.intake.house import House, make_house

if TYPE_CHECKING:
    from playwright.sync_api import Browser


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


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """The system's browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
