"""Personas in the demo, sessions that end, languages, and one's own settings."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from medverk.people import middleware
from medverk.people.access import Role
from medverk.people.models import LogEntry, Person
from medverk.people.privacy import DatabaseRole
from medverk.people.tasks import delete_sessions
from tests.people.agency import make_person, use_provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def counsellor(agency):
    return make_person("a1", Role.COUNSELLOR, agency.office)


@pytest.fixture
def clock(monkeypatch, now):
    """Sets the time of the requests."""

    def set_to(moment):
        monkeypatch.setattr(middleware.timezone, "now", lambda: moment)

    set_to(now)
    return set_to


def test_it_offers_one_persona_from_each_unit_of_a_role(client, agency, now, clock):
    make_person("a1", Role.COUNSELLOR, agency.office)
    make_person("a2", Role.COUNSELLOR, agency.office)
    make_person("b1", Role.COUNSELLOR, agency.other_office)
    make_person("c1", Role.PRIVACY_OFFICER, agency.directorate)
    left = make_person("d1", Role.DIRECTORATE, agency.directorate)
    left.active = False
    left.save()
    groups = client.get(reverse("login")).context["groups"]
    assert [[each.person.ident for each in group.memberships] for group in groups] == [
        ["a1", "b1"],
        ["c1"],
    ]


def test_it_becomes_a_persona_in_the_demo(client, counsellor, as_role):
    with as_role(DatabaseRole.WEB):
        client.get(reverse("my_settings"))
        answer = client.post(reverse("login_as"), {"person": counsellor.pk})
    assert (answer.status_code, answer["Location"]) == (302, reverse("my_settings"))
    assert client.session["person"] == counsellor.pk


@pytest.mark.parametrize("person", ["", "0", "999999999999999999999", "x", "-1", "²"])
def test_it_finds_no_such_persona(client, counsellor, person):
    assert client.post(reverse("login_as"), {"person": person}).status_code == 404


def test_it_has_no_personas_where_people_log_in_for_real(client, counsellor, settings):
    use_provider(settings, "http://127.0.0.1:9")
    assert client.post(reverse("login_as"), {"person": counsellor.pk}).status_code == 404
    assert "person" not in client.session


def test_it_wants_a_token_from_our_own_page_to_become_a_persona(counsellor):
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("login_as"), {"person": counsellor.pk}).status_code == 403


@pytest.mark.parametrize(
    ("minutes_between", "visits", "is_in"),
    [
        (django_settings.SESSION_IDLE_MINUTES - 1, 1, True),
        (django_settings.SESSION_IDLE_MINUTES, 1, True),
        (django_settings.SESSION_IDLE_MINUTES + 1, 1, False),
        (20, 29, True),  # busy for 9 h 40 min
        (20, 31, False),  # busy for 10 h 20 min: the absolute limit
    ],
)
def test_it_ends_sessions_that_are_idle_or_old(
    log_in, counsellor, now, clock, minutes_between, visits, is_in
):
    client = log_in(counsellor)
    for visit in range(1, visits + 1):
        clock(now + timedelta(minutes=minutes_between * visit))
        answer = client.get(reverse("my_settings"))
    assert (answer.status_code == 200) is is_in
    assert ("person" in client.session) is is_in


def test_it_ends_the_session_of_someone_who_left_at_once(log_in, counsellor):
    client = log_in(counsellor)
    Person.objects.update(active=False)
    assert client.get(reverse("my_settings")).status_code == 302


def test_it_logs_out(log_in, counsellor):
    client = log_in(counsellor)
    answer = client.post(reverse("logout"), follow=True)
    assert answer.redirect_chain == [(reverse("logged_out"), 302)]
    assert client.get(reverse("my_settings"))["Location"] == reverse("login")


def test_it_does_not_log_out_by_a_link(log_in, counsellor):
    client = log_in(counsellor)
    assert client.get(reverse("logout")).status_code == 405
    assert client.get(reverse("my_settings")).status_code == 200


def test_it_sets_cookies_that_scripts_and_other_sites_cannot_use(log_in, counsellor):
    cookie = log_in(counsellor).cookies["medverk"]
    assert (cookie["httponly"], cookie["samesite"], cookie["expires"]) == (True, "Lax", "")


@pytest.mark.parametrize("chosen", ["nb", "nn", "en"])
def test_it_speaks_the_language_that_was_chosen(client, chosen, db):
    client.post(reverse("language"), {"language": chosen})
    assert f'<html lang="{chosen}"' in client.get(reverse("logged_out")).content.decode()


def test_it_remembers_the_language_of_a_person(log_in, counsellor, as_role):
    client = log_in(counsellor)
    with as_role(DatabaseRole.WEB):
        client.post(reverse("language"), {"language": "nn"})
    counsellor.refresh_from_db()
    assert counsellor.language == "nn"


@pytest.mark.parametrize("chosen", ["", "se", "nb\n", "x" * 1000])
def test_it_knows_no_other_language(client, chosen, db):
    assert client.post(reverse("language"), {"language": chosen}).status_code == 404


@pytest.mark.parametrize(
    ("following", "place"),
    [
        ("/settings/", "/settings/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\r\nX-Planted: 1", "/%0D%0AX-Planted:%201"),
        ("/%0d%0aX-Planted: 1", "/%0d%0aX-Planted:%201"),
        ("", "/"),
    ],
)
def test_it_goes_back_within_the_site_after_a_change_of_language(client, db, following, place):
    answer = client.post(reverse("language"), {"language": "nn", "next": following})
    assert answer["Location"] == place


def test_it_saves_settings_and_says_so_in_the_new_language(log_in, counsellor, as_role):
    client = log_in(counsellor)
    with as_role(DatabaseRole.WEB):
        answer = client.post(
            reverse("my_settings"),
            {"language": "en", "wants_reminder": "on", "reminder_hour": "16"},
            follow=True,
        )
    counsellor.refresh_from_db()
    assert (counsellor.language, counsellor.wants_reminder) == ("en", True)
    assert counsellor.reminder_hour == 16
    assert "Your settings are saved." in answer.content.decode()
    assert [entry.action for entry in LogEntry.objects.order_by("id")] == [
        "logged_in",
        "settings_changed",
    ]


@pytest.mark.parametrize("form", [{}, {"language": "xx"}, {"language": "nb" * 9000}])
def test_it_keeps_settings_when_the_form_is_wrong(log_in, counsellor, form):
    answer = log_in(counsellor).post(reverse("my_settings"), form)
    counsellor.refresh_from_db()
    assert (answer.status_code, counsellor.language) == (200, "nb")


def test_it_deletes_sessions_that_are_over(log_in, counsellor, as_role):
    log_in(counsellor)
    (session,) = Session.objects.all()
    hours = timedelta(hours=django_settings.SESSION_ABSOLUTE_HOURS)
    assert abs(session.expire_date - (timezone.now() + hours)) < timedelta(minutes=1)
    with as_role(DatabaseRole.WEB):
        assert delete_sessions(now=session.expire_date) == 0
        assert delete_sessions(now=session.expire_date + timedelta(seconds=1)) == 1


def test_no_browser_keeps_a_page_of_somebody_who_is_logged_in(client, counsellor, clock):
    addresses = [reverse("start"), reverse("my_settings"), reverse("public_offices")]
    assert not any(client.get(address).has_header("Cache-Control") for address in addresses)
    client.post(reverse("login_as"), {"person": counsellor.pk})
    for address in [*addresses, reverse("persons")]:  # the last one is refused
        assert "no-store" in client.get(address)["Cache-Control"]
