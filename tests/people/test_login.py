"""Login at a real provider, over real HTTP: the whole code flow, and the ways it goes wrong."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from medverk.people.access import Role
from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from tests.people.agency import make_person, use_provider

pytestmark = pytest.mark.django_db


def begin(client: Client) -> str:
    answer = client.get(reverse("login"))
    assert answer.status_code == 302
    return answer["Location"]


def come_back(client: Client, sent: dict[str, str]):
    return client.get(reverse("login_callback"), sent)


def person_in(client: Client) -> int | None:
    return client.session.get("person")


def test_it_logs_in_with_code_nonce_state_and_pkce(client, agency, real_login, as_role):
    person = make_person("a1", Role.COUNSELLOR, agency.office)
    with as_role(DatabaseRole.WEB):
        url = begin(client)
        asked = parse_qs(urlsplit(url).query)
        answer = come_back(client, real_login.approve(url, person.subject))
    assert asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/login/callback/"]
    assert {len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge")} == {True}
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert person_in(client) == person.pk
    assert [entry.action for entry in LogEntry.objects.all()] == ["logged_in"]


def test_it_goes_where_the_person_was_going(client, agency, real_login):
    person = make_person("a1", Role.COUNSELLOR, agency.office)
    client.get("/settings/?from=menu")
    answer = come_back(client, real_login.approve(begin(client), person.subject))
    assert answer["Location"] == "/settings/?from=menu"


def test_it_never_goes_where_a_link_says(client, agency, real_login):
    person = make_person("a1", Role.COUNSELLOR, agency.office)
    url = client.get(reverse("login") + "?next=https://elsewhere.example/")["Location"]
    sent = real_login.approve(url, person.subject) | {"next": "https://elsewhere.example/"}
    assert come_back(client, sent)["Location"] == "/"


def test_it_gives_the_browser_a_new_session(client, agency, real_login):
    person = make_person("a1", Role.COUNSELLOR, agency.office)
    url = begin(client)
    planted = client.session.session_key
    come_back(client, real_login.approve(url, person.subject))
    assert client.session.session_key != planted


def test_it_says_whom_to_ask_when_the_person_is_unknown(client, real_login):
    answer = come_back(client, real_login.approve(begin(client), "stranger"))
    assert answer.status_code == 403
    assert "people/login_unknown.html" in [template.name for template in answer.templates]
    assert person_in(client) is None


def test_it_lets_nobody_in_who_has_left(client, agency, real_login):
    person = make_person("a1", Role.COUNSELLOR, agency.office)
    person.active = False
    person.save()
    answer = come_back(client, real_login.approve(begin(client), person.subject))
    assert (answer.status_code, person_in(client)) == (403, None)


@pytest.mark.parametrize("state", ["", "x", "å" * 64])
def test_it_refuses_another_state(client, agency, real_login, state):
    person = make_person("a1", Role.COUNSELLOR, agency.office)
    sent = real_login.approve(begin(client), person.subject)
    assert come_back(client, sent | {"state": state}).status_code == 400
    assert person_in(client) is None


def test_it_refuses_a_login_begun_in_another_browser(client, agency, real_login):
    """Login CSRF: an attacker's code does not log the victim in as the attacker."""
    attacker = make_person("a1", Role.COUNSELLOR, agency.office)
    sent = real_login.approve(begin(Client()), attacker.subject)
    begin(client)
    assert come_back(client, sent).status_code == 400
    assert person_in(client) is None


def test_it_refuses_another_nonce(client, agency, real_login):
    person = make_person("a1", Role.COUNSELLOR, agency.office)
    url = begin(client)
    nonce = parse_qs(urlsplit(url).query)["nonce"][0]
    sent = real_login.approve(url.replace(nonce, "planted"), person.subject)
    assert come_back(client, sent).status_code == 400
    assert person_in(client) is None


def test_it_refuses_a_code_that_was_bound_to_another_verifier(client, agency, real_login):
    person = make_person("a1", Role.COUNSELLOR, agency.office)
    url = begin(client)
    challenge = parse_qs(urlsplit(url).query)["code_challenge"][0]
    sent = real_login.approve(url.replace(challenge, "a" * 43), person.subject)
    assert come_back(client, sent).status_code == 400
    assert person_in(client) is None


def test_it_refuses_a_code_a_second_time(client, agency, real_login):
    person = make_person("a1", Role.COUNSELLOR, agency.office)
    sent = real_login.approve(begin(client), person.subject)
    come_back(client, sent)
    stranger = Client()
    state = parse_qs(urlsplit(begin(stranger)).query)["state"][0]
    answers = [come_back(client, sent), come_back(stranger, sent | {"state": state})]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert person_in(stranger) is None


def test_it_refuses_a_token_signed_by_another_key(client, agency, real_login):
    person = make_person("a1", Role.COUNSELLOR, agency.office)
    sent = real_login.approve(begin(client), person.subject)
    with real_login.other_keys():
        assert come_back(client, sent).status_code == 400
    assert person_in(client) is None


def test_it_says_so_when_the_person_cancels(client, real_login):
    begin(client)
    answer = come_back(client, {"error": "access_denied", "state": "x"})
    assert answer.status_code == 400


def test_it_says_so_when_nothing_was_begun(client, real_login):
    assert come_back(client, {"code": "x", "state": "x"}).status_code == 400


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:9", "http://[", "nonsense", ""])
def test_it_says_when_the_provider_is_down(client, settings, db, issuer):
    use_provider(settings, issuer)
    answer = client.get(reverse("login"))
    assert answer.status_code == 503
    assert "people/login_down.html" in [template.name for template in answer.templates]


def test_it_says_when_the_provider_goes_down_on_the_way(client, agency, settings, real_login):
    person = make_person("a1", Role.COUNSELLOR, agency.office)
    sent = real_login.approve(begin(client), person.subject)
    use_provider(settings, "http://127.0.0.1:9")
    assert come_back(client, sent).status_code == 503
    assert person_in(client) is None


def test_it_trusts_only_the_issuer_it_was_told(client, settings, real_login):
    """The address `localhost` answers, but says it is 127.0.0.1."""
    use_provider(settings, real_login.address + "/")
    assert client.get(reverse("login")).status_code == 503
