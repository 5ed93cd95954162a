"""What is published stands, whoever tries; roles try what they must not do [disclosure G4, G5]."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from medverk.people.models import Person
from medverk.people.privacy import DatabaseRole
from medverk.releases.actions import publish
from medverk.releases.models import (
    Block,
    BlockPart,
    Figure,
    OpenLedger,
    OwnFigure,
    OwnWithheld,
    PlannedClosing,
    Release,
    Withheld,
)
from medverk.releases.storing import recompute_digest
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.vault.actions import add_responses
from tests.releases.vaulted import Agency, lay_out, morning_after, plain_world, undone

PUBLISHED = (Release, Block, BlockPart, Figure, OwnFigure, Withheld, OwnWithheld)


@pytest.fixture
def release(asked: Questionnaire) -> Release:
    """A release with something in each of its tables."""
    world = plain_world({"north": 60, "south": 4}, weeks=1)
    agency: Agency = lay_out(world, asked)
    add_responses(map(agency.answer, world.responses))
    week = Week(2026, 1)
    made = publish(questionnaire="short", until=week, now=morning_after(week)).release
    assert all(model.objects.exists() for model in PUBLISHED)
    return made


def refused(statement: Callable[[], object], match: str = "permission denied") -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        statement()


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model.__name__)
@pytest.mark.parametrize("role", [DatabaseRole.WEB, DatabaseRole.RELEASER])
def test_it_lets_no_role_change_or_delete_what_is_published(
    role: DatabaseRole, model: type[models.Model], release: Release, as_role: Callable
) -> None:
    name = model._meta.fields[1].attname
    with as_role(role):
        assert model._default_manager.exists()
        refused(lambda: model._default_manager.update(**{name: models.F(name)}))
        refused(lambda: model._default_manager.all()._raw_delete("default"))
        refused(lambda: execute(f"TRUNCATE {model._meta.db_table} CASCADE"))


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model.__name__)
def test_it_lets_the_owner_neither_change_nor_delete_what_is_published(
    model: type[models.Model], release: Release
) -> None:
    name = model._meta.fields[1].attname
    refused(lambda: model._default_manager.update(**{name: models.F(name)}), "stands")
    refused(lambda: model._default_manager.all()._raw_delete("default"), "stands")


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model.__name__)
def test_it_lets_the_web_add_nothing(
    model: type[models.Model], release: Release, as_role: Callable
) -> None:
    with as_role(DatabaseRole.WEB):
        refused(lambda: execute(f"INSERT INTO {model._meta.db_table} DEFAULT VALUES"))


def test_it_hides_the_ledger_from_the_web(release: Release, as_role: Callable) -> None:
    with as_role(DatabaseRole.WEB):
        refused(lambda: OpenLedger.objects.count())
    with as_role(DatabaseRole.RELEASER):
        assert OpenLedger.objects.count() == 1
        refused(lambda: OpenLedger.objects.all().delete())


def test_it_lets_the_releaser_plan_no_closing(release: Release, as_role: Callable) -> None:
    with as_role(DatabaseRole.RELEASER):
        refused(lambda: execute("INSERT INTO releases_plannedclosing DEFAULT VALUES"))
    with as_role(DatabaseRole.WEB):
        refused(lambda: PlannedClosing.objects.all()._raw_delete("default"))


@pytest.mark.parametrize("model", [Block, Figure, OwnFigure, Withheld, OwnWithheld])
def test_it_adds_nothing_to_a_release_that_stands(
    model: type[models.Model], release: Release
) -> None:
    row = model._default_manager.first()
    assert row is not None
    row.pk = None
    row._state.adding = True
    if isinstance(row, Block):
        row.name = "another"
    refused(row.save, "stands")


def test_it_puts_no_week_of_an_office_into_two_blocks(release: Release) -> None:
    part = BlockPart.objects.get()
    refused(lambda: add_part(release, part, "2026-W01", "2026-W01"), "block_weeks_once")
    refused(lambda: add_part(release, part, "2025-W40", "2026-W02"), "block_weeks_once")
    with undone():
        add_part(release, part, "2026-W02", "2026-W09")
        add_part(release, part, "2025-W52", "2025-W52")
        refused(lambda: add_part(release, part, "2026-W09", "2026-W10"), "block_weeks_once")


def add_part(release: Release, part: BlockPart, first: str, last: str) -> None:
    """Another block with these weeks, as a release to come would have it."""
    block = Block.objects.create(
        release_id=uuid4(),
        questionnaire=release.questionnaire,
        name=f"{first} {last}",
        unit_id=part.office_id,
        responses=20,
    )
    BlockPart.objects.create(block=block, office_id=part.office_id, from_week=first, to_week=last)


def test_it_tells_questionnaires_and_offices_apart_in_the_weeks_of_blocks(
    release: Release,
) -> None:
    part = BlockPart.objects.get()
    other = Release(questionnaire=Questionnaire.objects.create(key="other"))
    parent = part.office.parent_id
    assert parent is not None
    with undone():
        add_part(other, part, "2026-W01", "2026-W01")
        add_part(release, BlockPart(office_id=parent), "2026-W01", "2026-W01")


@pytest.mark.parametrize(
    ("first", "last", "match"),
    [
        ("2026-W02", "2026-W01", "lower bound"),
        ("2026-02", "2026-W03", "block_part_weeks|invalid value"),
        ("", "2026-W01", "block_part_weeks|null value"),
    ],
)
def test_it_takes_only_weeks_as_weeks(first: str, last: str, match: str, release: Release) -> None:
    part = BlockPart.objects.get()
    refused(lambda: add_part(release, part, first, last), match)


def test_it_stores_a_digest_that_a_changed_figure_does_not_match(release: Release) -> None:
    assert recompute_digest(release) == release.digest
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("ALTER TABLE releases_figure DISABLE TRIGGER figure_stands")
    Figure.objects.filter(question="goal").update(answered=models.F("answered") - 1)
    execute("ALTER TABLE releases_figure ENABLE TRIGGER figure_stands")
    assert recompute_digest(release) != release.digest


def test_it_names_one_correction_at_most(release: Release) -> None:
    values = {
        "questionnaire": release.questionnaire,
        "until": release.until,
        "published_at": release.published_at,
        "policy": {},
        "corrects": release,
    }
    with pytest.raises(IntegrityError, match="release_says_why"), transaction.atomic():
        Release.objects.create(**values)
    Release.objects.create(**values, why="a wrong count")
    with pytest.raises(IntegrityError, match="corrects"), transaction.atomic():
        Release.objects.create(**values, why="again")


def test_it_keeps_a_counsellor_who_has_own_figures(release: Release) -> None:
    counsellor = OwnFigure.objects.values_list("counsellor", flat=True)[0]
    with pytest.raises(models.ProtectedError):
        Person.objects.get(pk=counsellor).delete()


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
