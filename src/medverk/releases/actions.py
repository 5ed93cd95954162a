"""Writes of releases: publish, publish what is due, plan a closing, correct [disclosure].

Publishing runs as the releaser, in one transaction under a lock of its own for each questionnaire:
killed at any line it leaves nothing, run twice it publishes once.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.timezone import localdate

from medverk.people.actions import log
from medverk.people.models import Person, Unit
from medverk.releases.breaking_down import (
    BreakdownRefusedError,
    Desk,
    break_down_due,
    forget_own_figures,
)
from medverk.releases.dates import week_of
from medverk.releases.memory import (
    ForgottenError,
    refuse_forgotten,
    remember_before_commit,
    remember_for_good,
)
from medverk.releases.models import OpenLedger, PlannedClosing, Release
from medverk.releases.storing import store_release
from medverk.releases.streams import (
    current_policy,
    first_week,
    load_hierarchy,
    publication_dates,
    slots_of_questionnaire,
)
from medverk.rules.disclosure.audit import Violation
from medverk.rules.disclosure.audit_publication import audit_publication
from medverk.rules.disclosure.figures import Part
from medverk.rules.disclosure.hierarchy import Hierarchy
from medverk.rules.disclosure.ledger import Ledger
from medverk.rules.disclosure.ledger_text import ledger_from_mapping, ledger_to_mapping
from medverk.rules.disclosure.policy import Policy
from medverk.rules.disclosure.publication import Closing, Publication, decide_publication
from medverk.rules.publishing.dates import ends_year, weeks_due, year_ends_before
from medverk.rules.weeks import Week
from medverk.surveys.models import Questionnaire
from medverk.vault.actions import delete_responses
from medverk.vault.actions import settle as settle_answers
from medverk.vault.queries import Slot, tallies

LATECOMERS = timedelta(hours=1)
"""How long after a week's end its last answers may take to be settled."""

logger = logging.getLogger(__name__)


class WeekNotOverError(ValueError):
    """The week still takes answers, or ended less than an hour ago."""


class PassedDateError(ValueError):
    """A later date is published already, so this one never can be."""


