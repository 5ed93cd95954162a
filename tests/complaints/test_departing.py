"""Only what somebody approved leaves a case, and whatever fails, nothing does [S1]."""

from datetime import timedelta

import pytest
from django.urls import reverse

from medverk.complaints import departing
from medverk.complaints.models import DepartingText
from medverk.people.models import LogEntry
from medverk.rules.personal_data import Stopped
from tests.complaints.agency import TEXT, complain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day_is")]
CLEAN = "I waited for an hour."


@pytest.fixture
def complaint(place, now):
    return complain(place.office, now)


def approve(complaint, place, now, text=CLEAN, *, hints_judged=True):
    return departing.approve(
        complaint=complaint, text=text, hints_judged=hints_judged, by=place.leader, now=now
    )


def address(name, complaint):
    return reverse(name, args=[complaint.unit_id, complaint.pk])


def test_nothing_leaves_before_somebody_has_approved(complaint):
    with pytest.raises(departing.NothingLeavesError):
        departing.text_that_may_leave(complaint)


def test_the_newest_approved_text_leaves(complaint, place, now):
    approve(complaint, place, now, "First")
    approve(complaint, place, now + timedelta(minutes=1), "Then")
    assert departing.text_that_may_leave(complaint).text == "Then"
    entry = LogEntry.objects.filter(action="complaint_text_approved").first()
    assert (entry.by, entry.about) == (place.leader, complaint.reference)


@pytest.mark.parametrize(
    ("text", "judged", "why"),
    [
        (TEXT, True, Stopped.CERTAIN),
        ("Call 4\u200b1 23 45 67", True, Stopped.CERTAIN),
        ("My name is Kari", False, Stopped.HINTS),
        ("  ", True, Stopped.EMPTY),
    ],
)
def test_a_text_with_personal_data_is_not_approved(complaint, place, now, text, judged, why):
    with pytest.raises(departing.StoppedError) as caught:
        approve(complaint, place, now, text, hints_judged=judged)
    assert caught.value.why is why
    assert not DepartingText.objects.exists()


def test_a_number_that_slipped_in_afterwards_stops_at_the_door(complaint, place, now):
    """As when the rule has learnt more since the text was approved."""
    approve(complaint, place, now)
    DepartingText.objects.update(text="Call me at 41 23 45 67")
    with pytest.raises(departing.NothingLeavesError):
        departing.text_that_may_leave(complaint)


@pytest.mark.parametrize("fault", [ValueError, KeyError, MemoryError, RecursionError])
def test_whatever_fails_on_the_way_nothing_leaves(
    complaint, place, now, monkeypatch, log_in, fault
):
    approve(complaint, place, now)

    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(departing, "judge_departure", fail)
    with pytest.raises(departing.NothingLeavesError):
        departing.text_that_may_leave(complaint)
    page = log_in(place.leader).get(address("complaint_leaving", complaint))
    assert (page.status_code, CLEAN in page.content.decode()) == (409, False)
    assert not departing.is_clean("A cause")


def test_when_the_search_fails_nothing_is_proposed_and_the_caseworker_still_reads(
    complaint, place, monkeypatch, log_in
):
    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(departing, "redact", fail)
    monkeypatch.setattr(departing, "find_personal_data", fail)
    assert departing.propose(TEXT) == ""
    client = log_in(place.leader)
    assert "41 23 45 67" not in client.get(address("complaint_approve", complaint)).content.decode()
    assert "41 23 45 67" in client.get(address("complaint", complaint)).content.decode()


def test_the_caseworker_sees_what_was_found_before_anything_leaves(complaint, place, log_in):
    page = log_in(place.leader).get(address("complaint", complaint), HTTP_ACCEPT_LANGUAGE="en")
    text = page.content.decode()
    assert '<mark class="found">41 23 45 67<span class="what">' in text
    assert reverse("complaint_leaving", args=[complaint.unit_id, complaint.pk]) not in text
    assert "source=complaints" not in text


def test_the_proposal_is_without_what_was_found(complaint, place, log_in):
    client = log_in(place.leader)
    client.cookies["django_language"] = "en"
    form = client.get(address("complaint_approve", complaint)).context["form"]
    assert form.initial["text"] == "I waited for an hour. Call me at [telephone number], says Kari."


def test_a_text_is_approved_on_the_page_and_fetched_as_a_file(complaint, place, log_in):
    client = log_in(place.leader)
    refused = client.post(address("complaint_approve", complaint), {"text": TEXT})
    assert refused.status_code == 200
    assert '<mark class="found">41 23 45 67' in refused.content.decode()
    sent = client.post(address("complaint_approve", complaint), {"text": CLEAN})
    assert sent["Location"] == address("complaint", complaint)
    page = client.get(address("complaint", complaint)).content.decode()
    assert "source=complaints" in page
    assert CLEAN in page
    file = client.get(address("complaint_leaving", complaint))
    assert (file.content.decode(), file["Content-Type"]) == (CLEAN, "text/plain; charset=utf-8")


@pytest.mark.parametrize("text", ["", "a\x00b", "x" * 10_001, "41234567", "\u200b"])
def test_bad_text_is_told_beside_the_field(complaint, place, log_in, text):
    page = log_in(place.leader).post(address("complaint_approve", complaint), {"text": text})
    assert (page.status_code, bool(page.context["form"].errors)) == (200, True)
    assert not DepartingText.objects.exists()


def test_what_people_write_stays_text_on_the_page(place, now, log_in):
    evil = complain(place.office, now, text='<script>x</script> "41 23 45 67" <b>')
    page = log_in(place.leader).get(address("complaint", evil)).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
