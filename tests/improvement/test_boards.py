"""Boards and sheets: an office's own, a county's with its offices', at one cost."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from medverk.improvement.document import sheet_pdf
from medverk.improvement.models import Finding, Improvement
from medverk.improvement.sheets import agenda_sheet, meeting_sheet
from medverk.people.models import UnitType
from tests.improvement.world import find, noon, start
from tests.pages.stage import unit

STARTS = date(2026, 11, 23)


def board(where):
    return reverse("improvements", args=[where.pk])


def cards(response):
    return {
        column.state.value: [card.improvement for card in column.cards]
        for column in response.context["columns"]
        if column.cards
    }


def test_an_office_sees_its_own_and_the_county_all(world, as_person):
    ours = start(world, STARTS)
    theirs = start(world, STARTS, where=world.offices[1], by=world.elsewhere)
    assert cards(as_person(world.leader).get(board(world.ours))) == {"planned": [ours]}
    for who, where in ((world.county_staff, world.county), (world.national, world.directorate)):
        assert cards(as_person(who).get(board(where))) == {"planned": [ours, theirs]}


def test_a_counsellor_reads_and_does_not_write(world, as_person):
    improvement = start(world, STARTS)
    client = as_person(world.counsellor)
    address = reverse("improvement", args=[world.ours.pk, improvement.pk])
    for path in (board(world.ours), address, reverse("findings", args=[world.ours.pk])):
        page = client.get(path)
        assert page.status_code == 200
        assert page.context["writes"] is False
    for name in ("improvement_plan", "improvement_end", "improvement_drop", "improvement_note"):
        assert client.post(reverse(name, args=[world.ours.pk, improvement.pk])).status_code == 403


def test_county_staff_write_the_countys_own_only(world, as_person):
    client = as_person(world.county_staff)
    assert client.get(reverse("finding-new", args=[world.county.pk])).status_code == 200
    assert client.get(reverse("finding-new", args=[world.ours.pk])).status_code == 403
    assert client.get(board(world.ours)).status_code == 200


def test_an_improvement_is_reached_through_its_own_office_only(world, as_person):
    improvement = start(world, STARTS)
    wrong = reverse("improvement", args=[world.county.pk, improvement.pk])
    assert as_person(world.county_staff).get(wrong).status_code == 404


def test_a_long_column_is_cut_and_leads_to_all(world, as_person):
    finding = start(world, STARTS).finding
    first = Improvement.objects.get()
    for _ in range(25):
        first.pk = None
        first.finding = finding
        first.save()
    page = as_person(world.leader).get(board(world.ours))
    (column,) = [column for column in page.context["columns"] if column.cards]
    assert (len(column.cards), column.more) == (20, True)
    every = as_person(world.leader).get(
        reverse("improvements_in_state", args=[world.ours.pk]), {"state": "planned"}
    )
    assert len(every.context["page"].object_list) == 26


@pytest.mark.parametrize(("state", "status"), [("dropped", 200), ("gone", 404), ("", 404)])
def test_a_state_that_is_none_is_not_found(world, as_person, state, status):
    address = reverse("improvements_in_state", args=[world.ours.pk])
    assert as_person(world.leader).get(address, {"state": state}).status_code == status


@pytest.mark.parametrize("offices", [10, 100])
def test_the_countys_board_costs_the_same_with_ten_and_a_hundred_offices(
    world, as_person, django_assert_num_queries, offices
):
    for number in range(offices - 11):
        unit(f"2{number:03}", UnitType.OFFICE, world.county, f"Vik {number}")
    first = start(world, STARTS)
    for office in type(world.ours).objects.filter(type=UnitType.OFFICE).exclude(pk=first.unit_id):
        Improvement.objects.create(
            unit=office, finding=first.finding, title="x", hypothesis="x", kind="practice",
            indicator="conversation.heard", expected="up", proposed_at=noon(STARTS),
        )  # fmt: skip
    client = as_person(world.county_staff)
    client.get(board(world.county))
    with django_assert_num_queries(15):
        client.get(board(world.county))


def test_an_improvements_page_costs_the_same_with_one_note_and_with_ten(
    world, as_person, django_assert_num_queries
):
    improvement = start(world, STARTS)
    client = as_person(world.leader)
    page = reverse("improvement", args=[world.ours.pk, improvement.pk])
    note = reverse("improvement_note", args=[world.ours.pk, improvement.pk])
    client.post(note, {"text": "It goes."})
    client.get(page)
    with django_assert_num_queries(15):
        client.get(page)
    for _ in range(9):
        client.post(note, {"text": "It goes."})
    client.get(page)
    with django_assert_num_queries(15):
        client.get(page)


def test_the_meeting_sheet_says_what_is_done_and_what_waits(world):
    start(world, STARTS)
    find(world, STARTS)
    sheet = meeting_sheet(world.ours, noon(STARTS))
    assert [[item.heading for item in section.items] for section in sheet.sections] == [
        ["We agree on the goal first"], ["Fewer agree about the goal."],
        [sheet.sections[2].items[0].heading],
    ]  # fmt: skip


def test_the_agenda_is_made_of_findings_that_wait_three_at_most(world):
    start(world, STARTS)  # something is done about this one
    for number in range(4):
        find(world, STARTS, statement=f"Fewer agree about goal {number}.")
    sheet = agenda_sheet(world.ours, noon(STARTS))
    assert [len(section.items) for section in sheet.sections] == [2, 3, 2]


def test_sheets_teach_where_there_is_nothing(world):
    assert not Finding.objects.exists()
    for make in (meeting_sheet, agenda_sheet):
        sheet = make(world.ours, noon(STARTS))
        assert all(section.items or section.empty for section in sheet.sections)


def test_a_sheet_is_one_page_also_when_it_is_full(world):
    for number in range(8):
        start(world, STARTS + timedelta(days=number), title="A" * 150)
    for _ in range(8):
        Finding.objects.filter(pk=find(world, STARTS).pk).update(statement="B " * 240)
    for make in (meeting_sheet, agenda_sheet):
        pdf = sheet_pdf(make(world.ours, noon(STARTS)))
        assert re.findall(rb"/Type/Pages/Count (\d+)", pdf) == [b"1"]


def test_the_pdf_is_the_same_for_the_same_sheet(world):
    start(world, STARTS)
    one, other = (sheet_pdf(meeting_sheet(world.ours, noon(STARTS))) for _ in range(2))
    assert one == other
