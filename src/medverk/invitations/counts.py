"""How many were invited, by office, counsellor, questionnaire and week, without keeping who.

Whoever writes several of these tables writes them in one order: what became of messages, who was
invited, how, in which language. Two that met in different orders would wait for each other.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from medverk.invitations.models import (
    ChannelCount,
    InvitationCount,
    LanguageCount,
    SendingCount,
)
from medverk.rules.weeks import Week
from medverk.surveys.languages import asked_in
from medverk.surveys.models import Version

if TYPE_CHECKING:
    from medverk.invitations.actions import Encounter

_ADD = f"""
INSERT INTO {InvitationCount._meta.db_table} AS known
       (office_id, counsellor_id, questionnaire_id, week, taken, invited, latest_on)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (office_id, counsellor_id, questionnaire_id, week) DO UPDATE
SET taken = known.taken + excluded.taken,
    invited = known.invited + excluded.invited,
    latest_on = greatest(known.latest_on, excluded.latest_on)
"""  # noqa: S608  (the table's own name)

_ADD_SENDING = f"""
INSERT INTO {SendingCount._meta.db_table} AS known (office_id, day, sent, uncertain, failed)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (office_id, day) DO UPDATE
SET sent = known.sent + excluded.sent,
    uncertain = known.uncertain + excluded.uncertain,
    failed = known.failed + excluded.failed
"""  # noqa: S608  (the table's own name)

_ADD_REACHED = """
INSERT INTO {table} AS known (office_id, questionnaire_id, week, {by}, invited)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (office_id, questionnaire_id, week, {by}) DO UPDATE
SET invited = known.invited + excluded.invited
"""

KIOSK = "kiosk"  # asked at the office's tablet, without an invitation [F10]

Key = tuple[int, int, int]  # ids of office, counsellor, questionnaire


class Way(NamedTuple):
    """How somebody is asked: ids of office and questionnaire, the channel, and the language."""

    office: int
    questionnaire: int
    channel: str
    language: str


def count_taken(encounters: "Sequence[Encounter]", today: date) -> None:
    """Count what was asked for; slips and interviews are handed over in the same moment."""
    taken: Counter[Key] = Counter()
    handed_over: Counter[Key] = Counter()
    for encounter in encounters:
        key = (
            encounter.office.pk,
            encounter.counsellor.pk,
            encounter.version.questionnaire_id,
        )
        taken[key] += 1
        handed_over[key] += encounter.contact is None
    week = str(Week.of_date(today))
    rows = [(*key, week, taken[key], handed_over[key], today) for key in sorted(taken)]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)
    count_ways(
        Counter(
            Way(one.office.pk, one.version.questionnaire_id, str(one.channel), one.language)
            for one in encounters
            if one.contact is None
        ),
        today,
    )


def count_invited(reached: Mapping[Key, int], today: date) -> None:
    """Count people who were in fact reached, by office, counsellor and questionnaire."""
    week = str(Week.of_date(today))
    rows = [(*key, week, 0, count, None) for key, count in sorted(reached.items())]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)


def count_ways(reached: Mapping[Way, int], today: date) -> None:
    """Count the same people by how they were reached, and by the language they were asked in."""
    week = str(Week.of_date(today))
    channels: Counter[tuple[int, int, str, str]] = Counter()
    languages: Counter[tuple[int, int, str, str]] = Counter()
    for way, number in reached.items():
        place = (way.office, way.questionnaire, week)
        channels[*place, way.channel] += number
        languages[*place, asked_in(way.language)] += number
    if reached:
        with connection.cursor() as cursor:
            for table, counted in ((ChannelCount, channels), (LanguageCount, languages)):
                statement = _ADD_REACHED.format(table=table._meta.db_table, by=table.by)
                cursor.executemany(statement, [(*row, n) for row, n in sorted(counted.items())])


def count_handed_over(
    office: int, counsellor: int, version: int, language: str, today: date
) -> None:
    """Count one person who was asked without an invitation, at the office's tablet [F10]."""
    week, questionnaire = str(Week.of_date(today)), questionnaire_of(version)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, (office, counsellor, questionnaire, week, 1, 1, today))
    count_ways({Way(office, questionnaire, KIOSK, language): 1}, today)


def questionnaire_of(version: int) -> int:
    return Version.objects.values_list("questionnaire_id", flat=True).get(pk=version)


def count_sending(office: int, day: date, state: str, count: int = 1) -> None:
    """Count what became of first messages. state: sent, uncertain or failed."""
    row = {"sent": 0, "uncertain": 0, "failed": 0} | {state: count}
    with connection.cursor() as cursor:
        cursor.execute(_ADD_SENDING, (office, day, row["sent"], row["uncertain"], row["failed"]))
