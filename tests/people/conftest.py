"""A small agency, and a login provider that is a process of its own."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from medverk.people.models import Person
from tests.people.agency import Agency, make_agency, use_provider


@pytest.fixture
def agency(db: None) -> Agency:
    return make_agency()


@dataclass(frozen=True)
class Provider:
    """The provider's side: what a person does in the provider's window."""

    address: str

    def approve(self, url: str, subject: str) -> dict[str, str]:
        """Log in at the provider; returns what it sends back with the browser."""
        answer = httpx.post(url, data={"sub": subject}, timeout=60)
        assert answer.status_code == 302, answer.text
        sent = parse_qs(urlsplit(answer.headers["Location"]).query)
        return {name: values[0] for name, values in sent.items()}

    @contextmanager
    def other_keys(self) -> Iterator[None]:
        """Meanwhile it publishes other keys than those it signs with."""
        httpx.post(f"{self.address}/published-keys").raise_for_status()
        try:
            yield
        finally:
            httpx.delete(f"{self.address}/published-keys").raise_for_status()


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    """A busy machine is no provider that is down."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("medverk.people.oidc.TIMEOUT", httpx.Timeout(60))
        yield from started_provider()


def started_provider() -> Iterator[Provider]:
    program = Path(__file__).with_name("provider.py")
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        try:
            yield Provider(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


@pytest.fixture
def real_login(settings: object, provider: Provider) -> Provider:
    """No demo: people log in at the provider."""
    use_provider(settings, provider.address)
    return provider


@pytest.fixture
def log_in(client: Client) -> Callable[[Person], Client]:
    """The test client, logged in as a person."""

    def become(person: Person) -> Client:
        client.post(reverse("login_as"), {"person": person.pk})
        return client

    return become
