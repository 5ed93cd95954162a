"""The life of an improvement: registered before the data, followed, ended with a lesson [L1]."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from medverk.improvement.actions import (
    Found,
    Idea,
    Plan,
    RefusedError,
    add_finding,
    follow_up,
    move,
    move_due,
    propose,
    register,
)
from medverk.improvement.models import FollowUp, Improvement
from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from medverk.rules.improvement.states import (
    TRANSITIONS,
    ImprovementEvent,
    ImprovementState,
    Refusal,
    Situation,
    Source,
    judge_event,
    judge_plan,
)
from tests.improvement.world import IDEA, INDICATOR, find, noon, start

TODAY = date(2026, 11, 18)
STARTS = date(2026, 11, 23)
GIVEN = {
    "title": "We agree on the goal first",
    "hypothesis": "People know where they go.",
    "kind": "practice",
    "starts_on": "2026-11-23",
    "deadline": "2027-03-15",
    "indicator": INDICATOR,
    "expected": "up",
}


def address(name, improvement):
    return reverse(name, args=[improvement.unit_id, improvement.pk])


@pytest.mark.parametrize(("state", "event"), list(product(ImprovementState, ImprovementEvent)))
def test_it_moves_only_as_the_table_says(state, event):
    situation = Situation(state, TODAY, TODAY + timedelta(days=1))
    allowed = (state, event) in TRANSITIONS
    expected = None if allowed else Refusal.WRONG_STATE
    assert judge_event(situation, event, TODAY) is expected


@pytest.mark.parametrize(
    ("starts", "lasts", "refusal"),
    [(-1, 10, Refusal.STARTED_BEFORE), (0, 10, None), (1, 0, Refusal.DEADLINE_BEFORE_START),
     (0, 731, None), (0, 732, Refusal.TOO_LONG)],
)  # fmt: skip
def test_it_is_registered_before_the_data(starts, lasts, refusal):
    starts_on = TODAY + timedelta(days=starts)
    assert judge_plan(starts_on, starts_on + timedelta(days=lasts), TODAY) is refusal


def test_a_leader_registers_one_with_two_things_to_write(world, as_person, as_role):
    finding = find(world, TODAY)
    new = reverse("improvement_new", args=[world.ours.pk, finding.pk])
    client = as_person(world.leader)
    form = client.get(new).context["form"]
    empty = [field.name for field in form if not field.value()]
    assert empty == ["title", "hypothesis"]
    assert str(form["starts_on"].value()) == "2026-11-23"
    with as_role(DatabaseRole.WEB):
        answered = client.post(new, GIVEN | {"responsible": world.leader.pk})
    made = Improvement.objects.get()
    assert answered.url == address("improvement", made)
    assert (made.state, made.responsible, made.finding) == ("planned", world.leader, finding)
    assert set(made.sisters) == {office.pk for office in world.offices[1:]}
    assert list(LogEntry.objects.filter(action__startswith="imp").values_list("action", "about")) \
        == [("improvement_proposed", "practice"), ("improvement_plan", "practice")]  # fmt: skip


def test_a_form_that_is_sent_twice_registers_one(world, as_person):
    new = reverse("improvement_new", args=[world.ours.pk, find(world, TODAY).pk])
    given = GIVEN | {"responsible": world.leader.pk}
    answers = [as_person(world.leader).post(new, given).url for _ in range(2)]
    assert answers[0] == answers[1]
    assert Improvement.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"starts_on": "2026-11-17"}, "starts_on"), ({"deadline": "2026-11-23"}, "deadline"),
     ({"deadline": "2029-11-23"}, "deadline"), ({"title": ""}, "title"),
     ({"hypothesis": "Ring 99887766"}, "hypothesis"), ({"expected": "neutral"}, "expected"),
     ({"indicator": "conversation.nothing"}, "indicator"), ({"starts_on": "soon"}, "starts_on"),
     ({"responsible": "1000000"}, "responsible"), ({"kind": "magic"}, "kind")],
)  # fmt: skip
def test_it_says_what_is_wrong_beside_the_field(world, as_person, wrong, field):
    new = reverse("improvement_new", args=[world.ours.pk, find(world, TODAY).pk])
    given = GIVEN | {"responsible": str(world.leader.pk)} | wrong
    answered = as_person(world.leader).post(new, given)
    assert list(answered.context["form"].errors) == [field]
    assert not Improvement.objects.exists()


def test_no_question_is_filled_in_that_nobody_chose(world, as_person, now):
    found = Found(Source.COMPETENCE, "We know too little of interpreters.")
    finding = add_finding(unit=world.ours, found=found, by=world.leader, now=now)
    new = reverse("improvement_new", args=[world.ours.pk, finding.pk])
    client = as_person(world.leader)
    form = client.get(new).context["form"]
    assert form["indicator"].value() == ""
    assert form["kind"].value() == "competence"
    given = GIVEN | {"responsible": world.leader.pk, "indicator": ""}
    assert list(client.post(new, given).context["form"].errors) == ["indicator"]


def test_nobody_of_another_office_can_be_responsible(world, as_person):
    new = reverse("improvement_new", args=[world.ours.pk, find(world, TODAY).pk])
    answered = as_person(world.leader).post(new, GIVEN | {"responsible": world.elsewhere.pk})
    assert list(answered.context["form"].errors) == ["responsible"]


def test_the_calendar_starts_it_and_asks_for_an_evaluation(world):
    improvement = start(world, STARTS)
    states = []
    for day in (STARTS - timedelta(days=1), STARTS, STARTS + timedelta(days=112),
                STARTS + timedelta(days=113)):  # fmt: skip
        move_due(now=noon(day))
        assert move_due(now=noon(day)) == 0
        improvement.refresh_from_db()
        states.append(improvement.state)
    assert states == ["planned", "running", "running", "evaluating"]


def test_one_that_starts_today_is_under_way_at_once(world):
    finding = find(world, TODAY)
    made = register(
        unit=world.ours, finding=finding, idea=Idea(**IDEA), by=world.leader, now=noon(TODAY),
        plan=Plan(world.leader, TODAY, TODAY + timedelta(days=90)),
    )  # fmt: skip
    assert (made.state, Improvement.objects.get().state) == ("running", "running")


def test_it_ends_with_a_lesson_and_closes_what_was_found(world, as_person):
    improvement = start(world, STARTS)
    move_due(now=noon(STARTS))
    client = as_person(world.leader)
    client.post(address("improvement_evaluate", improvement))
    end = address("improvement_end", improvement)
    assert list(client.post(end, {"learnt": ""}).context["form"].errors) == ["learnt"]
    assert client.post(end, {"learnt": "Ask about the goal first."}).status_code == 302
    improvement.refresh_from_db()
    assert (improvement.state, improvement.learnt) == ("ended", "Ask about the goal first.")
    improvement.finding.refresh_from_db()
    assert improvement.finding.closed_on == improvement.closed_on == TODAY


def test_a_finding_stays_open_while_something_else_is_done_about_it(world):
    improvement = start(world, STARTS)
    propose(unit=world.ours, finding=improvement.finding, idea=Idea(**IDEA), by=world.leader,
            now=noon(TODAY))  # fmt: skip
    for event in (ImprovementEvent.START, ImprovementEvent.EVALUATE, ImprovementEvent.END):
        move(improvement=improvement, event=event, by=world.leader, now=noon(STARTS), words="x")
    improvement.finding.refresh_from_db()
    assert improvement.finding.closed_on is None


def test_the_same_button_twice_is_said_and_no_fault(world, as_person):
    improvement = start(world, STARTS)
    client = as_person(world.leader)
    drop = address("improvement_drop", improvement)
    for _ in range(2):
        answered = client.post(drop, {"why": "Too much at once."}, follow=True)
        assert answered.status_code == 200
    assert "gått videre" in answered.content.decode()
    improvement.refresh_from_db()
    assert (improvement.state, improvement.closed_why) == ("dropped", "Too much at once.")


def test_notes_are_dated_and_never_changed(world, as_person, as_role):
    improvement = start(world, STARTS)
    with as_role(DatabaseRole.WEB):
        as_person(world.leader).post(address("improvement_note", improvement), {"text": "Slowly."})
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            FollowUp.objects.update(text="Fast.")
    note = FollowUp.objects.get()
    assert (note.text, note.on, note.by) == ("Slowly.", TODAY, world.leader)


def test_nothing_is_noted_when_it_is_over(world):
    improvement = start(world, STARTS)
    move(improvement=improvement, event=ImprovementEvent.DROP, by=world.leader, now=noon(TODAY),
         words="x")  # fmt: skip
    with pytest.raises(RefusedError):
        follow_up(improvement=improvement, text="y", by=world.leader, now=noon(TODAY))


@pytest.mark.parametrize(
    "forged",
    ["state = 'ended'", "state = 'unknown'", "starts_on = NULL", "expected = 'side'",
     "baseline_ends = starts_on + 1", "closed_on = now()"],
)  # fmt: skip
def test_the_database_keeps_what_belongs_together(world, forged):
    start(world, STARTS)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE improvement_improvement SET {forged}")


def test_nothing_of_this_room_can_be_deleted_by_the_web(world, as_role):
    start(world, STARTS)
    with (
        as_role(DatabaseRole.WEB),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        Improvement.objects.all().delete()


def test_two_at_once_on_one_question_are_said_to_be_inseparable(world, as_person):
    one = start(world, STARTS)
    other = start(world, STARTS + timedelta(days=30), title="We write the plan together")
    elsewhere = start(world, STARTS, indicator="conversation.heard", title="We listen")
    client = as_person(world.leader)
    others = {
        each.pk: client.get(address("improvement", each)).context["others"]
        for each in (one, other, elsewhere)
    }
    assert others == {one.pk: [other], other.pk: [one], elsewhere.pk: []}
    page = client.get(address("improvement", one)).content.decode()
    assert "«We write the plan together» virker på samme spørsmål" in page


def test_a_theme_and_a_question_in_it_are_inseparable_too(world, as_person):
    one = start(world, STARTS)
    theme = start(world, STARTS, indicator="conversation.goal", title="The goal, step by step")
    client = as_person(world.leader)
    assert client.get(address("improvement", one)).context["others"] == [theme]


def test_a_question_that_is_asked_no_more_breaks_no_page(world, as_person):
    improvement = start(world, STARTS)
    Improvement.objects.update(indicator="conversation.gone")
    assert as_person(world.leader).get(address("improvement", improvement)).status_code == 200
    assert as_person(world.leader).get(address("improvement_plan", improvement)).status_code == 200


def test_words_of_people_are_text_and_no_markup(world, as_person):
    improvement = start(world, STARTS, title="<script>alert(1)</script>")
    client = as_person(world.leader)
    for name in ("improvements", "meeting"):
        page = client.get(reverse(name, args=[world.ours.pk])).content.decode()
        assert "<script>alert" not in page
    assert "<script>alert" not in client.get(address("improvement", improvement)).content.decode()
    pdf = client.get(reverse("meeting_document", args=[world.ours.pk]))
    assert pdf.content.startswith(b"%PDF-")
