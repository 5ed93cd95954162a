"""Groups of a half-year, published with a night's totals [disclosure "Breakdowns", G2, G5, G6]."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, models, transaction

from medverk.people.privacy import DatabaseRole
from medverk.releases import actions, breaking_down
from medverk.releases.actions import publish
from medverk.releases.breaking_down import BreakdownRefusedError
from medverk.releases.correcting import NothingToCorrectError, correct
from medverk.releases.models import (
    BlockPart,
    Cell,
    CellWithheld,
    Covered,
    Edition,
    OpenLedger,
    OwnFigure,
    Release,
    Salt,
)
from medverk.releases.models import Breakdown as BreakdownRow
from medverk.releases.recounting import OtherPeopleError
from medverk.releases.restored import close_gap
from medverk.releases.storing import recompute_digest
from medverk.rules.disclosure.breakdowns import Breakdown
from medverk.rules.disclosure.breakdowns.auditing import Audit
from medverk.rules.disclosure.breakdowns.cells import NOT_SHOWN
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from tests.releases.grouped import (
    LAST,
    OVER,
    Grouped,
    draw_agency,
    everything,
    plain_agency,
)
from tests.releases.vaulted import morning_after
from tests.rules.disclosure.breakdowns.adversary import find_leaks

SEEDS = (0, 1, 9, 10, 12)
WHERE_OWN_FIGURES_MATTER = (0, 10, 12)


@pytest.mark.parametrize("seed", SEEDS)
def test_it_lets_nobody_compute_a_result_for_too_few_from_all_that_is_stored(
    seed: int, asked: Questionnaire, as_role: Callable, use_policy: Callable
) -> None:
    """Own figures go on to come after the groups are shown; the adversary sees them all."""
    agency = draw_agency(seed, asked, weekly=11)
    use_policy(agency.policy)
    list(agency.live(as_role))
    blocks, lines, cells = everything(asked)
    assert find_leaks(agency.as_agency(), blocks, lines, cells) == []
    for release in Release.objects.all():
        assert recompute_digest(release) == release.digest


@pytest.mark.parametrize("seed", WHERE_OWN_FIGURES_MATTER)
def test_its_adversary_would_catch_groups_that_forget_own_figures_to_come(
    seed: int,
    asked: Questionnaire,
    as_role: Callable,
    use_policy: Callable,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(breaking_down, "lookers", lambda *known: [False] * len(known[-1]))
    monkeypatch.setattr(breaking_down, "audit_breakdowns", lambda *known: Audit())
    monkeypatch.setattr(actions, "forget_own_figures", lambda policy, ledger, places: ledger)
    agency = draw_agency(seed, asked, weekly=11)
    use_policy(agency.policy)
    list(agency.live(as_role))
    assert find_leaks(agency.as_agency(), *everything(asked)) != []


@pytest.fixture
def plain(asked: Questionnaire) -> Grouped:
    return plain_agency(asked)


def test_it_shows_groups_once_the_half_year_is_over(plain: Grouped, as_role: Callable) -> None:
    said = {outcome.release.until: outcome.editions for outcome in plain.live(as_role)}
    assert {until: number for until, number in said.items() if number} == {str(OVER): 1}
    edition = Edition.objects.get()
    assert (edition.name, edition.release.until) == ("2026-H1", str(OVER))
    assert edition.background["age"] == ["under 30", "30-49", "50 and over"]
    assert ["age", "sex"] in edition.tables
    shown = set(Cell.objects.values_list("by", flat=True))
    assert {"age=under 30", "sex=woman", "age=50 and over;sex=man"} <= shown


def test_it_counts_just_who_is_in_the_group(plain: Grouped, as_role: Callable) -> None:
    list(plain.live(as_role))
    parts = {part.block.name: part for part in BlockPart.objects.select_related("block")}
    for cell in Cell.objects.select_related("covered"):
        weeks = {
            (str(part.office_id), part.from_week, part.to_week)
            for part in (parts[name] for name in cell.covered.blocks)
        }
        wanted = dict(part.split("=") for part in cell.by.split(";"))
        inside = [
            person
            for person in plain.people
            if any(
                person.office == office and first <= str(person.week) <= last
                for office, first, last in weeks
            )
            and all(person.background.get(k) in v.split("|") for k, v in wanted.items())
        ]
        assert cell.n == len(inside) > 0
        if cell.question:
            chosen = [person.answers.get(cell.question) for person in inside]
            assert cell.counts == [chosen.count(at) for at in range(len(cell.counts))]


def test_it_says_of_a_half_year_once(plain: Grouped, as_role: Callable) -> None:
    list(plain.live(as_role))
    before = Cell.objects.count()
    with as_role(DatabaseRole.RELEASER):
        again = publish(questionnaire="short", until=LAST, now=morning_after(LAST))
        later = publish(questionnaire="short", until=LAST.next(), now=morning_after(LAST.next()))
    assert (again.new, later.editions) == (False, 0)
    assert Cell.objects.count() == before > 0


def test_it_catches_up_when_the_last_week_was_missed(plain: Grouped, as_role: Callable) -> None:
    list(plain.live(as_role, last=OVER.plus(-1)))
    with as_role(DatabaseRole.RELEASER):
        late = publish(questionnaire="short", until=LAST, now=morning_after(LAST))
    assert late.editions == 1
    assert Edition.objects.get().release_id == late.release.pk


def test_it_gives_no_count_away_in_what_is_withheld(plain: Grouped, as_role: Callable) -> None:
    list(plain.live(as_role))
    assert set(CellWithheld.objects.values_list("reason", flat=True)) == {NOT_SHOWN}
    gaps = CellWithheld.objects.filter(by__startswith="sex=other").values_list("by", flat=True)
    assert set(gaps) == {"sex=other"}, "an empty group is withheld like one that is too small"


def test_it_stores_nothing_where_the_audit_finds_a_leak(
    plain: Grouped, as_role: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaking_down, "break_down", show_a_block_less)
    with pytest.raises(BreakdownRefusedError):
        list(plain.live(as_role))
    connection.needs_rollback = False
    assert not Edition.objects.exists()
    assert not Release.objects.filter(until=str(OVER)).exists()


def show_a_block_less(wish, places, shows, known=()):  # type: ignore[no-untyped-def]
    """One more cell, over all blocks but the last: what is left is the last block's."""
    found = honest(wish, places, shows, known)
    office = places[0].unit
    cell = (
        next(
            cell for cell in found.cells if cell.line.unit == office and cell.line.question is None
        )
        if any(c.line.question is None for c in found.cells)
        else found.cells[0]
    )
    short = replace(cell.line, blocks=cell.line.blocks[:-1])
    return Breakdown((*found.cells, replace(cell, line=short)), found.gaps)


