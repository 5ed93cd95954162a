"""Reads about feedback between units; each a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from medverk.exchange.models import Feedback
from medverk.people.access import ACCESS, Action
from medverk.people.choosing import units_matching
from medverk.people.emails import turned_off_by
from medverk.people.models import EmailKind, Level, Membership, Person, Unit, UnitStatus
from medverk.people.queries import units_below, valid_on
from medverk.rules.exchange import (
    ANSWER_WITHIN,
    NEWS_FOR,
    TELL_WITHIN,
    ExchangeState,
    Outcome,
)

ANSWERING_ROLES = tuple(
    grant.role.value for grant in ACCESS if grant.action is Action.ANSWER_EXCHANGE
)
AT_WORK = (UnitStatus.ACTIVE, UnitStatus.CLOSING)
COUNTED_DAYS = 365


@dataclass(frozen=True, slots=True)
class Overview:
    """What a unit has received and sent in the last year, and what waits now."""

    unit: Unit
    received: int
    sent: int
    waiting: int  # for an answer
    late: int
    changed: int  # where the unit changed something


def received_by(unit: Unit) -> QuerySet[Feedback]:
    """What others said to the unit, newest first; what was withdrawn was never meant to be read."""
    rows = Feedback.objects.filter(to_unit=unit).exclude(state=ExchangeState.WITHDRAWN)
    return rows.select_related("from_unit", "to_unit").order_by("-sent_at", "-pk")


def sent_by(unit: Unit) -> QuerySet[Feedback]:
    """What the unit said to others, newest first."""
    rows = Feedback.objects.filter(from_unit=unit)
    return rows.select_related("from_unit", "to_unit").order_by("-sent_at", "-pk")


def seen_by(unit: Unit) -> QuerySet[Feedback]:
    """Every feedback that opens from the unit's addresses."""
    unseen = Q(to_unit=unit, state=ExchangeState.WITHDRAWN)
    rows = Feedback.objects.filter(Q(to_unit=unit) | Q(from_unit=unit)).exclude(unseen)
    return rows.select_related("from_unit", "to_unit", "sent_by")


def overviews(units: Iterable[Unit], *, now: datetime, today: date) -> list[Overview]:
    """In the order of the units. Two queries, however many there are."""
    listed = list(units)
    ids = [unit.pk for unit in listed]
    since = Q(sent_at__gte=now - timedelta(days=COUNTED_DAYS))
    rows = Feedback.objects.exclude(state=ExchangeState.WITHDRAWN)
    received = {
        row["to_unit"]: row
        for row in rows.filter(to_unit__in=ids)
        .values("to_unit")
        .annotate(
            received=Count("pk", filter=since),
            waiting=Count("pk", filter=Q(state=ExchangeState.SENT)),
            late=Count("pk", filter=late(today)),
            changed=Count("pk", filter=since & Q(outcome=Outcome.CHANGED)),
        )
    }
    sent = dict(
        rows.filter(since, from_unit__in=ids).values_list("from_unit").annotate(n=Count("pk"))
    )
    nothing = dict.fromkeys(("received", "waiting", "late", "changed"), 0)
    return [
        Overview(
            unit=unit,
            sent=sent.get(unit.pk, 0),
            **{name: received.get(unit.pk, nothing)[name] for name in nothing},
        )
        for unit in listed
    ]


def late(today: date) -> Q:
    """The same as `rules.exchange.is_late`, asked of the database (a test compares them)."""
    return Q(state=ExchangeState.SENT, sent_at__date__lt=today - ANSWER_WITHIN) | Q(
        state=ExchangeState.ANSWERED, answered_at__date__lt=today - TELL_WITHIN
    )


def oversees(unit: Unit) -> bool:
    """Whether the unit follows others: a county or a region."""
    return unit.level in (Level.COUNTY, Level.REGION)


def units_under(unit: Unit) -> QuerySet[Unit]:
    """The units at work below a county or region, by name."""
    below = units_below([unit.pk])[unit.pk] - {unit.pk}
    return Unit.objects.filter(pk__in=below, status__in=AT_WORK).order_by("name", "number")


def answerers_on(today: date) -> QuerySet[Membership]:
    """Everyone who may answer for a unit today."""
    rows = Membership.objects.filter(role__in=ANSWERING_ROLES, person__active=True)
    return valid_on(rows, today)


def leaders_of(units: Iterable[int], today: date) -> QuerySet[Membership]:
    """Those who answer for these units, have an e-mail address and want to be told."""
    rows = answerers_on(today).filter(unit__in=units).exclude(person__email="")
    rows = rows.exclude(person__in=turned_off_by(EmailKind.FEEDBACK))
    return rows.select_related("person", "unit").order_by("unit", "person")


def is_answered_there(unit: Unit, today: date) -> bool:
    return answerers_on(today).filter(unit=unit).exists()


def receivers(sender: Unit, today: date, words: str = "") -> QuerySet[Unit]:
    """Units that can answer: those that the words fit, and the same county first."""
    answered = answerers_on(today).filter(unit=OuterRef("pk"))
    found = Unit.objects.filter(Exists(answered), status__in=AT_WORK).exclude(pk=sender.pk)
    near = Case(
        When(Q(parent=sender.parent_id) | Q(pk=sender.parent_id), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return units_matching(words, found.select_related("parent"), near)


def open_feedback() -> QuerySet[Feedback]:
    """What a unit still owes something, with the reminders that were sent."""
    rows = Feedback.objects.filter(state__in=[ExchangeState.SENT, ExchangeState.ANSWERED])
    return rows.prefetch_related("reminders").order_by(F("to_unit"), "sent_at")


def with_news(now: datetime, today: date) -> QuerySet[Feedback]:
    """Feedback to which something came back lately, and whose writer can be told: has an address,
    wants it, and has still a role in the unit. With what was told before; two queries."""
    since = now - NEWS_FOR - timedelta(days=1)  # the day itself is judged by `find_news`
    there = Membership.objects.filter(person=OuterRef("sent_by"), unit=OuterRef("from_unit"))
    rows = Feedback.objects.filter(
        Q(answered_at__gte=since) | Q(told_at__gte=since),
        Exists(valid_on(there, today)),
        sent_by__active=True,
    ).exclude(sent_by__email="")
    rows = rows.exclude(sent_by__in=turned_off_by(EmailKind.NEWS))
    return rows.select_related("sent_by", "from_unit").prefetch_related("news").order_by("pk")


def wrote(feedback: Feedback, person: Person) -> bool:
    return feedback.sent_by_id == person.pk
