"""A version in use never changes; each rule is tested by trying to break it."""

import copy
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from medverk.people.models import LogEntry, Person
from medverk.people.privacy import DatabaseRole
from medverk.surveys import actions, queries
from medverk.surveys.catalogue import QUESTIONNAIRES, shipped_content, shipped_raw
from medverk.surveys.models import Questionnaire, Translation, Version
from medverk.surveys.reading import ContentError


def second(key: str = "conversation") -> dict:
    raw = copy.deepcopy(shipped_raw(key))
    raw["number"] = 2
    return raw


def test_it_loads_every_shipped_questionnaire_once(db: None, now: datetime) -> None:
    actions.load_shipped(now=now)
    first = list(Version.objects.order_by("pk").values())
    actions.load_shipped(now=now + timedelta(days=1))
    assert list(Version.objects.order_by("pk").values()) == first
    assert sorted(Questionnaire.objects.values_list("key", flat=True)) == sorted(QUESTIONNAIRES)
    assert Translation.objects.count() == (len(QUESTIONNAIRES) + 1) * 5


def test_it_reads_back_what_the_file_says(conversation: Version) -> None:
    assert queries.content(conversation.pk) == shipped_content("conversation")


def test_it_asks_the_database_once_per_version(
    conversation: Version, django_assert_num_queries: object
) -> None:
    queries.content(conversation.pk)
    with django_assert_num_queries(0):  # type: ignore[operator]
        queries.content(conversation.pk)


def test_it_knows_no_version_before_the_first_is_in_use(
    conversation: Version, now: datetime
) -> None:
    with pytest.raises(queries.NoVersionInUseError):
        queries.current_version("conversation", now=now - timedelta(seconds=1))


@pytest.mark.parametrize(
    "change",
    [
        {"content": {}},
        {"number": 9},
        {"in_use_from": None},
    ],
)
def test_it_refuses_every_change_of_a_version_in_use(conversation: Version, change: dict) -> None:
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Version.objects.filter(pk=conversation.pk).update(**change)


def test_it_refuses_to_save_a_version_in_use(conversation: Version) -> None:
    conversation.content["title"]["nb"] = "Noe helt annet"
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        conversation.save()


def test_it_refuses_to_delete_a_version_in_use(conversation: Version) -> None:
    Translation.objects.filter(version=conversation).delete()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Version.objects.filter(pk=conversation.pk).delete()


def test_it_lets_a_version_change_until_it_is_in_use(conversation: Version, now: datetime) -> None:
    version = actions.add_version(raw=second(), source="new", by=None, now=now)
    changed = second()
    changed["title"]["nb"] = "Hvordan gikk samtalen?"
    assert Version.objects.filter(pk=version.pk).update(content=changed) == 1


def test_it_gives_new_invitations_the_newest_version_in_use(
    conversation: Version, reader: Person, now: datetime
) -> None:
    version = actions.add_version(raw=second(), source="new", by=reader, now=now)
    assert queries.current_version("conversation", now=now) == conversation
    later = now + timedelta(days=7)
    actions.put_in_use(version=version, from_when=later, by=reader, now=now)
    assert queries.current_version("conversation", now=now) == conversation
    assert queries.current_version("conversation", now=later) == version
    assert LogEntry.objects.filter(by=reader, about="conversation 2").count() == 2


def test_it_puts_a_version_in_use_once(
    conversation: Version, reader: Person, now: datetime
) -> None:
    with pytest.raises(actions.AlreadyInUseError):
        actions.put_in_use(version=conversation, from_when=now, by=reader, now=now)


def test_it_puts_no_version_in_use_in_the_past(
    conversation: Version, reader: Person, now: datetime
) -> None:
    version = actions.add_version(raw=second(), source="new", by=reader, now=now)
    with pytest.raises(actions.InThePastError):
        actions.put_in_use(version=version, from_when=now - timedelta(days=1), by=reader, now=now)


def test_it_does_not_offer_a_version_that_is_not_in_use(
    conversation: Version, now: datetime
) -> None:
    version = actions.add_version(raw=second(), source="new", by=None, now=now)
    with pytest.raises(Version.DoesNotExist):
        queries.content(version.pk)


def test_it_refuses_a_version_that_gives_a_slot_to_another_question(
    conversation: Version, now: datetime
) -> None:
    raw = second()
    raw["questions"][0]["key"] = "something_else"
    with pytest.raises(ContentError, match="expected a new slot: 0 belongs to 'prepared'"):
        actions.add_version(raw=raw, source="new", by=None, now=now)
    assert Version.objects.filter(number=2).count() == 0


def test_pages_can_read_versions_and_write_none(
    conversation: Version, now: datetime, as_role: object
) -> None:
    with as_role(DatabaseRole.WEB):  # type: ignore[operator]
        assert queries.current_version("call", now=now).number == 1
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            Version.objects.create(questionnaire=conversation.questionnaire, number=3, content={})