honest = breaking_down.break_down


def test_two_counsellors_see_groups_and_never_their_own_part(
    asked: Questionnaire, as_role: Callable
) -> None:
    """Own figures of these blocks would leave the other's part of each group."""
    agency = plain_agency(asked, offices=2, team=2)
    list(agency.live(as_role))
    assert Cell.objects.exists()
    assert not OwnFigure.objects.exists()
    ledger = OpenLedger.objects.get().ledger
    waiting = [block for office in ledger["offices"].values()
               for own in office["own"].values() for block in own["waiting"]]  # fmt: skip
    assert waiting
    assert all(Week.parse(block.split(":")[1]) > OVER for block in waiting)


def test_it_keeps_what_came_before_the_groups_when_they_are_corrected(
    plain: Grouped, as_role: Callable
) -> None:
    list(plain.live(as_role))
    release = Release.objects.get(until=str(OVER))
    with as_role(DatabaseRole.RELEASER), pytest.raises(NothingToCorrectError):
        correct(release=release.pk, why="a slip", by=None, now=morning_after(LAST))
    swap_answers()
    with as_role(DatabaseRole.RELEASER):
        made = correct(release=release.pk, why="a slip", by=None, now=morning_after(LAST)).release
        assert recompute_digest(made) == made.digest
    old, new = release.editions.get(), made.editions.get()
    assert new.corrects_id == old.pk
    blocks, lines, cells = everything(plain.asked)
    assert len(cells) == 2 * Cell.objects.filter(covered__breakdown__edition=old).count()
    assert find_leaks(plain.as_agency(), blocks, lines, cells) == []


