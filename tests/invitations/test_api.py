"""The API: what it takes, what it refuses, and that a repeated report changes nothing."""

import json
from datetime import datetime
from threading import Barrier, Thread

import pytest
import schemathesis
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import ignored_auth

from medverk.invitations import clients
from medverk.invitations.api import LARGEST_BODY, document
from medverk.invitations.contacts import keyed_hash
from medverk.invitations.models import IdempotencyKey, Invitation, Message
from medverk.people.privacy import DatabaseRole
from tests.invitations.conftest import people_asked

pytestmark = pytest.mark.django_db
URL = "/api/v1/encounters"


@pytest.fixture
def now() -> datetime:
    """The API asks the clock."""
    return timezone.now()


@pytest.fixture(autouse=True)
def as_web(request, as_role, house, version):
    if "transactional_db" in request.fixturenames:
        yield
        return
    with as_role(DatabaseRole.WEB):
        yield


@pytest.fixture
def token(house, now) -> str:
    """A calendar of the county."""
    return clients.make_client(name="Calendar", unit=house.county, by=house.admin, now=now).token


ROW = {
    "office": "0101",
    "counsellor": "KAR1",
    "kind": "office",
    "language": "nb",
    "phone": "41234567",
}


def send(token, *rows, key="k1", body=None, **headers):
    body = json.dumps({"encounters": rows}) if body is None else body
    known = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Accept-Language": "en"}
    return Client().post(
        URL,
        body,
        content_type="application/json",
        headers={name: value for name, value in (known | headers).items() if value is not None},
    )


def test_it_takes_valid_rows_and_names_the_others(token):
    answer = send(
        token,
        ROW,
        ROW | {"office": "0102"},
        ROW | {"office": "9999"},
        ROW | {"phone": "", "email": "a@example.org", "questionnaire": "employer"},
        ROW | {"phone": "22222222"},
    )
    assert answer.status_code == 200
    assert answer.json() == {
        "accepted": 2,
        "refused": 3,
        "rows": [
            {"row": 0, "state": "accepted", "reason": None, "words": ""},
            {
                "row": 1,
                "state": "refused",
                "reason": "unknown_counsellor",
                "words": "Nobody with this ident works at the office today.",
            },
            {
                "row": 2,
                "state": "refused",
                "reason": "unknown_office",
                "words": "There is no open office with this number among yours.",
            },
            {"row": 3, "state": "accepted", "reason": None, "words": ""},
            {
                "row": 4,
                "state": "refused",
                "reason": "no_mobile",
                "words": "This number cannot get text messages. Write a mobile number.",
            },
        ],
    }
    assert Invitation.objects.count() == 2


def test_it_asks_after_calls_of_a_contact_centre(house, now):
    centre = clients.make_client(name="Calls", unit=house.centre, by=house.admin, now=now).token
    row = ROW | {"office": "4100", "counsellor": "GEI1", "kind": "call"}
    assert send(centre, row).json()["accepted"] == 1
    assert Invitation.objects.get().version.questionnaire.key == "call"
    assert send(centre, ROW, key="k2").json()["rows"][0]["reason"] == "unknown_office"


def test_it_tells_nobody_who_was_left_out(token):
    first = send(token, ROW, key="k1")
    second = send(token, ROW, key="k2")
    assert second.content == first.content
    assert people_asked() == 1


def test_a_repeated_report_changes_nothing_and_gets_the_same_answer(token):
    first = send(token, ROW, ROW | {"office": "9"})
    second = send(token, ROW, ROW | {"office": "9"})
    assert second.json() == first.json()
    assert Message.objects.count() == 1


def test_a_key_is_not_used_for_another_report(token, house, now):
    send(token, ROW)
    answer = send(token, ROW | {"phone": "41234568"})
    assert answer.status_code == 409
    assert Message.objects.count() == 1
    other = clients.make_client(name="Other", unit=house.office, by=house.admin, now=now).token
    assert send(other, ROW | {"phone": "41234568"}).status_code == 200


def test_it_stores_no_number_with_the_key(token):
    send(token, ROW)
    assert "4123" not in str(IdempotencyKey.objects.values().get())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": None}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Bearer " + "x" * 5000}, 401),
        ({"Authorization": "Basic abc"}, 401),
        ({"Idempotency-Key": None}, 422),
        ({"Idempotency-Key": ""}, 422),
        ({"Idempotency-Key": "x" * 101}, 422),
        ({"Idempotency-Key": "å"}, 422),
    ],
)
def test_it_needs_a_client_and_a_key(token, headers, status):
    answer = send(token, ROW, **headers)
    assert answer.status_code == status
    assert set(answer.json()) == {"detail", "places"}
    assert Invitation.objects.count() == 0


def test_a_closed_client_is_not_let_in(token, house, now):
    client = clients.client_of(token, now)
    clients.revoke_client(client=client, by=house.admin, now=now)
    assert send(token, ROW).status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b"[]", 422),
        (b"null", 422),
        (b"{}", 422),
        (b'{"encounters": []}', 422),
        (b'{"encounters": [null]}', 422),
        (b'{"encounters": [{}]}', 422),
        (json.dumps({"encounters": [ROW | {"office": 101}]}).encode(), 422),
        (json.dumps({"encounters": [ROW | {"phone": "4" * 41}]}).encode(), 422),
        (json.dumps({"encounters": [ROW | {"phone": "4123\x004567"}]}).encode(), 422),
        (json.dumps({"encounters": [ROW | {"extra": 1}]}).encode(), 422),
        (json.dumps({"encounters": [ROW] * 1001}).encode(), 422),
        (b" " * (LARGEST_BODY + 1), 413),
    ],
    ids=range(16),
)
def test_it_refuses_what_is_no_report_and_stores_nothing(token, body, status):
    answer = send(token, body=body)
    assert answer.status_code == status
    assert "4123" not in answer.content.decode()
    assert IdempotencyKey.objects.count() == 0
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_it_takes_reports_by_post_only(token, method):
    answer = getattr(Client(), method)(URL, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 405


def test_it_describes_itself_without_other_hosts():
    answer = Client().get("/api/v1/openapi.json")
    described = answer.json()
    assert described["openapi"].startswith("3.1")
    assert list(described["paths"]) == [URL]
    responses = described["paths"][URL]["post"]["responses"]
    assert set(responses) == {"200", "400", "401", "409", "413", "422"}


def test_of_two_at_the_same_time_both_get_the_same_answer(
    transactional_db, house, version, token, now
):
    barrier, answers = Barrier(4), []

    def report():
        barrier.wait()
        try:
            answers.append(send(token, ROW))
        finally:
            connection.close()

    threads = [Thread(target=report) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.content for answer in answers}) == 1
    assert Message.objects.count() == 1


schema = schemathesis.openapi.from_dict(document())


@pytest.mark.processes
@schema.parametrize()
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_it_keeps_what_its_document_promises(case, transactional_db, version, token, live_server):
    headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
    case.call_and_validate(
        base_url=live_server.url, headers=headers, excluded_checks=[ignored_auth]
    )


def test_nobody_can_try_numbers_against_a_kept_digest_without_the_clients_key(token):
    body = json.dumps({"encounters": [ROW]})
    send(token, body=body, key="known-to-the-client-alone")
    kept = IdempotencyKey.objects.get()
    assert bytes(kept.request_digest) != keyed_hash(body.encode())
    assert send(token, body=body, key="known-to-the-client-alone").status_code == 200
