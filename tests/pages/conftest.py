"""A stage with published figures, on a day that stands still."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from medverk.people.models import Person
from medverk.people.privacy import DatabaseRole
from tests.pages.stage import FORTNIGHTLY, Stage, publish_year


@pytest.fixture
def stage(db: None) -> Stage:
    """Units and people, nothing published."""
    return Stage()


@pytest.fixture
def year(stage: Stage) -> Stage:
    """The same with a year of publications."""
    publish_year(stage, weeks=FORTNIGHTLY)
    return stage


@pytest.fixture(autouse=True)
def the_day_is(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Pages are read on a Wednesday in 2026-W47, whatever day it is."""
    monkeypatch.setattr("medverk.people.middleware.timezone.now", lambda: now)


@pytest.fixture
def web(
    as_person: Callable[[Person | None], Client], as_role: Callable[..., Any]
) -> Callable[..., Any]:
    """`web(person, address)` opens, `web(person, address, {…})` sends: as the web, in English."""

    def go(who: Person | None, address: str, sent: dict[str, object] | None = None) -> Any:
        client = as_person(who)
        client.cookies["django_language"] = "en"
        with as_role(DatabaseRole.WEB):
            return client.get(address) if sent is None else client.post(address, sent)

    return go
