"""After a restore: close the gap between what people have seen and what the database knows [G2].

A week that was published once may never be published anew: what waits up to the last such week is
deleted unpublished, and so is all that waited to be shown together with it. The next week begins
with nothing open. A half-year whose groups may have been shown is said to have none.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from medverk.people.actions import log
from medverk.releases.actions import (
    LATECOMERS,
    confirm,
    delete_unpublished,
    lock,
    read_ledger,
    write_ledger,
)
from medverk.releases.breaking_down import names_due
from medverk.releases.dates import week_of
from medverk.releases.memory import recall
from medverk.releases.storing import store_release
from medverk.releases.streams import current_policy, load_hierarchy
from medverk.rules.disclosure.document import EditionSaid
from medverk.rules.disclosure.figures import OPEN, Part, Withheld
from medverk.rules.disclosure.ledger import Ledger, OfficeLedger
from medverk.rules.disclosure.reasons import Reason
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire


class NothingRememberedError(LookupError):
    """Nobody remembers what was published, so the operator must say it."""


@dataclass(frozen=True)
class Gap:
    """The weeks of one questionnaire that were published, and that the database has forgotten."""

    questionnaire: Questionnaire
    until: Week


def close_gap(*, questionnaire: Questionnaire, last_seen: Week | None, now: datetime) -> Gap | None:
    """Go on after a restore; as the releaser, settled. None when nothing was forgotten.

    last_seen: the last week that anybody has seen published, where the memory beside the keys is
    lost or old. Killed between its two steps, it is done again. Raises NothingRememberedError, and
    ValueError when a week is not over.
    """
    gap = find_gap(questionnaire, last_seen)
    if gap:
        if gap.until >= week_of(now - LATECOMERS):
            raise ValueError(f"{gap.until} is not over yet, so it was never published")
        give_up(gap, now)
    confirm(questionnaire)
    return gap


def find_gap(questionnaire: Questionnaire, last_seen: Week | None) -> Gap | None:
    """What the database has forgotten. Raises NothingRememberedError."""
    ledger, memory = read_ledger(questionnaire), recall(questionnaire)
    told = {week for week in (memory.week if memory else None, last_seen) if week is not None}
    if not told and ledger.until:
        raise NothingRememberedError(
            f"{questionnaire.key}: nothing is remembered of publications beside the keys. Name the "
            "last week that anybody may have seen published: --after-restore 2026-W47"
        )
    until = max(told, default=ledger.start.plus(-1))
    newest = ledger.until or ledger.start.plus(-1)
    return Gap(questionnaire, until) if newest < until else None


@transaction.atomic
def give_up(gap: Gap, now: datetime) -> None:
    """One transaction: the weeks are deleted, and a release without figures says so [G6]."""
    lock(gap.questionnaire)
    ledger = read_ledger(gap.questionnaire)
    offices = load_hierarchy(localdate(now)).offices()
    lost = [
        Part(office, ledger.first_open_week(office), gap.until)
        for office in offices
        if ledger.first_open_week(office) <= gap.until
    ]
    release = store_release(
        questionnaire=gap.questionnaire,
        until=gap.until,
        now=now,
        policy=current_policy(),
        blocks=(),
        lines=(),
        waiting=(),
        never_shown=[say_gone(part) for part in lost],
        editions=[
            EditionSaid(name, {}, ())
            for name in names_due(gap.questionnaire, ledger.start, gap.until)
        ],
    )
    closed = {office: OfficeLedger(closed_to=gap.until) for office in offices}
    write_ledger(gap.questionnaire, Ledger(ledger.start, gap.until, closed))
    delete_unpublished(gap.questionnaire, lost)
    log(by=None, action="gap_closed_after_restore", now=now, about=str(release))


def say_gone(part: Part) -> Withheld:
    """Of every office alike, whether anything waited there or not."""
    reason = Reason.DELETED_UNPUBLISHED
    return Withheld(OPEN, part.office, None, part.from_week, part.to_week, reason)
