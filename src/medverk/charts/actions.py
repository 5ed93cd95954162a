"""Letting a series begin anew, and taking that back. Never done by a program."""

from datetime import datetime

from django.db.transaction import atomic

from medverk.charts.models import Rebase
from medverk.people.actions import log
from medverk.people.models import Person, Unit
from medverk.rules.weeks import Week


class BegunAnewAlreadyError(Exception):
    """The series begins anew with that week already."""


def begin_anew(
    *,
    unit: Unit,
    questionnaire: str,
    question: str,
    week: Week,
    why: str,
    by: Person,
    now: datetime,
) -> Rebase:
    """From that week on the unit's answers to the question are read by themselves.

    Raises BegunAnewAlreadyError when that stands already.
    """
    with atomic():
        rebase, is_new = Rebase.objects.get_or_create(
            unit=unit,
            questionnaire=questionnaire,
            question=question,
            week=str(week),
            taken_back_at=None,
            defaults={"why": why, "by": by, "at": now},
        )
        if not is_new:
            raise BegunAnewAlreadyError
        about = f"{questionnaire}.{question} {week}"
        log(by=by, action="series_begun_anew", now=now, unit=unit, about=about)
    return rebase


def take_back(*, rebase: Rebase, by: Person, now: datetime) -> bool:
    """The series is read as before. False when somebody has taken it back already."""
    with atomic():
        standing = Rebase.objects.filter(pk=rebase.pk, taken_back_at=None)
        if not standing.update(taken_back_by=by, taken_back_at=now):
            return False
        about = f"{rebase.questionnaire}.{rebase.question} {rebase.week}"
        log(by=by, action="series_begun_anew_taken_back", now=now, unit=rebase.unit, about=about)
    return True
