"""Offices that learn from each other, somebody logged in, and a day."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from medverk.people.models import Person
from tests.experiences.offices import Offices


@pytest.fixture(autouse=True)
def the_day_is(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("medverk.people.middleware.timezone.now", lambda: now)


@pytest.fixture
def offices(db: None) -> Offices:
    return Offices()


@pytest.fixture
def log_in(client: Client) -> Callable[[Person], Client]:
    def become(person: Person) -> Client:
        client.post(reverse("login_as"), {"person": person.pk})
        client.cookies["django_language"] = "en"
        return client

    return become
