"""The pages of quality reviews, as those see them who may, and not as others might wish to."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverk.people.access import Role
from medverk.people.models import UnitType
from medverk.reviews import actions
from medverk.reviews.models import Answer, Review, Round, SampledCase
from medverk.rules.reviews import CaseState, Met, RoundState
from tests.reviews.conftest import (
    LIST,
    answer,
    close,
    finish,
    list_of,
    make_person,
    make_unit,
)

pytestmark = pytest.mark.django_db

PLAN = {
    "checklist": "plan", "half_year": "2026-H2", "wanted": 10, "stratify": "kind",
    "reviewers_each": 2, "due_on": "2026-12-31",
}  # fmt: skip


@pytest.fixture(autouse=True)
def the_day_is(monkeypatch, now):
    monkeypatch.setattr("medverk.people.middleware.timezone.now", lambda: now)


def address(name, unit, *numbers):
    return reverse(name, args=[unit.pk, *numbers])


def file(data=LIST):
    return SimpleUploadedFile("cases.csv", data)


def test_a_leader_plans_draws_and_closes_and_colleagues_review(place, log_in, now):
    client = log_in(place.leader)
    answered = client.post(address("new_review_round", place.stord), PLAN)
    found = Round.objects.get()
    assert answered["Location"] == address("draw_review", place.stord, found.pk)
    reviewers = [person.pk for person in place.pool]
    client.post(answered["Location"], {"table": file(), "reviewers": reviewers})
    assert Round.objects.get().state == RoundState.REVIEWING
    for review in Review.objects.select_related("reviewer"):
        where = address("review_case", place.stord, found.pk, review.case_id)
        words = {item.key: "yes" for item in found.checklist.items} | {"note": ""}
        assert log_in(review.reviewer).post(where, words).status_code == 302
    client = log_in(place.leader)
    page = client.get(address("review_round", place.stord, found.pk))
    assert page.context["progress"].finished
    client.post(address("close_review", place.stord, found.pk))
    page = client.get(address("review_round", place.stord, found.pk))
    assert [row.share.value for row in page.context["reading"].items] == [1] * 8
    assert "Ann-" not in page.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"checklist": "gossip"},
        {"half_year": "2020-H1"},
        {"half_year": "2026-H3"},
        {"wanted": "4"},
        {"wanted": "201"},
        {"wanted": "x"},
        {"stratify": "moon"},
        {"reviewers_each": "3"},
        {"due_on": "2026-11-17"},
        {"due_on": "9999-12-31"},
        {"due_on": "31.02.2027"},
    ],
)
def test_what_cannot_be_planned_is_said_and_not_stored(place, log_in, wrong):
    page = log_in(place.leader).post(address("new_review_round", place.stord), PLAN | wrong)
    assert (page.status_code, list(page.context["form"].errors)) == (200, list(wrong))
    assert not Round.objects.exists()


def test_a_second_round_of_the_half_year_is_refused_in_words(place, log_in):
    client = log_in(place.leader)
    client.post(address("new_review_round", place.stord), PLAN)
    page = client.post(address("new_review_round", place.stord), PLAN)
    assert (page.status_code, len(page.context["form"].non_field_errors())) == (200, 1)


@pytest.mark.parametrize(
    ("data", "faults", "errors"),
    [
        (LIST + b"\nX;Nobody;aap", 1, 0),
        (b"\xff\xfe\x00", 1, 0),
        (list_of(Ann=30), 0, 1),
        (list_of(Ann=3, Bo=3), 0, 1),
    ],
)
def test_a_bad_list_is_said_and_nothing_is_stored(place, planned, log_in, data, faults, errors):
    found = planned()
    words = {"table": file(data), "reviewers": [person.pk for person in place.pool]}
    page = log_in(place.leader).post(address("draw_review", place.stord, found.pk), words)
    assert (page.status_code, len(page.context["faults"])) == (200, faults)
    assert len(page.context["form"].non_field_errors()) == errors
    assert Round.objects.get().state == RoundState.PLANNED


@pytest.mark.parametrize("reviewers", [[], ["-1"], ["x"], ["elsewhere"]])
def test_only_those_who_may_review_can_be_chosen(place, planned, log_in, reviewers):
    if reviewers == ["elsewhere"]:
        reviewers = [place.elsewhere.pk]
    words = {"table": file(), "reviewers": reviewers}
    page = log_in(place.leader).post(address("draw_review", place.stord, planned().pk), words)
    assert list(page.context["form"].errors) == ["reviewers"]


def test_the_countys_staff_may_review_too(place, planned, log_in):
    page = log_in(place.leader).get(address("draw_review", place.stord, planned().pk))
    offered = [choice[1] for choice in page.context["form"].fields["reviewers"].choices]
    assert offered == ["Ann", "Bo", "Eli", "Kari", "Liv"]


def test_nobody_sees_anothers_answers_before_both_are_done(place, drawn, log_in, now):
    found = drawn()
    case = found.cases.first()
    first, second = case.reviews.order_by("place")
    answer(first, Met.PARTLY, now)
    page = log_in(second.reviewer).get(address("review_case", place.stord, found.pk, case.pk))
    form = page.context["form"]
    assert (form.initial, form.is_bound) == ({}, False)
    assert "checked" not in page.content.decode()
    settle = log_in(second.reviewer).get(address("settle_review", place.stord, found.pk, case.pk))
    assert settle.status_code == 302
    leader = log_in(place.leader).get(address("review_round", place.stord, found.pk))
    assert "Delvis" not in leader.content.decode()


def test_two_who_differ_settle(place, drawn, log_in, now):
    found = drawn()
    case = found.cases.first()
    first, second = case.reviews.order_by("place")
    answer(first, Met.YES, now)
    answer(second, Met.YES, now, clear=Met.NO)
    where = address("settle_review", place.stord, found.pk, case.pk)
    client = log_in(second.reviewer)
    page = client.get(where)
    field = page.context["form"]["clear"]
    assert list(page.context["form"].fields) == ["clear"]
    assert field.help_text.startswith("Du: Nei. Den andre: Ja.")
    assert client.post(where, {"clear": "magic"}).status_code == 200
    client.post(where, {"clear": "partly"})
    assert SampledCase.objects.get(pk=case.pk).state == CaseState.DONE
    assert client.post(where, {"clear": "no"}).status_code == 302
    assert Answer.objects.get(review=None).met == "partly"


@pytest.mark.parametrize(
    "wrong",
    [
        {"clear": ""},
        {"clear": "magic"},
        {"clear": "not_relevant"},
        {"note": "x" * 1001},
        {"note": "a\x00b"},
        {"note": "Ring 41 23 45 67"},
    ],
)
def test_a_bad_answer_is_said_and_not_stored(place, drawn, log_in, wrong):
    found = drawn()
    review = Review.objects.first()
    words = {item.key: "yes" for item in found.checklist.items} | {"note": ""} | wrong
    where = address("review_case", place.stord, found.pk, review.case_id)
    page = log_in(review.reviewer).post(where, words)
    assert (page.status_code, list(page.context["form"].errors)) == (200, list(wrong))
    assert not Answer.objects.exists()


def test_a_case_opens_for_its_reviewers_only(place, drawn, log_in):
    found = drawn(pool=[place.ann, place.bo, place.eli])
    case = found.cases.first()
    for name in ("review_case", "settle_review"):
        for stranger in (case.counsellor, place.leader, place.planner):
            page = log_in(stranger).get(address(name, place.stord, found.pk, case.pk))
            assert page.status_code == 404
        page = log_in(place.other_planner).get(address(name, place.stord, found.pk, case.pk))
        assert page.status_code == 403


def test_a_round_opens_from_its_own_office_only(place, drawn, log_in):
    found = drawn()
    client = log_in(place.planner)
    for name in ("review_round", "draw_review", "check_review", "review_sheets"):
        assert client.get(address(name, place.voss, found.pk)).status_code == 404
    for name in ("close_review", "cancel_review", "hand_over_reviews"):
        assert client.post(address(name, place.voss, found.pk)).status_code == 404
    assert client.get(address("new_review_round", place.county)).status_code == 404
    assert log_in(place.elsewhere).get(address("reviews", place.stord)).status_code == 403


def test_a_counsellor_reviews_and_does_not_decide(place, drawn, log_in):
    found = drawn()
    client = log_in(place.ann)
    assert client.get(address("reviews", place.stord)).status_code == 200
    assert client.get(address("review_round", place.stord, found.pk)).status_code == 200
    for name in ("close_review", "cancel_review", "hand_over_reviews"):
        assert client.post(address(name, place.stord, found.pk)).status_code == 403


def test_what_is_pressed_twice_is_said(place, drawn, log_in, now):
    found = drawn()
    client = log_in(place.leader)
    page = client.post(address("close_review", place.stord, found.pk), follow=True)
    assert len(page.context["messages"]) == 1
    client.post(address("cancel_review", place.stord, found.pk), follow=True)
    assert client.post(address("cancel_review", place.stord, found.pk)).status_code == 404


def test_cases_are_handed_over(place, drawn, log_in):
    found = drawn(pool=[place.ann, place.bo, place.eli])
    client = log_in(place.leader)
    where = address("hand_over_reviews", place.stord, found.pk)
    client.post(where, {"whose": place.bo.pk, "to": place.planner.pk})
    assert not Review.objects.filter(reviewer=place.bo).exists()
    page = client.post(where, {"whose": place.bo.pk, "to": "x"})
    assert list(page.context["form"].errors) == ["whose", "to"]


def test_anyone_there_draws_again(place, drawn, log_in):
    found = drawn()
    client = log_in(place.ann)
    where = address("check_review", place.stord, found.pk)
    assert client.post(where, {"table": file()}).context["again"].same_sample
    assert not client.post(where, {"table": file(list_of(Ann=3))}).context["again"].same_list
    assert client.post(where, {"table": file(b"rubbish")}).context["faults"]
    assert client.post(where, {"table": ""}).context["form"].errors


def test_the_county_sees_its_offices_and_no_ranking(place, drawn, log_in):
    found = drawn()
    page = log_in(place.planner).get(address("reviews", place.county))
    rows = [(row.unit.name, row.rounds) for row in page.context["rows"]]
    assert rows == [("Stord", (found,)), ("Voss", ())]


def test_a_contact_centre_is_told_that_reviews_are_made_in_offices(place, log_in):
    centre = make_unit("4100", UnitType.CONTACT_CENTRE, "Centre", place.country)
    leader = make_person("Tor", Role.OFFICE_LEADER, centre)
    page = log_in(leader).get(address("reviews", centre))
    assert (page.status_code, page.context["rows"]) == (200, [])


def test_sheets_have_a_page_for_each_case_that_is_left(place, drawn, log_in, now):
    found = drawn()
    review = Review.objects.filter(reviewer=place.ann).first()
    where = address("review_sheets", place.stord, found.pk)
    before = len(log_in(place.ann).get(where).context["reviews"])
    answer(review, Met.YES, now)
    page = log_in(place.ann).get(where)
    assert len(page.context["reviews"]) == before - 1
    assert page.content.decode().count('class="theme sheet"') == before - 1


def test_results_over_time_are_of_the_office(place, planned, log_in, now):
    for half, met in ((1, Met.NO), (2, Met.YES)):
        found = actions.draw_round(
            found=planned(half=half), data=LIST, pool=place.pool, by=place.leader, now=now
        )
        finish(found, now, met)
        close(found, place, now)
    page = log_in(place.ann).get(reverse("review_course", args=[place.stord.pk, "plan"]))
    course, picture = page.context["courses"][0]
    assert [(str(point.half_year), point.chosen, point.relevant) for point in course.points] == [
        ("2026-H1", 0, 10), ("2026-H2", 10, 10),
    ]  # fmt: skip
    assert "2026" in picture.sentence
    missing = reverse("review_course", args=[place.stord.pk, "gossip"])
    assert log_in(place.ann).get(missing).status_code == 404


def test_the_office_costs_the_same_with_one_case_to_review_and_with_many(place, drawn, log_in, now):
    client = log_in(place.ann)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address("reviews", place.stord)).status_code == 200
        return len(captured)

    drawn(wanted=5)
    cost()
    few = cost()
    drawn(checklist="needs", wanted=20)
    drawn(checklist="exemption", wanted=20)
    assert cost() == few


def test_the_county_costs_the_same_with_one_round_and_with_three(place, drawn, log_in):
    client = log_in(place.planner)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address("reviews", place.county)).status_code == 200
        return len(captured)

    drawn()
    cost()
    one = cost()
    drawn(checklist="needs")
    drawn(checklist="ability")
    assert cost() == one
