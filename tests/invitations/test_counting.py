"""How many are asked, in which way and in which language, is counted alike and never crossed."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from medverk.invitations import actions, sending
from medverk.invitations.contacts import open_sealed
from medverk.invitations.counts import count_handed_over
from medverk.invitations.models import (
    Channel,
    ChannelCount,
    InvitationCount,
    LanguageCount,
    Message,
    ReachedCount,
    SendingCount,
)
from medverk.invitations.queries import reached_by_channel, reached_by_language
from medverk.people.privacy import DatabaseRole
from medverk.rules.disclosure.figures import Part
from medverk.rules.weeks import Week
from medverk.surveys.languages import ANOTHER, LANGUAGES, NORWEGIAN_OR_SAMI, asked_in

pytestmark = pytest.mark.django_db
OTHER = "+47 412 34 568"


@pytest.fixture(autouse=True)
def as_web(as_role, house, version) -> Iterator[None]:
    with as_role(DatabaseRole.WEB):
        yield


def reached(table: type[ReachedCount]) -> dict[str, int]:
    rows = table._default_manager.values_list(table.by).annotate(number=Sum("invited"))
    return dict(rows.filter(number__gt=0))


def invited() -> int:
    return InvitationCount.objects.aggregate(total=Sum("invited"))["total"] or 0


def token_on_its_way() -> str:
    """What only the sender can read: of the one message that waits."""
    opened = open_sealed(bytes(Message.objects.get(state="queued", kind="invitation").sealed))
    assert opened is not None
    return opened[1]


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_counts_norwegian_and_sami_together_and_all_others(code: str) -> None:
    assert asked_in(code) == (NORWEGIAN_OR_SAMI if code in {"nb", "nn", "se"} else ANOTHER)


@pytest.fixture
def all_asked(gateway, encounter, house, version, now) -> None:
    """Five people: two by SMS, a slip, an interview, and one at the tablet."""
    actions.invite_all(
        encounters=[
            encounter(),
            encounter(OTHER, language="en"),
            encounter(None, language="nn"),
            encounter(None, language="en", channel=Channel.INTERVIEW),
        ],
        by=house.kari,
        now=now,
    )
    sending.send_due(now=now)
    count_handed_over(house.office.pk, house.kari.pk, version.pk, "nb", now.date())


def test_it_counts_everybody_once_in_each_way_of_counting(all_asked, house) -> None:
    assert invited() == 5
    assert reached(ChannelCount) == {"sms": 2, "slip": 1, "interview": 1, "kiosk": 1}
    assert reached(LanguageCount) == {NORWEGIAN_OR_SAMI: 3, ANOTHER: 2}
    week = Week.parse(InvitationCount.objects.values_list("week", flat=True).distinct().get())
    here = [Part(str(house.office.pk), week, week)]
    assert reached_by_language(here, "conversation") == {NORWEGIAN_OR_SAMI: 3, ANOTHER: 2}
    assert sum(reached_by_channel(here, "conversation").values()) == 5
    assert reached_by_language(here, "call") == {}
    later = [Part(str(house.office.pk), week.next(), week.next())]
    assert reached_by_language(later, "conversation") == {}


def test_whoever_is_left_out_is_counted_in_no_language(gateway, encounter, house, now) -> None:
    """Else the count would tell that a person was asked lately, or wants no more [F14]."""
    for language in ("nb", "en"):
        actions.invite_all(encounters=[encounter(language=language)], by=house.kari, now=now)
        sending.send_due(now=now)
    assert reached(LanguageCount) == {NORWEGIAN_OR_SAMI: 1}


def test_it_counts_who_answers_before_the_sender_has_noted_it(encounter, house, now) -> None:
    actions.invite_all(encounters=[encounter(language="en")], by=house.kari, now=now)
    assert actions.spend(token=token_on_its_way(), now=now) is not None
    assert reached(LanguageCount) == {ANOTHER: 1}
    assert reached(ChannelCount) == {"sms": 1}


IN_ORDER = [
    table._meta.db_table for table in (SendingCount, InvitationCount, ChannelCount, LanguageCount)
]


def written(queries: CaptureQueriesContext) -> list[str]:
    """The tables of counts in the order in which they were first written."""
    found = [
        table
        for query in queries.captured_queries
        for table in IN_ORDER
        if f"INTO {table} " in query["sql"]
    ]
    return list(dict.fromkeys(found))


def test_everybody_writes_the_counts_in_one_order(gateway, encounter, house, version, now) -> None:
    """Two that met in different orders would wait for each other until one is refused."""
    with CaptureQueriesContext(connection) as handing_over:
        actions.invite_all(encounters=[encounter(None), encounter()], by=house.kari, now=now)
    with CaptureQueriesContext(connection) as noting:
        sending.send_due(now=now)
    actions.invite_all(encounters=[encounter(OTHER)], by=house.kari, now=now)
    token = token_on_its_way()
    with CaptureQueriesContext(connection) as answering:
        actions.spend(token=token, now=now)
    assert written(handing_over) == IN_ORDER[1:]
    assert written(noting) == IN_ORDER
    assert written(answering) == IN_ORDER
