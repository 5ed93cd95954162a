"""A county, a questionnaire in use, and somebody logged in."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from medverk.people.models import Person
from medverk.surveys import queries as surveys
from medverk.surveys.actions import load_shipped
from medverk.surveys.models import Version
from tests.pilots.place import Place, make_place


@pytest.fixture
def place(db: None) -> Place:
    return make_place()


@pytest.fixture
def version(db: None) -> Version:
    """In use since well before the pilot."""
    load_shipped(now=datetime(2026, 1, 5, tzinfo=UTC))
    return surveys.current_version("conversation", now=datetime(2026, 2, 1, tzinfo=UTC))


@pytest.fixture
def log_in(client: Client) -> Callable[[Person], Client]:
    def become(person: Person) -> Client:
        client.post(reverse("login_as"), {"person": person.pk})
        return client

    return become
