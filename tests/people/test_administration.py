"""An administrator's pages, and the privacy officer's log."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medverk.people import actions
from medverk.people.access import Role
from medverk.people.models import LogEntry, Membership, Person, Unit
from medverk.people.privacy import DatabaseRole
from tests.people.agency import make_person

pytestmark = pytest.mark.django_db

UNITS = b"number,type,name,status,valid_from,valid_to,parent_number,parent_type\n"
PERSONS = b"subject,ident,name,email,unit_number,unit_type,role,valid_from,valid_to\n"


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def administrator(agency):
    return make_person("admin", Role.ADMINISTRATOR, agency.directorate)


@pytest.fixture
def admin(log_in, administrator, as_role):
    """An administrator's browser; the pages run as the web role."""
    administrator.language = "en"
    administrator.save()
    client = log_in(administrator)
    with as_role(DatabaseRole.WEB):
        yield client


def upload(admin, name, data):
    return admin.post(reverse(name), {"table": SimpleUploadedFile("t.csv", data)}, follow=True)


NEW = {"name": "Åse Prøve", "ident": "Z99", "subject": "sub-z99", "email": "ase@example.org"}


def test_it_adds_a_person_who_has_no_role_yet(admin):
    answer = admin.post(reverse("new_person"), NEW, follow=True)
    person = Person.objects.get(ident="Z99")
    assert answer.redirect_chain == [(reverse("person", args=[person.pk]), 302)]
    assert "No role yet" in answer.content.decode()
    assert {name: getattr(person, name) for name in NEW} == NEW
    assert (person.active, person.memberships.count()) == (True, 0)
    entry = LogEntry.objects.latest("id")
    assert (entry.action, entry.by.ident, entry.about) == (
        "person_added",
        "admin",
        f"person {person.pk}",
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"ident": "admin"}, "ident"),
        ({"ident": " admin "}, "ident"),
        ({"ident": "x" * 21}, "ident"),
        ({"subject": "sub-admin"}, "subject"),
        ({"subject": ""}, "subject"),
        ({"subject": "a\x00b"}, "subject"),
        ({"email": "ase@"}, "email"),
    ],
)
def test_it_says_what_to_correct_and_adds_nobody(admin, change, field):
    answer = admin.post(reverse("new_person"), NEW | change)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert Person.objects.count() == 1


def test_a_person_needs_no_address(admin):
    admin.post(reverse("new_person"), NEW | {"email": ""})
    assert Person.objects.get(ident="Z99").email == ""


def test_it_keeps_calm_when_two_add_the_same_person(admin, monkeypatch):
    def taken(**given):
        Person.objects.create(name="Åse", ident="Z99", subject="sub-z99")
        raise IntegrityError

    monkeypatch.setattr(actions, "add_person", taken)
    answer = admin.post(reverse("new_person"), NEW)
    assert set(answer.context["form"].errors) == {"ident", "subject"}


def test_it_takes_a_table_of_units(admin):
    answer = upload(
        admin, "import_units", UNITS + b"1299,LOKAL,Valley,AKTIV,2026-01-01,,1200,FYLKE"
    )
    assert "The table is stored: 1 new, 0 changed, 0 as before." in answer.content.decode()
    assert Unit.objects.filter(number="1299", name="Valley").count() == 1
    assert LogEntry.objects.latest("id").action == "units_imported"
    assert LogEntry.objects.latest("id").by.ident == "admin"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (UNITS + b"1299,LOKAL,X,AKTIV,1.1.2026,,1200,FYLKE", "write the date as 2026-11-18."),
        (UNITS.decode().encode("utf-16"), "save the file as"),
        (b"\x00", "save the file as"),
        (b"x" * 5_000_001, "larger than 5 MB"),
        (b"", "empty"),
    ],
)
def test_it_shows_what_is_wrong_with_a_table(admin, data, sentence):
    answer = upload(admin, "import_units", data)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Unit.objects.count() == 6


def test_it_wants_a_file(admin):
    assert admin.post(reverse("import_persons"), {"table": "no file"}).status_code == 200


def test_it_takes_a_table_of_persons(admin):
    upload(admin, "import_persons", PERSONS + b"s,Z1,Kari,,1201,LOKAL,counsellor,2026-01-01,")
    assert Person.objects.get(ident="Z1").memberships.count() == 1


@pytest.mark.parametrize(
    ("words", "idents"),
    [
        ("", ["admin", "a1", "b2"]),
        ("person b2", ["b2"]),
        ("b2 nobody", []),
        ("%", []),
        ("x" * 200, ["admin", "a1", "b2"]),
        ("\0", ["admin", "a1", "b2"]),
    ],
)
def test_it_finds_persons_by_words(admin, words, idents):
    make_person("b2")
    make_person("a1")
    page = admin.get(reverse("persons"), {"words": words}).context["page"]
    assert {person.ident for person in page} == set(idents)


@pytest.mark.parametrize("page", ["", "x", "0", "-1", "99999999999999999999"])
def test_it_shows_some_page_whatever_is_asked(admin, page):
    assert admin.get(reverse("persons"), {"page": page}).status_code == 200