class PublicationRefusedError(Exception):
    """The audit found that the figures would tell too much. Nothing was stored."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        flaws = ", ".join(sorted({violation.flaw.value for violation in violations}))
        super().__init__(f"the audit refused {len(violations)} sets of figures: {flaws}")
        self.violations = violations


@dataclass(frozen=True)
class Outcome:
    """What became of a publication. `new` is False when it had been made before.

    The numbers are of things, never of people.
    """

    release: Release
    new: bool
    blocks: int = 0
    figures: int = 0
    withheld: int = 0
    editions: int = 0


@dataclass(frozen=True)
class Stream:
    """A questionnaire with all that a publication of it rests on, as it stands now."""

    questionnaire: Questionnaire
    policy: Policy
    hierarchy: Hierarchy
    slots: Mapping[str, Slot]
    ledger: Ledger


def publish(
    *, questionnaire: str, until: Week, now: datetime, closing: Closing | None = None
) -> Outcome:
    """Publish everything received up to the end of the week `until`; as the releaser.

    Ends of years and planned closings on the way are kept by themselves; `closing` adds to them.
    Settle the vault first. Raises WeekNotOverError, PassedDateError, PublicationRefusedError,
    NotYetAskedError, ForgottenError, and Questionnaire.DoesNotExist.
    """
    if until >= week_of(now - LATECOMERS):
        raise WeekNotOverError(f"{until} is not over yet: its answers are still coming in")
    asked = Questionnaire.objects.get(key=questionnaire)
    start = read_ledger(asked).until
    for year_end in year_ends_before(start.next() if start else first_week(asked), until):
        publish_date(asked, year_end, now, None)
    return publish_date(asked, until, now, closing)


@transaction.atomic
def publish_date(
    questionnaire: Questionnaire, until: Week, now: datetime, closing: Closing | None
) -> Outcome:
    """One date of one questionnaire, whole or not at all, and once only."""
    lock(questionnaire)
    made = Release.objects.filter(questionnaire=questionnaire, until=str(until), corrects=None)
    if known := made.first():
        return Outcome(known, new=False)
    stream = open_stream(questionnaire, now)
    if stream.ledger.until is not None and until < stream.ledger.until:
        raise PassedDateError(f"{stream.ledger.until} is published: {until} comes too late")
    refuse_forgotten(questionnaire, stream.ledger.until)
    publication = decide(stream, until, closing)
    due = break_down_due(
        Desk(questionnaire, stream.policy, stream.hierarchy, stream.slots),
        stream.ledger.start,
        until,
        publication.blocks,
        publication.lines,
    )
    release = store_release(
        questionnaire=questionnaire,
        until=until,
        now=now,
        policy=stream.policy,
        blocks=publication.blocks,
        lines=publication.lines,
        waiting=publication.withheld,
        never_shown=publication.never_shown,
        editions=[edition for edition, _ in due],
    )
    broken_down = [place for _, places in due for place in places]
    ledger = forget_own_figures(stream.policy, publication.ledger, broken_down)
    write_ledger(questionnaire, ledger)
    delete_unpublished(questionnaire, publication.deleted)
    log(by=None, action="release_published", now=now, about=str(release))
    remember_before_commit(questionnaire, until, stream.ledger.until)
    transaction.on_commit(lambda: confirm(questionnaire))
    return replace(summarise(release, publication), editions=len(due))


@transaction.atomic
def confirm(questionnaire: Questionnaire) -> None:
    """What is committed here is what the memory outside the database says, from now on."""
    lock(questionnaire)
    if until := read_ledger(questionnaire).until:
        remember_for_good(questionnaire, until)


def decide(stream: Stream, until: Week, closing: Closing | None) -> Publication:
    """What the rules say is to be published, audited. Raises PublicationRefusedError."""
    counted = tallies(
        questionnaire=stream.questionnaire.key,
        until=str(until),
        slots=stream.slots,
        parts=stream.ledger.needed(stream.hierarchy.offices(), until),
    )
    publication = decide_publication(
        stream.policy,
        stream.hierarchy,
        {question: slot.categories for question, slot in stream.slots.items()},
        until=until,
        ledger=stream.ledger,
        tallies=counted,
        closing=closing_at(stream, until, closing),
    )
    violations = audit_publication(stream.policy, stream.ledger, publication, counted)
    if violations:
        raise PublicationRefusedError(violations)
    return publication


def lock(questionnaire: Questionnaire) -> None:
    """Wait until nobody else publishes this questionnaire; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('releases'), %s)", [questionnaire.pk])


def open_stream(questionnaire: Questionnaire, now: datetime) -> Stream:
    """What a publication rests on."""
    return Stream(
        questionnaire,
        current_policy(),
        load_hierarchy(localdate(now)),
        slots_of_questionnaire(questionnaire),
        read_ledger(questionnaire),
    )


def read_ledger(questionnaire: Questionnaire) -> Ledger:
    """What earlier publications left open; a new one when there were none."""
    row = OpenLedger.objects.filter(questionnaire=questionnaire).first()
    return ledger_from_mapping(row.ledger) if row else Ledger(start=first_week(questionnaire))


def write_ledger(questionnaire: Questionnaire, ledger: Ledger) -> None:
    """Keep what is open now, in the place of what was."""
    OpenLedger.objects.update_or_create(
        questionnaire=questionnaire, defaults={"ledger": ledger_to_mapping(ledger)}
    )


def closing_at(stream: Stream, until: Week, asked: Closing | None) -> Closing | None:
    """Whose period ends at this date: everybody's at the end of a year, else as was planned."""
    if ends_year(until) or (asked and asked.offices is None):
        return Closing()
    planned = PlannedClosing.objects.filter(
        questionnaire=stream.questionnaire, week__lte=str(until)
    ).values_list("office", "week")
    due = {str(office) for office, week in planned if is_open(stream.ledger, str(office), week)}
    offices = frozenset(due) | (asked.offices or frozenset() if asked else frozenset())
    return Closing(offices) if offices else None


