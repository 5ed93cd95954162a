"""What the tests of this room share."""

from datetime import datetime

import pytest

from medverk.people.models import Person
from medverk.surveys import actions, queries
from medverk.surveys.models import Version


@pytest.fixture
def reader(db: None) -> Person:
    """Somebody in the directorate who reads translations."""
    return Person.objects.create(subject="reader", name="Reader", ident="R1")


@pytest.fixture
def conversation(db: None, now: datetime) -> Version:
    """The shipped questionnaire after a conversation, in use."""
    actions.load_shipped(now=now)
    return queries.current_version("conversation", now=now)
