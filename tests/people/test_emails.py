"""Everybody chooses which e-mails they get, of those that their roles bring; all come at first."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from medverk.people.access import Action, Role, Standing
from medverk.people.actions import choose_emails
from medverk.people.emails import COMES_WITH, LABELS, WHEN, kinds_for, turned_off_by, with_way_out
from medverk.people.models import EmailKind, EmailTurnedOff, LogEntry, Person
from medverk.people.privacy import DatabaseRole
from tests.browser import Screen
from tests.pages.conftest import the_day_is  # noqa: F401
from tests.people.agency import Agency, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day_is")]
AsPerson = Callable[[Person | None], Client]
AsRole = Callable[[DatabaseRole], AbstractContextManager[None]]


@pytest.fixture
def leader(agency: Agency) -> Person:
    return make_person("leader", Role.OFFICE_LEADER, agency.office)


def off(person: Person) -> set[str]:
    return set(EmailTurnedOff.objects.filter(person=person).values_list("kind", flat=True))


def open_page(client: Client) -> Any:
    client.cookies["django_language"] = "en"
    return client.get(reverse("my_emails"))


def chosen(*kinds: EmailKind) -> dict[str, str]:
    return {kind.value: "on" for kind in kinds}


def test_each_kind_has_a_name_a_time_and_an_action_that_brings_it() -> None:
    assert set(LABELS) == set(WHEN) == set(COMES_WITH) == set(EmailKind)


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.OFFICE_LEADER, set(EmailKind)),
        (Role.COUNSELLOR, set(EmailKind) - {EmailKind.FEEDBACK}),
        (Role.DIRECTORATE, {EmailKind.IMPROVEMENT, EmailKind.FEEDBACK, EmailKind.NEWS}),
        (Role.PRIVACY_OFFICER, {EmailKind.NEWS}),
    ],
)
def test_only_what_somebodys_roles_bring_is_offered(role: Role, kinds: set[EmailKind]) -> None:
    assert set(kinds_for([Standing(role, 1, frozenset({1}))])) == kinds


def test_all_come_at_first_and_what_is_unticked_comes_no_more(
    leader: Person, as_person: AsPerson, as_role: AsRole
) -> None:
    client = as_person(leader)
    with as_role(DatabaseRole.WEB):
        page = open_page(client)
        assert page.content.decode().count(" checked") == len(EmailKind)
        sent = chosen(EmailKind.IMPROVEMENT, EmailKind.FEEDBACK)
        answer = client.post(reverse("my_emails"), sent, follow=True)
    assert "Your choice is saved." in answer.content.decode()
    assert answer.content.decode().count(" checked") == 2
    assert off(leader) == {EmailKind.GUIDANCE, EmailKind.REVIEW, EmailKind.NEWS}
    assert list(turned_off_by(EmailKind.NEWS)) == [leader.pk]
    client.post(reverse("my_emails"), chosen(*EmailKind))
    assert off(leader) == set()


def test_the_log_says_that_something_was_chosen_not_what(
    leader: Person, as_person: AsPerson
) -> None:
    client = as_person(leader)
    for kinds in ((), (), tuple(EmailKind)):
        client.post(reverse("my_emails"), chosen(*kinds))
    logged = LogEntry.objects.filter(action="emails_chosen")
    assert [(entry.by, entry.unit, entry.about) for entry in logged] == [(leader, None, "")] * 2


def test_a_kind_that_was_not_offered_is_left_as_it_was(
    leader: Person, agency: Agency, as_person: AsPerson, now: datetime
) -> None:
    """Who is a leader again later finds the choice of a leader, and nobody sends a kind in."""
    counsellor = make_person("counsellor", Role.COUNSELLOR, agency.office)
    EmailTurnedOff.objects.create(person=counsellor, kind=EmailKind.FEEDBACK)
    client = as_person(counsellor)
    client.post(reverse("my_emails"), {**chosen(*EmailKind), "smoke": "on"})
    assert off(counsellor) == {EmailKind.FEEDBACK}
    assert off(leader) == set()


def test_two_tabs_at_once_store_a_choice_once(leader: Person, now: datetime) -> None:
    for _ in range(2):
        choose_emails(by=leader, offered=[EmailKind.NEWS], wanted=[], now=now)
    assert EmailTurnedOff.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        EmailTurnedOff.objects.create(person=leader, kind=EmailKind.NEWS)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmailTurnedOff.objects.create(person=leader, kind="complaint")


def test_that_a_complaint_waits_cannot_be_turned_off(leader: Person, as_person: AsPerson) -> None:
    said = open_page(as_person(leader)).content.decode()
    assert "You are always told that a service complaint waits" in said
    assert Action.HANDLE_COMPLAINTS not in COMES_WITH.values()


def test_without_an_address_it_says_so(leader: Person, as_person: AsPerson) -> None:
    no_address = "Medverk knows no e-mail address of yours"
    Person.objects.filter(pk=leader.pk).update(email="")
    assert no_address in open_page(as_person(leader)).content.decode()
    Person.objects.filter(pk=leader.pk).update(email="leader@example.org")
    assert no_address not in open_page(as_person(leader)).content.decode()


def test_an_email_says_where_it_is_turned_off() -> None:
    assert with_way_out("Hei!").startswith("Hei!\n\n")
    assert with_way_out("Hei!").endswith("/settings/emails/")


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(320, "dark", "nn"), (1280, "light", "nb")]
)
def test_the_page_is_accessible_and_fits(
    leader: Person,
    as_person: AsPerson,
    screen: Callable[..., Screen],
    width: int,
    scheme: str,
    language: str,
) -> None:
    as_person(leader)
    window = screen(width, scheme)
    window.open(reverse("my_emails"), language)
    assert (window.violations(), window.overflow(), window.policy_faults()) == ([], 0, [])
