"""Reads about invitations. None of them changes anything: scanners open links too."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum
from django.utils import timezone

from medverk.invitations.contacts import Contact, contact_hash
from medverk.invitations.models import Invitation, InvitationCount
from medverk.invitations.tokens import parse_token, token_hash
from medverk.people.models import Person, Unit
from medverk.rules.weeks import Week

CALL = "call"  # the questionnaire of the contact centre [K1]


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
    found = Invitation.objects.filter(
        token_hash=token_hash(parsed), expires_on__gte=timezone.localdate(now)
    )
    return described(found)


def open_call_invitation(contact: Contact, now: datetime) -> OpenInvitation | None:
    """The open question after a call that was sent to this contact, the latest first [K1]."""
    return described(call_invitations(contact, now))


def call_invitations(contact: Contact, now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        contact_hash=contact_hash(contact),
        version__questionnaire__key=CALL,
        expires_on__gte=timezone.localdate(now),
    ).order_by("-expires_on")


def described(found: QuerySet[Invitation]) -> OpenInvitation | None:
    row = found.values_list(
        "office_id",
        "office__name",
        "version_id",
        "version__questionnaire__key",
        "language",
        "channel",
        "kind",
        "contact_hash",
    ).first()
    return OpenInvitation(*row[:-1], can_be_remembered=row[-1] is not None) if row else None


@dataclass(frozen=True, slots=True)
class InvitedInWeek:
    office_id: int
    week: str
    invited: int


def invited(
    offices: Collection[int], from_week: Week, to_week: Week, questionnaire: str
) -> tuple[InvitedInWeek, ...]:
    """How many were reached, by office and week, both weeks included: for response rates."""
    rows = (
        InvitationCount.objects.filter(
            office__in=offices,
            week__range=(str(from_week), str(to_week)),
            questionnaire__key=questionnaire,
        )
        .values_list("office_id", "week")
        .annotate(invited=Sum("invited"))
        .order_by("office_id", "week")
    )
    return tuple(InvitedInWeek(*row) for row in rows)


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
    offices: Collection[int], questionnaire: str, *, since: Week, to: Week
) -> dict[int, int]:
    """How many were reached, by office, both weeks included."""
    total: Counter[int] = Counter()
    for row in invited(offices, since, to, questionnaire):
        total[row.office_id] += row.invited
    return dict(total)
