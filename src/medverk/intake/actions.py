"""Writes of the answer page: spend the invitation and seal the answer, together or not at all.

This is the only room that sees a token and an answer at the same time, and it can only seal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from medverk.intake.reading import Given
from medverk.invitations.actions import Spent, spend
from medverk.rules.weeks import Week
from medverk.surveys.content import Content
from medverk.surveys.languages import asked_in
from medverk.surveys.queries import content
from medverk.vault.actions import seal_answer
from medverk.vault.sealing import Answer


def answer(
    *,
    token: str,
    given: Given | Callable[[Content], Given],
    now: datetime,
    office: int | None = None,
    channel: str = "",
) -> Spent | None:
    """Store an answer to an invitation, once; None when it is used, expired or unknown.

    When this returns, the answer is on disk. given: the answers, or how to read them once it is
    known what was asked; what that raises leaves everything as it was. office: accept only
    invitations of this office. channel: how it was answered, when that is not how it was asked.
    """
    with transaction.atomic():
        spent = spend(token=token, now=now)
        if spent is None:
            return None
        if office is not None and spent.office_id != office:
            transaction.set_rollback(True)
            return None
        answers = given(content(spent.version_id)) if callable(given) else given
        store(spent, answers, channel or spent.channel, now)
    return spent


def store(spent: Spent, given: Given, channel: str, now: datetime) -> None:
    seal_answer(
        id=uuid4(),
        answer=response_of(
            spent.office_id,
            spent.counsellor_id,
            spent.version_id,
            given,
            Way(channel, spent.language),
            now,
        ),
    )


@dataclass(frozen=True, slots=True)
class Way:
    """How an answer came in, and the language in which it was asked for, by its code."""

    channel: str
    asked_in: str


def response_of(
    office: int, counsellor: int, version: int, given: Given, way: Way, now: datetime
) -> Answer:
    """The answer as it is sealed: the week in which it was received, and no finer time.

    Of the language only one of two is kept: see surveys.languages.
    """
    return Answer(
        office_id=office,
        counsellor_id=counsellor,
        version_id=version,
        questionnaire=content(version).key,
        week=str(Week.of_date(timezone.localdate(now))),
        answers=given.answers,
        background={
            **given.background,
            "channel": way.channel,
            "asked_in": asked_in(way.asked_in),
        },
    )
