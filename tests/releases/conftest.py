"""A questionnaire in use, and agencies whose every response is known."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings as django_settings

from medverk.rules.disclosure.policy import Policy
from medverk.surveys import actions
from medverk.surveys.models import Questionnaire
from tests.releases.vaulted import short_questionnaire

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def asked(db: None) -> Questionnaire:
    """A questionnaire with two questions, in use since 2026-W01."""
    version = actions.add_version(raw=short_questionnaire(), source="test", by=None, now=SINCE)
    actions.put_in_use(version=version, from_when=SINCE, by=None, now=SINCE)
    return version.questionnaire


@pytest.fixture
def use_policy(settings: object) -> Callable[[Policy], None]:
    """`use_policy(Policy(...))`: this agency's thresholds from now on."""

    def use(policy: Policy) -> None:
        values = dict(django_settings.ENVIRONMENT.values)
        values["MEDVERK_POLICY"] = json.dumps(policy.to_mapping())
        settings.ENVIRONMENT = replace(django_settings.ENVIRONMENT, values=values)  # type: ignore[attr-defined]

    return use
