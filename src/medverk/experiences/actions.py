"""Writes about what is shared with other offices, taken over by them, and told to users [L4]."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from medverk.experiences.models import Experience, Telling
from medverk.experiences.outcomes import weigh
from medverk.experiences.themes import theme_of
from medverk.improvement.models import Improvement
from medverk.people.access import Role
from medverk.people.actions import log
from medverk.people.models import Membership, Person, Unit, UnitType
from medverk.people.queries import valid_on
from medverk.rules.experiences import OfficeKind, Refusal, find_kind, judge_sharing
from medverk.rules.improvement.states import ImprovementState
from medverk.rules.personal_data import Stopped, judge_departure


class RefusedError(Exception):
    """The rules say no; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class StoppedError(Exception):
    """A text may not leave the office: personal data may stand in it."""

    def __init__(self, stopped: Stopped) -> None:
        super().__init__(stopped.value)
        self.stopped = stopped


@dataclass(frozen=True, slots=True)
class Words:
    """What other offices read. language: nb, nn or en."""

    language: str
    title: str
    seen: str
    done: str
    learnt: str

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.title, self.seen, self.done, self.learnt)


@transaction.atomic
def share(
    *, improvement: Improvement, words: Words, hints_judged: bool, by: Person, now: datetime
) -> Experience:
    """Put an improvement in the library, or its newest words in place of the older.

    hints_judged: `by` has seen what looks like a person in these words, and says that it is none.
    Raises RefusedError, and StoppedError where personal data may be left: nothing is shared then.
    """
    improvement = lock(improvement)
    refuse_unfinished(improvement)
    stop_personal_data(words.texts, hints_judged=hints_judged)
    experience, _ = Experience.objects.update_or_create(
        improvement=improvement,
        defaults={
            "office": improvement.unit,
            "kind": kind_of(improvement.unit, now),
            "indicator": improvement.indicator,
            "theme": theme_of(improvement.indicator, now),
            "language": words.language,
            "title": words.title,
            "seen": words.seen,
            "done": words.done,
            "learnt": words.learnt,
            "shared_at": now,
            "shared_by": by,
            "withdrawn_at": None,
            "withdrawn_by": None,
        },
    )
    weigh(improvement.pk)
    log(by=by, action="experience_shared", now=now, unit=improvement.unit, about=words.title)
    return experience


@transaction.atomic
def withdraw(*, experience: Experience, by: Person, now: datetime) -> None:
    """Take it out of the library; those who took it over keep what they have. Harmless again."""
    standing = Experience.objects.filter(pk=experience.pk, withdrawn_at=None)
    if standing.update(withdrawn_at=now, withdrawn_by=by):
        unit, about = experience.office, experience.title
        log(by=by, action="experience_withdrawn", now=now, unit=unit, about=about)


@dataclass(frozen=True, slots=True)
class Told:
    """What users read. language: nb, nn or en."""

    language: str
    said: str
    did: str


@transaction.atomic
def tell(
    *, improvement: Improvement, told: Told, hints_judged: bool, by: Person, now: datetime
) -> Telling:
    """Show everybody what the office did. Raises as `share`."""
    improvement = lock(improvement)
    refuse_unfinished(improvement)
    stop_personal_data((told.said, told.did), hints_judged=hints_judged)
    telling, _ = Telling.objects.update_or_create(
        improvement=improvement,
        defaults={
            "office": improvement.unit,
            "language": told.language,
            "said": told.said,
            "did": told.did,
            "told_at": now,
            "told_by": by,
            "withdrawn_at": None,
            "withdrawn_by": None,
        },
    )
    weigh(improvement.pk)
    log(by=by, action="improvement_told", now=now, unit=improvement.unit, about=str(improvement))
    return telling


@transaction.atomic
def untell(*, telling: Telling, by: Person, now: datetime) -> None:
    """Show it no more. Harmless when repeated."""
    standing = Telling.objects.filter(pk=telling.pk, withdrawn_at=None)
    if standing.update(withdrawn_at=now, withdrawn_by=by):
        about = str(telling.improvement)
        log(by=by, action="improvement_untold", now=now, unit=telling.office, about=about)


def lock(improvement: Improvement) -> Improvement:
    rows = Improvement.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=improvement.pk)


def refuse_unfinished(improvement: Improvement) -> None:
    refusal = judge_sharing(ImprovementState(improvement.state))
    if refusal:
        raise RefusedError(refusal)


def stop_personal_data(texts: tuple[str, ...], *, hints_judged: bool) -> None:
    """Each text is judged by itself: side by side, two words would look like a name."""
    for text in texts:
        stopped = judge_departure(text, hints_judged=hints_judged)
        if stopped:
            raise StoppedError(stopped)


def kind_of(office: Unit, now: datetime) -> OfficeKind:
    """By how many counsellors work there today."""
    held = Membership.objects.filter(unit=office, role=Role.COUNSELLOR)
    counsellors = valid_on(held, localdate(now)).values("person").distinct().count()
    return find_kind(counsellors, centre=office.type == UnitType.CONTACT_CENTRE)
