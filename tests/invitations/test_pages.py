"""The counsellor's, the leader's and the administrator's pages, as the web role."""

import re
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medverk.invitations import actions, clients, queries, sending
from medverk.invitations.models import ApiClient, Invitation, Message, OutboxMessage
from medverk.people.models import LogEntry, Unit, UnitStatus, UnitType
from medverk.people.privacy import DatabaseRole
from medverk.people.queries import units_below
from tests.invitations.conftest import people_asked

CSRF = re.compile('name="csrfmiddlewaretoken" value="[^"]+"')
pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock."""
    return timezone.now()


@pytest.fixture(autouse=True)
def as_web(as_role, house, version):
    with as_role(DatabaseRole.WEB):
        yield


def logged_in(person):
    client = Client()
    client.post(reverse("login_as"), {"person": person.pk})
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def kari(house):
    return logged_in(house.kari)


@pytest.fixture
def invite_url(house):
    return reverse("invite", args=[house.office.pk])


GOOD = {"contact": "412 34 567", "language": "nb", "kind": "conversation:office"}


def test_it_takes_an_invitation_and_is_ready_for_the_next(kari, house, invite_url, now):
    page = kari.post(invite_url, GOOD | {"language": "nn", "kind": "employer:video"}, follow=True)
    assert page.redirect_chain == [(invite_url, 302)]
    text = page.content.decode()
    assert "Invitation taken. Next?" in text
    assert "412" not in text
    form = page.context["form"]
    assert form.initial == {"language": "nn", "kind": "employer:video"}
    invitation = Invitation.objects.get()
    assert (invitation.counsellor_id, invitation.office_id) == (house.kari.pk, house.office.pk)
    assert (invitation.kind, invitation.channel) == ("video", "sms")
    assert queries.taken_this_week(house.kari, house.office, now) == 1
    assert "<b>1</b> invitation from you this week" in text


def test_it_gives_the_same_answer_for_who_is_left_out(kari, invite_url):
    first = CSRF.sub("", kari.post(invite_url, GOOD, follow=True).content.decode())
    second = CSRF.sub("", kari.post(invite_url, GOOD, follow=True).content.decode())
    assert people_asked() == 1
    assert "Invitation taken. Next?" in second
    assert second.replace("<b>2</b> invitations", "<b>1</b> invitation") == first


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"contact": ""}, "Write the mobile number or the e-mail address."),
        ({"contact": "123"}, "Write a mobile number with eight digits"),
        ({"contact": "22222222"}, "cannot get text messages"),
        ({"contact": "ola@"}, "Write a whole e-mail address"),
        ({"contact": "9" * 5000}, "at most 254"),
        ({"contact": "4123\x004567"}, "Null characters"),
        ({"contact": "\ud800"}, "Write a mobile number"),
        ({"language": "xx"}, "Select a valid choice"),
        ({"language": "ti"}, "Select a valid choice"),
        ({"kind": "call:call"}, "Select a valid choice"),
        ({"kind": ""}, "required"),
    ],
)
def test_it_says_what_to_correct_and_takes_nothing(kari, invite_url, change, words):
    data = {
        name: value.encode("utf8", "surrogatepass").decode("latin1") if "\ud800" in value else value
        for name, value in (GOOD | change).items()
    }
    page = kari.post(invite_url, data)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert Message.objects.count() == 0


def test_another_office_is_not_for_this_counsellor(kari, house):
    other = house.other_office.pk
    for name in ("invite", "slip_sheet", "interview_code", "sending", "upload_encounters"):
        assert kari.get(reverse(name, args=[other])).status_code == 403
        assert kari.post(reverse(name, args=[other]), GOOD).status_code == 403
    assert Invitation.objects.count() == 0


def test_a_slip_shows_its_code_once_and_nowhere_else(kari, house, now):
    url = reverse("slip_sheet", args=[house.office.pk])
    data = {"language": "en", "kind": "conversation:office", "count": "2"}
    page = kari.post(url, data)
    slips = page.context["slips"]
    text = page.content.decode()
    assert [text.count(slip.code) for slip in slips] == [1, 1]
    assert text.count("<svg") >= 2
    assert "style=" not in text  # the content security policy would drop it
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert [text.language for text in slips[0].texts] == ["en", "nb", "nn"]
    assert queries.open_invitation(slips[0].code, now).language == "en"
    assert slips[0].code not in str(dict(kari.session))


@pytest.mark.parametrize("count", ["0", "5", "-1", "x", "9" * 30, "1.5"])
def test_it_prints_one_to_four_slips(kari, house, count):
    url = reverse("slip_sheet", args=[house.office.pk])
    page = kari.post(url, {"language": "en", "kind": "conversation:office", "count": count})
    assert page.status_code == 200
    assert Invitation.objects.count() == 0


def test_an_interview_has_a_code_and_no_contact(kari, house, now):
    url = reverse("interview_code", args=[house.office.pk])
    page = kari.post(url, {"language": "nb", "kind": "conversation:telephone"})
    invitation = Invitation.objects.get()
    assert (invitation.channel, invitation.remembered) == ("interview", None)
    assert page.context["code"] in page.content.decode()
    assert actions.spend(token=page.context["code"], now=now).channel == "interview"


def test_the_page_about_sending_counts_without_persons(kari, house, invite_url, now, environment):
    environment(MEDVERK_SEND_FROM_HOUR="0", MEDVERK_SEND_UNTIL_HOUR="24")
    leader, url = logged_in(house.leader), reverse("sending", args=[house.office.pk])
    assert "No invitations in the last two weeks" in leader.get(url).content.decode()
    kari.post(invite_url, GOOD)
    assert "1 message is on its way." in leader.get(url).content.decode()
    sending.send_due(now=now)
    page = leader.get(url)
    assert "Everything is sent." in page.content.decode()
    (day,) = page.context["report"].days
    assert (day.day, day.sent) == (timezone.localdate(now), 1)
    assert "4123" not in page.content.decode()


def test_the_page_about_sending_does_not_tell_who_answered(
    kari, house, invite_url, now, environment
):
    environment(MEDVERK_SEND_FROM_HOUR="0", MEDVERK_SEND_UNTIL_HOUR="24")
    leader, url = logged_in(house.leader), reverse("sending", args=[house.office.pk])
    for number in range(3):
        kari.post(invite_url, GOOD | {"contact": f"4123456{number}"})
    sending.send_due(now=now)
    before = leader.get(url).context["report"]
    token = OutboxMessage.objects.first().link.split("/")[-2]
    assert actions.spend(token=token, now=now)
    assert leader.get(url).context["report"] == before


def test_the_county_sees_its_offices_together(house, kari, invite_url, now, environment):
    environment(MEDVERK_SEND_FROM_HOUR="0", MEDVERK_SEND_UNTIL_HOUR="24")
    from medverk.invitations.reports import sending_report

    kari.post(invite_url, GOOD)
    sending.send_due(now=now)
    below = units_below([house.county.pk])[house.county.pk]
    assert sending_report(below, now).days[0].sent == 1
    assert sending_report([house.other_office.pk], now).days == ()


def test_the_page_says_when_a_gateway_fails(kari, house, invite_url, now, environment):
    environment(
        MEDVERK_SEND_FROM_HOUR="0",
        MEDVERK_SEND_UNTIL_HOUR="24",
        MEDVERK_SMS_GATEWAY="http",
        MEDVERK_SMS_URL="http://127.0.0.1:9",
        MEDVERK_SMS_TOKEN="t",
        MEDVERK_SMS_SENDER="Medverk",
    )
    kari.post(invite_url, GOOD)
    sending.send_due(now=now)
    text = logged_in(house.leader).get(reverse("sending", args=[house.office.pk])).content.decode()
    assert "Text messages do not get through" in text
    assert "Nothing is lost" in text


def test_the_outbox_is_for_the_demo_only(kari, invite_url, now, environment, settings):
    environment(MEDVERK_SEND_FROM_HOUR="0", MEDVERK_SEND_UNTIL_HOUR="24")
    url = reverse("outbox")
    assert "Nothing here yet" in Client().get(url, headers={"Accept-Language": "en"}).text
    kari.post(invite_url, GOOD)
    sending.send_due(now=now)
    assert OutboxMessage.objects.get().link in Client().get(url).content.decode()
    settings.DEMO = False
    assert Client().get(url).status_code == 404


HEADER = "counsellor;kind;language;phone;email;questionnaire\n"


def upload(house, data):
    url = reverse("upload_encounters", args=[house.office.pk])
    file = SimpleUploadedFile("list.csv", data if isinstance(data, bytes) else data.encode())
    return logged_in(house.leader).post(url, {"table": file})


def test_it_takes_the_valid_rows_and_names_the_others_by_line(house):
    page = upload(
        house,
        HEADER
        + "KAR1;office;nb;41234567;;\n"
        + "PER1;office;nb;41234568;;\n"
        + 'KAR1;office;nb;;"a@example.org";employer\n'
        + "KAR1;walk;nb;41234569;;\n"
        + "KAR1;office;nb;;;\n"
        + "KAR1;office;nb;41234569;b@example.org;\n"
        + "KAR1;office;ti;41234569;;\n"
        + "KAR1;office;nb;22222222;;call\n",
    )
    found = page.context["upload"]
    assert found.accepted == 2
    assert found.refused == (
        "Line 3: Nobody with this ident works at the office today.",
        "Line 5: The questionnaire does not know this kind of conversation.",
        "Line 6: Give a mobile number or an e-mail address.",
        "Line 7: Give a mobile number or an e-mail address, not both.",
        "Line 8: The questionnaire is not offered in this language.",
        "Line 9: No such questionnaire is in use here.",
    )
    assert set(Invitation.objects.values_list("version__questionnaire__key", flat=True)) == {
        "conversation",
        "employer",
    }
    assert LogEntry.objects.filter(action="invited", by=house.leader).count() == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\xff\xfe\x00",
        "counsellor;kind\nKåri;office\n".encode("latin1"),
        HEADER.encode(),
        (HEADER + "KAR1;office\n").encode(),
        (HEADER + '"KAR1;office;nb;41234567;;\n').encode(),
        (HEADER + f"KAR1;office;nb;{'4' * 10_000};;\n").encode(),
        (HEADER + "KAR1;office;nb;41234567;;\n" * 2001).encode(),
        b"x" * 5_000_001,
    ],
    ids=range(10),
)
def test_it_takes_nothing_of_a_broken_file(house, data):
    page = upload(house, data)
    assert page.status_code == 200
    if data:
        found = page.context["upload"]
        assert (found.accepted, found.stored) == (0, False)
        assert found.refused
    assert Invitation.objects.count() == 0


CELLS = st.text(max_size=20) | st.sampled_from(["KAR1", "office", "nb", "41234567", ";", '"'])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=200)
    | st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=5).map(
        lambda rows: (HEADER + "\n".join(";".join(row) for row in rows)).encode(
            "utf8", "surrogatepass"
        )
    )
)
def test_it_answers_every_file_without_failing(house, data):
    assert upload(house, data).status_code == 200


def test_an_administrator_makes_and_closes_a_connection(house, now):
    admin, url = logged_in(house.admin), reverse("api_clients")
    page = admin.post(url, {"name": "Calendar", "unit": house.county.pk})
    token = page.context["made"].token
    assert token in page.content.decode()
    assert token not in admin.get(url).content.decode()
    client = ApiClient.objects.get()
    assert clients.client_of(token, now) == client
    admin.post(reverse("revoke_api_client", args=[client.pk]))
    admin.post(reverse("revoke_api_client", args=[client.pk]))
    assert clients.client_of(token, now) is None
    entries = LogEntry.objects.filter(action__endswith="api_client")
    assert [entry.action for entry in entries.order_by("pk")] == [
        "made_api_client",
        "revoked_api_client",
    ]


@pytest.mark.parametrize("name", ["", "x" * 81, "Calendar", "a\x00b"])
def test_it_refuses_a_connection_without_a_good_name(house, now, name):
    clients.make_client(name="Calendar", unit=house.county, by=house.admin, now=now)
    page = logged_in(house.admin).post(
        reverse("api_clients"), {"name": name, "unit": house.county.pk}
    )
    assert page.status_code == 200
    assert page.context["form"].errors
    assert ApiClient.objects.count() == 1


def test_the_unit_of_a_connection_is_found_first(house):
    admin, url = logged_in(house.admin), reverse("api_clients")
    found = admin.get(url, {"words": house.county.name[:3].lower()}).context["choice"]
    assert house.county in found.page
    page = admin.get(url, {"unit": house.county.pk})
    assert page.context["form"]["unit"].value() == house.county.pk
    assert 'name="name"' in page.content.decode()
    house.county.status = UnitStatus.CLOSED
    house.county.save()
    assert admin.get(url, {"unit": house.county.pk}).context["choice"].unit is None
    admin.post(url, {"name": "Calendar", "unit": house.county.pk})
    assert not ApiClient.objects.exists()


def test_the_page_of_connections_is_as_large_with_a_thousand_offices(house):
    admin, url = logged_in(house.admin), reverse("api_clients")
    sizes: list[tuple[int, int]] = []
    for first, number in ((0, 60), (60, 940)):
        Unit.objects.bulk_create(
            Unit(
                number=f"7{each:04}",
                type=UnitType.OFFICE,
                name=f"Office {each:03}",
                valid_from=house.county.valid_from,
                parent=house.county,
            )
            for each in range(first, first + number)
        )
        with CaptureQueriesContext(connection) as queries:
            sizes.append((len(admin.get(url).content), len(queries)))
    (few, few_queries), (many, many_queries) = sizes
    assert many_queries == few_queries
    # Numbers have more digits; a row for each office would be a hundred times this.
    assert abs(many - few) < 500
