"""Nothing about people in the log: each test has data that could leak [disclosure G3]."""

import ast
import io
import json
import logging
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

import medverk
from medverk.people.models import Person
from medverk.project.logs import JsonFormatter

PHONE = "+47 412 34 567"
TOKEN = "K7QW-3M9X-2RTB"


@pytest.fixture
def log():
    """Everything that would be written: all loggers, all levels, through our formatter."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def lines(log):
    return [json.loads(line) for line in log.getvalue().splitlines()]


def assert_clean(log, *secrets):
    text = log.getvalue()
    assert [secret for secret in (*secrets, PHONE, TOKEN, "41234567") if secret in text] == []


def fails_with(error):
    def fail(*args, **kwargs):
        raise error

    return fail


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "error",
    [RuntimeError(f"{TOKEN} from {PHONE}"), IntegrityError(f"Key (token)=({TOKEN}) exists")],
    ids=["runtime", "database"],
)
def test_it_leaves_the_link_out_when_an_answer_page_fails(client, log, monkeypatch, method, error):
    monkeypatch.setattr("medverk.intake.views.open_invitation", fails_with(error))
    monkeypatch.setattr("medverk.intake.actions.spend", fails_with(error))
    form = "application/x-www-form-urlencoded"
    answer = client.generic(method.upper(), f"/s/{TOKEN}/", "helped=1", form)
    assert answer.status_code == 503
    errors = [(line["from"], line["error"]) for line in lines(log) if "error" in line]
    assert errors == [("medverk.intake.middleware", type(error).__name__)]
    assert_clean(log)


@pytest.mark.django_db
def test_it_leaves_out_what_was_written_when_a_page_fails(client, log, monkeypatch):
    error = ValidationError(f"{PHONE} is not a number")
    monkeypatch.setattr("medverk.people.views.login.queries.personas", fails_with(error))
    answer = client.get(f"/login/?phone={PHONE}")
    assert answer.status_code == 500
    (line,) = lines(log)
    assert (line["from"], line["error"]) == ("django.request", "ValidationError")
    assert any("login.py" in place for place in line["where"])
    assert_clean(log)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"/s/{TOKEN}/more/", {}),
        (f"/lost/{TOKEN}/", {}),
        ("/login/", {"HTTP_HOST": f"{TOKEN}.example.org"}),
        ("/login/", {"HTTP_COOKIE": f"medverk={TOKEN}"}),
        (f"/k/{TOKEN}/", {}),
    ],
)
def test_it_leaves_addresses_out(client, log, path, headers):
    client.get(path, **headers)
    client.post(path, **headers)
    assert_clean(log)


@pytest.mark.django_db
def test_it_leaves_out_the_address_when_a_form_is_refused(log):
    Client(enforce_csrf_checks=True).post(f"/login/as/?token={TOKEN}", {"person": PHONE})
    assert_clean(log)


@pytest.mark.django_db
def test_it_leaves_out_what_the_database_says(log):
    Person.objects.create(subject="s", ident="i", name="Kari Eksempel", email="kari@example.org")
    try:
        Person.objects.create(subject="s", ident="j", name="Kari Eksempel")
    except IntegrityError:
        logging.getLogger("medverk.people").exception("not stored")
    assert_clean(log, "Kari", "kari@")
    assert lines(log)[0]["error"] == "IntegrityError"


@pytest.mark.parametrize(
    ("logger", "message", "values", "shown"),
    [
        ("httpx", "HTTP Request: %s %s", ("GET", f"https://x/{TOKEN}"), "HTTP Request: %s %s"),
        ("procrastinate", f"Job send({PHONE}) failed", (), "(left out)"),
        ("django.security", ValueError(PHONE), (), "(left out)"),
        ("django.security", ValueError(PHONE), ("x",), "(left out)"),
        ("medverkish", f"from {PHONE}", (), "(left out)"),
        ("medverk.vault", "set aside", (), "set aside"),
    ],
)  # fmt: skip
def test_it_keeps_what_the_programmer_wrote_and_no_values(logger, message, values, shown):
    record = logging.LogRecord(logger, logging.ERROR, "x.py", 7, message, values, None)
    line = json.loads(JsonFormatter().format(record))
    assert (line["message"], line["place"]) == (shown, "x:7")
    assert PHONE not in str(line)


RELEASE = "2578d03e-ccdb-4652-b5de-68a70c53b19a"


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("count", 14, True),
        ("seconds", 0.5, True),
        ("week", "2026-W47", True),
        ("release", RELEASE, True),
        ("kind", "conversation", True),
        ("task", "medverk.releases.tasks.publish", True),
        ("count", 41234567, False),
        ("kind", PHONE, False),
        ("state", "41234567", False),
        ("state", TOKEN, False),
        ("state", "Kari Eksempel", False),
        ("kind", None, False),
        ("kind", ["x"], False),
        ("token", "x", False),
        ("name", "x", False),
    ],
)
def test_it_keeps_fields_that_are_numbers_codes_weeks_or_ids(name, value, kept):
    record = logging.LogRecord("medverk.x", logging.INFO, "x.py", 7, "done", (), None)
    record.fields = {name: value}
    line = json.loads(JsonFormatter().format(record))
    assert line.get(name, "left out") == (value if kept else "left out")


LOG_CALLS = {"debug", "info", "warning", "error", "exception", "critical"}


def test_it_writes_only_constants_in_our_own_messages():
    """What varies goes in `extra`, where the formatter judges it."""
    loose = []
    for path in Path(medverk.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("logger."):
                constant = [isinstance(each, ast.Constant) for each in node.args]
                if constant != [True]:
                    loose.append(f"{path}:{node.lineno}")
    assert loose == []


def test_it_logs_no_requests(settings):
    assert settings.LOGGING["loggers"]["django.request"]["level"] == "ERROR"
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]
    formatters = {each["()"] for each in settings.LOGGING["formatters"].values()}
    assert formatters == {"medverk.project.logs.JsonFormatter"}
