"""How many were invited, by office, counsellor, questionnaire and week, without keeping who."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection

from medverk.invitations.models import ChannelCount, InvitationCount, SendingCount
from medverk.rules.weeks import Week
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

_ADD_CHANNEL = f"""
INSERT INTO {ChannelCount._meta.db_table} AS known
       (office_id, questionnaire_id, week, channel, invited)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (office_id, questionnaire_id, week, channel) DO UPDATE
SET invited = known.invited + excluded.invited
"""  # noqa: S608  (the table's own name)

KIOSK = "kiosk"  # asked at the office's tablet, without an invitation [F10]

Key = tuple[int, int, int]  # ids of office, counsellor, questionnaire
Way = tuple[int, int, str]  # ids of office and questionnaire, and the channel


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
    count_ways(
        Counter(
            (one.office.pk, one.version.questionnaire_id, str(one.channel))
            for one in encounters
            if one.contact is None
        ),
        today,
    )
    week = str(Week.of_date(today))
    rows = [(*key, week, taken[key], handed_over[key], today) for key in sorted(taken)]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)


def count_invited(reached: Mapping[Key, int], today: date) -> None:
    """Count people who were in fact reached, by office, counsellor and questionnaire."""
    week = str(Week.of_date(today))
    rows = [(*key, week, 0, count, None) for key, count in sorted(reached.items())]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)


def count_ways(reached: Mapping[Way, int], today: date) -> None:
    """Count the same people by how they were reached."""
    week = str(Week.of_date(today))
    rows = [
        (office, questionnaire, week, channel, number)
        for (office, questionnaire, channel), number in sorted(reached.items())
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD_CHANNEL, rows)


def count_handed_over(office: int, counsellor: int, version: int, today: date) -> None:
    """Count one person who was asked without an invitation, at the office's tablet [F10]."""
    week, questionnaire = str(Week.of_date(today)), questionnaire_of(version)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, (office, counsellor, questionnaire, week, 1, 1, today))
    count_ways({(office, questionnaire, KIOSK): 1}, today)


def questionnaire_of(version: int) -> int:
    return Version.objects.values_list("questionnaire_id", flat=True).get(pk=version)


def count_sending(office: int, day: date, state: str, count: int = 1) -> None:
    """Count what became of first messages. state: sent, uncertain or failed."""
    row = {"sent": 0, "uncertain": 0, "failed": 0} | {state: count}
    with connection.cursor() as cursor:
        cursor.execute(_ADD_SENDING, (office, day, row["sent"], row["uncertain"], row["failed"]))
