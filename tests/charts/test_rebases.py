"""A series begins anew by a person's decision: who, why and when, and never deleted."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from medverk.charts import actions, queries
from medverk.charts.control_words import RebaseNote
from medverk.charts.models import Rebase
from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from medverk.rules.weeks import Week
from tests.pages.stage import Stage

AsRole = Callable[[DatabaseRole], AbstractContextManager[None]]


@pytest.fixture
def stage(db: None) -> Stage:
    return Stage()


def begin(stage: Stage, now: datetime, week: int = 20, why: str = "A new room") -> Rebase:
    return actions.begin_anew(
        unit=stage.vestvik,
        questionnaire="conversation",
        question="heard",
        week=Week(2026, week),
        why=why,
        by=stage.leader,
        now=now,
    )


def notes(stage: Stage) -> dict[str, tuple[RebaseNote, ...]]:
    return dict(queries.rebases_of(stage.vestvik, "conversation"))


def test_the_web_lets_a_series_begin_anew_and_takes_it_back(
    stage: Stage, now: datetime, as_role: AsRole
) -> None:
    with as_role(DatabaseRole.WEB):
        made = begin(stage, now)
        begun = RebaseNote(date(2026, 5, 11), "A new room", "Kari Hagen", now.date())
        assert notes(stage) == {"heard": (begun,)}
        taken = [actions.take_back(rebase=made, by=stage.leader, now=now) for _ in range(2)]
    assert (taken, notes(stage), Rebase.objects.count()) == ([True, False], {}, 1)
    logged = LogEntry.objects.order_by("id").values_list("action", "by", "unit", "about")
    who_and_where = (stage.leader.pk, stage.vestvik.pk, "conversation.heard 2026-W20")
    assert list(logged)[-2:] == [
        ("series_begun_anew", *who_and_where),
        ("series_begun_anew_taken_back", *who_and_where),
    ]


def test_it_begins_anew_once_with_a_week(stage: Stage, now: datetime) -> None:
    begin(stage, now)
    with pytest.raises(actions.BegunAnewAlreadyError):
        begin(stage, now, why="Another reason")
    begin(stage, now, week=30)
    assert [note.why for note in notes(stage)["heard"]] == ["A new room", "A new room"]


def test_what_was_taken_back_can_be_decided_again(stage: Stage, now: datetime) -> None:
    actions.take_back(rebase=begin(stage, now), by=stage.leader, now=now)
    begin(stage, now, why="After all")
    assert [note.why for note in notes(stage)["heard"]] == ["After all"]


def test_it_is_of_one_unit_and_one_questionnaire(stage: Stage, now: datetime) -> None:
    begin(stage, now)
    assert queries.rebases_of(stage.lillevik, "conversation") == {}
    assert queries.rebases_of(stage.vestvik, "employer") == {}


def test_the_web_cannot_delete_a_decision(stage: Stage, now: datetime, as_role: AsRole) -> None:
    begin(stage, now)
    with as_role(DatabaseRole.WEB), pytest.raises(ProgrammingError), transaction.atomic():
        Rebase.objects.all().delete()


@pytest.mark.parametrize(
    "wrong",
    [
        {"why": ""},
        {"week": "2026-20"},
        {"week": "x"},
        {"taken_back_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
def test_the_database_refuses_what_makes_no_sense(
    stage: Stage, now: datetime, wrong: dict[str, object]
) -> None:
    made = begin(stage, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rebase.objects.filter(pk=made.pk).update(**wrong)
