"""What can be asked about: the usual questionnaire, employers, and trust [F3, F13, U4]."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from medverk.invitations.kinds import kinds_of
from medverk.invitations.models import Invitation
from medverk.invitations.rows import Directory, Row, read_rows
from medverk.people.privacy import DatabaseRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """Pages ask the clock."""
    return timezone.now()


@pytest.fixture(autouse=True)
def as_web(as_role, house, version):
    with as_role(DatabaseRole.WEB):
        yield


def logged_in(person, language="en"):
    client = Client()
    client.post(reverse("login_as"), {"person": person.pk})
    client.cookies["django_language"] = language
    return client


def asked_after(invitation):
    return invitation.version.questionnaire.key


def test_the_form_asks_for_the_conversation_in_one_list(house):
    page = logged_in(house.kari).get(reverse("invite", args=[house.office.pk]))
    form = page.context["form"]
    assert list(form.fields) == ["contact", "language", "kind"]
    titles = {group: [title for _, title in kinds] for group, kinds in form.fields["kind"].choices}
    assert titles == {
        "After a conversation": [
            "Meeting at the office",
            "Telephone call",
            "Video call",
            "Meeting somewhere else",
        ],
        "After a conversation with an employer": [
            "Visit at the workplace (employer)",
            "Meeting at the office (employer)",
            "Telephone call (employer)",
            "Video call (employer)",
        ],
        "Satisfaction, trust and respect": [
            "Meeting at the office (satisfaction, trust and respect)",
            "Telephone call (satisfaction, trust and respect)",
            "Video call (satisfaction, trust and respect)",
            "Meeting somewhere else (satisfaction, trust and respect)",
        ],
    }


def test_no_two_conversations_look_alike_in_a_closed_list(house, now):
    titles = [kind.title for kind in kinds_of(house.office, now)]
    assert len(set(titles)) == len(titles)


def test_a_contact_centre_asks_about_calls_only(house, now):
    assert [kind.value for kind in kinds_of(house.centre, now)] == ["call:call"]


@pytest.mark.parametrize("questionnaire", ["conversation", "employer", "trust"])
@pytest.mark.parametrize("name", ["invite", "slip_sheet", "interview_code"])
def test_each_way_of_asking_offers_each_questionnaire(house, name, questionnaire):
    data = {"contact": "412 34 567", "language": "nn", "kind": f"{questionnaire}:office"}
    kari, url = logged_in(house.kari), reverse(name, args=[house.office.pk])
    kari.post(url, data | {"count": "1"})
    assert asked_after(Invitation.objects.get()) == questionnaire
    assert kari.get(url).context["form"].initial["kind"] == f"{questionnaire}:office"


@pytest.mark.parametrize(
    ("named", "asked"),
    [("", "conversation"), ("conversation", "conversation"), ("employer", "employer"),
     ("trust", "trust"), ("call", "unknown_questionnaire"), ("x", "unknown_questionnaire")],
)  # fmt: skip
def test_a_row_names_the_questionnaire_or_gets_the_usual_one(house, now, named, asked):
    row = Row("0101", "KAR1", "office", "nb", phone="41234567", questionnaire=named)
    (found,) = read_rows([row], Directory([house.office.pk], now))
    assert (found if isinstance(found, str) else asked_after(found)) == asked


def test_a_table_can_ask_about_trust(house):
    table = "counsellor;kind;language;phone;email;questionnaire\nKAR1;office;nb;41234567;;trust\n"
    page = logged_in(house.leader).post(
        reverse("upload_encounters", args=[house.office.pk]),
        {"table": SimpleUploadedFile("list.csv", table.encode())},
    )
    assert page.context["upload"].accepted == 1
    assert asked_after(Invitation.objects.get()) == "trust"
