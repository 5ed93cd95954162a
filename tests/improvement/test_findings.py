"""A finding: written down from any page, about the work, never about a person [L1]."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from medverk.improvement.actions import Found, add_finding, set_aside
from medverk.improvement.models import Finding
from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from medverk.rules.improvement.states import Source

GIVEN = {"statement": "Fewer agree about the goal.", "source": "signal", "reference": ""}


def new(unit):
    return reverse("finding-new", args=[unit.pk])


def test_it_starts_with_what_the_page_that_led_there_knows(stage, as_person):
    address = new(stage.vestvik) + "?source=council&indicator=conversation.shared_goal&from=/units/"
    form = as_person(stage.leader).get(address).context["form"]
    assert form["source"].value() == "council"
    assert form["indicator"].value() == "conversation.shared_goal"
    assert form["reference"].value() == "/units/"
    assert form["statement"].value().startswith("«")


@pytest.mark.parametrize(
    "asked",
    ["", "?source=gossip", "?indicator=conversation.nothing", "?indicator=x",
     "?from=//evil.example/", "?from=https://evil.example/", "?indicator=.&from=/%5Cevil",
     "?indicator=nope.shared_goal"],
)  # fmt: skip
def test_it_leaves_out_what_does_not_make_sense(stage, as_person, asked):
    form = as_person(stage.leader).get(new(stage.vestvik) + asked).context["form"]
    assert form["source"].value() == "signal"
    assert {form[name].value() for name in ("indicator", "reference", "statement")} == {None}


def test_a_whole_theme_can_be_what_it_is_about(stage, as_person, now):
    client = as_person(stage.leader)
    address = new(stage.vestvik) + "?indicator=conversation.alliance"
    assert client.get(address).context["form"]["indicator"].value() == "conversation.alliance"
    given = GIVEN | {"indicator": "conversation.alliance", "only": "1"}
    assert client.post(address, given).status_code == 302
    assert Finding.objects.get().indicator == "conversation.alliance"


def test_a_leader_writes_one_down_and_it_is_logged(stage, as_person, as_role):
    with as_role(DatabaseRole.WEB):
        answered = as_person(stage.leader).post(
            new(stage.vestvik), GIVEN | {"indicator": "conversation.heard", "only": "1"}
        )
    assert answered.url == reverse("findings", args=[stage.vestvik.pk])
    finding = Finding.objects.get()
    assert (finding.unit, finding.by, finding.source) == (stage.vestvik, stage.leader, "signal")
    assert finding.found_on.isoformat() == "2026-11-18"
    entry = LogEntry.objects.get(action="finding_added")
    assert (entry.by, entry.unit, entry.about) == (stage.leader, stage.vestvik, "signal")


@pytest.mark.parametrize(
    "wrong",
    [{"statement": ""}, {"statement": "x" * 501}, {"statement": "Ring 99 88 77 66"},
     {"source": "gossip"}, {"indicator": "conversation.nothing"}, {"statement": "a\x00b"}],
)  # fmt: skip
def test_it_says_beside_the_field_what_is_wrong(stage, as_person, wrong):
    answered = as_person(stage.leader).post(new(stage.vestvik), GIVEN | wrong)
    assert answered.status_code == 200
    assert list(answered.context["form"].errors) == list(wrong)
    assert not Finding.objects.exists()


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_a_path_of_another_site_is_forgotten(stage, as_person, path):
    as_person(stage.leader).post(new(stage.vestvik), GIVEN | {"reference": path})
    assert Finding.objects.get().reference == ""


def test_the_database_refuses_a_path_of_another_site(stage, now):
    found = Found(Source.SIGNAL, "x", reference="//evil.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        add_finding(unit=stage.vestvik, found=found, by=stage.leader, now=now)


def test_one_is_set_aside_once_and_for_a_reason(stage, as_person, now):
    finding = add_finding(
        unit=stage.vestvik, found=Found(Source.COUNCIL, "x"), by=stage.leader, now=now
    )
    address = reverse("finding_set_aside", args=[stage.vestvik.pk, finding.pk])
    client = as_person(stage.leader)
    assert client.post(address, {"why": ""}).status_code == 200
    for why in ("We did this last year.", "Something else"):
        assert client.post(address, {"why": why}).status_code == 302
    finding.refresh_from_db()
    assert (finding.closed_why, finding.closed_on.isoformat()) == (
        "We did this last year.",
        "2026-11-18",
    )
    assert LogEntry.objects.filter(action="finding_set_aside").count() == 1
    assert set_aside(finding=finding, why="y", by=stage.leader, now=now).closed_why != "y"


def test_another_offices_finding_is_not_found(stage, as_person, now):
    finding = add_finding(
        unit=stage.lillevik, found=Found(Source.COUNCIL, "x"), by=stage.leader, now=now
    )
    address = reverse("finding_set_aside", args=[stage.vestvik.pk, finding.pk])
    assert as_person(stage.leader).get(address).status_code == 404


def test_the_list_costs_the_same_with_one_and_with_twenty(
    stage, as_person, now, django_assert_num_queries
):
    found = Found(Source.SIGNAL, "x", "conversation.heard", "/units/")
    client, address = as_person(stage.leader), reverse("findings", args=[stage.vestvik.pk])
    add_finding(unit=stage.vestvik, found=found, by=stage.leader, now=now)
    client.get(address)
    with django_assert_num_queries(13) as one:
        client.get(address)
    for number in range(19):
        other = replace(found, statement=f"x {number}")
        add_finding(unit=stage.vestvik, found=other, by=stage.leader, now=now)
    with django_assert_num_queries(len(one)):
        client.get(address)


@pytest.mark.parametrize("only", [{}, {"only": ""}])
def test_a_form_that_is_sent_twice_stores_one_finding(stage, as_person, as_role, only):
    client = as_person(stage.leader)
    with as_role(DatabaseRole.WEB):
        first = client.post(new(stage.vestvik), GIVEN | only)
        again = client.post(new(stage.vestvik), GIVEN | only)
    assert Finding.objects.count() == 1
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert LogEntry.objects.filter(action="finding_added").count() == 1


FOUND = Found(Source.SIGNAL, "Fewer agree.", "conversation.heard", "/units/")


@pytest.mark.parametrize(
    "other",
    [
        {"source": Source.COUNCIL},
        {"statement": "Fewer agree"},
        {"indicator": ""},
        {"reference": "/my/"},
    ],
)
def test_what_says_something_else_is_another_finding(stage, now, other):
    for found in (FOUND, replace(FOUND, **other)):
        add_finding(unit=stage.vestvik, found=found, by=stage.leader, now=now)
    assert Finding.objects.count() == 2


def test_it_is_found_anew_elsewhere_later_and_after_it_was_set_aside(stage, now):
    first = add_finding(unit=stage.vestvik, found=FOUND, by=stage.leader, now=now)
    elsewhere = add_finding(unit=stage.lillevik, found=FOUND, by=stage.leader, now=now)
    set_aside(finding=first, why="Done.", by=stage.leader, now=now)
    anew = add_finding(unit=stage.vestvik, found=FOUND, by=stage.leader, now=now)
    day = now + timedelta(days=1)
    tomorrow = add_finding(unit=stage.vestvik, found=FOUND, by=stage.leader, now=day)
    assert len({first.pk, elsewhere.pk, anew.pk, tomorrow.pk}) == 4