def swap_answers() -> None:
    """The highest and the lowest answer to "goal" were mixed up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE vault_response SET answers[1] = 6 - answers[1] WHERE answers[1] IS NOT NULL"
        )


def test_a_correction_is_never_about_other_people(plain: Grouped, as_role: Callable) -> None:
    list(plain.live(as_role))
    release = Release.objects.get(until=str(OVER))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE vault_response SET background = jsonb_set(background, '{sex}', '\"man\"') "
            "WHERE id = (SELECT id FROM vault_response WHERE background ->> 'sex' = 'woman' "
            "AND week = '2026-W23' LIMIT 1)"
        )
    with as_role(DatabaseRole.RELEASER), pytest.raises(OtherPeopleError):
        correct(release=release.pk, why="a slip", by=None, now=morning_after(LAST))


def test_after_a_restore_no_groups_are_shown_of_a_half_year_that_had_them(
    plain: Grouped, as_role: Callable
) -> None:
    list(plain.live(as_role, last=OVER.plus(-2)))
    with as_role(DatabaseRole.RELEASER):
        close_gap(questionnaire=plain.asked, last_seen=OVER, now=morning_after(LAST))
        later = publish(questionnaire="short", until=LAST, now=morning_after(LAST))
    assert later.editions == 0
    assert Edition.objects.get().name == "2026-H1"
    assert not Cell.objects.exists()


def test_it_asks_for_no_question_that_nobody_is_asked_any_more(
    plain: Grouped, as_role: Callable
) -> None:
    """Else a question that was dropped would hold back all groups for ever."""
    agency = replace(
        plain,
        people=tuple(
            replace(person, answers={"goal": person.answers["goal"]}) for person in plain.people
        ),
    )
    list(agency.live(as_role))
    assert set(Cell.objects.values_list("question", flat=True)) == {"goal"}


def test_it_says_nothing_where_nobody_said_anything_of_themselves(
    plain: Grouped, as_role: Callable
) -> None:
    nobody = tuple(replace(person, background={}) for person in plain.people)
    list(replace(plain, people=nobody).live(as_role))
    assert not Cell.objects.exists()


STANDS = (Edition, BreakdownRow, Covered, Cell, CellWithheld)


def refused(statement: Callable[[], object], match: str) -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        statement()


def test_groups_stand_whoever_tries(plain: Grouped, as_role: Callable) -> None:
    list(plain.live(as_role, last=OVER))
    for model in STANDS:
        rows = model._default_manager.all()
        name = model._meta.fields[1].attname
        for role in (DatabaseRole.WEB, DatabaseRole.RELEASER):
            with as_role(role):
                assert rows.exists()
                refused(lambda r=rows, n=name: r.update(**{n: models.F(n)}), "permission denied")
                refused(lambda r=rows: r._raw_delete("default"), "permission denied")
        refused(lambda r=rows, n=name: r.update(**{n: models.F(n)}), "stands")
        refused(lambda r=rows: r._raw_delete("default"), "stands")
        row = rows.first()
        assert row is not None
        row.pk, row._state.adding = None, True
        refused(row.save, "stands")


def test_the_web_reads_no_salt(plain: Grouped, as_role: Callable) -> None:
    list(plain.live(as_role, last=OVER))
    with as_role(DatabaseRole.RELEASER):
        assert Salt.objects.count() == Release.objects.count()
    with as_role(DatabaseRole.WEB):
        refused(lambda: Salt.objects.count(), "permission denied")
