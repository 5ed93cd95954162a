"""A county, somebody logged in, and a clock that stands still."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from medverk.people.models import Person
from tests.complaints.agency import Place


@pytest.fixture
def place(db: None) -> Place:
    return Place()


@pytest.fixture
def log_in(client: Client) -> Callable[[Person], Client]:
    def become(person: Person) -> Client:
        client.post(reverse("login_as"), {"person": person.pk})
        return client

    return become


@pytest.fixture
def the_day_is(monkeypatch: pytest.MonkeyPatch, now: datetime) -> datetime:
    """Pages are read on a Wednesday in 2026-W47, whatever day it is."""
    monkeypatch.setattr("medverk.people.middleware.timezone.now", lambda: now)
    return now
