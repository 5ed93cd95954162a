"""A questionnaire in use, and agencies whose every response is known."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from medverk.rules.disclosure.policy import Policy
from medverk.surveys import actions, queries
from medverk.surveys.models import Questionnaire

# The adversary and its random agencies are those of the rules (tests/rules/disclosure).
sys.path.insert(0, str(Path(__file__).parents[1] / "rules"))
sys.path.insert(0, str(Path(__file__).parents[1] / "people"))

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Tests roll back what they wrote; the process must not remember it."""
    queries.forget()
    yield
    queries.forget()


@pytest.fixture
def asked(db: None) -> Questionnaire:
    """A questionnaire with two questions, in use since 2026-W01."""
    from vaulted import short_questionnaire

    version = actions.add_version(raw=short_questionnaire(), source="test", by=None, now=SINCE)
    actions.put_in_use(version=version, from_when=SINCE, by=None, now=SINCE)
    return version.questionnaire


@pytest.fixture
def use_policy(settings: object) -> Iterator[object]:
    """`use_policy(Policy(...))`: this agency's thresholds from now on."""

    def use(policy: Policy) -> None:
        import json

        values = dict(django_settings.ENVIRONMENT.values)
        values["MEDVERK_POLICY"] = json.dumps(policy.to_mapping())
        settings.ENVIRONMENT = replace(django_settings.ENVIRONMENT, values=values)  # type: ignore[attr-defined]

    yield use
