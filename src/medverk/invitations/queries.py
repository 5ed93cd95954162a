"""Reads about invitations. None of them changes anything: scanners open links too."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from medverk.invitations.models import (
    ChannelCount,
    Invitation,
    InvitationCount,
    LanguageCount,
    ReachedCount,
)
from medverk.invitations.tokens import parse_token, token_hash
from medverk.people.models import Person, Unit
from medverk.rules.disclosure.figures import Part
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.surveys.queries import content

CALL = "call"  # the questionnaire of the contact centre [K1]


# One row of one table, by its index: each page of somebody who answers begins with this.
_OPEN = f"""
SELECT office_id, version_id, language, channel, kind, remembered IS NOT NULL
FROM {Invitation._meta.db_table} WHERE token_hash = %s AND expires_on >= %s
"""  # noqa: S608  (our own table)


_INVITED_IN = f"""
SELECT coalesce(sum(c.invited), 0) FROM {InvitationCount._meta.db_table} c
JOIN unnest(%s::bigint[], %s::text[], %s::text[]) AS part (office_id, from_week, to_week)
  ON c.office_id = part.office_id AND c.week BETWEEN part.from_week AND part.to_week
JOIN {Questionnaire._meta.db_table} q ON q.id = c.questionnaire_id
WHERE q.key = %s
"""  # noqa: S608  (our own tables)


_REACHED_IN = """
SELECT c.{by}, sum(c.invited) FROM {table} c
JOIN unnest(%s::bigint[], %s::text[], %s::text[]) AS part (office_id, from_week, to_week)
  ON c.office_id = part.office_id AND c.week BETWEEN part.from_week AND part.to_week
JOIN {questionnaire} q ON q.id = c.questionnaire_id
WHERE q.key = %s GROUP BY c.{by}
"""


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """What the answer page may know before anything is answered."""

    office_id: int
    office_name: str
    version_id: int
    questionnaire: str
    language: str
    channel: str
    kind: str
    can_be_remembered: bool  # a contact is behind it, so "never ask me again" can be kept


def open_invitation(token: str, now: datetime) -> OpenInvitation | None:
    """The open invitation behind a token; None for used, expired, unknown and malformed."""
    parsed = parse_token(token)
    if parsed is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [token_hash(parsed), timezone.localdate(now)])
        row = cursor.fetchone()
    return described(row, now) if row else None


def described(row: tuple[Any, ...], now: datetime) -> OpenInvitation:
    """A row of an invitation with what is known of its office and version without asking anew."""
    office, version, language, channel, kind, can_be_remembered = row
    return OpenInvitation(
        office_id=office,
        office_name=office_name(office, now.replace(second=0, microsecond=0)),
        version_id=version,
        questionnaire=content(version).key,
        language=language,
        channel=channel,
        kind=kind,
        can_be_remembered=can_be_remembered,
    )


@lru_cache(maxsize=1024)
def office_name(office: int, minute: datetime) -> str:
    """The office's name. `minute` is there so that a new name is seen within a minute."""
    return Unit.objects.values_list("name", flat=True).get(pk=office)


def invited_in(parts: Collection[Part], questionnaire: str) -> int:
    """How many were reached in exactly these weeks of these offices. One query."""
    offices = [int(part.office) for part in parts]
    first, last = ([str(part.from_week) for part in parts], [str(part.to_week) for part in parts])
    with connection.cursor() as cursor:
        cursor.execute(_INVITED_IN, [offices, first, last, questionnaire])
        [(total,)] = cursor.fetchall()
    return int(total)


def reached_by_channel(parts: Collection[Part], questionnaire: str) -> dict[str, int]:
    """The same by how they were reached; what was counted before channels were is in none. One
    query."""
    return reached_by(ChannelCount, parts, questionnaire)


def reached_by_language(parts: Collection[Part], questionnaire: str) -> dict[str, int]:
    """The same by the language they were asked in, as surveys.languages names it. One query."""
    return reached_by(LanguageCount, parts, questionnaire)


def reached_by(
    table: type[ReachedCount], parts: Collection[Part], questionnaire: str
) -> dict[str, int]:
    offices = [int(part.office) for part in parts]
    first, last = ([str(part.from_week) for part in parts], [str(part.to_week) for part in parts])
    statement = _REACHED_IN.format(
        table=table._meta.db_table, by=table.by, questionnaire=Questionnaire._meta.db_table
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [offices, first, last, questionnaire])
        return {value: int(number) for value, number in cursor.fetchall()}


def invited_by(
    counsellor: Person, from_week: Week, to_week: Week, questionnaire: str, office: Unit
) -> int:
    """How many were reached after this counsellor's conversations, for their own response rate."""
    counted = InvitationCount.objects.filter(
        counsellor=counsellor,
        office=office,
        week__range=(str(from_week), str(to_week)),
        questionnaire__key=questionnaire,
    )
    return counted.aggregate(total=Sum("invited"))["total"] or 0


def taken_this_week(counsellor: Person, office: Unit, now: datetime) -> int:
    """How many invitations the counsellor has asked for in this week, whatever became of them."""
    week = str(Week.of_date(timezone.localdate(now)))
    counted = InvitationCount.objects.filter(counsellor=counsellor, office=office, week=week)
    return counted.aggregate(total=Sum("taken"))["total"] or 0


def invited_by_office(
    offices: Collection[int], questionnaire: str, *, since: Week, to: Week, live: bool
) -> dict[int, int]:
    """How many were invited, by office, both weeks included.

    live: the weeks still run. Then it is what was asked for, whoever was reached: a counsellor who
    invites one number and sees no rise would learn that it was asked lately or wants no more [F14].
    """
    rows = InvitationCount.objects.filter(
        office__in=offices,
        week__range=(str(since), str(to)),
        questionnaire__key=questionnaire,
    ).values_list("office_id")
    return dict(rows.annotate(total=Sum("taken" if live else "invited")))
