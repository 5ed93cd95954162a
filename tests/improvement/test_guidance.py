"""Individual guidance is between the two: tried by everybody else, in every way [F7]."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from medverk.improvement.guiding import ask_for_guidance, guides_for, talks_of
from medverk.improvement.models import GuidanceRequest
from medverk.people.access import Role
from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from medverk.rules.improvement.guidance import (
    GUIDANCE_TRANSITIONS,
    GuidanceEvent,
    GuidanceState,
    Part,
    may_do,
)
from tests.pages.stage import person

SECRET = "How do I end a hard talk?"
EVENTS = ("agree", "hold", "withdraw", "delete")


@pytest.fixture
def asked(world, now):
    return ask_for_guidance(
        guide=world.other_counsellor, about=SECRET, by=world.counsellor, now=now
    )


def others(world):
    everybody = [
        world.leader, world.county_staff, world.national, world.elsewhere,
        person("colleague", (Role.COUNSELLOR, world.ours)),
        person("administrator", (Role.ADMINISTRATOR, world.directorate)),
        person("privacy", (Role.PRIVACY_OFFICER, world.directorate)),
        person("interviewer", (Role.INTERVIEWER, world.county)),
    ]  # fmt: skip
    return {each.name: each for each in everybody}


def test_the_two_see_it_and_nobody_else_does(world, asked, as_person):
    for one in (world.counsellor, world.other_counsellor):
        assert SECRET in as_person(one).get(reverse("guidance")).content.decode()
    pages = [reverse("guidance"), reverse("log"), reverse("improvements", args=[world.ours.pk])]
    for name, other in others(world).items():
        for page in pages:
            read = as_person(other).get(page).content.decode()
            assert SECRET not in read, (name, page)
            assert str(asked.pk) not in read, (name, page)


def test_nobody_else_can_move_or_delete_it(world, asked, as_person):
    for name, other in others(world).items():
        for event in EVENTS:
            answered = as_person(other).post(reverse(f"{event}_guidance", args=[asked.pk]))
            assert answered.status_code in (302, 403, 404), (name, event)
    asked.refresh_from_db()
    assert (asked.state, asked.about) == ("asked", SECRET)


def test_what_is_not_there_answers_as_what_is_anothers(world, asked, as_person):
    client = as_person(world.leader)
    for event in EVENTS:
        address = f"{event}_guidance"
        there = client.post(reverse(address, args=[asked.pk]))
        nowhere = client.post(reverse(address, args=[uuid4()]))
        assert there.status_code == nowhere.status_code


def test_the_log_does_not_say_who(world, asked, as_person):
    as_person(world.other_counsellor).post(reverse("agree_guidance", args=[asked.pk]))
    entries = LogEntry.objects.filter(action="guidance_written")
    assert set(entries.values_list("by", "unit", "about")) == {(None, None, "")}
    assert entries.count() == 2


def test_a_counsellor_asks_a_colleague(world, as_person, as_role):
    with as_role(DatabaseRole.WEB):
        answered = as_person(world.counsellor).post(
            reverse("ask_for_guidance"), {"guide": world.other_counsellor.pk, "about": ""}
        )
    assert answered.url == reverse("guidance")
    request = GuidanceRequest.objects.get()
    assert (request.counsellor, request.guide) == (world.counsellor, world.other_counsellor)


def test_guides_are_colleagues_and_specialists_of_the_county(world, now):
    found = set(guides_for(world.counsellor, now.date()))
    assert found == {world.leader, world.other_counsellor, world.county_staff}


@pytest.mark.parametrize("guide", ["elsewhere", "counsellor", "national"])
def test_others_cannot_be_asked(world, as_person, guide):
    answered = as_person(world.counsellor).post(
        reverse("ask_for_guidance"), {"guide": getattr(world, guide).pk, "about": ""}
    )
    assert list(answered.context["form"].errors) == ["guide"]


def test_a_leader_has_nobody_to_ask_for_it(world, as_person):
    assert as_person(world.leader).get(reverse("ask_for_guidance")).status_code == 403


@pytest.mark.parametrize("state", GuidanceState)
@pytest.mark.parametrize("event", GuidanceEvent)
def test_only_the_guide_agrees_and_the_rest_is_the_tables(state, event):
    known = (state, event) in GUIDANCE_TRANSITIONS
    assert may_do(state, event, Part.GUIDE) is known
    assert may_do(state, event, Part.COUNSELLOR) is (known and event is not GuidanceEvent.AGREE)


@pytest.mark.parametrize("closing", ["hold", "withdraw"])
def test_the_words_are_gone_when_it_is_closed(world, asked, as_person, as_role, closing):
    as_person(world.other_counsellor).post(reverse("agree_guidance", args=[asked.pk]))
    with as_role(DatabaseRole.WEB):
        as_person(world.counsellor).post(reverse(f"{closing}_guidance", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.about == ""
    forged = "UPDATE improvement_guidancerequest SET about = 'again'"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(forged)


@pytest.mark.parametrize("one", ["counsellor", "other_counsellor"])
def test_either_deletes_it_for_both(world, asked, as_person, as_role, one):
    client = as_person(getattr(world, one))
    with as_role(DatabaseRole.WEB):
        for _ in range(2):
            assert client.post(reverse("delete_guidance", args=[asked.pk])).status_code == 302
    assert not GuidanceRequest.objects.exists()


def test_a_button_from_an_old_page_is_no_fault(world, asked, as_person):
    client = as_person(world.counsellor)
    for event in ("agree", "withdraw", "withdraw", "hold"):
        answered = client.post(reverse(f"{event}_guidance", args=[asked.pk]), follow=True)
        assert answered.status_code == 200
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_nobody_asks_themselves(world, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        ask_for_guidance(guide=world.leader, about="", by=world.leader, now=now)


def test_it_is_read_in_one_query(world, asked, django_assert_num_queries):
    with django_assert_num_queries(1):
        (talk,) = talks_of(world.other_counsellor)
        assert (talk.other, talk.part) == (world.counsellor, Part.GUIDE)
