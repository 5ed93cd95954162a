"""Settling: every answer once, in its week, in no order [disclosure G3, G4]."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection

from medverk.people.models import LogEntry
from medverk.people.privacy import DatabaseRole
from medverk.vault import settling
from medverk.vault.actions import delete_responses, settle
from medverk.vault.models import Response, SealedAnswer, SetAside
from medverk.vault.sealing import CIPHERTEXT_SIZE
from medverk.vault.settling import Settled
from tests.vault.samples import an_answer, seal_all

pytestmark = pytest.mark.django_db


def weeks() -> list[str]:
    return sorted(Response.objects.values_list("week", flat=True))


def test_it_moves_answers_of_weeks_that_are_over_and_puts_the_others_back(ring, now, as_role):
    with as_role(DatabaseRole.WEB):
        seal_all(an_answer(week="2026-W46"), an_answer(week="2026-W47"), an_answer(week="2026-W45"))
    with as_role(DatabaseRole.RELEASER):
        assert settle(now=now, ring=ring) == Settled(settled=2, waiting=1, unreadable=0)
        assert weeks() == ["2026-W45", "2026-W46"]
        assert SealedAnswer.objects.count() == 1
        assert settle(now=now, ring=ring) == Settled(settled=0, waiting=1, unreadable=0)
        later = now + timedelta(weeks=1)
        assert settle(now=later, ring=ring) == Settled(settled=1, waiting=0, unreadable=0)
        assert weeks() == ["2026-W45", "2026-W46", "2026-W47"]


def test_it_stores_exactly_what_was_answered(ring, now):
    seal_all(an_answer())
    settle(now=now, ring=ring)
    (row,) = Response.objects.values()
    assert row.pop("id").version == 4
    assert row == {
        "office_id": 3,
        "counsellor_id": 14,
        "version_id": 1,
        "questionnaire": "conversation",
        "week": "2026-W46",
        "answers": [5, None, 1, 3, 4, 2, 5],
        "background": {"age": "under 30", "channel": "sms"},
    }


@pytest.mark.parametrize(("minutes_past_midnight", "settled"), [(-1, 0), (0, 0), (59, 0), (60, 1)])
def test_it_waits_an_hour_after_a_week_has_ended_in_oslo(ring, minutes_past_midnight, settled):
    monday = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # midnight in Oslo
    seal_all(an_answer(week="2026-W47"))
    found = settle(now=monday + timedelta(minutes=minutes_past_midnight), ring=ring)
    assert found.settled == settled


def test_it_seals_what_waits_anew_so_that_the_old_key_is_not_needed(ring, now):
    seal_all(an_answer(week="2026-W47"))
    before = SealedAnswer.objects.get()
    settle(now=now, ring=ring)
    after = SealedAnswer.objects.get()
    assert (before.id == after.id, before.ciphertext == after.ciphertext) == (True, False)


@pytest.mark.parametrize(("hour", "kept"), [(0, False), (3, False), (6, True), (12, True)])
def test_it_gives_new_ids_at_night_and_by_day_refuses_a_form_sent_again(ring, now, hour, kept):
    seal_all(an_answer(week="2026-W47"))
    before = SealedAnswer.objects.get().id
    settle(now=now.astimezone(ZoneInfo("Europe/Oslo")).replace(hour=hour), ring=ring)
    assert (SealedAnswer.objects.get().id == before) is kept


def test_it_counts_a_latecomer_in_the_first_week_that_is_open(ring, now):
    seal_all(an_answer(week="2026-W40"), an_answer(week="2026-W40", office_id=4))
    settle(now=now, ring=ring, not_before={("conversation", 3): "2026-W44"})
    assert weeks() == ["2026-W40", "2026-W44"]


def test_it_sets_aside_what_it_cannot_read_and_settles_the_rest(ring, now, caplog):
    garbage = SealedAnswer(id=uuid4(), ciphertext=b"\x00" * CIPHERTEXT_SIZE)
    garbage.save(force_insert=True)
    seal_all(an_answer(), an_answer(week="2031-W01"))
    assert settle(now=now, ring=ring) == Settled(settled=1, waiting=0, unreadable=2)
    assert SealedAnswer.objects.count() == 0
    assert bytes(SetAside.objects.get(id=garbage.id).ciphertext) == garbage.ciphertext
    assert [record.fields for record in caplog.records] == [{"count": 2}]
    assert settle(now=now, ring=ring) == Settled(settled=0, waiting=0, unreadable=0)


def test_it_puts_back_what_comes_in_between_the_reading_and_the_lock(ring, now, monkeypatch):
    seal_all(an_answer())
    store, came = settling.copy_responses, []

    def copy_while_another_answers(answers):
        if not came:
            came.append(True)
            seal_all(an_answer(week="2026-W47"))
            garbage.save(force_insert=True)
        return store(answers)

    garbage = SealedAnswer(id=uuid4(), ciphertext=b"\x00" * CIPHERTEXT_SIZE)
    monkeypatch.setattr(settling, "copy_responses", copy_while_another_answers)
    assert settle(now=now, ring=ring) == Settled(settled=1, waiting=0, unreadable=0)
    assert SealedAnswer.objects.count() == 2
    assert settle(now=now, ring=ring) == Settled(settled=0, waiting=1, unreadable=1)
    assert SetAside.objects.get().id == garbage.id


def test_it_logs_that_it_settled(ring, now, as_role):
    with as_role(DatabaseRole.RELEASER):
        settle(now=now, ring=ring)
    assert list(LogEntry.objects.values_list("action", "by", "about", "at")) == [
        ("answers_settled", None, "", now)
    ]


def test_it_leaves_physical_order_to_chance(ring, now):
    seal_all(*(an_answer(office_id=number) for number in range(60)))
    settle(now=now, ring=ring)
    with connection.cursor() as cursor:
        cursor.execute("SELECT office_id FROM vault_response ORDER BY ctid")
        order = [office for (office,) in cursor.fetchall()]
    assert sorted(order) == list(range(60)) != order


def test_it_deletes_what_may_never_be_published_and_nothing_else(ring, now, as_role):
    seal_all(
        an_answer(week="2026-W44"), an_answer(week="2026-W45"), an_answer(week="2026-W46"),
        an_answer(week="2026-W45", office_id=4), an_answer(week="2026-W45", questionnaire="call"),
        an_answer(week="2026-W43"),
    )  # fmt: skip
    settle(now=now, ring=ring)
    with as_role(DatabaseRole.RELEASER):
        delete_responses(
            questionnaire="conversation", office_id=3, from_week="2026-W44", to_week="2026-W45"
        )
    left = Response.objects.values_list("questionnaire", "office_id", "week")
    assert sorted(left) == [
        ("call", 3, "2026-W45"), ("conversation", 3, "2026-W43"),
        ("conversation", 3, "2026-W46"), ("conversation", 4, "2026-W45"),
    ]  # fmt: skip


def test_it_refuses_ciphertexts_of_another_size(db):
    with pytest.raises(IntegrityError):
        SealedAnswer(id=UUID(int=1), ciphertext=b"short").save(force_insert=True)