def is_open(ledger: Ledger, office: str, week: str) -> bool:
    """Whether responses of this week in the office may still wait."""
    return ledger.first_open_week(office) <= Week.parse(week)


def delete_unpublished(questionnaire: Questionnaire, parts: Iterable[Part]) -> None:
    """Take out of the vault what waited in vain; it will never be published."""
    for part in parts:
        delete_responses(
            questionnaire=questionnaire.key,
            office_id=int(part.office),
            from_week=str(part.from_week),
            to_week=str(part.to_week),
        )


def summarise(release: Release, publication: Publication) -> Outcome:
    """How much was published."""
    return Outcome(
        release,
        new=True,
        blocks=len(publication.blocks),
        figures=len(publication.lines),
        withheld=len(publication.withheld) + len(publication.never_shown),
    )


def publish_due(*, now: datetime, settle: bool = True) -> list[Outcome]:
    """Settle, then publish every date that is due in every questionnaire; as the releaser.

    It catches up after a stop, date by date, and can be repeated without harm. A questionnaire that
    cannot be published, above all one that the audit refuses, does not hold back the others: its
    error is raised at the end.
    """
    if settle:
        settle_vault(now=now)
    outcomes: list[Outcome] = []
    failed: list[Exception] = []
    for questionnaire in streams(now):
        try:
            outcomes.extend(publish_dates(questionnaire, now))
        except (
            PublicationRefusedError,
            BreakdownRefusedError,
            ForgottenError,
            ValueError,
        ) as error:
            fields = {"kind": questionnaire.key}
            logger.exception("nothing was published", extra={"fields": fields})
            failed.append(error)
    if failed:
        raise failed[0]
    return outcomes


def settle_vault(*, now: datetime) -> None:
    """Settle all sealed answers of weeks that are over. Raises SettlingBusyError."""
    settle_answers(now=now, not_before=first_open_weeks(streams(now)))


def streams(now: datetime) -> list[Questionnaire]:
    """The questionnaires that have been in use, by key."""
    used = Questionnaire.objects.filter(versions__in_use_from__lte=now)
    return list(used.distinct().order_by("key"))


def publish_dates(questionnaire: Questionnaire, now: datetime) -> Iterator[Outcome]:
    """The dates of one questionnaire that are due, in order, each stored before the next."""
    ledger = read_ledger(questionnaire)
    first = ledger.start if ledger.until is None else ledger.until.next()
    for week in weeks_due(first, week_of(now - LATECOMERS), publication_dates()):
        yield publish_date(questionnaire, week, now, None)


def first_open_weeks(questionnaires: Iterable[Questionnaire]) -> dict[tuple[str, int], str]:
    """The week that an answer gets at the earliest, so that no closed block ever changes."""
    return {
        (questionnaire.key, int(office)): str(ledger.first_open_week(office))
        for questionnaire in questionnaires
        for ledger in [read_ledger(questionnaire)]
        for office in ledger.offices
    }


@transaction.atomic
def plan_closing(
    *, questionnaire: str, offices: Iterable[int], week: Week, by: Person | None, now: datetime
) -> None:
    """Say that a period ends in these offices with the week, as a pilot does; as the web role.

    At the publication of that week, or at the next one, what waits there is pooled upwards. Said
    twice it happens once.
    """
    asked = Questionnaire.objects.get(key=questionnaire)
    planned = PlannedClosing.objects.filter(questionnaire=asked, week=str(week))
    missing = Unit.objects.filter(pk__in=list(offices)).exclude(pk__in=planned.values("office"))
    if not missing:
        return
    PlannedClosing.objects.bulk_create(
        (PlannedClosing(questionnaire=asked, office=office, week=str(week)) for office in missing),
        ignore_conflicts=True,
    )
    log(by=by, action="closing_planned", now=now, about=f"{questionnaire} {week}")
