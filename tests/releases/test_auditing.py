"""The audit of everything that was ever published, and what it says [disclosure G2, G5, G6]."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import connection

from medverk.people.privacy import DatabaseRole
from medverk.releases.auditing import audit_all
from medverk.releases.correcting import NothingToCorrectError, correct
from medverk.releases.models import Audit, Cell, Figure, OwnFigure, Release
from medverk.releases.open_queries import newest_audits
from medverk.surveys.models import Questionnaire
from tests.releases.grouped import LAST, OVER, Grouped, plain_agency
from tests.releases.vaulted import morning_after

LATER = morning_after(LAST)


@pytest.fixture
def plain(asked: Questionnaire, as_role: Callable) -> Grouped:
    agency = plain_agency(asked)
    list(agency.live(as_role))
    return agency


@pytest.fixture
def audit(as_role: Callable) -> Callable[[], Audit]:
    def run() -> Audit:
        with as_role(DatabaseRole.RELEASER):
            (made,) = audit_all(now=LATER)
        return made

    return run


def test_it_proves_all_audiences_and_says_what_it_covered(plain: Grouped, audit: Callable) -> None:
    found = audit()
    assert found.is_clean
    assert (found.until, found.editions) == (str(LAST), 1)
    assert found.releases == Release.objects.count()
    assert found.cells == Cell.objects.count() > 0
    assert found.figures == Figure.objects.count() + OwnFigure.objects.count()
    assert found.own_audiences == OwnFigure.objects.values("counsellor").distinct().count() > 0
    assert found.seconds > 0


def test_the_web_may_read_and_not_write_what_was_found(
    plain: Grouped, audit: Callable, as_role: Callable
) -> None:
    audit()
    newest = audit()
    with as_role(DatabaseRole.WEB):
        assert newest_audits() == (newest,)


def change(table: str, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE releases_{table} DISABLE TRIGGER {table}_stands")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE releases_{table} ENABLE TRIGGER {table}_stands")


def test_it_finds_a_group_that_somebody_changed(plain: Grouped, audit: Callable) -> None:
    cell = Cell.objects.filter(question="goal").first()
    assert cell is not None
    change("cell", f"UPDATE releases_cell SET n = n + 1 WHERE id = {cell.pk}")
    found = audit()
    assert found.changed == 1
    assert found.flaws["open"]["wrong_numbers"] >= 1


def test_it_finds_groups_that_tell_too_much(plain: Grouped, audit: Callable) -> None:
    """A group over all but the last of its blocks: what is left is about one block's women."""
    covered = Cell.objects.filter(by="sex=woman").first()
    assert covered is not None
    blocks = covered.covered.blocks
    change(
        "covered",
        "UPDATE releases_covered SET blocks = blocks[2:] WHERE id IN (SELECT covered_id FROM "
        f"releases_cell WHERE by LIKE 'age=%') AND '{blocks[0]}' = ANY(blocks) "
        f"AND cardinality(blocks) = {len(blocks)}",
    )
    found = audit()
    assert not found.is_clean
    assert set(found.flaws) <= {"open", "own"}


def test_it_knows_what_was_corrected(plain: Grouped, audit: Callable, as_role: Callable) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_response SET answers[1] = 6 - answers[1]")
    assert audit().flaws["open"]["wrong_numbers"] > 0
    with as_role(DatabaseRole.RELEASER):
        for release in Release.objects.order_by("until"):
            with suppress(NothingToCorrectError):  # as many agreed as did not
                correct(release=release.pk, why="a slip", by=None, now=LATER)
    found = audit()
    assert found.is_clean
    assert found.editions == 2


def test_it_stores_no_unit_no_person_and_no_number_of_responses(
    plain: Grouped, audit: Callable
) -> None:
    cell = Cell.objects.filter(question="goal").first()
    assert cell is not None
    change("cell", f"UPDATE releases_cell SET n = 1 WHERE id = {cell.pk}")
    found = audit()
    assert found.flaws == {"open": {"wrong_numbers": 1}}
    named = {field.name for field in Audit._meta.concrete_fields}
    assert named & {"unit", "office", "counsellor", "responses", "n"} == set()
    assert str(OVER) not in str(found.flaws)