def queries_of_the_list(admin):
    with CaptureQueriesContext(connection) as queries:
        admin.get(reverse("persons"))
    return len(queries)


def test_it_lists_one_person_and_thirty_with_as_many_queries(admin):
    few = queries_of_the_list(admin)
    for number in range(30):
        make_person(f"n{number}")
    assert queries_of_the_list(admin) == few


def give(admin, person, **form):
    sent = {"role": "counsellor", "valid_from": "2026-01-01", "valid_to": ""} | form
    return admin.post(reverse("person", kwargs={"person": person.pk}), sent)


def test_it_gives_a_role_and_ends_it(admin, agency):
    someone = make_person("a1")
    assert give(admin, someone, unit=agency.office.pk).status_code == 302
    held = Membership.objects.get(person=someone)
    kwargs = {"person": someone.pk, "membership": held.pk}
    assert admin.post(reverse("end_role", kwargs=kwargs)).status_code == 302
    held.refresh_from_db()
    assert held.valid_to is not None
    entries = LogEntry.objects.filter(unit=agency.office).order_by("id")
    assert [(entry.action, entry.about) for entry in entries] == [
        ("role_given", f"counsellor, person {someone.pk}"),
        ("role_ended", f"counsellor, person {someone.pk}"),
    ]


@pytest.mark.parametrize(
    "form",
    [
        {"role": "boss"},
        {"role": "directorate"},
        {"unit": "999999"},
        {"unit": "x"},
        {"valid_from": "soon"},
        {"valid_from": "99999-01-01"},
        {"valid_to": "2025-12-31"},
    ],
)
def test_it_gives_no_role_by_a_wrong_form(admin, agency, form):
    someone = make_person("a1")
    assert give(admin, someone, **{"unit": agency.office.pk} | form).status_code == 200
    assert Membership.objects.filter(person=someone).count() == 0


def test_it_gives_the_same_role_once(admin, agency):
    someone = make_person("a1")
    give(admin, someone, unit=agency.office.pk)
    answer = give(admin, someone, unit=agency.office.pk)
    assert "The person has this role from that day already." in answer.content.decode()
    assert Membership.objects.filter(person=someone).count() == 1


def test_it_does_not_end_a_role_before_it_began(administrator, agency, now):
    held = make_person("a1", Role.COUNSELLOR, agency.office).memberships.get()
    held.valid_from = date(2027, 1, 1)
    held.save()
    actions.end_role(membership=held, last=date(2026, 11, 18), by=administrator, now=now)
    assert held.valid_to == date(2027, 1, 1)


def test_it_ends_no_role_of_somebody_else(admin, agency):
    held = make_person("a1", Role.COUNSELLOR, agency.office).memberships.get()
    kwargs = {"person": make_person("b1").pk, "membership": held.pk}
    assert admin.post(reverse("end_role", kwargs=kwargs)).status_code == 404


def test_it_shuts_a_person_out_and_lets_them_in_again(admin):
    someone = make_person("a1")
    for said, active in (("no", False), ("yes", True)):
        admin.post(reverse("set_active", kwargs={"person": someone.pk}), {"active": said})
        someone.refresh_from_db()
        assert someone.active is active
    assert [entry.action for entry in LogEntry.objects.order_by("id")][-2:] == [
        "person_shut_out",
        "person_let_in",
    ]


def test_it_shows_the_log_newest_first_and_by_kind(log_in, agency, now, as_role):
    officer = make_person("p1", Role.PRIVACY_OFFICER, agency.directorate)
    for number in range(150):
        actions.log(by=officer, action="tested", now=now, about=str(number))
    actions.log(by=None, action="released", now=now)
    client = log_in(officer)
    with as_role(DatabaseRole.WEB):
        first = client.get(reverse("log")).context["page"]
        second = client.get(reverse("log"), {"page": 2}).context["page"]
        one = client.get(reverse("log"), {"action": "released"}).context["page"]
        other = client.get(reverse("log"), {"action": "' OR 1=1"}).context["page"]
    assert [len(first), len(second), len(one), len(other)] == [100, 52, 1, 100]
    times = [entry.at for entry in first]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30, "-1", "x", "%00"])
@pytest.mark.parametrize(
    "pattern", ["/persons/{}/", "/persons/{}/active/", "/persons/1/roles/{}/end/"]
)
def test_it_finds_no_such_person_or_role(admin, pattern, number):
    assert admin.post(pattern.format(number), {"active": "no"}).status_code == 404


@given(
    st.dictionaries(
        st.sampled_from(["role", "unit", "valid_from", "valid_to"]),
        st.text(max_size=30) | st.sampled_from(["counsellor", "2026-01-01", "9" * 40, "\0"]),
    )
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_it_answers_whatever_the_form_for_a_role_holds(admin, administrator, form):
    answer = admin.post(reverse("person", kwargs={"person": administrator.pk}), form)
    assert answer.status_code in (200, 302)
