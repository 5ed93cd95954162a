"""Something goes wrong: a kind page in the visitor's language, and addresses for machines."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client

pytestmark = pytest.mark.django_db

TITLES = {
    400: {
        "nb": "Vi kunne ikke lese det som ble sendt",
        "nn": "Vi kunne ikkje lese det som blei sendt",
        "en": "We could not read what was sent",
    },
    403: {
        "nb": "Skjemaet var for gammelt",
        "nn": "Skjemaet var for gammalt",
        "en": "The form was too old",
    },
}


def in_language(language, **options):
    client = Client(raise_request_exception=False, **options)
    client.cookies["django_language"] = language
    return client


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_says_when_a_form_cannot_be_read(language):
    fields = {f"field{number}": "x" for number in range(300)}
    answer = in_language(language).post("/login/as/", fields)
    assert answer.status_code == 400
    assert TITLES[400][language] in answer.content.decode()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_says_when_a_form_is_too_old(language):
    answer = in_language(language, enforce_csrf_checks=True).post("/login/as/", {"person": "1"})
    assert answer.status_code == 403
    assert TITLES[403][language] in answer.content.decode()


@pytest.mark.parametrize("host", ["elsewhere.example", "a b", "x" * 300])
def test_it_answers_only_under_its_own_name(host):
    assert in_language("en").get("/login/", HTTP_HOST=host).status_code == 400


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/s/", "/units/x/results/", "/%00/", "/" + "x" * 9000]
)
def test_it_says_when_nothing_is_there(path):
    answer = in_language("en").get(path)
    assert answer.status_code == 404
    assert "Nothing at this address" in answer.content.decode()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_says_that_it_failed_in_all_languages_at_once(language, monkeypatch):
    def fail(*args):
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("medverk.people.views.login.queries.personas", fail)
    answer = in_language(language).get("/login/")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "secret of the house" not in text
    for words in ("Noe gikk galt hos oss", "Noko gjekk gale hos oss", "Something went wrong"):
        assert words in text


def test_it_says_when_a_page_is_not_for_the_role(monkeypatch):
    def refuse(*args):
        raise PermissionDenied

    monkeypatch.setattr("medverk.people.views.login.queries.personas", refuse)
    answer = in_language("en").get("/login/")
    assert (answer.status_code, b"not for your role" in answer.content) == (403, True)


def test_it_says_when_the_session_ended_before_the_form_came():
    answer = in_language("en").post("/settings/", {"language": "nb"})
    assert (answer.status_code, b"Log in first" in answer.content) == (403, True)


@pytest.mark.parametrize(("path", "state"), [("/health/", "alive"), ("/ready/", "ready")])
def test_it_tells_machines_how_it_is(path, state):
    answer = Client().get(path)
    assert (answer.status_code, answer.json()) == (200, {"state": state})
    assert answer.cookies == {}


def test_it_is_alive_but_not_ready_without_its_database(monkeypatch):
    def fail():
        raise OperationalError("connection to server at db.example failed for user medverk_web")

    monkeypatch.setattr(connection, "cursor", fail)
    alive, ready = Client().get("/health/"), Client().get("/ready/")
    monkeypatch.undo()
    assert (alive.status_code, ready.status_code) == (200, 503)
    assert ready.json() == {"state": "the database does not answer"}
