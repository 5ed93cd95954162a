"""Every page of complaints in a real browser: accessible, without sideways scrolling [S1]."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from medverk.complaints import actions, departing
from medverk.complaints.codes import AnswerChannel, Kind
from medverk.complaints.models import Complaint
from medverk.complaints.reporting import make_year
from medverk.complaints.views.public import new_ticket
from medverk.people.models import Person
from tests.browser import Screen
from tests.complaints.agency import EMAIL, Place, complain, work_on
from tests.pages.conftest import the_day_is  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.django_db]
TEXT = (
    "Jeg heter Kari Nordmann og ventet i 2 timer.\n\nRing 41 23 45 67 eller kari@example.org. "
    "Jeg bor i Storgata 5, 5003 Bergen."
)


class Posting:
    """Opens an address by sending a form to it, as a browser does after a button."""

    def __init__(self, client: Client, fields: dict[str, object]) -> None:
        self.client, self.fields, self.cookies = client, fields, client.cookies

    def get(self, path: str, **_: object) -> object:
        return self.client.post(path, self.fields)


def look(window: Screen, path: str, language: str) -> tuple[object, ...]:
    window.faults.clear()
    window.open(path, language)
    return path, window.violations(), window.overflow(), window.policy_faults()


def full_life(place: Place, now: datetime) -> list[Complaint]:
    """A complaint in each state, and one whose words are gone."""
    old = now - timedelta(days=30)
    late = complain(place.office, old, text=TEXT, reply=EMAIL, kind=Kind.DIGITAL)
    working = work_on(complain(place.office, now, text=TEXT), place.leader, now)
    departing.approve(complaint=working, text="Two hours.", hints_judged=True, by=place.leader,
                      now=now)  # fmt: skip
    answered = complain(place.office, now, reply=EMAIL)
    work_on(answered, place.leader, now, outcome="c", cause="Few hands", measure="A new rota")
    actions.answer(complaint=answered, channel=AnswerChannel.EMAIL, text="Sorry.",
                   by=place.leader, now=now)  # fmt: skip
    routed = complain(place.office, now)
    actions.route_out(complaint=routed, to="appeal", name="There", by=place.leader, now=now)
    closed = complain(place.office, now)
    actions.route_out(complaint=closed, to="appeal", name="There", by=place.leader, now=now)
    actions.close(complaint=closed, by=place.leader, now=now)
    closed.words.delete()
    return [late, working, answered, routed, closed]


WINDOWS = [(1280, "light", "nb"), (360, "dark", "nn"), (320, "light", "en")]


@pytest.mark.parametrize(("width", "scheme", "language"), WINDOWS)
def test_every_page_of_a_case_is_accessible_and_fits(
    place: Place,
    now: datetime,
    as_person: Callable[[Person | None], Client],
    screen: Callable[..., Screen],
    width: int,
    scheme: str,
    language: str,
) -> None:
    cases = full_life(place, now)
    working = cases[1]
    names = ("classify", "answer", "route_out", "hand_over", "approve")
    paths = [reverse("complaint", args=[place.office.pk, case.pk]) for case in cases]
    paths += [reverse(f"complaint_{n}", args=[place.office.pk, working.pk]) for n in names]
    paths.append(reverse("complaints", args=[place.office.pk]))
    paths.append(reverse("complaint_leaving", args=[place.office.pk, cases[0].pk]))
    as_person(place.leader)
    window = screen(width, scheme)
    assert [look(window, path, language) for path in paths] == [(p, [], 0, []) for p in paths]


@pytest.mark.parametrize(("width", "scheme", "language"), WINDOWS)
def test_what_comes_back_after_a_button_is_accessible_and_fits(
    place: Place,
    now: datetime,
    as_person: Callable[[Person | None], Client],
    screen: Callable[..., Screen],
    width: int,
    scheme: str,
    language: str,
) -> None:
    complaint = complain(place.office, now, text=TEXT)
    sent = {"form": new_ticket(uuid4(), now), "behalf": "oneself", "kind": "office", "text": "x"}
    case = [place.office.pk, complaint.pk]
    forms = [
        (None, reverse("complain"), {}),
        (None, reverse("complain"), sent),
        (None, reverse("complain"), {**sent, "form": "old"}),
        (None, reverse("complain"), {**sent, "text": "y"}),
        (None, reverse("complaint_state"), {"reference": complaint.reference}),
        (None, reverse("complaint_state"), {"reference": "nothing"}),
        (None, reverse("complaint_state"), {"reference": ""}),
        (place.leader, reverse("complaint_approve", args=case), {"text": TEXT}),
        (place.leader, reverse("complaint_classify", args=case), {"outcome": "b"}),
    ]
    for person, path, fields in forms:
        window = screen(width, scheme)
        window.client = Posting(as_person(person), fields)  # type: ignore[assignment]
        assert look(window, path, language) == (path, [], 0, [])


@pytest.mark.parametrize(("width", "scheme", "language"), WINDOWS)
def test_public_pages_and_reports_are_accessible_and_fit(
    place: Place,
    now: datetime,
    as_person: Callable[[Person | None], Client],
    screen: Callable[..., Screen],
    width: int,
    scheme: str,
    language: str,
) -> None:
    came = now - timedelta(days=400)
    for number in range(14):
        complaint = complain(place.office if number % 2 else place.neighbour, came)
        work_on(complaint, place.caseworker, came, outcome="b", cause=f"Few hands, {number}",
                measure="A new rota")  # fmt: skip
    make_year(year=came.year, by=None, now=now)
    window = screen(width, scheme)
    as_person(None)
    paths = [reverse("complain"), reverse("complaint_state")]
    assert [look(window, path, language) for path in paths] == [(p, [], 0, []) for p in paths]
    as_person(place.county_staff)
    report = [place.county.pk, came.year]
    paths = [
        reverse("complaint_reports", args=[place.county.pk]),
        reverse("complaint_report", args=report),
    ]
    assert [look(window, path, language) for path in paths] == [(p, [], 0, []) for p in paths]


def test_anybody_sends_a_complaint_with_the_keyboard_and_without_a_script(
    place: Place,
    client: Client,
    screen: Callable[..., Screen],
) -> None:
    """Tab by tab through the form: the trap for machines is never reached."""
    window = screen(360)
    window.open(reverse("complain"), "en")
    reached = window.run(
        lambda: [
            (window.page.keyboard.press("Tab"), window.page.evaluate(
                "() => document.activeElement.name || document.activeElement.id"
            ))[1]
            for _ in range(24)
        ]
    )  # fmt: skip
    assert {"behalf", "kind", "unit", "text", "reply_by", "name", "address"} <= set(reached)
    assert "website" not in reached
    assert window.evaluate("() => document.scripts.length") == 0
