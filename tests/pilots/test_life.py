"""From plan to decision, in the database and under its roles [F9]."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from medverk.pilots import actions
from medverk.pilots.models import Pilot, StaffAnswer
from medverk.pilots.queries import are_answers_published, clashing_offices
from medverk.releases.models import Block, PlannedClosing
from medverk.rules.pilots import Decision, PilotEvent, PilotState, Refusal
from medverk.rules.weeks import Week
from tests.pilots.place import FIRST, LAST, let_users_answer, make_pilot, publish_to

pytestmark = pytest.mark.django_db
CLOSING = Week(2026, 50)  # LAST is in week 48, and answers come for 14 days


@pytest.fixture
def pilot(place, version, now, as_role):
    with as_role(DatabaseRole.WEB):
        return make_pilot(place, version, now)


def give(pilot, place, now, **changes):
    said = {"worked": "yes", "usable": "partly", "good": "Quick", "bad": "", "more": ""} | changes
    answer = StaffAnswer(pilot=pilot, office=place.stord, is_leader=True, **said)
    return actions.answer(answer=answer, by=place.leader, now=now)


def refusal_of(act, **arguments):
    with pytest.raises(actions.RefusedError) as caught, transaction.atomic():
        act(**arguments)
    return caught.value.refusal


def test_it_lives_from_plan_to_decision_as_the_web_role(pilot, place, version, now, as_role):
    with as_role(DatabaseRole.WEB):
        actions.move_pilot(pilot=pilot, event=PilotEvent.START, by=place.planner, now=now)
        give(pilot, place, now)
        actions.move_pilot(pilot=pilot, event=PilotEvent.END, by=place.planner, now=now)
        early = {"decision": Decision.STOP, "reason": "Too early", "by": place.planner, "now": now}
        assert refusal_of(actions.decide, pilot=pilot, **early) == Refusal.ANSWERS_NOT_PUBLISHED
    with as_role(DatabaseRole.RELEASER):
        publish_to(version, CLOSING, now)
    with as_role(DatabaseRole.WEB):
        why = {"decision": Decision.ROLL_OUT, "reason": "It works", "by": place.planner, "now": now}
        actions.decide(pilot=pilot, **why)
    pilot.refresh_from_db()
    assert (pilot.state, pilot.decision, pilot.reason, pilot.decided_by, pilot.decided_at) == (
        PilotState.DECIDED, Decision.ROLL_OUT, "It works", place.planner, now,
    )  # fmt: skip
    steps = LogEntry.objects.filter(action__startswith="pilot").order_by("pk")
    assert list(steps.values_list("action", "by")) == [
        ("pilot_planned", place.planner.pk),
        ("pilot_start", place.planner.pk),
        ("pilot_answered", place.leader.pk),
        ("pilot_end", place.planner.pk),
        ("pilot_roll_out", place.planner.pk),
    ]


def test_ended_early_its_last_day_is_today(pilot, place, now):
    actions.move_pilot(pilot=pilot, event=PilotEvent.START, by=place.planner, now=now)
    ended = actions.move_pilot(pilot=pilot, event=PilotEvent.END, by=place.planner, now=now)
    assert ended.ends_on == date(2026, 11, 18)


def test_the_calendar_starts_and_ends_it_once(pilot, now, as_role):
    after = now.replace(month=12)
    with as_role(DatabaseRole.WEB):
        moved = [actions.move_due_pilots(now=moment) for moment in (now, now, after, after)]
    assert moved == [1, 0, 1, 0]
    pilot.refresh_from_db()
    assert (pilot.state, pilot.ends_on) == (PilotState.EVALUATING, LAST)


def test_its_end_plans_the_closing_of_what_waits_in_its_offices(pilot, place, now):
    actions.move_due_pilots(now=now)
    assert not PlannedClosing.objects.exists()
    actions.move_due_pilots(now=now.replace(month=12))
    planned = PlannedClosing.objects.order_by("office")
    assert list(planned.values_list("office", "week")) == [
        (place.stord.pk, str(CLOSING)),
        (place.voss.pk, str(CLOSING)),
    ]


def test_what_waits_in_its_offices_is_pooled_with_its_last_week(pilot, place, version, now):
    """Each office has too few; together they pass, and close as a block of the county."""
    for office in (place.stord, place.voss, place.askoy):
        let_users_answer(place, version, office, Week(2026, 46), 4, 5)
    actions.move_due_pilots(now=now)
    actions.move_due_pilots(now=now.replace(month=12))
    assert not are_answers_published(pilot)
    publish_to(version, CLOSING, now)
    assert are_answers_published(pilot)
    block = Block.objects.get()
    offices = set(block.parts.values_list("office", flat=True))
    assert (block.unit, block.responses) == (place.county, 18)
    assert offices == {place.stord.pk, place.voss.pk}  # Askøy is not in the pilot and waits on


def test_an_office_is_in_one_pilot_at_a_time(pilot, place, version, now):
    crowded = {"begins_on": LAST}
    refused = refusal_of(
        lambda **a: make_pilot(place, version, now, place.voss, place.askoy, **a), **crowded
    )
    assert refused == Refusal.OFFICE_IN_ANOTHER_PILOT
    chosen = (place.voss, place.askoy)
    assert clashing_offices(None, chosen, LAST, LAST) == ["Voss"]
    assert clashing_offices(pilot, chosen, LAST, LAST) == []
    later = make_pilot(place, version, now, place.voss, begins_on=LAST + timedelta(days=15))
    assert later.office_ids == {place.voss.pk}


def test_its_plan_changes_until_it_starts(pilot, place, version, now):
    plan = actions.Plan("Another name", version, FIRST, LAST, [place.voss, place.askoy])
    actions.change_plan(pilot=pilot, plan=plan, by=place.planner, now=now)
    changed = Pilot.objects.get()
    assert (changed.name, changed.office_ids) == ("Another name", {place.voss.pk, place.askoy.pk})
    actions.move_pilot(pilot=pilot, event=PilotEvent.START, by=place.planner, now=now)
    arguments = {"pilot": pilot, "plan": plan, "by": place.planner, "now": now}
    assert refusal_of(actions.change_plan, **arguments) == Refusal.WRONG_STATE


def test_a_person_has_one_answer_and_may_change_it_until_the_decision(pilot, place, now):
    assert refusal_of(lambda: give(pilot, place, now)) == Refusal.WRONG_STATE
    actions.move_pilot(pilot=pilot, event=PilotEvent.START, by=place.planner, now=now)
    give(pilot, place, now)
    give(pilot, place, now, worked="no", good="")
    kept = StaffAnswer.objects.get()
    assert (kept.worked, kept.good, kept.usable, kept.by) == ("no", "", "partly", place.leader)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "decided"},
        {"decision": "stop"},
        {"reason": "because"},
        {"state": "gone"},
        {"ends_on": FIRST - timedelta(days=1)},
        {"state": "decided", "decision": "maybe", "reason": "because", "decided_at": "now"},
    ],
)
def test_the_database_refuses_half_decisions(pilot, place, now, wrong):
    if "decided_at" in wrong:
        wrong |= {"decided_at": now, "decided_by": place.planner}
    with pytest.raises(IntegrityError), transaction.atomic():
        Pilot.objects.update(**wrong)
