"""Personas let anyone be anyone: the demo and production cannot be on together."""

import json
import os
import subprocess
import sys
from itertools import product

import pytest
from django.urls import reverse

from medverk.environment import DatabaseRole, EnvironmentError, read_environment

ADDRESSES = ("http://127.0.0.1:8000", "http://medverk.example.org", "https://medverk.example.org")
ISSUERS = ("", "https://login.example.org")


@pytest.mark.parametrize(
    ("demo", "address", "issuer"), list(product(("", "0", "1", "yes"), ADDRESSES, ISSUERS))
)
def test_it_refuses_personas_beside_https_or_a_login_provider(demo, address, issuer):
    source = {"MEDVERK_DEMO": demo, "MEDVERK_ADDRESS": address, "MEDVERK_OIDC_ISSUER": issuer}
    if demo == "1" and (address.startswith("https") or issuer):
        with pytest.raises(EnvironmentError, match="lets anyone log in as anyone"):
            read_environment(source)
    else:
        assert read_environment(source).demo is (demo == "1")


@pytest.mark.parametrize("command", ["serve", "worker", "releaser", "migrate"])
def test_it_starts_no_process_with_personas_in_production(command, tmp_path):
    """The real command, in a process of its own."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
        "MEDVERK_HOME": str(tmp_path),
        "MEDVERK_DEMO": "1",
        "MEDVERK_ADDRESS": "https://medverk.example.org",
        "MEDVERK_WEB_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "medverk.project", command],
        env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"medverk {command}: MEDVERK_DEMO=1 lets anyone log in")
    assert "Traceback" not in ended.stderr


SETTINGS = """
import json
from medverk.project import settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name in (
    "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "LANGUAGE_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER", "DEBUG", "ALLOWED_HOSTS")}))
"""


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_it_sends_cookies_by_https_only_where_people_come_by_https(scheme):
    """The settings are computed once, so each case has a process of its own."""
    environment = {"PATH": os.environ["PATH"], "MEDVERK_ADDRESS": f"{scheme}://m.example.org"}
    told = subprocess.run(
        [sys.executable, "-c", SETTINGS], env=environment, capture_output=True, check=True
    )
    secure = scheme == "https"
    assert json.loads(told.stdout) == {
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "LANGUAGE_COOKIE_SECURE": secure,
        "SECURE_HSTS_SECONDS": 31536000 if secure else 0,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"] if secure else None,
        "DEBUG": False,
        "ALLOWED_HOSTS": ["m.example.org", "127.0.0.1", "localhost"],
    }


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_it_shows_personas_in_the_demo_only(client, settings, demo):
    settings.DEMO = demo
    answer = client.get(reverse("login"))
    assert answer.status_code == (200 if demo else 503)  # without a provider nobody gets in
    assert client.post(reverse("login_as"), {"person": "1"}).status_code == 404


def test_it_keeps_only_variables_that_it_knows():
    environment = read_environment({"MEDVERK_ADDRESS": "x", "PATH": "/bin", "MEDVERK_SECRETS": "y"})
    assert environment.values == {"MEDVERK_ADDRESS": "x"}


def test_it_says_what_a_missing_variable_is_for():
    environment = read_environment({"MEDVERK_ROLE": "releaser"})
    assert environment.role is DatabaseRole.RELEASER
    with pytest.raises(EnvironmentError, match="Set MEDVERK_SECRET_KEY: signs sessions"):
        environment.require("MEDVERK_SECRET_KEY")


@pytest.mark.parametrize("policy", ["{", "[]", "3", '"x"'])
def test_it_says_when_the_policy_cannot_be_read(policy):
    with pytest.raises(EnvironmentError, match="MEDVERK_POLICY"):
        _ = read_environment({"MEDVERK_POLICY": policy}).policy
