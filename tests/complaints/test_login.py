"""Complaining with a login: a real provider, one complaint, and then nobody knows any more [S1]."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from medverk.complaints.models import Complaint, ComplaintWords
from medverk.complaints.sealing import open_text
from medverk.complaints.views.public import new_ticket
from medverk.people.models import LogEntry, Person
from medverk.people.privacy import DatabaseRole
from tests.people.conftest import provider  # noqa: F401

pytestmark = pytest.mark.django_db
WHO = "01810112345"


@pytest.fixture
def citizens(settings, provider):  # noqa: F811
    """A login provider for those who complain; those who work here have another."""
    values = dict(django_settings.ENVIRONMENT.values) | {
        "MEDVERK_CITIZEN_OIDC_ISSUER": provider.address,
        "MEDVERK_CITIZEN_OIDC_CLIENT_ID": "medverk",
        "MEDVERK_CITIZEN_OIDC_CLIENT_SECRET": "between us",
    }
    settings.ENVIRONMENT = replace(django_settings.ENVIRONMENT, values=values)
    return provider


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"})


def log_in(visitor, citizens, who=WHO):
    sent = visitor.get(reverse("complain_login"))
    return visitor.get(reverse("complain_login_callback"), citizens.approve(sent["Location"], who))


def ticket_on(page):
    return page.context["ticket"]


def send(visitor, ticket, **changes):
    fields = {"form": ticket, "behalf": "oneself", "kind": "other", "text": "Hello"} | changes
    return visitor.post(reverse("complain"), fields)


def test_who_logs_in_is_known_for_one_complaint_and_then_forgotten(
    place, citizens, visitor, as_role
):
    with as_role(DatabaseRole.WEB):
        assert "log in first" in visitor.get(reverse("complain")).content.decode()
        assert log_in(visitor, citizens)["Location"] == reverse("complain")
        page = visitor.get(reverse("complain"))
        assert "You are logged in for this complaint." in page.content.decode()
        assert send(visitor, ticket_on(page)).status_code == 200
        assert send(visitor, ticket_on(page), text="More").status_code == 422
    assert open_text(ComplaintWords.objects.get().identity) == WHO
    assert not Session.objects.exists()
    assert "You are logged in" not in visitor.get(reverse("complain")).content.decode()


def test_the_office_that_was_chosen_is_kept_through_the_login(place, citizens, visitor):
    form = visitor.get(reverse("complain"), {"office": place.office.pk}).content.decode()
    link = f"{reverse('complain_login')}?office={place.office.pk}"
    assert f'href="{link}"' in form
    back = visitor.get(
        reverse("complain_login_callback"), citizens.approve(visitor.get(link)["Location"], WHO)
    )
    assert back["Location"] == f"{reverse('complain')}?office={place.office.pk}"


def test_who_it_was_stands_nowhere_in_the_clear(place, citizens, visitor):
    log_in(visitor, citizens)
    (session,) = Session.objects.all()
    assert WHO not in str(session.get_decoded())
    send(visitor, ticket_on(visitor.get(reverse("complain"))))
    for model in (Complaint, LogEntry):
        assert WHO not in str(list(model.objects.values()))
    assert WHO.encode() not in bytes(ComplaintWords.objects.get().identity)


def test_those_who_work_on_it_see_who_it_is(place, citizens, visitor, client):
    log_in(visitor, citizens)
    page = visitor.get(reverse("complain"))
    send(visitor, ticket_on(page), unit=place.office.pk)
    client.post(reverse("login_as"), {"person": place.leader.pk})
    case = reverse("complaint", args=[place.office.pk, Complaint.objects.get().pk])
    assert WHO in client.get(case).content.decode()


def test_a_complainant_is_no_person_who_works_here(place, citizens, visitor):
    """The same subject at both providers opens no page."""
    Person.objects.filter(pk=place.leader.pk).update(subject=WHO)
    log_in(visitor, citizens)
    inside = visitor.get(reverse("complaints", args=[place.office.pk]))
    assert inside["Location"] == reverse("login")


def test_another_sites_form_is_not_sent_in_their_name(place, citizens, visitor, now):
    """A form that was shown to somebody else is not good in this session."""
    log_in(visitor, citizens)
    stranger = Client().get(reverse("complain"))
    assert send(visitor, ticket_on(stranger)).status_code == 422
    assert send(visitor, new_ticket(uuid4(), now)).status_code == 422
    assert not Complaint.objects.exists()


def test_after_half_an_hour_nobody_is_logged_in(place, citizens, visitor, monkeypatch):
    log_in(visitor, citizens)
    session = visitor.session
    session["citizen_since"] = "2020-01-01T00:00:00+00:00"
    session.save()
    page = visitor.get(reverse("complain"))
    assert "You are logged in" not in page.content.decode()
    assert send(visitor, ticket_on(page)).status_code == 200
    assert ComplaintWords.objects.get().identity is None


@pytest.mark.parametrize(
    "sent", [{}, {"error": "access_denied"}, {"state": "x", "code": "y"}, {"code": "é\x00"}]
)
def test_a_login_that_fails_leads_back_to_the_form(place, citizens, visitor, sent):
    visitor.get(reverse("complain_login"))
    page = visitor.get(reverse("complain_login_callback"), sent)
    assert page.status_code == 400
    assert "complain without logging in" in page.content.decode()


def test_a_code_is_used_once(place, citizens, visitor):
    sent = visitor.get(reverse("complain_login"))
    answer = citizens.approve(sent["Location"], WHO)
    assert visitor.get(reverse("complain_login_callback"), answer).status_code == 302
    assert visitor.get(reverse("complain_login_callback"), answer).status_code == 400


def test_a_provider_that_is_down_is_no_hindrance(place, citizens, visitor, settings):
    values = dict(settings.ENVIRONMENT.values)
    values["MEDVERK_CITIZEN_OIDC_ISSUER"] = "http://127.0.0.1:9"
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, values=values)
    page = visitor.get(reverse("complain_login"))
    assert page.status_code == 503
    assert send(visitor, ticket_on(page)).status_code == 200


def test_where_there_is_no_provider_there_is_no_login(place, visitor):
    assert "log in first" not in visitor.get(reverse("complain")).content.decode()
    assert visitor.get(reverse("complain_login")).status_code == 404
    assert visitor.get(reverse("complain_login_callback")).status_code == 404


def test_a_claim_that_the_token_lacks_lets_nobody_in(place, citizens, visitor, settings):
    values = dict(settings.ENVIRONMENT.values) | {"MEDVERK_CITIZEN_OIDC_CLAIM": "pid"}
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, values=values)
    assert log_in(visitor, citizens).status_code == 400
